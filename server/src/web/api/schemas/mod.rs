//! The bodies as the document describes them.
//!
//! The models of `contract` know serde and nothing else, so each has a twin here that is never made, only described.
//! `tests/openapi/` holds every twin against what its model writes.
#![expect(dead_code, reason = "a twin is described and never made")]

mod accounts;
mod analysis;
mod approvals;
mod channels;
mod csp;
mod csp_customers;
mod csp_manage;
mod csp_relationships;
mod customers;
mod depth;
mod events;
mod failures;
mod health;
mod incidents;
mod integrations;
mod jobs;
mod routing;
mod rules;
mod runs;
mod sops;
mod vendors;
mod webhooks;

pub use accounts::{AuditPage, ChainReport, IssuedToken, KeyRing, Role, Token};
pub use analysis::DeadLetterGroup;
pub use approvals::{Approval, HeldAnswer};
pub use channels::{Channel, ChannelKind, IssuedChannel, NoticeDelivery, NoticeLevel};
pub use csp::{
    CspManualValues, CspOverview, CspSetup, CspSignInAddress, CspSignInPurpose, DirectoryRoles, NewCspSetup,
};
pub use csp_customers::{CspCustomer, CspCustomers, CspOnboardRequest, PermissionReport};
pub use csp_manage::{
    CspAccount, CspRemoval, CspRemovalPlan, CspRemovalRequest, CspRotationRequest, ExplainedCode,
};
pub use csp_relationships::{Relationship, RelationshipDraft};
pub use customers::{Customer, CustomerDraft, CustomerLink, LinkDraft, Match, SplitDraft, VendorRecord};
pub use depth::HealthDetail;
pub use events::{EventDetail, EventSummary, Normalised, ReplayAnswer};
pub use failures::{Failures, Problem};
pub use health::{Hold, HoldKind, Integration, ProbeRecord, SavedIntegration, Status};
pub use incidents::Incident;
pub use integrations::TestReport;
pub use jobs::Job;
pub use routing::{RoutingReport, RoutingRule, RuleDraft, RuleHint, SampleEvent};
pub use rules::RuleInForce;
pub use runs::{Run, RunDetail};
pub use sops::{DryRunRequest, Preview, PreviewRequest, Sop, SopCheck, SopDraft, SopTemplate, SopVersion};
pub use vendors::{HandedOver, Manifest, OperationAnswer, OperationInfo};
pub use webhooks::{IssuedWebhook, Webhook};
