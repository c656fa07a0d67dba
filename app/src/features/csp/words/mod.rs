//! What states are called, and how each is drawn; `said.rs` has the sentences.

mod said;

pub use said::{days_left, duration, needs_sign_in, path, plain_title, purpose, role_name, standing};

use crate::ui::{Icon, Mood};
use contract::csp::{
    AssignmentState, ConsentState, CustomerState, ExpiryWarning, GrantState, PermissionKind,
    RelationshipStatus, RemovalState, RoleRisk, SetupStatus, StepState,
};

/// How a state is drawn: its mood, its icon, its word.
pub type Drawn = (Mood, Icon, &'static str);

/// Where a tenant stands.
pub fn status(status: SetupStatus) -> Drawn {
    match status {
        SetupStatus::Waiting => (Mood::Info, Icon::User, "Waits for you"),
        SetupStatus::Running => (Mood::Info, Icon::Refresh, "Working"),
        SetupStatus::Failed => (Mood::Bad, Icon::Alert, "Stopped"),
        SetupStatus::Connected => (Mood::Ok, Icon::Check, "Connected"),
        SetupStatus::Disconnecting => (Mood::Warn, Icon::Refresh, "Disconnecting"),
        SetupStatus::Disconnected => (Mood::Idle, Icon::Cross, "Disconnected"),
    }
}

/// How a step went.
pub fn step(state: StepState) -> Drawn {
    match state {
        StepState::Pending => (Mood::Idle, Icon::Dashed, "Not yet"),
        StepState::Waiting => (Mood::Info, Icon::User, "Waits for you"),
        StepState::Running => (Mood::Info, Icon::Spinner, "Working"),
        StepState::Done => (Mood::Ok, Icon::Check, "Done"),
        StepState::Failed => (Mood::Bad, Icon::Alert, "Failed"),
        StepState::Skipped => (Mood::Idle, Icon::Arrow, "Left out"),
    }
}

/// Where a relationship stands.
pub fn relationship(status: RelationshipStatus) -> Drawn {
    match status {
        RelationshipStatus::Created => (Mood::Idle, Icon::Pencil, "Created"),
        RelationshipStatus::ApprovalPending => (Mood::Info, Icon::Clock, "Waits for the customer"),
        RelationshipStatus::Approved => (Mood::Info, Icon::Check, "Approved"),
        RelationshipStatus::Activating => (Mood::Info, Icon::Refresh, "Activating"),
        RelationshipStatus::Active => (Mood::Ok, Icon::Check, "Active"),
        RelationshipStatus::Expiring => (Mood::Warn, Icon::Clock, "Ends soon"),
        RelationshipStatus::Expired => (Mood::Bad, Icon::Cross, "Expired"),
        RelationshipStatus::TerminationRequested => (Mood::Warn, Icon::Cross, "End asked for"),
        RelationshipStatus::Terminating => (Mood::Warn, Icon::Refresh, "Ending"),
        RelationshipStatus::Terminated => (Mood::Idle, Icon::Cross, "Ended"),
        RelationshipStatus::Unknown => (Mood::Warn, Icon::Dashed, "Unknown to this version"),
    }
}

/// How an assignment stands.
pub fn assignment(state: AssignmentState) -> Drawn {
    match state {
        AssignmentState::Pending => (Mood::Info, Icon::Clock, "Being made"),
        AssignmentState::Active => (Mood::Ok, Icon::Check, "Active"),
        AssignmentState::Deleting => (Mood::Warn, Icon::Refresh, "Being removed"),
        AssignmentState::Deleted => (Mood::Idle, Icon::Cross, "Removed"),
        AssignmentState::Error => (Mood::Bad, Icon::Alert, "Failed"),
        AssignmentState::Missing => (Mood::Warn, Icon::Dashed, "Missing"),
    }
}

/// How a customer stands.
pub fn customer(state: CustomerState) -> Drawn {
    match state {
        CustomerState::NoRelationship => (Mood::Bad, Icon::Cross, "No relationship"),
        CustomerState::Invited => (Mood::Info, Icon::Clock, "Invited"),
        CustomerState::NotOnboarded => (Mood::Warn, Icon::Arrow, "Not onboarded"),
        CustomerState::Incomplete => (Mood::Warn, Icon::Alert, "Incomplete"),
        CustomerState::Working => (Mood::Ok, Icon::Check, "Working"),
    }
}

/// How customers may be narrowed, by the word in the address.
pub const CUSTOMERS: [(&str, CustomerState); 5] = [
    ("no_relationship", CustomerState::NoRelationship),
    ("invited", CustomerState::Invited),
    ("not_onboarded", CustomerState::NotOnboarded),
    ("incomplete", CustomerState::Incomplete),
    ("working", CustomerState::Working),
];

/// What was read of a consent.
pub fn consent(state: ConsentState) -> Drawn {
    match state {
        ConsentState::Unknown => (Mood::Idle, Icon::Dashed, "Not read yet"),
        ConsentState::Granted => (Mood::Ok, Icon::Check, "Granted"),
        ConsentState::Partial => (Mood::Warn, Icon::Alert, "In part"),
        ConsentState::Missing => (Mood::Bad, Icon::Cross, "Missing"),
    }
}

/// What was read of a permission.
pub fn grant(state: GrantState) -> Drawn {
    match state {
        GrantState::Granted => (Mood::Ok, Icon::Check, "Granted"),
        GrantState::Missing => (Mood::Bad, Icon::Cross, "Missing"),
        GrantState::Excess => (Mood::Warn, Icon::Alert, "Not wanted"),
        GrantState::NotRead => (Mood::Idle, Icon::Dashed, "Not read"),
    }
}

/// Who uses a permission.
pub fn kind(kind: PermissionKind) -> &'static str {
    match kind {
        PermissionKind::Application => "the application",
        PermissionKind::Delegated => "the service account",
    }
}

