//! What saving an integration answers, and the choice between saving anyway and only a working one.

use crate::web::problem::Refused;
use contract::integration::{Integration, SaveOutcome, SavePolicy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether an account that fails its test is saved.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Save {
    /// Save it whatever the test says.
    #[default]
    Anyway,
    /// Save it only when the test passes; otherwise 422 `test_failed` with the report.
    WhenTestPasses,
}

impl From<Save> for SavePolicy {
    fn from(save: Save) -> Self {
        match save {
            Save::Anyway => Self::Anyway,
            Save::WhenTestPasses => Self::WhenTestPasses,
        }
    }
}

/// An integration as it now stands, and what to know about the saving.
#[derive(Serialize)]
pub struct Saved {
    #[serde(flatten)]
    pub integration: Integration,
    pub notes: Vec<String>,
}

impl TryFrom<SaveOutcome> for Saved {
    type Error = Refused;

    fn try_from(outcome: SaveOutcome) -> Result<Self, Refused> {
        match outcome {
            SaveOutcome::Saved { integration, notes } => Ok(Self {
                integration: *integration,
                notes,
            }),
            SaveOutcome::TestFailed(report) => Err(Refused::test_failed(report)),
        }
    }
}
