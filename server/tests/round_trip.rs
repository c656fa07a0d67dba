//! What the server writes down, a page reads back unchanged.
//!
//! A flattened member that is named like another is written twice and read from the wrong place; no compiler sees it.

use crate::support::{samples, samples_automation, samples_csp, samples_events, samples_health};
use contract::{
    event::EventSummary,
    ids::CspSetupId,
    live::{Counters, LiveChange, LiveFrame},
    problem::Problem,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{collections::BTreeSet, path::Path};

/// Reads back what is written of a value; says which one it was where that fails.
#[track_caller]
fn survives<T: Serialize + DeserializeOwned + PartialEq>(name: &str, value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    assert!(back == *value, "{name} is not what was written:\n{text}");
    // A value keeps one of two members of the same name, so what it writes is shorter.
    let kept = serde_json::from_str::<Value>(&text).unwrap().to_string();
    assert_eq!(kept.len(), text.len(), "{name} holds a member twice:\n{text}");
}

/// Reads every named sample back, and answers the names.
macro_rules! samples {
    ($($file:ident: $($name:ident $(($argument:expr))?),+;)+) => {{
        let mut names = BTreeSet::new();
        $($(
            let name = concat!(stringify!($file), "::", stringify!($name));
            survives(name, &$file::$name($($argument)?));
            names.insert(name.to_owned());
        )+)+
        names
    }};
}

#[test]
fn every_sample_is_read_back_as_it_was_written() {
    let tried = samples! {
        samples: id, manifest, operation, handed_over, integration, report(false), probe, slow_probe, status, token, audit, chain, ring, approval, rule;
        samples_events: webhook_id, event_id, webhook, issued, event, normalised, analysis, attempt, detail, replayed, page,
            group, job;
        samples_automation: link, customer, customer_draft, link_draft, one_match, split_draft, record, job, event,
            sample_event, rule, rule_draft, routing_report, hint, step, sop, sop_version, sop_draft, template, sop_check,
            preview, preview_request, dry_run_request, run, run_detail;
        samples_health: health, hold, last_error, row, incident, board, detail, delivery, channel;
        samples_csp: failure, setup, overview, address, roles, code, relationship, customer, customers, permissions, account,
            plan, removal;
    };
    assert_eq!(tried, written_down(), "a sample is not tried, or is gone");
}

/// The names of all samples, from their sources.
fn written_down() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support");
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if file.starts_with("samples") {
            let text = std::fs::read_to_string(&path).unwrap();
            let functions = text.lines().filter_map(|line| line.strip_prefix("pub fn "));
            names.extend(functions.map(|line| format!("{file}::{}", line.split('(').next().unwrap())));
        }
    }
    names
}

#[test]
fn every_frame_of_the_live_stream_is_read_back_as_it_was_written() {
    let changes = [
        LiveChange::Hello,
        LiveChange::Resync,
        LiveChange::Integration {
            integration: Box::new(samples::integration()),
        },
        LiveChange::IntegrationGone { id: samples::id() },
        LiveChange::Event {
            event: Box::new(samples_events::event()),
        },
        LiveChange::Counters {
            counters: Counters::default(),
        },
        LiveChange::Health,
        LiveChange::CspSetup {
            setup: CspSetupId::from_ulid("1"),
        },
        LiveChange::Job {
            job: Box::new(samples_events::job()),
        },
    ];
    for (seq, change) in (1..).zip(changes) {
        let name = format!("{change:?}");
        survives(&name, &LiveFrame { seq, change });
    }
}

#[test]
fn a_problem_and_an_event_of_which_little_is_known_are_read_back_too() {
    survives("a bare problem", &Problem::not_found("hold"));
    let mut whole = Problem::new(502, "network", "It broke.").with_detail("Try again.");
    whole.vendor_status = Some(500);
    whole.vendor_message = Some(samples::VENDOR_SAID.into());
    whole.vendor_request_id = Some("vendor-request-1".into());
    whole.advice = samples::report(false).advice;
    whole.retry_after = Some(5);
    whole.request_id = Some("req_1".into());
    survives("a whole problem", &whole);
    let bare = EventSummary {
        kind: None,
        stage: None,
        code: None,
        customer: None,
        run: None,
        ..samples_events::event()
    };
    survives("a bare event", &bare);
}

#[derive(PartialEq, Serialize, Deserialize)]
struct Inner {
    tries: u32,
}

#[derive(PartialEq, Serialize, Deserialize)]
struct Outer {
    #[serde(flatten)]
    inner: Inner,
    tries: Vec<u32>,
}

#[test]
#[should_panic(expected = "the story: ")]
fn a_flattened_member_of_the_same_name_is_seen() {
    let inner = Inner { tries: 2 };
    survives(
        "the story",
        &Outer {
            inner,
            tries: vec![1, 2],
        },
    );
}
