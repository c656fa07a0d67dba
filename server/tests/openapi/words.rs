//! The document's closed words against the models' own.

use super::document;
use contract::{
    actor::Role,
    approval::ApprovalStatus,
    event::EventStatus,
    failure::{FailureCode, Stage},
    health::HoldKind,
    job::JobStatus,
    notification::{ChannelKind, NoticeLevel},
    operation_rule::{OperationRule, RuleOrigin},
    probe::{Badge, Outcome},
    run::RunStatus,
};
use std::collections::BTreeSet;

fn words(name: &str) -> BTreeSet<String> {
    let words = document()["components"]["schemas"][name]["enum"]
        .as_array()
        .unwrap()
        .clone();
    words
        .iter()
        .map(|word| word.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn closed_words_are_the_models_own() {
    let own: [(&str, Vec<&str>); 14] = [
        ("Role", Role::ALL.map(Role::as_str).into()),
        (
            "ApprovalStatus",
            ApprovalStatus::ALL.map(ApprovalStatus::as_str).into(),
        ),
        (
            "OperationRule",
            OperationRule::ALL.map(OperationRule::as_str).into(),
        ),
        ("RuleOrigin", RuleOrigin::ALL.map(RuleOrigin::as_str).into()),
        ("Badge", Badge::ALL.map(Badge::as_str).into()),
        ("Outcome", Outcome::ALL.map(Outcome::as_str).into()),
        ("HoldKind", HoldKind::ALL.map(HoldKind::as_str).into()),
        ("ChannelKind", ChannelKind::ALL.map(ChannelKind::as_str).into()),
        ("NoticeLevel", NoticeLevel::ALL.map(NoticeLevel::as_str).into()),
        ("EventStatus", EventStatus::ALL.map(EventStatus::as_str).into()),
        ("FailureCode", FailureCode::ALL.map(FailureCode::as_str).into()),
        ("Stage", Stage::ALL.map(Stage::as_str).into()),
        ("JobStatus", JobStatus::ALL.map(JobStatus::as_str).into()),
        ("RunStatus", RunStatus::ALL.map(RunStatus::as_str).into()),
    ];
    for (name, own) in own {
        let own: BTreeSet<_> = own.into_iter().map(ToOwned::to_owned).collect();
        assert_eq!(words(name), own, "{name}");
    }
}
