//! Relationships with customers.

use super::role::GLOBAL_ADMINISTRATOR;
use crate::{Time, field::FieldError};
use serde::{Deserialize, Serialize};

/// The longest name of a relationship, in characters.
pub const MAX_RELATIONSHIP_NAME: usize = 50;

/// The longest duration, in days.
pub const LONGEST_DAYS: u32 = 730;

/// Where a relationship stands, in Microsoft's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationshipStatus {
    /// Made; nobody was asked yet, and it may still be changed or withdrawn.
    Created,
    /// Locked: the customer's Global Administrator can approve it, for 90 days.
    ApprovalPending,
    /// Approved.
    Approved,
    /// On its way to being active.
    Activating,
    /// It gives access.
    Active,
    /// It ends soon.
    Expiring,
    /// It ended by itself; it cannot be revived.
    Expired,
    /// Somebody asked for its end.
    TerminationRequested,
    /// It is being ended.
    Terminating,
    /// It was ended.
    Terminated,
    /// A word that this version does not know.
    Unknown,
}

impl RelationshipStatus {
    /// Whether it gives access now.
    pub fn gives_access(self) -> bool {
        matches!(self, Self::Active | Self::Expiring)
    }

    /// Whether it is over.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            Self::Expired | Self::TerminationRequested | Self::Terminating | Self::Terminated
        )
    }
}

/// A relationship to be made, and the template for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationshipDraft {
    /// What the customer reads; unique among the partner's. Blank: one is made of the customer's name and the day.
    #[serde(default)]
    pub name: String,
    /// The customer's tenant; without it whoever opens the invitation first becomes the customer.
    #[serde(default)]
    pub customer_tenant_id: Option<String>,
    /// The ids of its roles.
    pub roles: Vec<String>,
    /// For how many days, 1 to 730.
    pub days: u32,
    /// Whether it is extended by six months each time it would end.
    pub auto_extend: bool,
    /// The person typed that Global Administrator is meant.
    #[serde(default)]
    pub global_administrator_confirmed: bool,
}

impl RelationshipDraft {
    /// What is wrong with it by Microsoft's limits and ours; the form and the server ask the same.
    pub fn check(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut add = |field: &str, code: &'static str, text: &str| {
            errors.push(FieldError::new(field, code, text.to_owned()));
        };
        if self.name.trim().chars().count() > MAX_RELATIONSHIP_NAME {
            add("name", "too_long", "Name: at most 50 characters.");
        }
        if !(1..=LONGEST_DAYS).contains(&self.days) {
            add("days", "not_accepted", "Duration: from 1 to 730 days.");
        }
        if self.roles.is_empty() {
            add("roles", "required", "Roles: choose at least one.");
        }
        if self.roles.iter().any(|role| role == GLOBAL_ADMINISTRATOR) {
            if self.auto_extend {
                let text = "Extension: a relationship with Global Administrator is never extended by itself.";
                add("auto_extend", "not_accepted", text);
            }
            if !self.global_administrator_confirmed {
                let text = "Roles: Global Administrator gives everything; confirm that it is meant, or leave it out.";
                add("roles", "needs_confirmation", text);
            }
        }
        errors
    }
}

/// How an assignment of roles to a group stands, in Microsoft's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentState {
    /// Being made or changed.
    Pending,
    /// It gives the group its roles.
    Active,
    /// Being removed.
    Deleting,
    /// Removed; such ones stay in the list.
    Deleted,
    /// It failed, which is no success.
    Error,
    /// Wanted, and not there.
    Missing,
}

/// Which group of the partner has which roles at the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Its id; none while it is missing.
    pub id: Option<String>,
    /// The group.
    pub group_id: String,
    /// The group's name, where it is known.
    pub group_name: Option<String>,
    /// The ids of the roles.
    pub roles: Vec<String>,
    /// How it stands.
    pub state: AssignmentState,
    /// True where it is one of the groups of this setup; others are never touched.
    pub ours: bool,
}

/// What the partner sends to the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The link, for one customer and one relationship.
    pub url: String,
    /// The subject of a mail.
    pub subject: String,
    /// The text of a mail, ready to be copied.
    pub text: String,
    /// Until when it can be approved (90 days from its making), where that is known.
    pub expires_at: Option<Time>,
}

/// One relationship, as the tenant tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relationship {
    /// Its id at Microsoft's.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub status: RelationshipStatus,
    /// The customer's tenant.
    pub customer_tenant_id: Option<String>,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// The ids of its roles.
    pub roles: Vec<String>,
    /// Its duration, as Microsoft writes it, e.g. `P730D`.
    pub duration: String,
    /// Whether it is extended by itself.
    pub auto_extend: bool,
    /// When it was made.
    pub created_at: Option<Time>,
    /// When it became active.
    pub activated_at: Option<Time>,
    /// When it ends.
    pub ends_at: Option<Time>,
    /// Whole days until it ends; negative when that was before.
    pub days_left: Option<i64>,
    /// The assignments; read for one relationship, empty in a list.
    #[serde(default)]
    pub assignments: Vec<Assignment>,
    /// The invitation, while it waits for approval.
    #[serde(default)]
    pub invitation: Option<Invitation>,
    /// What a person should know, e.g. that it holds Global Administrator.
    #[serde(default)]
    pub notes: Vec<String>,
}
