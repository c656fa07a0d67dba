//! What callers give for a rule: the same words for all three APIs.

use super::{
    super::inputs::{self, Id, SiteRef},
    address::{Address, Port},
    effect,
};
use crate::{
    connector::{CallError, Client},
    policy::Access,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// What happens to matching traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It passes.
    Allow,
    /// It is dropped without an answer.
    Block,
    /// It is refused with an answer.
    Reject,
}

/// A version of IP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IpVersion {
    /// IPv4 only.
    Ipv4,
    /// IPv6 only.
    Ipv6,
    /// Both.
    Both,
}

/// A protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// TCP and UDP.
    TcpUdp,
    /// ICMP, or `ICMPv6` where the rule is of IPv6.
    Icmp,
}

/// A state of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// Its first packet.
    New,
    /// Packets after the first.
    Established,
    /// Belongs to another connection.
    Related,
    /// Belongs to none.
    Invalid,
}

/// Where traffic comes from or goes to.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// The firewall zone, by name (e.g. `Internal`, `External`) or id; for sites with the zone-based firewall.
    pub zone: Option<String>,
    /// Only these addresses; any when absent.
    #[serde(default)]
    pub addresses: Vec<Address>,
    /// Only these ports; any when absent.
    #[serde(default)]
    pub ports: Vec<Port>,
}

/// A new rule.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRule {
    /// The site; may be left out when the console has only one.
    pub site: Option<SiteRef>,
    /// A name that no rule of the site has yet.
    #[schemars(length(min = 1, max = 128))]
    pub name: String,
    /// What it is for; classic rules have no place for it.
    pub description: Option<String>,
    /// What happens to matching traffic.
    pub action: Action,
    /// Whether answers to allowed traffic are allowed too; true when absent. Only with `allow`.
    pub allow_return_traffic: Option<bool>,
    /// Whether it is in force at once; true when absent.
    pub enabled: Option<bool>,
    /// Whether matches are logged; false when absent.
    pub logging: Option<bool>,
    /// Where the traffic comes from.
    #[serde(default)]
    pub source: Side,
    /// Where it goes to.
    #[serde(default)]
    pub destination: Side,
    /// The version of IP; when absent, that of the addresses, or both.
    pub ip_version: Option<IpVersion>,
    /// Only this protocol; any when absent.
    pub protocol: Option<Protocol>,
    /// Only connections in these states; any when absent.
    #[serde(default)]
    pub connection_states: Vec<ConnectionState>,
    /// For sites without the zone-based firewall: the ruleset, e.g. `WAN_IN` or `LANv6_OUT`.
    pub ruleset: Option<String>,
}

/// Changes of a rule; what is left out stays as it is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// The site; may be left out when the console has only one.
    pub site: Option<SiteRef>,
    /// The rule's id.
    pub id: Id,
    /// A new name.
    #[schemars(length(min = 1, max = 128))]
    pub name: Option<String>,
    /// A new description; classic rules have none.
    pub description: Option<String>,
    /// Another action.
    pub action: Option<Action>,
    /// Whether answers to allowed traffic are allowed too.
    pub allow_return_traffic: Option<bool>,
    /// Whether it is in force.
    pub enabled: Option<bool>,
    /// Whether matches are logged.
    pub logging: Option<bool>,
    /// Another source, whole; its zone stays when it is left out.
    pub source: Option<Side>,
    /// Another destination, whole; its zone stays when it is left out.
    pub destination: Option<Side>,
    /// Another version of IP.
    pub ip_version: Option<IpVersion>,
    /// Another protocol.
    pub protocol: Option<Protocol>,
    /// Other states of connections.
    pub connection_states: Option<Vec<ConnectionState>>,
}

impl NewRule {
    /// The version of IP that it is of.
    pub fn version(&self) -> IpVersion {
        self.ip_version
            .unwrap_or_else(|| of_addresses(self.source.addresses.iter().chain(&self.destination.addresses)))
    }

    /// Refuses what no API could make sense of.
    pub fn check<A: Access>(&self, client: &Client<A>) -> Result<(), CallError> {
        name(client, &self.name)?;
        returns(client, Some(self.action), self.allow_return_traffic)?;
        for (field, side) in [("source", &self.source), ("destination", &self.destination)] {
            ports(client, field, side, self.protocol)?;
        }
        let sides = [
            ("source", self.source.addresses.as_slice()),
            ("destination", self.destination.addresses.as_slice()),
        ];
        match effect::never_matches(self.version(), sides) {
            Some(why) => Err(inputs::refuse(client, "ip_version", why)),
            None => Ok(()),
        }
    }
}

impl Changes {
    /// Refuses what no API could make sense of.
    pub fn check<A: Access>(&self, client: &Client<A>) -> Result<(), CallError> {
        let is_empty = self.name.is_none()
            && self.description.is_none()
            && self.action.is_none()
            && self.allow_return_traffic.is_none()
            && self.enabled.is_none()
            && self.logging.is_none()
            && self.source.is_none()
            && self.destination.is_none()
            && self.ip_version.is_none()
            && self.protocol.is_none()
            && self.connection_states.is_none();
        if is_empty {
            return Err(inputs::refuse(client, "input", "give at least one change"));
        }
        if let Some(text) = &self.name {
            name(client, text)?;
        }
        returns(client, self.action, self.allow_return_traffic)
    }
}

/// One family where all addresses are of it, both otherwise.
pub fn of_addresses<'a>(addresses: impl Iterator<Item = &'a Address> + Clone) -> IpVersion {
    let (v4, v6) = (
        addresses.clone().any(|address| address.is_v4()),
        addresses.clone().any(|address| !address.is_v4()),
    );
    match (v4, v6) {
        (true, false) => IpVersion::Ipv4,
        (false, true) => IpVersion::Ipv6,
        _ => IpVersion::Both,
    }
}

fn name<A: Access>(client: &Client<A>, text: &str) -> Result<(), CallError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 128 || text.chars().any(char::is_control) {
        return Err(inputs::refuse(
            client,
            "name",
            "give a name of 1 to 128 characters, on one line",
        ));
    }
    Ok(())
}

fn returns<A: Access>(
    client: &Client<A>,
    action: Option<Action>,
    returns: Option<bool>,
) -> Result<(), CallError> {
    match (action, returns) {
        (Some(Action::Block | Action::Reject), Some(true)) => {
            let why = "only a rule that allows can allow the answers too";
            Err(inputs::refuse(client, "allow_return_traffic", why))
        }
        _ => Ok(()),
    }
}

/// Ports exist in TCP and UDP alone.
pub fn ports<A: Access>(
    client: &Client<A>,
    field: &str,
    side: &Side,
    protocol: Option<Protocol>,
) -> Result<(), CallError> {
    let has_ports = matches!(protocol, Some(Protocol::Tcp | Protocol::Udp | Protocol::TcpUdp));
    if side.ports.is_empty() || has_ports {
        return Ok(());
    }
    let why = "only TCP and UDP have ports: give `protocol` as tcp, udp or tcp_udp with them";
    Err(inputs::refuse(client, &format!("{field}.ports"), why))
}
