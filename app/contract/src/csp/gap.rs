//! What is missing somewhere, and the one way that puts it right.

use serde::{Deserialize, Serialize};

/// How a gap is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CspRemedy {
    /// An administrator of that tenant consents at Microsoft's page, which is `url`.
    AdminConsent,
    /// Onboarding the customer again consents through Partner Center; `url`, where there is one, is Microsoft's page for the
    /// customer's own administrator instead.
    PartnerConsent,
    /// Onboarding the customer again gives our groups roles that a relationship holds already.
    Assignment,
    /// The customer has to approve a new relationship; `url` opens the form with the missing roles filled in.
    NewRelationship,
}

/// Something that is wanted and missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CspGap {
    /// What is missing, and what cannot be done without it, in plain words.
    pub what: String,
    /// The names of the permissions, or the ids of the roles.
    pub missing: Vec<String>,
    /// How it is closed.
    pub remedy: CspRemedy,
    /// What to do and what happens then, in plain words.
    pub next_action: String,
    /// The page to open or to send. It holds no secret.
    #[serde(default)]
    pub url: Option<String>,
}
