//! Rules in the words of the official API (10.1 and newer).
//!
//! The member that names a zone is taken from the console's own policies: the description of 10.1.68 draws it as
//! `firewallZoneId`, later consoles write `zoneId`.

use super::{
    Rule,
    address::{Address, Port},
    effect,
    input::{self, Action, Changes, ConnectionState, IpVersion, NewRule, Protocol, Side},
};
use serde_json::{Map, Value, json};

/// The member that names a zone where no policy shows it.
const ZONE: &str = "zoneId";
const ZONE_OF_10_1: &str = "firewallZoneId";

/// The members of a policy that the console makes and takes from nobody.
const MADE: [&str; 3] = ["id", "index", "metadata"];

/// How this console names a policy's zone.
pub fn zone_member(rules: &[Rule]) -> &'static str {
    let shows = |rule: &Rule| {
        rule.rest
            .get("source")
            .is_some_and(|source| source.get(ZONE_OF_10_1).is_some())
    };
    if rules.iter().any(shows) {
        ZONE_OF_10_1
    } else {
        ZONE
    }
}

/// A new policy; `zones` are the ids of source and destination.
pub fn policy(rule: &NewRule, zones: [&str; 2], member: &str) -> Result<Value, String> {
    let [source, destination] = zones;
    let mut body = json!({
        "enabled": rule.enabled.unwrap_or(true),
        "name": rule.name.trim(),
        "action": action(rule.action, rule.allow_return_traffic),
        "source": side(member, source, &rule.source),
        "destination": side(member, destination, &rule.destination),
        "ipProtocolScope": scope(rule.version(), rule.protocol)?,
        "loggingEnabled": rule.logging.unwrap_or(false),
    });
    if let Some(description) = &rule.description {
        body["description"] = description.trim().into();
    }
    if !rule.connection_states.is_empty() {
        body["connectionStateFilter"] = states(&rule.connection_states);
    }
    Ok(body)
}

/// The whole policy with its changes: the console replaces what it has. `Err` says why it would do nothing.
pub fn changed(
    rule: &Rule,
    changes: &Changes,
    zones: [Option<&str>; 2],
    today: &str,
) -> Result<Value, String> {
    let mut body: Map<String, Value> = rule.rest.clone();
    for made in MADE {
        body.remove(made);
    }
    body.insert("name".to_owned(), json!(rule.name));
    body.insert("enabled".to_owned(), json!(rule.enabled.unwrap_or(true)));
    // Consoles write absent members as null; those are not sent back.
    body.retain(|_, value| !value.is_null());
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            body.insert(name.to_owned(), value);
        }
    };
    set("name", changes.name.as_ref().map(|name| name.trim().into()));
    set(
        "description",
        changes.description.as_ref().map(|text| text.trim().into()),
    );
    set("enabled", changes.enabled.map(Value::from));
    set("loggingEnabled", changes.logging.map(Value::from));
    set(
        "connectionStateFilter",
        changes.connection_states.as_deref().map(states),
    );
    if let Some(kind) = changes.action {
        set("action", Some(action(kind, changes.allow_return_traffic)));
    }
    let mut body = Value::Object(body);
    if body
        .get("connectionStateFilter")
        .and_then(Value::as_array)
        .is_some_and(Vec::is_empty)
        && let Some(body) = body.as_object_mut()
    {
        body.remove("connectionStateFilter");
    }
    if let (None, Some(returns)) = (changes.action, changes.allow_return_traffic) {
        if body["action"]["type"] != "ALLOW" {
            return Err("only a rule that allows can allow the answers too".to_owned());
        }
        body["action"]["allowReturnTraffic"] = returns.into();
    }
    for ((name, given), zone) in [("source", &changes.source), ("destination", &changes.destination)]
        .into_iter()
        .zip(zones)
    {
        if let Some(given) = given {
            let member = if body[name].get(ZONE_OF_10_1).is_some() {
                ZONE_OF_10_1
            } else {
                ZONE
            };
            let kept = body[name][member].as_str().unwrap_or_default().to_owned();
            body[name] = side(member, zone.unwrap_or(&kept), given);
        }
    }
    let addresses = [addresses(&body["source"]), addresses(&body["destination"])];
    rescope(&mut body, changes, &addresses)?;
    let [source, destination] = &addresses;
    let sides = [
        ("source", source.as_slice()),
        ("destination", destination.as_slice()),
    ];
    let version = version(&body["ipProtocolScope"]);
    let never = effect::never_matches(version, sides).or_else(|| portless(&body));
    let over = effect::is_over(body.get("schedule"), today).filter(|_| body["enabled"] == true);
    match never.or(over) {
        Some(why) => Err(why),
        None => Ok(body),
    }
}

/// Puts version and protocol anew where they or the addresses change.
fn rescope(body: &mut Value, changes: &Changes, addresses: &[Vec<Address>; 2]) -> Result<(), String> {
    let new_addresses = [&changes.source, &changes.destination]
        .into_iter()
        .flatten()
        .any(|side| !side.addresses.is_empty());
    if changes.ip_version.is_none() && changes.protocol.is_none() && !new_addresses {
        return Ok(());
    }
    let told = version(&body["ipProtocolScope"]);
    let of_addresses = || input::of_addresses(addresses.iter().flatten());
    let version = changes.ip_version.unwrap_or_else(|| {
        if new_addresses && changes.protocol.is_none() {
            of_addresses()
        } else {
            told
        }
    });
    let kept = body["ipProtocolScope"]
        .get("protocolFilter")
        .filter(|filter| !filter.is_null())
        .cloned();
    let mut fresh = scope(version, changes.protocol)?;
    if let (None, Some(kept)) = (changes.protocol, kept) {
        fresh["protocolFilter"] = kept;
    }
    body["ipProtocolScope"] = fresh;
    Ok(())
}

