//! Sentences about held calls. Pure.

use crate::ui::{Icon, Mood};
use contract::approval::{Approval, ApprovalStatus};

/// What the call does: what its target says of it, or its title and account.
pub fn sentence(approval: &Approval) -> String {
    match &approval.binding.target {
        Some(target) => {
            let whose = target
                .customer
                .as_ref()
                .filter(|customer| !target.effect.contains(customer.as_str()));
            match whose {
                Some(customer) => format!("{customer}: {}", target.effect),
                None => target.effect.clone(),
            }
        }
        None => format!("{} ({})", approval.title, approval.integration_name),
    }
}

/// A status as it is drawn.
pub fn drawn(status: ApprovalStatus) -> (Mood, Icon, &'static str) {
    match status {
        ApprovalStatus::Pending => (Mood::Warn, Icon::Clock, "Waiting"),
        ApprovalStatus::Approved | ApprovalStatus::Running => (Mood::Info, Icon::Refresh, "Running"),
        ApprovalStatus::Succeeded => (Mood::Ok, Icon::Check, "Done"),
        ApprovalStatus::Failed => (Mood::Bad, Icon::Alert, "Failed"),
        ApprovalStatus::Rejected => (Mood::Idle, Icon::Cross, "Rejected"),
        ApprovalStatus::Expired => (Mood::Idle, Icon::Clock, "Expired"),
        ApprovalStatus::Stale => (Mood::Idle, Icon::Alert, "Stale"),
    }
}

/// What a decision came to.
pub fn came_to(status: ApprovalStatus) -> (Mood, &'static str) {
    match status {
        ApprovalStatus::Succeeded => (Mood::Ok, "Approved, and done."),
        ApprovalStatus::Failed => (Mood::Bad, "Approved, and the call failed."),
        ApprovalStatus::Approved | ApprovalStatus::Running => {
            (Mood::Info, "Approved; the call is being made.")
        }
        ApprovalStatus::Rejected => (Mood::Info, "Rejected; nothing was called."),
        ApprovalStatus::Stale => (
            Mood::Warn,
            "Stale: it is no longer what was asked for, so nothing was called.",
        ),
        ApprovalStatus::Expired => (Mood::Warn, "The time to decide this was over."),
        ApprovalStatus::Pending => (Mood::Ok, "It is still what was asked for."),
    }
}

/// How long it took from asking to deciding; blank where nobody decided.
pub fn time_taken(approval: &Approval) -> String {
    let Some(decision) = &approval.decision else {
        return String::new();
    };
    let moment = |at: &str| crate::ui::calendar::epoch_ms(at);
    match (moment(&approval.created_at), moment(&decision.at)) {
        (Some(asked), Some(decided)) => took((decided - asked) / 1000),
        _ => String::new(),
    }
}

fn took(seconds: i64) -> String {
    match seconds.max(0) {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_the_unit_that_fits() {
        assert_eq!(took(42), "42 s");
        assert_eq!(took(150), "2 min");
        assert_eq!(took(7_300), "2 h");
        assert_eq!(took(-3), "0 s");
    }
}
