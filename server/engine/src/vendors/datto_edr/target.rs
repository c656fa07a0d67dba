//! What quarantining and releasing act on, for whoever decides: the endpoint as Datto EDR knows it now.

use super::{
    inputs::EntityId,
    model::{Agent, Count},
    paths::Model,
};
use crate::{
    connector::{CallError, Client},
    policy::Read,
};
use contract::target::Target;
use serde_json::Value;

/// The endpoint that would be cut off.
pub async fn to_quarantine(client: &Client<Read>, id: &EntityId) -> Result<Target, CallError> {
    let (agent, target) = endpoint(client, id).await?;
    let name = &target.name;
    let effect = if agent.isolated == Some(true) {
        format!("{name} is isolated already: nothing will be sent.")
    } else {
        format!("Cuts {name} off from the network until it is released.")
    };
    Ok(target
        .effect(effect)
        .undone_by("Release it with agents.release; Datto EDR then lets it back onto the network."))
}

/// The endpoint that would be let back.
pub async fn to_release(client: &Client<Read>, id: &EntityId) -> Result<Target, CallError> {
    let (_, target) = endpoint(client, id).await?;
    let effect = format!("Lets {} back onto the network.", target.name);
    Ok(target
        .effect(effect)
        .undone_by("Quarantine it again with agents.quarantine."))
}

async fn endpoint(client: &Client<Read>, id: &EntityId) -> Result<(Agent, Target), CallError> {
    let agent: Agent = client.get(Model::AgentDetails.record(id), &[]).await?;
    let name = agent.hostname.clone().unwrap_or_else(|| agent.id.clone());
    let system = agent.rest.get("os").and_then(Value::as_str);
    let alerts = agent.alert_count.as_ref().map(|count| match count {
        Count::Number(number) => number.to_string(),
        Count::Text(text) => text.clone(),
    });
    let target = Target::new("endpoint", agent.id.clone(), name)
        .of(agent.organization_name.clone())
        .bound("Location", agent.location_name.as_ref())
        .bound("Isolated", agent.isolated.map(yes_or_no))
        .fact("Operating system", system)
        .fact("Kind", system.map(kind_of))
        .fact("Status", agent.status.as_ref())
        .fact("Last heard of", agent.heartbeat.as_ref())
        .fact("Alerts", alerts);
    Ok((agent, target))
}

/// Datto EDR does not say whether an endpoint is a server; the name of its system does.
fn kind_of(system: &str) -> &'static str {
    if system.to_ascii_lowercase().contains("server") {
        "server"
    } else {
        "workstation"
    }
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn a_server_is_told_by_its_system() {
        assert_eq!(kind_of("Windows Server 2022 Standard"), "server");
        assert_eq!(kind_of("Windows 11 Pro"), "workstation");
    }
}
