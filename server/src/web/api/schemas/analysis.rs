//! Twins of failures and their analysis.

use serde::Serialize;
use utoipa::ToSchema;

/// One step of the pipeline.
#[derive(Serialize, ToSchema)]
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

/// Why a stage failed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// The body is larger than the webhook takes.
    PayloadTooLarge,
    /// The body is encoded in a way that is not taken.
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
    /// The body is not what it claims to be.
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

/// Whose fault it is.
#[derive(Serialize, ToSchema)]
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

/// The failure analysis of one event.
#[derive(Serialize, ToSchema)]
pub struct Analysis {
    /// The stage that broke.
    stage: Stage,
    /// Why, as a closed word.
    code: FailureCode,
    /// Whose fault it is.
    blame: Blame,
    /// What happened, in plain words.
    cause: String,
    /// What to do.
    suggested_fix: String,
    /// The page that performs the fix.
    action_url: String,
    /// What the link is called.
    action_label: String,
    /// Facts that show it.
    evidence: Vec<Evidence>,
    /// The vendor's HTTP status, where a vendor answered.
    #[schema(required = true)]
    vendor_status: Option<u16>,
    /// The vendor's words, verbatim.
    #[schema(required = true)]
    vendor_message: Option<String>,
    /// What had already been done before it broke.
    already_done: Vec<String>,
}

/// One fact.
#[derive(Serialize, ToSchema)]
pub struct Evidence {
    /// What it is about.
    name: String,
    /// What was found.
    value: String,
}

/// Dead letters that broke alike.
#[derive(Serialize, ToSchema)]
pub struct DeadLetterGroup {
    /// Stage, code and webhook in one word; narrows a bulk replay.
    fingerprint: String,
    /// The stage that broke.
    stage: Stage,
    /// Why.
    code: FailureCode,
    /// The webhook.
    webhook: String,
    /// That webhook's name.
    webhook_name: String,
    /// Whose events.
    vendor: String,
    /// How many are dead and wait for a person.
    count: u64,
    /// The first one's time.
    first_seen: String,
    /// The last one's time.
    last_seen: String,
    /// Names of customers hit, as far as known.
    customers: Vec<String>,
    /// The newest of them.
    newest: String,
    /// Cause and fix of the newest.
    analysis: Analysis,
}
