//! An integration: one connected account of a vendor. Its secrets are named here and never shown.

use crate::{
    Text, Time,
    ids::{IntegrationId, VendorId},
    manifest::Values,
    probe::Health,
    test_report::TestReport,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest name of an integration, in characters.
pub const MAX_NAME: usize = 80;

/// One connected account of a vendor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Integration {
    /// Its identifier.
    pub id: IntegrationId,
    /// Whose account it is.
    pub vendor: VendorId,
    /// What the people call it.
    pub name: String,
    /// All that is not secret.
    pub settings: Values,
    /// Which secrets are kept, and since when; never their values.
    pub secrets: BTreeMap<String, SecretMark>,
    /// True for the account that is used when a call names none; at most one per vendor.
    pub is_default: bool,
    /// True while a person has switched probing off.
    pub paused: bool,
    /// Counts the changes; an edit names the version it began from.
    pub version: i64,
    /// Its last probe and badge.
    pub health: Health,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// That a secret is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretMark {
    /// When it was last set.
    pub set_at: Time,
    /// Who set it.
    pub set_by: String,
}

/// What to test, or to save as a new integration.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct IntegrationDraft {
    /// Whose account it is.
    pub vendor: String,
    /// What to call it; blank for the vendor's name.
    #[serde(default)]
    pub name: String,
    /// The fields that are not secret.
    #[serde(default)]
    pub settings: Values,
    /// The fields that are.
    #[serde(default)]
    pub credentials: Values,
}

/// A change of an integration; what is absent stays, and so does a blank secret.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct IntegrationChange {
    /// The version that the editor saw; a change made meanwhile by somebody else is refused.
    #[serde(default)]
    pub version: Option<i64>,
    /// A new name.
    #[serde(default)]
    pub name: Option<String>,
    /// New settings, field by field.
    #[serde(default)]
    pub settings: Values,
    /// New secrets, field by field; blank keeps the one there is.
    #[serde(default)]
    pub credentials: Values,
    /// Switches probing off or on.
    #[serde(default)]
    pub paused: Option<bool>,
}

// Rationale: drafts and changes hold secrets on their way to the vault; a derived Debug would print them.
impl std::fmt::Debug for IntegrationDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IntegrationDraft")
            .field("vendor", &self.vendor)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for IntegrationChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IntegrationChange")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// Whether an account that fails its test may be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavePolicy {
    /// Only when the test passes: what the form does first.
    WhenTestPasses,
    /// In any case: the person's, or the program's, explicit choice.
    Anyway,
}

/// What came of saving.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaveOutcome {
    /// It is kept.
    Saved {
        /// As it now stands.
        integration: Box<Integration>,
        /// Things the person should know, e.g. that spaces were trimmed.
        notes: Vec<String>,
    },
    /// The test failed, so nothing was kept.
    TestFailed(TestReport),
}

/// What deleting an integration takes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteImpact {
    /// The name that must be typed.
    pub name: String,
    /// Each consequence, a sentence.
    pub consequences: Vec<String>,
}

/// The counts of the status page, and every integration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// How many are connected.
    pub connected: usize,
    /// How many are disconnected.
    pub disconnected: usize,
    /// How many need attention.
    pub needs_attention: usize,
    /// How many are unknown.
    pub unknown: usize,
    /// How many are being checked for the first time.
    pub checking: usize,
    /// How many are paused.
    pub paused: usize,
    /// How many fit what was asked for.
    #[serde(default)]
    pub matched: usize,
    /// Those, or a page of them.
    pub integrations: Vec<Integration>,
    /// Where the next page begins; none at the end.
    #[serde(default)]
    pub next_cursor: Option<String>,
    /// Faults of our own that say nothing of a vendor, e.g. that the key is out of reach.
    pub banners: Vec<Banner>,
}

/// A fault or state of Ops AI itself, shown above every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    /// The closed word: `egress_map`, `key_unavailable`, `key_stale`, `egress_down`, `scheduler_late`.
    pub code: Text,
    /// What a person should know.
    pub text: String,
}