/// How near an end is.
pub fn warning(warning: ExpiryWarning) -> Drawn {
    match warning {
        ExpiryWarning::None => (Mood::Ok, Icon::Check, "More than 30 days"),
        ExpiryWarning::Within30 => (Mood::Warn, Icon::Clock, "30 days or less"),
        ExpiryWarning::Within14 => (Mood::Warn, Icon::Clock, "14 days or less"),
        ExpiryWarning::Within7 => (Mood::Bad, Icon::Alert, "7 days or less"),
        ExpiryWarning::Within1 => (Mood::Bad, Icon::Alert, "A day or less"),
        ExpiryWarning::Expired => (Mood::Bad, Icon::Cross, "Over"),
    }
}

/// What becomes of a thing when a tenant is left.
pub fn removal(state: RemovalState) -> Drawn {
    match state {
        RemovalState::Planned => (Mood::Idle, Icon::Trash, "To be removed"),
        RemovalState::Running => (Mood::Info, Icon::Spinner, "Being removed"),
        RemovalState::Gone => (Mood::Ok, Icon::Check, "Gone"),
        RemovalState::Failed => (Mood::Bad, Icon::Alert, "Not removed"),
        RemovalState::Kept => (Mood::Warn, Icon::Lock, "Stays"),
    }
}

/// How much harm a role can do.
pub fn risk(risk: RoleRisk) -> Drawn {
    match risk {
        RoleRisk::Low => (Mood::Idle, Icon::Eye, "Reads"),
        RoleRisk::Medium => (Mood::Info, Icon::Pencil, "Changes one kind of thing"),
        RoleRisk::High => (Mood::Warn, Icon::Alert, "Changes accounts or security"),
        RoleRisk::Critical => (Mood::Bad, Icon::Bolt, "Can give itself everything"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_that_customers_are_narrowed_by_has_a_word_of_its_own() {
        let mut words: Vec<_> = CUSTOMERS.iter().map(|(word, _)| *word).collect();
        words.dedup();
        assert_eq!(words.len(), CUSTOMERS.len());
    }
}
