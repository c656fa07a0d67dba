//! Twins of relationships with customers.

use serde::Serialize;
use utoipa::ToSchema;

/// Where a relationship stands, in Microsoft's words.
#[derive(Serialize, ToSchema)]
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

/// A relationship to be made, and the template for it.
#[derive(Serialize, ToSchema)]
pub struct RelationshipDraft {
    /// What the customer reads; unique among the partner's. Blank: one is made of the customer's name and the day.
    #[schema(required = false)]
    name: String,
    /// The customer's tenant; without it whoever opens the invitation first becomes the customer.
    #[schema(required = false)]
    customer_tenant_id: Option<String>,
    /// The ids of its roles.
    roles: Vec<String>,
    /// For how many days, 1 to 730.
    days: u32,
    /// Whether it is extended by six months each time it would end.
    auto_extend: bool,
    /// The person typed that Global Administrator is meant.
    #[schema(required = false)]
    global_administrator_confirmed: bool,
}

/// How an assignment of roles to a group stands, in Microsoft's words.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccessAssignmentState {
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
#[derive(Serialize, ToSchema)]
pub struct AccessAssignment {
    /// Its id; none while it is missing.
    #[schema(required = true)]
    id: Option<String>,
    /// The group.
    group_id: String,
    /// The group's name, where it is known.
    #[schema(required = true)]
    group_name: Option<String>,
    /// The ids of the roles.
    roles: Vec<String>,
    /// How it stands.
    state: AccessAssignmentState,
    /// True where it is one of the groups of this setup; others are never touched.
    ours: bool,
}

/// What the partner sends to the customer.
#[derive(Serialize, ToSchema)]
pub struct RelationshipInvitation {
    /// The link, for one customer and one relationship.
    url: String,
    /// The subject of a mail.
    subject: String,
    /// The text of a mail, ready to be copied.
    text: String,
    /// Until when it can be approved (90 days from its making), where that is known.
    #[schema(required = true)]
    expires_at: Option<String>,
}

/// One relationship, as the tenant tells it.
#[derive(Serialize, ToSchema)]
pub struct Relationship {
    /// Its id at Microsoft's.
    id: String,
    /// Its name.
    name: String,
    /// Where it stands.
    status: RelationshipStatus,
    /// The customer's tenant.
    #[schema(required = true)]
    customer_tenant_id: Option<String>,
    /// The customer's name.
    #[schema(required = true)]
    customer_name: Option<String>,
    /// The ids of its roles.
    roles: Vec<String>,
    /// Its duration, as Microsoft writes it, e.g. `P730D`.
    duration: String,
    /// Whether it is extended by itself.
    auto_extend: bool,
    /// When it was made.
    #[schema(required = true)]
    created_at: Option<String>,
    /// When it became active.
    #[schema(required = true)]
    activated_at: Option<String>,
    /// When it ends.
    #[schema(required = true)]
    ends_at: Option<String>,
    /// Whole days until it ends; negative when that was before.
    #[schema(required = true)]
    days_left: Option<i64>,
    /// The assignments; read for one relationship, empty in a list.
    assignments: Vec<AccessAssignment>,
    /// The invitation, while it waits for approval.
    #[schema(required = true)]
    invitation: Option<RelationshipInvitation>,
    /// What a person should know, e.g. that it holds Global Administrator.
    notes: Vec<String>,
}
