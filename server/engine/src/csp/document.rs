//! What is kept of a setup beside its row: steps, facts, and what was made. No secret.

use super::words;
use crate::connector::ObjectKind;
use contract::{
    csp::{CspPath, Evidence, RelationshipDraft, RemovalItem, StepFailure, StepState},
    ids::IntegrationId,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Its word.
    pub key: String,
    /// How it went.
    pub state: StepState,
    /// What is known.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Why it failed.
    #[serde(default)]
    pub failure: Option<StepFailure>,
    /// When it began.
    #[serde(default)]
    pub started_at: Option<i64>,
    /// When it ended.
    #[serde(default)]
    pub finished_at: Option<i64>,
}

/// Something that bears our mark in the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What.
    pub kind: ObjectKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A person of the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: String,
    /// Their sign-in name.
    pub name: String,
    /// When they signed in.
    pub at: i64,
    /// Whether with a second factor, where that was told.
    pub second_factor: Option<bool>,
}

/// The application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct App {
    /// The registration's id.
    pub object_id: String,
    /// The application's id.
    pub app_id: String,
    /// Its name.
    pub name: String,
}

/// The whole.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// What to call the integration.
    #[serde(default)]
    pub name: String,
    /// The tenant's name.
    #[serde(default)]
    pub tenant_name: Option<String>,
    /// The steps.
    pub steps: Vec<Step>,
    /// What new relationships begin with.
    pub template: RelationshipDraft,
    /// The application.
    #[serde(default)]
    pub app: Option<App>,
    /// The id of the secret that is in use.
    #[serde(default)]
    pub secret_key: Option<String>,
    /// When that secret ends, in milliseconds since 1970.
    #[serde(default)]
    pub secret_ends: Option<i64>,
    /// The group of each role.
    #[serde(default)]
    pub groups: BTreeMap<String, String>,
    /// Who signed in for setting up.
    #[serde(default)]
    pub admin: Option<Person>,
    /// Who signed in as the service account.
    #[serde(default)]
    pub person: Option<Person>,
    /// The account that came of it; chosen before it is made.
    #[serde(default)]
    pub integration: Option<IntegrationId>,
    /// What bears our mark in the tenant.
    #[serde(default)]
    pub made: Vec<Made>,
    /// What was about to be made: a lookup that finds none looks again before making it once more.
    #[serde(default)]
    pub intents: BTreeSet<String>,
    /// What is being removed.
    #[serde(default)]
    pub removal: Option<Vec<RemovalItem>>,
    /// Whether the absence of everything was seen.
    #[serde(default)]
    pub removed: bool,
}

impl Document {
    /// A new one.
    pub fn new(path: CspPath, name: String, template: RelationshipDraft) -> Self {
        let first = |at: usize| {
            if at == 0 {
                StepState::Waiting
            } else {
                StepState::Pending
            }
        };
        let steps = words::steps(path).iter().enumerate().map(|(at, words)| Step {
            key: words.key.to_owned(),
            state: first(at),
            evidence: Vec::new(),
            failure: None,
            started_at: None,
            finished_at: None,
        });
        Self {
            name,
            template,
            steps: steps.collect(),
            ..Self::default()
        }
    }

    /// A step.
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// A step, to change it.
    pub fn step_mut(&mut self, key: &str) -> Option<&mut Step> {
        self.steps.iter_mut().find(|step| step.key == key)
    }

    /// The first step that is neither done nor left out.
    pub fn next(&self) -> Option<&Step> {
        self.steps
            .iter()
            .find(|step| !matches!(step.state, StepState::Done | StepState::Skipped))
    }

    /// Keeps that something bears our mark; once.
    pub fn keep_made(&mut self, kind: ObjectKind, id: &str, name: &str) {
        if !self.made.iter().any(|one| one.id == id) {
            self.made.push(Made {
                kind,
                id: id.to_owned(),
                name: name.to_owned(),
            });
        }
    }

    /// Begins a step again.
    pub fn again(&mut self, key: &str) {
        if let Some(step) = self.step_mut(key) {
            step.state = StepState::Pending;
            step.failure = None;
        }
    }
}