/// Why a policy with ports never matches, where its protocol has none.
fn portless(body: &Value) -> Option<String> {
    let filter = body["ipProtocolScope"].get("protocolFilter");
    let has_ports = match filter.and_then(|filter| filter["type"].as_str()) {
        Some("PRESET") => true,
        Some("NAMED_PROTOCOL") => {
            let name = filter.and_then(|filter| filter["protocol"]["name"].as_str());
            name.is_none_or(|name| {
                matches!(
                    name.to_ascii_uppercase().as_str(),
                    "TCP" | "UDP" | "TCP_UDP" | "SCTP" | "DCCP" | "UDPLITE"
                )
            })
        }
        _ => return None,
    };
    let with_ports = ["source", "destination"].into_iter().any(|side| {
        body[side]["trafficFilter"]
            .get("portFilter")
            .is_some_and(|filter| !filter.is_null())
    });
    (with_ports && !has_ports).then(|| {
        "the rule has ports and a protocol without ports, so it would be saved and match nothing".to_owned()
    })
}

fn action(kind: Action, returns: Option<bool>) -> Value {
    match kind {
        Action::Allow => json!({"type": "ALLOW", "allowReturnTraffic": returns.unwrap_or(true)}),
        Action::Block => json!({"type": "BLOCK"}),
        Action::Reject => json!({"type": "REJECT"}),
    }
}

fn states(states: &[ConnectionState]) -> Value {
    let words = states.iter().map(|state| match state {
        ConnectionState::New => "NEW",
        ConnectionState::Established => "ESTABLISHED",
        ConnectionState::Related => "RELATED",
        ConnectionState::Invalid => "INVALID",
    });
    words.collect()
}

fn side(member: &str, zone: &str, side: &Side) -> Value {
    let mut body = json!({member: zone});
    let ports = (!side.ports.is_empty()).then(|| {
        let items: Vec<Value> = side.ports.iter().map(port).collect();
        json!({"type": "PORTS", "matchOpposite": false, "items": items})
    });
    if !side.addresses.is_empty() {
        let items: Vec<Value> = side.addresses.iter().map(address).collect();
        body["trafficFilter"] = json!({
            "type": "IP_ADDRESS",
            "ipAddressFilter": {"type": "IP_ADDRESSES", "matchOpposite": false, "items": items},
        });
        if let Some(ports) = ports {
            body["trafficFilter"]["portFilter"] = ports;
        }
    } else if let Some(ports) = ports {
        body["trafficFilter"] = json!({"type": "PORT", "portFilter": ports});
    }
    body
}

fn address(address: &Address) -> Value {
    match address {
        Address::One(ip) => json!({"type": "IP_ADDRESS", "value": ip.to_string()}),
        Address::Subnet(..) => json!({"type": "SUBNET", "value": address.to_string()}),
        Address::Range(first, last) => {
            json!({"type": "IP_ADDRESS_RANGE", "start": first.to_string(), "stop": last.to_string()})
        }
    }
}

fn port(port: &Port) -> Value {
    match port {
        Port::One(number) => json!({"type": "PORT_NUMBER", "value": number}),
        Port::Range(first, last) => json!({"type": "PORT_NUMBER_RANGE", "start": first, "stop": last}),
    }
}

fn scope(version: IpVersion, protocol: Option<Protocol>) -> Result<Value, String> {
    let word = match version {
        IpVersion::Ipv4 => "IPV4",
        IpVersion::Ipv6 => "IPV6",
        IpVersion::Both => "IPV4_AND_IPV6",
    };
    let named =
        |name: &str| json!({"type": "NAMED_PROTOCOL", "protocol": {"name": name}, "matchOpposite": false});
    let filter = match (protocol, version) {
        (None, _) => return Ok(json!({"ipVersion": word})),
        (Some(Protocol::Tcp), _) => named("TCP"),
        (Some(Protocol::Udp), _) => named("UDP"),
        (Some(Protocol::TcpUdp), _) => json!({"type": "PRESET", "preset": {"name": "TCP_UDP"}}),
        (Some(Protocol::Icmp), IpVersion::Ipv4) => named("ICMP"),
        (Some(Protocol::Icmp), IpVersion::Ipv6) => named("ICMPV6"),
        (Some(Protocol::Icmp), IpVersion::Both) => {
            return Err(
                "ICMP is another protocol in IPv4 and in IPv6: give `ip_version` as ipv4 or ipv6".to_owned(),
            );
        }
    };
    Ok(json!({"ipVersion": word, "protocolFilter": filter}))
}

fn version(scope: &Value) -> IpVersion {
    match scope["ipVersion"].as_str() {
        Some("IPV4") => IpVersion::Ipv4,
        Some("IPV6") => IpVersion::Ipv6,
        _ => IpVersion::Both,
    }
}

/// The addresses of a side, as far as they are plain ones that must match.
fn addresses(side: &Value) -> Vec<Address> {
    let filter = &side["trafficFilter"]["ipAddressFilter"];
    let items = filter["items"]
        .as_array()
        .filter(|_| filter["matchOpposite"] != true);
    let text = |item: &Value| {
        item.get("value")
            .or_else(|| item.get("start"))?
            .as_str()?
            .parse()
            .ok()
    };
    items.into_iter().flatten().filter_map(text).collect()
}
