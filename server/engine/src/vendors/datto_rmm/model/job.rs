//! Jobs, how they went, and what they wrote.

use super::{Moment, Rest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    pub id: Option<u64>,
    /// Its uid.
    pub uid: String,
    pub name: Option<String>,
    pub date_created: Option<Moment>,
    /// `active` or `completed`.
    pub status: Option<String>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A job that was made a moment ago.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreatedJob {
    /// The job.
    pub job: Job,
    /// What it runs.
    pub job_components: Option<Vec<JobComponent>>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A component of a job, with the values it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JobComponent {
    pub uid: Option<String>,
    pub name: Option<String>,
    pub variables: Option<Vec<Variable>>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A value for a variable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Variable {
    pub name: Option<String>,
    pub value: Option<String>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// How a job went on a device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobResults {
    pub job_uid: Option<String>,
    pub device_uid: Option<String>,
    pub ran_on: Option<Moment>,
    /// `Pending`, `Running`, `Success`, `Warning`, `Failure`, `Expired` or `Retired`.
    pub job_deployment_status: Option<String>,
    pub component_results: Option<Vec<ComponentResult>>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// How one component went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComponentResult {
    pub component_uid: Option<String>,
    pub component_name: Option<String>,
    /// `Success` or `Failure`.
    pub component_status: Option<String>,
    pub number_of_warnings: Option<i64>,
    pub has_std_out: Option<bool>,
    pub has_std_err: Option<bool>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// What a component wrote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobOutput {
    pub component_uid: Option<String>,
    pub component_name: Option<String>,
    pub std_data: Option<String>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}
