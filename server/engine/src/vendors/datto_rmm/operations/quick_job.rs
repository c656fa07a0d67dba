//! Running a component on a device, now.
//!
//! Datto RMM has no idempotency key: a request that is sent twice makes two jobs. So it is sent once, and when the answer
//! is lost the caller is told so.

use crate::{
    connector::{CallError, Client, Operation},
    policy::{Read, Write},
    vendors::datto_rmm::{
        inputs::{Term, Uid, refuse},
        model::{Component, CreatedJob},
        pages, paths, target,
    },
};
use contract::target::Target;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `jobs.run`
pub struct Run;

/// The name of a job that was given none.
const NAME: &str = "Ops AI";

/// What to run, and where.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunInput {
    /// The device's uid. It may be offline: then the job waits for it until it expires.
    pub device_uid: Uid,
    /// The component's uid.
    pub component_uid: Uid,
    /// How the job is called in Datto RMM; `Ops AI` when absent.
    pub job_name: Option<Term>,
    /// Values for the component's variables, name → value. Names as the component writes them, case included; all values
    /// are texts. A variable that is left out keeps its default.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wanted<'a> {
    job_name: &'a str,
    job_component: WantedComponent<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WantedComponent<'a> {
    component_uid: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variables: Vec<WantedVariable<'a>>,
}

#[derive(Serialize)]
struct WantedVariable<'a> {
    name: &'a str,
    value: &'a str,
}

impl Operation for Run {
    type Access = Write;
    type Input = RunInput;
    type Output = CreatedJob;
    const ID: &'static str = "jobs.run";
    const TITLE: &'static str = "Run a quick job: a component on a device, now";

    async fn run(client: Client<Write>, input: RunInput) -> Result<CreatedJob, CallError> {
        if !input.variables.is_empty() {
            check(&client, &input).await?;
        }
        let wanted = Wanted {
            job_name: input.job_name.as_ref().map_or(NAME, Term::as_str),
            job_component: WantedComponent {
                component_uid: input.component_uid.as_str(),
                variables: input
                    .variables
                    .iter()
                    .map(|(name, value)| WantedVariable { name, value })
                    .collect(),
            },
        };
        client.put(paths::quick_job(&input.device_uid), &wanted).await
    }

    async fn target(client: Client<Read>, input: RunInput) -> Result<Option<Target>, CallError> {
        let variables: Vec<&str> = input.variables.keys().map(String::as_str).collect();
        target::job(&client, &input.device_uid, &input.component_uid, &variables)
            .await
            .map(Some)
    }
}

/// Refuses names that the component does not take.
///
/// Rationale: what Datto RMM does with an unknown name is not documented, and a script that runs with a default in place of
/// the value that was meant is worse than one that does not run. A component that cannot be seen is left to the vendor.
async fn check(client: &Client<Write>, input: &RunInput) -> Result<(), CallError> {
    let list = pages::List::new(paths::components());
    let fits = |one: &Component| one.uid == input.component_uid.as_str();
    let Some(component) = list.find(client, fits).await? else {
        return Ok(());
    };
    let known: Vec<&str> = component
        .variables
        .iter()
        .flatten()
        .filter(|variable| variable.direction != Some(false))
        .filter_map(|variable| variable.name.as_deref())
        .collect();
    match input
        .variables
        .keys()
        .find(|name| !known.contains(&name.as_str()))
    {
        None => Ok(()),
        Some(name) => {
            let takes = if known.is_empty() {
                "it takes none".to_owned()
            } else {
                format!("it takes {} (case counts)", known.join(", "))
            };
            let why = format!("the component takes no variable of this name; {takes}");
            Err(refuse(client, format!("variables.{name}"), why))
        }
    }
}
