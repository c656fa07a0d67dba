//! Jobs: the job itself, what it runs, and how it went on a device.

use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Page},
    policy::Read,
    vendors::datto_rmm::{
        inputs::{ByUid, Uid},
        model::{Job, JobComponent, JobResults},
        pages, paths,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `jobs.get`
pub struct Get;
/// `jobs.components`
pub struct Components;
/// `jobs.result`
pub struct Result;

/// Which job's components.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComponentsInput {
    /// The job's uid.
    pub uid: Uid,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 250))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A job on a device.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnDevice {
    /// The job's uid.
    pub uid: Uid,
    /// The device's uid.
    pub device_uid: Uid,
}

/// How a job went on a device.
#[derive(Serialize, JsonSchema)]
pub struct Outcome {
    /// False while the device has not reported: it is offline, or has not got to it. Ask again, slowly.
    pub reported: bool,
    /// The job, where the device has not reported.
    pub job: Option<Job>,
    /// What the device reported.
    pub results: Option<JobResults>,
}

impl Operation for Get {
    type Access = Read;
    type Input = ByUid;
    type Output = Job;
    const ID: &'static str = "jobs.get";
    const TITLE: &'static str = "Get a job and its status";

    async fn run(client: Client<Read>, input: ByUid) -> std::result::Result<Job, CallError> {
        client.get(paths::job(&input.uid), &[]).await
    }
}

impl Operation for Components {
    type Access = Read;
    type Input = ComponentsInput;
    type Output = Page<JobComponent>;
    const ID: &'static str = "jobs.components";
    const TITLE: &'static str = "List what a job runs, with the values it was given";

    async fn run(
        client: Client<Read>,
        input: ComponentsInput,
    ) -> std::result::Result<Self::Output, CallError> {
        let list = pages::List::new(paths::job_components(&input.uid));
        list.read(&client, input.limit, input.cursor.as_deref()).await
    }
}

impl Operation for Result {
    type Access = Read;
    type Input = OnDevice;
    type Output = Outcome;
    const ID: &'static str = "jobs.result";
    const TITLE: &'static str = "Get how a job went on a device";

    async fn run(client: Client<Read>, input: OnDevice) -> std::result::Result<Outcome, CallError> {
        outcome(&client, &input).await
    }
}

/// How the job went.
///
/// Whether Datto RMM answers 404 before the first report is not documented. So after a 404 the job is asked for: where it
/// is there, the device has not reported; where it is not, the 404 stands.
pub async fn outcome(client: &Client<Read>, of: &OnDevice) -> std::result::Result<Outcome, CallError> {
    match client.get(paths::job_results(&of.uid, &of.device_uid), &[]).await {
        Ok(results) => Ok(Outcome {
            reported: true,
            job: None,
            results: Some(results),
        }),
        Err(missing) if missing.kind == CallErrorKind::NotFound => {
            match client.get(paths::job(&of.uid), &[]).await {
                Ok(job) => Ok(Outcome {
                    reported: false,
                    job: Some(job),
                    results: None,
                }),
                Err(error) if error.kind == CallErrorKind::NotFound => Err(missing),
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}
