//! Cutting an endpoint off from the network, and letting it back.
//!
//! Each is one run of a response extension of the vendor's library, the only way that is documented. The vendor takes the
//! endpoint by name, not by id; so all that can make the name mean another endpoint is looked at before anything is sent.

use super::response::{self, ISOLATE, RESTORE, Target};
use crate::{
    connector::{CallError, Client, Operation},
    policy::{Dangerous, Read},
    vendors::datto_edr::{inputs::EntityId, target},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which endpoint.
#[expect(
    clippy::struct_field_names,
    reason = "each is an id of another kind of record"
)]
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// The id of its agent.
    pub agent_id: EntityId,
    /// The target group in which Datto EDR is to look for the host name. The agent's own location when absent.
    pub target_group_id: Option<EntityId>,
    /// Which extension, where the instance has several of the name that is needed.
    pub extension_id: Option<EntityId>,
}

/// What was begun.
#[derive(Serialize, JsonSchema)]
pub struct Begun {
    /// True when Datto EDR took the order; false when there was nothing to do and nothing was sent.
    pub started: bool,
    /// The task to follow with `tasks.get`; null when nothing was sent, or when the answer named none.
    pub task_id: Option<String>,
    /// The agent.
    pub agent_id: String,
    /// The host name that was sent.
    pub hostname: String,
    /// The target group that was sent; null when nothing was.
    pub target_group_id: Option<String>,
    /// The extension that was run; null when nothing was sent.
    pub extension_id: Option<String>,
    /// Its name.
    pub extension_name: String,
    /// What the agent's own flag said before; null where it says nothing.
    pub isolated_before: Option<bool>,
    /// What to look at next.
    pub next: String,
}

/// `agents.quarantine`
pub struct Quarantine;

impl Operation for Quarantine {
    type Access = Dangerous;
    type Input = Which;
    type Output = Begun;
    const ID: &'static str = "agents.quarantine";
    const TITLE: &'static str = "Quarantine an endpoint: cut it off from the network";

    async fn run(client: Client<Dangerous>, input: Which) -> Result<Begun, CallError> {
        let target = Target::find(&client, &input.agent_id).await?;
        if target.isolated == Some(true) {
            return Ok(target.unchanged(ISOLATE, "The endpoint is isolated already; nothing was sent."));
        }
        run(&client, &input, target, ISOLATE).await
    }

    async fn target(
        client: Client<Read>,
        input: Which,
    ) -> Result<Option<contract::target::Target>, CallError> {
        target::to_quarantine(&client, &input.agent_id).await.map(Some)
    }
}

/// `agents.release`
pub struct Release;

impl Operation for Release {
    type Access = Dangerous;
    type Input = Which;
    type Output = Begun;
    const ID: &'static str = "agents.release";
    const TITLE: &'static str = "Release a quarantined endpoint: let it back onto the network";

    /// Always sent. Rationale: whether the extension moves the agent's own flag is not known, so a flag that says "not
    /// isolated" does not prove that the endpoint is free, and must not keep it cut off.
    async fn run(client: Client<Dangerous>, input: Which) -> Result<Begun, CallError> {
        let target = Target::find(&client, &input.agent_id).await?;
        run(&client, &input, target, RESTORE).await
    }

    async fn target(
        client: Client<Read>,
        input: Which,
    ) -> Result<Option<contract::target::Target>, CallError> {
        target::to_release(&client, &input.agent_id).await.map(Some)
    }
}

async fn run(
    client: &Client<Dangerous>,
    input: &Which,
    target: Target,
    extension: &'static str,
) -> Result<Begun, CallError> {
    let group = target.group(client, input.target_group_id.as_ref()).await?;
    target.alone(client, &group).await?;
    let chosen = response::extension(client, extension, input.extension_id.as_ref()).await?;
    let task_id = response::start(client, &target.hostname, &group, &chosen).await?;
    let next = match &task_id {
        Some(_) => {
            "Follow the task with tasks.get until its status is no longer Active, then read `isolated` with agents.get."
        }
        None => "The answer named no task: find it with tasks.search, then read `isolated` with agents.get.",
    };
    Ok(Begun {
        started: true,
        task_id,
        target_group_id: Some(group.to_string()),
        extension_id: Some(chosen.to_string()),
        ..target.unchanged(extension, next)
    })
}
