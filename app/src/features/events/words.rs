//! What statuses and stages are called on screen.

use crate::ui::{Icon, Mood};
use contract::{
    event::EventStatus,
    failure::{Blame, FailureCode, Stage},
};

/// How a status is drawn.
pub fn drawn(status: EventStatus) -> (Mood, Icon) {
    match status {
        EventStatus::Received => (Mood::Info, Icon::Arrow),
        EventStatus::Processing => (Mood::Info, Icon::Spinner),
        EventStatus::AwaitingApproval => (Mood::Warn, Icon::Clock),
        EventStatus::Retrying => (Mood::Warn, Icon::Refresh),
        EventStatus::Succeeded => (Mood::Ok, Icon::Check),
        EventStatus::Ignored => (Mood::Idle, Icon::Dashed),
        EventStatus::DeadLettered => (Mood::Bad, Icon::Alert),
        EventStatus::Rejected => (Mood::Bad, Icon::Cross),
    }
}

/// A stage's name.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Receive => "Receive",
        Stage::Verify => "Verify",
        Stage::Deduplicate => "Deduplicate",
        Stage::Parse => "Parse",
        Stage::Normalise => "Normalise",
        Stage::Resolve => "Resolve",
        Stage::Route => "Route",
        Stage::Execute => "Execute",
        Stage::Report => "Report",
    }
}

/// Whose fault it is, as a shelf of the dead letters is called.
pub fn blame(blame: Blame) -> &'static str {
    match blame {
        Blame::Configuration => "Set up here",
        Blame::Vendor => "At the vendor",
        Blame::OpsAi => "Ops AI itself",
        Blame::Decision => "A person decided",
    }
}

/// How a stage ended.
pub fn outcome(word: &str) -> (Mood, Icon, &'static str) {
    match word {
        "ok" => (Mood::Ok, Icon::Check, "Done"),
        "failed" => (Mood::Bad, Icon::Cross, "Failed"),
        "waiting" => (Mood::Warn, Icon::Clock, "Waiting"),
        "ignored" => (Mood::Idle, Icon::Dashed, "Ignored"),
        _ => (Mood::Idle, Icon::Circle, "Not reached"),
    }
}

/// A code as words: `signature_mismatch` → `signature mismatch`.
pub fn code(code: FailureCode) -> String {
    code.as_str().replace('_', " ")
}
