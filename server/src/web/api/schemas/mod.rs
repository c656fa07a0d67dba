//! The bodies as the document describes them.
//!
//! The models of `contract` know serde and nothing else, so each has a twin here that is never made, only described.
//! `tests/openapi.rs` holds every twin against what its model writes.
#![expect(dead_code, reason = "a twin is described and never made")]

mod accounts;
mod approvals;
mod failures;
mod health;
mod integrations;
mod vendors;

pub use accounts::{AuditPage, ChainReport, IssuedToken, KeyRing, Role, Token};
pub use approvals::{Approval, HeldAnswer};
pub use failures::{Failures, Problem};
pub use health::{Integration, ProbeRecord, SavedIntegration, Status};
pub use integrations::TestReport;
pub use vendors::{Manifest, OperationAnswer, OperationInfo};
