//! Running one response extension on one endpoint: who is meant, in which target group, with which extension.

use super::isolation::Begun;
use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::{Access, Dangerous},
    vendors::datto_edr::{
        filter::Conditions,
        inputs::{EntityId, refuse},
        model::{Agent, Named},
        pages::{self, Window},
        paths::{self, Model},
    },
};
use serde_json::{Value, json};

/// The extension of the vendor's library that isolates.
pub const ISOLATE: &str = "Host Isolation";
/// The one that undoes it.
pub const RESTORE: &str = "Host Isolation Restore";

/// The endpoint that is meant, as the vendor knows it now.
pub struct Target {
    pub id: String,
    pub hostname: String,
    pub isolated: Option<bool>,
    active: Option<bool>,
    location: Option<String>,
}

impl Target {
    /// Reads the agent.
    pub async fn find(client: &Client<Dangerous>, id: &EntityId) -> Result<Self, CallError> {
        let agent: Agent = client.get(Model::AgentDetails.record(id), &[]).await?;
        let hostname = agent.hostname.filter(|name| !name.trim().is_empty());
        let Some(hostname) = hostname else {
            let why = "this agent has no host name, and Datto EDR takes endpoints by name";
            return Err(refuse(client, "agent_id", why));
        };
        Ok(Self {
            id: agent.id,
            hostname,
            isolated: agent.isolated,
            active: agent.active,
            location: agent.location_id,
        })
    }

    /// The target group: the one given, or the agent's location, if the instance has a group of that id.
    pub async fn group(
        &self,
        client: &Client<Dangerous>,
        given: Option<&EntityId>,
    ) -> Result<EntityId, CallError> {
        let location = self.location.clone().map(EntityId::try_from);
        let Some(group) = given.cloned().or(location.and_then(Result::ok)) else {
            let why = "this agent has no location: give the target group that it belongs to";
            return Err(refuse(client, "target_group_id", why));
        };
        // Rationale: that an agent's location is its target group was read off the vendor's console and not promised.
        let found: Result<Named, CallError> = client.get(Model::Targets.record(&group), &[]).await;
        match found {
            Ok(_) => Ok(group),
            Err(error) if error.kind == CallErrorKind::NotFound => {
                let why =
                    format!("the instance has no target group {group}: give the one the agent belongs to");
                let mut refusal = refuse(client, "target_group_id", why);
                refusal.said = error.said;
                Err(refusal)
            }
            Err(error) => Err(error),
        }
    }

    /// Refuses when the host name may mean another endpoint too.
    ///
    /// Failure story: two customers have a `KIOSK-01`, the wrong one is cut off, and the infected one stays. Another agent
    /// of the name does no harm in another target group, as long as the group is the agent's own. An inactive one does
    /// none beside an active one, for extensions run on active agents: it is what a reinstallation leaves behind.
    pub async fn alone(&self, client: &Client<Dangerous>, group: &EntityId) -> Result<(), CallError> {
        let named = Conditions::default().same("hostname", &self.hostname);
        let found = pages::read::<Agent, _>(client, Model::AgentDetails, &named, Window::default()).await?;
        let is_own = self.location.as_deref() == Some(group.as_str());
        let may_be_meant = |other: &&Agent| {
            let is_left_over = self.active == Some(true) && other.active == Some(false);
            let is_elsewhere = is_own
                && other
                    .location_id
                    .as_deref()
                    .is_some_and(|id| id != group.as_str());
            other.id != self.id && !is_left_over && !is_elsewhere
        };
        match found.items.iter().find(may_be_meant) {
            None => Ok(()),
            Some(other) => {
                let why = format!(
                    "the host name {} is also that of agent {}, and Datto EDR takes endpoints by name: it cannot be said \
                     which of them would be meant. Do it in Datto EDR's console",
                    self.hostname, other.id
                );
                Err(refuse(client, "agent_id", why))
            }
        }
    }

    /// What is told when nothing was sent.
    pub fn unchanged(self, extension: &str, next: &str) -> Begun {
        Begun {
            started: false,
            task_id: None,
            agent_id: self.id,
            hostname: self.hostname,
            target_group_id: None,
            extension_id: None,
            extension_name: extension.to_owned(),
            isolated_before: self.isolated,
            next: next.to_owned(),
        }
    }
}

/// The extensions of this name.
pub async fn named<A: Access>(client: &Client<A>, name: &'static str) -> Result<Vec<Named>, CallError> {
    let conditions = Conditions::default().is("name", Some(name));
    let found = pages::read::<Named, _>(client, Model::Extensions, &conditions, Window::default()).await?;
    // Whatever came, an extension of another name is never run.
    let is_meant = |extension: &Named| extension.name.as_deref() == Some(name);
    Ok(found.items.into_iter().filter(is_meant).collect())
}

/// The instance's own id of the extension that is needed.
pub async fn extension(
    client: &Client<Dangerous>,
    name: &'static str,
    wanted: Option<&EntityId>,
) -> Result<EntityId, CallError> {
    let found = named(client, name).await?;
    let is_wanted = |extension: &&Named| wanted.is_none_or(|wanted| extension.id == wanted.as_str());
    let mut fitting = found.iter().filter(is_wanted);
    let why = match (fitting.next(), fitting.next()) {
        (Some(only), None) => match EntityId::try_from(only.id.clone()) {
            Ok(id) => return Ok(id),
            Err(why) => why.to_owned(),
        },
        (Some(_), Some(_)) => {
            format!("the instance has several extensions named \u{201c}{name}\u{201d}: say which")
        }
        (None, _) if found.is_empty() => format!(
            "the instance has no extension named \u{201c}{name}\u{201d}: an administrator of Datto EDR must add it from \
             the library and enable it"
        ),
        (None, _) => format!("it is not the id of an extension named \u{201c}{name}\u{201d}"),
    };
    Err(refuse(client, "extension_id", why))
}

/// Runs it: one request, never sent again when the vendor may have acted on it. The id of the task, where the answer has one.
pub async fn start(
    client: &Client<Dangerous>,
    hostname: &str,
    group: &EntityId,
    extension: &EntityId,
) -> Result<Option<String>, CallError> {
    // All switches off, as the vendor's own module sends them: this scan collects nothing.
    let order = json!({
        "target": hostname,
        "targetGroup": {"id": group.as_str()},
        "options": {
            "process": false, "module": false, "driver": false, "memory": false, "account": false, "artifact": false,
            "autostart": false, "application": false, "installed": false, "hook": false, "network": false,
            "events": false,
            "extensions": [{"id": extension.as_str(), "args": {}, "order": 0}],
        },
    });
    let answer: Value = client.post(paths::scan(), &order).await?;
    // Rationale: the order is taken, so an answer of another shape must not read like a failure.
    let task = ["scanTaskId", "userTaskId"]
        .iter()
        .find_map(|name| answer.get(name)?.as_str());
    Ok(task.map(str::to_owned))
}
