//! Where an event broke and why: the closed lists of stages and codes.
//!
//! The pipeline records only the code; its cause, fix and page are added when somebody looks, so a better sentence also
//! explains old events.

use crate::Text;
use serde::{Deserialize, Serialize};

/// One step of the pipeline, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Size, content type, body.
    Receive,
    /// The vendor's signature or secret, freshness, handshakes.
    Verify,
    /// The vendor's delivery identity.
    Deduplicate,
    /// Bytes become the vendor's shape.
    Parse,
    /// The vendor's shape becomes the event model.
    Normalise,
    /// Which integration, which customer.
    Resolve,
    /// Which SOP.
    Route,
    /// The SOP's steps.
    Execute,
    /// The result back on the ticket.
    Report,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Stage; 9] = [
        Stage::Receive,
        Stage::Verify,
        Stage::Deduplicate,
        Stage::Parse,
        Stage::Normalise,
        Stage::Resolve,
        Stage::Route,
        Stage::Execute,
        Stage::Report,
    ];

    /// The stage's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Receive => "receive",
            Stage::Verify => "verify",
            Stage::Deduplicate => "deduplicate",
            Stage::Parse => "parse",
            Stage::Normalise => "normalise",
            Stage::Resolve => "resolve",
            Stage::Route => "route",
            Stage::Execute => "execute",
            Stage::Report => "report",
        }
    }

    /// The stage of a word.
    pub fn parse(word: &str) -> Option<Stage> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word)
    }
}

/// Why a stage failed: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// The body is larger than the webhook takes.
    PayloadTooLarge,
    /// The content type is none that the webhook takes.
    UnsupportedMediaType,
    /// A person switched the webhook off.
    WebhookDisabled,
    /// The sender's address is none of those that may post here.
    AddressNotAllowed,
    /// There is no signature or secret where the vendor puts one.
    SignatureMissing,
    /// The signature or secret is not the one expected.
    SignatureMismatch,
    /// The signed time is too far from now.
    StaleTimestamp,
    /// The body is not what its content type says.
    MalformedPayload,
    /// The body is well formed and not the vendor's shape.
    UnexpectedShape,
    /// The vendor's kind of event is not known.
    UnknownEventType,
    /// The integration is gone.
    IntegrationMissing,
    /// The integration is paused.
    IntegrationDisabled,
    /// The vendor's customer is linked to none of ours.
    CustomerNotMapped,
    /// No rule fired.
    NoMatchingSop,
    /// The rule that fired leads to a SOP that is off.
    SopDisabled,
    /// The vendor refused the credentials.
    CredentialsRejected,
    /// A permission is missing at the vendor's.
    PermissionDenied,
    /// The vendor has no such record.
    VendorNotFound,
    /// The vendor refused the request as it stands.
    VendorRejected,
    /// The vendor failed.
    VendorUnavailable,
    /// The vendor asks to slow down.
    RateLimited,
    /// The vendor did not answer in time.
    Timeout,
    /// No connection, or it broke.
    Network,
    /// The vendor answered something it does not document.
    ContractChanged,
    /// A person said no.
    ApprovalRejected,
    /// Nobody decided in time.
    ApprovalExpired,
    /// The credentials could not be opened.
    KeyUnavailable,
    /// A template names something absent, or gives the wrong type.
    TemplateError,
    /// A write was sent, its answer lost, and what became of it cannot be known.
    OutcomeUnknown,
}

/// Whose fault it is; the three shelves of the dead letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blame {
    /// Something set up here.
    Configuration,
    /// What the vendor sent or answered.
    Vendor,
    /// Ops AI itself, or its surroundings.
    OpsAi,
    /// A person's decision.
    Decision,
}

