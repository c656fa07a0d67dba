//! Connecting a partner's tenant and, through it, its customers': the words of the wizard and of what is managed after it.
//!
//! ```text
//! setup.rs         one partner tenant being connected: path, steps, evidence, failures
//! role.rs          the directory roles that a relationship may hold, and the sets that are recommended
//! relationship.rs  relationships with customers: drafts, status, assignments, the invitation
//! customer.rs      customers of every list, merged; what is granted there; onboarding
//! permission.rs    wanted against granted        gap.rs   what is missing, and the one way that puts it right
//! manage.rs        secrets, sign-ins and their age; what disconnecting removes, and the proof
//! ```
//!
//! Nothing here holds a secret, and nothing says "granted" that was not read from the tenant.

mod customer;
mod gap;
mod manage;
mod permission;
mod relationship;
mod role;
mod setup;

pub use customer::{ConsentState, CspCustomer, CspCustomers, CustomerState, OnboardRequest};
pub use gap::{CspGap, CspRemedy};
pub use manage::{
    CspAccount, CspSecret, ExpiryWarning, ExplainedCode, Removal, RemovalItem, RemovalPlan, RemovalRequest,
    RemovalState, RotationRequest,
};
pub use permission::{GrantState, PermissionKind, PermissionLine, PermissionReport};
pub use relationship::{
    Assignment, AssignmentState, Invitation, LONGEST_DAYS, MAX_RELATIONSHIP_NAME, Relationship,
    RelationshipDraft, RelationshipStatus,
};
pub use role::{GLOBAL_ADMINISTRATOR, Role, RoleCatalogue, RoleRisk, RoleSet};
pub use setup::{
    CredentialKind, CspOverview, CspPath, CspSetup, Evidence, ManualValues, NewCspSetup, Returned,
    SetupStatus, SignInAddress, SignInPurpose, Step, StepFailure, StepState,
};
