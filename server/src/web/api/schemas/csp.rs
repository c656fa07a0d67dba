//! Twins of setups: a partner's tenant being connected, and the roles that relationships may hold.

use super::csp_relationships::RelationshipDraft;
use serde::Serialize;
use utoipa::ToSchema;

/// How the tenant is connected.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CspPath {
    /// An administrator consents to a short-lived application, and the server does the rest.
    Automated,
    /// A person does each step, and the tenant itself is asked whether it was done.
    Manual,
}

/// Where the whole stands; computed from the steps and never written apart from them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CspSetupStatus {
    /// A person has to do something: sign in, or a step of the manual path.
    Waiting,
    /// The server works on it.
    Running,
    /// A step failed; it can be resumed.
    Failed,
    /// Every step is done: it is connected.
    Connected,
    /// What was made is being removed.
    Disconnecting,
    /// All that was made is gone.
    Disconnected,
}

/// How a step went.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CspStepState {
    /// Its turn has not come.
    Pending,
    /// It waits for a person: a sign-in, or something to do in Microsoft's portal.
    Waiting,
    /// It is being done.
    Running,
    /// It was done, and what was made was seen in the tenant.
    Done,
    /// It failed; see `failure`. Running the setup again goes on here.
    Failed,
    /// A person chose to do without it.
    Skipped,
}

/// One thing that is known of a step: what it is, its identifier in the tenant, and when it was seen.
#[derive(Serialize, ToSchema)]
pub struct CspEvidence {
    /// What was found or made, in words, e.g. `Security group "Ops AI – User Administrator"`.
    what: String,
    /// Its identifier at the vendor's.
    object_id: String,
    /// When it was seen.
    at: String,
    /// True where this setup made it; false where it was there already.
    made: bool,
}

/// Why a step failed.
#[derive(Serialize, ToSchema)]
pub struct CspFailure {
    /// The vendor's code, e.g. `AADSTS65004`, `Authorization_RequestDenied`, `900421`; a word of ours where the vendor said
    /// nothing.
    code: String,
    /// Why, in words.
    cause: String,
    /// The one next step.
    next_action: String,
    /// True where running it again by itself may help; false where a person has to do something first.
    retry_may_help: bool,
    /// The vendor's HTTP status, where it answered.
    #[schema(required = true)]
    vendor_status: Option<u16>,
    /// The vendor's own words, verbatim (secrets scrubbed).
    #[schema(required = true)]
    vendor_message: Option<String>,
    /// The vendor's identifier of that request.
    #[schema(required = true)]
    vendor_request_id: Option<String>,
    /// When it failed.
    at: String,
}

/// One step.
#[derive(Serialize, ToSchema)]
pub struct CspStep {
    /// Its closed word, e.g. `groups`, `application`; the address of a check in the manual path.
    key: String,
    /// What it does, short.
    title: String,
    /// What is created or looked at, who sees it, and how to undo it, in plain words.
    explanation: String,
    /// How it went.
    state: CspStepState,
    /// What is known of it.
    evidence: Vec<CspEvidence>,
    /// Why it failed.
    #[schema(required = true)]
    failure: Option<CspFailure>,
    /// When it began.
    #[schema(required = true)]
    started_at: Option<String>,
    /// When it ended.
    #[schema(required = true)]
    finished_at: Option<String>,
}

/// One partner tenant: being connected, connected, or left.
#[derive(Serialize, ToSchema)]
pub struct CspSetup {
    /// Its identifier.
    id: String,
    /// The partner's tenant.
    tenant_id: String,
    /// The tenant's name, once it was read.
    #[schema(required = true)]
    tenant_name: Option<String>,
    /// How it is connected.
    path: CspPath,
    /// Where it stands.
    status: CspSetupStatus,
    /// Its steps in order.
    steps: Vec<CspStep>,
    /// What new relationships begin with: roles, duration, extension.
    template: RelationshipDraft,
    /// The application that was made or named, once it is known.
    #[schema(required = true)]
    application_id: Option<String>,
    /// Who signed in as the service account.
    #[schema(required = true)]
    service_account: Option<String>,
    /// The account that came of it.
    #[schema(required = true)]
    integration: Option<String>,
    /// Counts the changes; grows with every step, so a page knows what is newer.
    version: i64,
    /// Who began it.
    created_by: String,
    /// When.
    created_at: String,
    /// When it last moved.
    updated_at: String,
}

/// What begins a setup.
#[derive(Serialize, ToSchema)]
pub struct NewCspSetup {
    /// The partner's tenant: its id. A sign-in to any other is refused.
    tenant_id: String,
    /// How.
    path: CspPath,
    /// Roles, duration and extension for new relationships; the recommended set when absent.
    template: Option<RelationshipDraft>,
    /// What to call the integration; blank for the tenant's name.
    #[schema(required = false)]
    name: String,
}

/// What a person gives on the manual path; what is absent or blank stays.
#[derive(Serialize, ToSchema)]
pub struct CspManualValues {
    /// The application (client) id.
    application_id: Option<String>,
    /// The client secret's value; it goes to the vault and never comes back.
    client_secret: Option<String>,
}

/// Whose sign-in it is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CspSignInPurpose {
    /// An administrator consents to the short-lived application.
    Bootstrap,
    /// The service account signs in to the long-lived one: the first time, or again.
    ServiceAccount,
    /// An administrator consents to the short-lived application once more, so that all can be removed.
    Removal,
}

/// Where a browser goes to sign in.
#[derive(Serialize, ToSchema)]
pub struct CspSignInAddress {
    /// Microsoft's page: open it in the same window. It holds no secret.
    url: String,
    /// Until when it works.
    expires_at: String,
}

/// What the wizard begins with.
#[derive(Serialize, ToSchema)]
pub struct CspOverview {
    /// Whether the automated path can be taken: the deployment has a short-lived application.
    automated: bool,
    /// Why not, and which settings are missing.
    #[schema(required = true)]
    automated_missing: Option<String>,
    /// The address that both applications must allow as a redirect.
    redirect_uri: String,
    /// The vendor whose accounts come of it; the ordinary form of this vendor may point here.
    #[schema(required = true)]
    vendor: Option<String>,
    /// Every setup, newest first.
    setups: Vec<CspSetup>,
}

/// How much harm a role can do in the wrong hands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryRoleRisk {
    /// It reads.
    Low,
    /// It changes what is of one kind.
    Medium,
    /// It changes accounts, mail or security settings.
    High,
    /// It can give itself everything.
    Critical,
}

/// One built-in role; its id is the same in every tenant.
#[derive(Serialize, ToSchema)]
pub struct DirectoryRole {
    /// Its id.
    id: String,
    /// Microsoft's name for it.
    name: String,
    /// What it is needed for, in plain words.
    explanation: String,
    /// How much harm it can do.
    risk: DirectoryRoleRisk,
    /// What a person must read before choosing it.
    #[schema(required = true)]
    warning: Option<String>,
}

/// Roles that belong together for a purpose; the smallest first.
#[derive(Serialize, ToSchema)]
pub struct DirectoryRoleSet {
    /// Its word: `read_only`, `lifecycle`, `lifecycle_passwords`.
    key: String,
    /// Its name.
    name: String,
    /// What can be done with it, and what cannot.
    explanation: String,
    /// The ids of its roles.
    roles: Vec<String>,
    /// True for the one that is chosen at first.
    recommended: bool,
}

/// Every role and set.
#[derive(Serialize, ToSchema)]
pub struct DirectoryRoles {
    /// The roles by name.
    roles: Vec<DirectoryRole>,
    /// The sets, the smallest first.
    sets: Vec<DirectoryRoleSet>,
}
