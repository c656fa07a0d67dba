//! Permissions: wanted, against what a tenant really granted.

use crate::{Text, Time};
use serde::{Deserialize, Serialize};

/// Who uses a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermissionKind {
    /// The application itself.
    Application,
    /// The application in the name of the service account.
    Delegated,
}

/// What was read of one permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantState {
    /// It was found among the grants.
    Granted,
    /// The grants were read, and it is not among them.
    Missing,
    /// It is granted, and not wanted: more than is needed.
    Excess,
    /// The grants could not be read.
    NotRead,
}

/// One permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionLine {
    /// Its resource, e.g. `Microsoft Graph`.
    pub resource: Text,
    /// Its name, e.g. `User.ReadWrite.All`.
    pub name: String,
    /// Who uses it.
    pub kind: PermissionKind,
    /// What for, in plain words; blank for what is not wanted.
    pub reason: Text,
    /// What was read.
    pub state: GrantState,
}

/// What one tenant granted to the application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionReport {
    /// The tenant.
    pub tenant_id: String,
    /// True only where every grant was read, all that is wanted is among them, and something is wanted. A tenant that was
    /// not read or granted nothing is never fine.
    pub fine: bool,
    /// In one sentence.
    pub summary: String,
    /// Each permission: missing ones first.
    pub lines: Vec<PermissionLine>,
    /// What is missing, each with the one way that puts it right.
    pub gaps: Vec<super::CspGap>,
    /// Why the grants could not be read.
    pub failure: Option<super::StepFailure>,
    /// When it was read.
    pub read_at: Time,
}
