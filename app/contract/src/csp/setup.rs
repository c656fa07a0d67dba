//! One partner tenant being connected: the path that was chosen, and its steps with what is known of each.

use super::relationship::RelationshipDraft;
use crate::{
    Text, Time,
    ids::{CspSetupId, IntegrationId},
};
use serde::{Deserialize, Serialize};

/// How the tenant is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CspPath {
    /// An administrator consents to a short-lived application, and the server does the rest.
    Automated,
    /// A person does each step, and the tenant itself is asked whether it was done.
    Manual,
}

impl CspPath {
    /// The path's word.
    pub fn as_str(self) -> &'static str {
        match self {
            CspPath::Automated => "automated",
            CspPath::Manual => "manual",
        }
    }

    /// The path of a word.
    pub fn parse(word: &str) -> Option<CspPath> {
        [CspPath::Automated, CspPath::Manual]
            .into_iter()
            .find(|path| path.as_str() == word)
    }
}

/// Where the whole stands; computed from the steps and never written apart from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetupStatus {
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was found or made, in words, e.g. `Security group "Ops AI – User Administrator"`.
    pub what: String,
    /// Its identifier at the vendor's.
    pub object_id: String,
    /// When it was seen.
    pub at: Time,
    /// True where this setup made it; false where it was there already.
    #[serde(default)]
    pub made: bool,
}

/// Why a step failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFailure {
    /// The vendor's code, e.g. `AADSTS65004`, `Authorization_RequestDenied`, `900421`; a word of ours where the vendor said
    /// nothing.
    pub code: Text,
    /// Why, in words.
    pub cause: String,
    /// The one next step.
    pub next_action: String,
    /// True where running it again by itself may help; false where a person has to do something first.
    pub retry_may_help: bool,
    /// The vendor's HTTP status, where it answered.
    #[serde(default)]
    pub vendor_status: Option<u16>,
    /// The vendor's own words, verbatim (secrets scrubbed).
    #[serde(default)]
    pub vendor_message: Option<String>,
    /// The vendor's identifier of that request.
    #[serde(default)]
    pub vendor_request_id: Option<String>,
    /// When it failed.
    pub at: Time,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its closed word, e.g. `groups`, `application`; the address of a check in the manual path.
    pub key: Text,
    /// What it does, short.
    pub title: Text,
    /// What is created or looked at, who sees it, and how to undo it, in plain words.
    pub explanation: Text,
    /// How it went.
    pub state: StepState,
    /// What is known of it.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Why it failed.
    #[serde(default)]
    pub failure: Option<StepFailure>,
    /// When it began.
    pub started_at: Option<Time>,
    /// When it ended.
    pub finished_at: Option<Time>,
}

/// One partner tenant: being connected, connected, or left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CspSetup {
    /// Its identifier.
    pub id: CspSetupId,
    /// The partner's tenant.
    pub tenant_id: String,
    /// The tenant's name, once it was read.
    pub tenant_name: Option<String>,
    /// How it is connected.
    pub path: CspPath,
    /// Where it stands.
    pub status: SetupStatus,
    /// Its steps in order.
    pub steps: Vec<Step>,
    /// What new relationships begin with: roles, duration, extension.
    pub template: RelationshipDraft,
    /// The application that was made or named, once it is known.
    pub application_id: Option<String>,
    /// Who signed in as the service account.
    pub service_account: Option<String>,
    /// The account that came of it.
    pub integration: Option<IntegrationId>,
    /// Counts the changes; grows with every step, so a page knows what is newer.
    pub version: i64,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: Time,
    /// When it last moved.
    pub updated_at: Time,
}

/// How an application proves itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// A secret of two years at most.
    #[default]
    Secret,
    /// A certificate.
    Certificate,
}

/// What begins a setup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewCspSetup {
    /// The partner's tenant: its id. A sign-in to any other is refused.
    pub tenant_id: String,
    /// How.
    pub path: CspPath,
    /// Roles, duration and extension for new relationships; the recommended set when absent.
    #[serde(default)]
    pub template: Option<RelationshipDraft>,
    /// What to call the integration; blank for the tenant's name.
    #[serde(default)]
    pub name: String,
}

/// What a person gives on the manual path; what is absent or blank stays.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ManualValues {
    /// The application (client) id.
    #[serde(default)]
    pub application_id: Option<String>,
    /// The client secret's value; it goes to the vault and never comes back.
    #[serde(default)]
    pub client_secret: Option<String>,
}

// Rationale: it holds a secret on its way to the vault; a derived Debug would print it.
impl std::fmt::Debug for ManualValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ManualValues")
            .field("application_id", &self.application_id)
            .finish_non_exhaustive()
    }
}

/// Whose sign-in it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInPurpose {
    /// An administrator consents to the short-lived application.
    Bootstrap,
    /// The service account signs in to the long-lived one: the first time, or again.
    ServiceAccount,
    /// An administrator consents to the short-lived application once more, so that all can be removed.
    Removal,
}

impl SignInPurpose {
    /// The purpose's word.
    pub fn as_str(self) -> &'static str {
        match self {
            SignInPurpose::Bootstrap => "bootstrap",
            SignInPurpose::ServiceAccount => "service_account",
            SignInPurpose::Removal => "removal",
        }
    }

    /// The purpose of a word.
    pub fn parse(word: &str) -> Option<SignInPurpose> {
        [
            SignInPurpose::Bootstrap,
            SignInPurpose::ServiceAccount,
            SignInPurpose::Removal,
        ]
        .into_iter()
        .find(|purpose| purpose.as_str() == word)
    }
}

/// Where a browser goes to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInAddress {
    /// Microsoft's page: open it in the same window. It holds no secret.
    pub url: String,
    /// Until when it works.
    pub expires_at: Time,
}

/// What the browser brings back. The code is a secret until it was exchanged.
#[derive(Clone, Default)]
pub struct Returned {
    /// The state that was sent.
    pub state: String,
    /// The code.
    pub code: Option<String>,
    /// The vendor's word for a refusal.
    pub error: Option<String>,
    /// The vendor's words for it.
    pub error_description: Option<String>,
}

impl std::fmt::Debug for Returned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Returned")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// What the wizard begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CspOverview {
    /// Whether the automated path can be taken: the deployment has a short-lived application.
    pub automated: bool,
    /// Why not, and which settings are missing.
    pub automated_missing: Option<String>,
    /// The address that both applications must allow as a redirect.
    pub redirect_uri: String,
    /// The vendor whose accounts come of it; the ordinary form of this vendor may point here.
    pub vendor: Option<String>,
    /// Every setup, newest first.
    pub setups: Vec<CspSetup>,
}
