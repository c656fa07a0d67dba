//! What a job wrote on a device.

use super::jobs::{OnDevice, outcome};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation},
    policy::Read,
    vendors::datto_rmm::{
        model::{ComponentResult, JobOutput, JobResults},
        paths,
    },
};
use schemars::JsonSchema;
use serde::Serialize;

/// `jobs.output`
pub struct Output;

/// How a job went, and what it wrote.
#[derive(Serialize, JsonSchema)]
pub struct Written {
    /// False while the device has not reported.
    pub reported: bool,
    /// What the device reported.
    pub results: Option<JobResults>,
    /// Standard output, component by component.
    pub stdout: Vec<JobOutput>,
    /// Standard error, component by component.
    pub stderr: Vec<JobOutput>,
}

impl Operation for Output {
    type Access = Read;
    type Input = OnDevice;
    type Output = Written;
    const ID: &'static str = "jobs.output";
    const TITLE: &'static str = "Get what a job wrote on a device (stdout and stderr)";

    async fn run(client: Client<Read>, input: OnDevice) -> Result<Written, CallError> {
        let found = outcome(&client, &input).await?;
        let of = found.results.as_ref();
        let stdout = stream(&client, &input, "stdout", has(of, |result| result.has_std_out)).await?;
        let stderr = stream(&client, &input, "stderr", has(of, |result| result.has_std_err)).await?;
        Ok(Written {
            reported: found.reported,
            results: found.results,
            stdout,
            stderr,
        })
    }
}

/// Whether any component wrote to a stream: yes, no, or not told.
fn has(of: Option<&JobResults>, told: impl Fn(&ComponentResult) -> Option<bool>) -> Option<bool> {
    let Some(of) = of else { return Some(false) };
    let components = of.component_results.as_deref().unwrap_or_default();
    components
        .iter()
        .map(told)
        .try_fold(false, |any, one| Some(any || one?))
}

/// Asks for a stream only where something was written: each request counts against the account's limit.
async fn stream(
    client: &Client<Read>,
    of: &OnDevice,
    name: &'static str,
    has: Option<bool>,
) -> Result<Vec<JobOutput>, CallError> {
    if has == Some(false) {
        return Ok(Vec::new());
    }
    match client
        .get(paths::job_output(&of.uid, &of.device_uid, name), &[])
        .await
    {
        // Not told whether there is any, and there is none.
        Err(error) if has.is_none() && error.kind == CallErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}