impl FailureCode {
    /// Every code.
    pub const ALL: [FailureCode; 29] = [
        FailureCode::PayloadTooLarge,
        FailureCode::UnsupportedMediaType,
        FailureCode::WebhookDisabled,
        FailureCode::AddressNotAllowed,
        FailureCode::SignatureMissing,
        FailureCode::SignatureMismatch,
        FailureCode::StaleTimestamp,
        FailureCode::MalformedPayload,
        FailureCode::UnexpectedShape,
        FailureCode::UnknownEventType,
        FailureCode::IntegrationMissing,
        FailureCode::IntegrationDisabled,
        FailureCode::CustomerNotMapped,
        FailureCode::NoMatchingSop,
        FailureCode::SopDisabled,
        FailureCode::CredentialsRejected,
        FailureCode::PermissionDenied,
        FailureCode::VendorNotFound,
        FailureCode::VendorRejected,
        FailureCode::VendorUnavailable,
        FailureCode::RateLimited,
        FailureCode::Timeout,
        FailureCode::Network,
        FailureCode::ContractChanged,
        FailureCode::ApprovalRejected,
        FailureCode::ApprovalExpired,
        FailureCode::KeyUnavailable,
        FailureCode::TemplateError,
        FailureCode::OutcomeUnknown,
    ];

    /// The code's word.
    pub fn as_str(self) -> &'static str {
        match self {
            FailureCode::PayloadTooLarge => "payload_too_large",
            FailureCode::UnsupportedMediaType => "unsupported_media_type",
            FailureCode::WebhookDisabled => "webhook_disabled",
            FailureCode::AddressNotAllowed => "address_not_allowed",
            FailureCode::SignatureMissing => "signature_missing",
            FailureCode::SignatureMismatch => "signature_mismatch",
            FailureCode::StaleTimestamp => "stale_timestamp",
            FailureCode::MalformedPayload => "malformed_payload",
            FailureCode::UnexpectedShape => "unexpected_shape",
            FailureCode::UnknownEventType => "unknown_event_type",
            FailureCode::IntegrationMissing => "integration_missing",
            FailureCode::IntegrationDisabled => "integration_disabled",
            FailureCode::CustomerNotMapped => "customer_not_mapped",
            FailureCode::NoMatchingSop => "no_matching_sop",
            FailureCode::SopDisabled => "sop_disabled",
            FailureCode::CredentialsRejected => "credentials_rejected",
            FailureCode::PermissionDenied => "permission_denied",
            FailureCode::VendorNotFound => "vendor_not_found",
            FailureCode::VendorRejected => "vendor_rejected",
            FailureCode::VendorUnavailable => "vendor_unavailable",
            FailureCode::RateLimited => "rate_limited",
            FailureCode::Timeout => "timeout",
            FailureCode::Network => "network",
            FailureCode::ContractChanged => "contract_changed",
            FailureCode::ApprovalRejected => "approval_rejected",
            FailureCode::ApprovalExpired => "approval_expired",
            FailureCode::KeyUnavailable => "key_unavailable",
            FailureCode::TemplateError => "template_error",
            FailureCode::OutcomeUnknown => "outcome_unknown",
        }
    }

    /// The code of a word.
    pub fn parse(word: &str) -> Option<FailureCode> {
        Self::ALL.into_iter().find(|code| code.as_str() == word)
    }
}

/// The failure analysis of one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// The stage that broke.
    pub stage: Stage,
    /// Why, as a closed word.
    pub code: FailureCode,
    /// Whose fault it is.
    pub blame: Blame,
    /// What happened, in plain words.
    pub cause: String,
    /// What to do.
    pub suggested_fix: String,
    /// The page that performs the fix.
    pub action_url: String,
    /// What the link is called, e.g. `Map the customer`.
    pub action_label: Text,
    /// Facts that show it: what differs from the last success, what the signature doctor found, the vendor's status.
    pub evidence: Vec<Evidence>,
    /// The vendor's HTTP status, where a vendor answered.
    pub vendor_status: Option<u16>,
    /// The vendor's words, verbatim.
    pub vendor_message: Option<String>,
    /// What had already been done before it broke, a sentence each.
    pub already_done: Vec<String>,
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is about, e.g. `Signature doctor`.
    pub name: Text,
    /// What was found.
    pub value: String,
}
