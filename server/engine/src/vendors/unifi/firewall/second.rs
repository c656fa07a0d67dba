//! Rules in the words of the private API's zone-based policies. A `PUT` replaces, so a change sends the whole policy.

use super::{
    Rule,
    address::Address,
    effect,
    input::{Action, Changes, ConnectionState, IpVersion, NewRule, Protocol, Side},
};
use serde_json::{Map, Value, json};

/// A new policy; `zones` are the ids of source and destination.
pub fn policy(rule: &NewRule, zones: [&str; 2]) -> Result<Value, String> {
    let [source, destination] = zones;
    no_states(&rule.connection_states)?;
    Ok(json!({
        "action": word(rule.action),
        "create_allow_respond": rule.action == Action::Allow && rule.allow_return_traffic.unwrap_or(true),
        "enabled": rule.enabled.unwrap_or(true),
        "name": rule.name.trim(),
        "description": rule.description.as_deref().unwrap_or_default().trim(),
        "ip_version": version_word(rule.version()),
        "protocol": protocol(rule.protocol)?,
        "connection_state_type": "ALL",
        "connection_states": [],
        "icmp_typename": "ANY",
        "icmp_v6_typename": "ANY",
        "logging": rule.logging.unwrap_or(false),
        "match_ip_sec": false,
        "match_opposite_protocol": false,
        "predefined": false,
        "schedule": {"mode": "ALWAYS", "repeat_on_days": [], "time_all_day": false},
        "source": side(source, &rule.source)?,
        "destination": side(destination, &rule.destination)?,
    }))
}

/// The whole policy with its changes. `Err` says why it would do nothing, or cannot be said in this API.
pub fn changed(
    rule: &Rule,
    changes: &Changes,
    zones: [Option<&str>; 2],
    today: &str,
) -> Result<Value, String> {
    let mut body: Map<String, Value> = rule.rest.clone();
    body.insert("_id".to_owned(), json!(rule.id));
    body.insert("name".to_owned(), json!(rule.name));
    body.insert("enabled".to_owned(), json!(rule.enabled.unwrap_or(true)));
    let mut body = Value::Object(body);
    if let Some(name) = &changes.name {
        body["name"] = name.trim().into();
    }
    if let Some(description) = &changes.description {
        body["description"] = description.trim().into();
    }
    for (name, value) in [("enabled", changes.enabled), ("logging", changes.logging)] {
        if let Some(value) = value {
            body[name] = value.into();
        }
    }
    if let Some(action) = changes.action {
        body["action"] = word(action).into();
        // A rule that begins to allow says anew whether the answers pass.
        body["create_allow_respond"] =
            (action == Action::Allow && changes.allow_return_traffic.unwrap_or(true)).into();
    } else if let Some(returns) = changes.allow_return_traffic {
        if returns && body["action"] != "ALLOW" {
            return Err("only a rule that allows can allow the answers too".to_owned());
        }
        body["create_allow_respond"] = returns.into();
    }
    if body["action"] != "ALLOW" {
        body["create_allow_respond"] = false.into();
    }
    for ((name, given), zone) in [("source", &changes.source), ("destination", &changes.destination)]
        .into_iter()
        .zip(zones)
    {
        if let Some(given) = given {
            let kept = body[name]["zone_id"].as_str().unwrap_or_default().to_owned();
            body[name] = side(zone.unwrap_or(&kept), given)?;
        }
    }
    if let Some(given) = changes.protocol {
        body["protocol"] = protocol(Some(given))?.into();
    }
    if let Some(given) = &changes.connection_states {
        no_states(given)?;
        body["connection_state_type"] = "ALL".into();
        body["connection_states"] = json!([]);
    }
    let addresses = [addresses(&body["source"]), addresses(&body["destination"])];
    let new_addresses = [&changes.source, &changes.destination]
        .into_iter()
        .flatten()
        .any(|side| !side.addresses.is_empty());
    if let Some(given) = changes.ip_version {
        body["ip_version"] = version_word(given).into();
    } else if new_addresses {
        body["ip_version"] = version_word(super::input::of_addresses(addresses.iter().flatten())).into();
    }
    let version = match body["ip_version"].as_str() {
        Some("IPV4") => IpVersion::Ipv4,
        Some("IPV6") => IpVersion::Ipv6,
        _ => IpVersion::Both,
    };
    let [source, destination] = &addresses;
    let sides = [
        ("source", source.as_slice()),
        ("destination", destination.as_slice()),
    ];
    let over = effect::is_over(body.get("schedule"), today).filter(|_| body["enabled"] == true);
    match effect::never_matches(version, sides).or(over) {
        Some(why) => Err(why),
        None => Ok(body),
    }
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Allow => "ALLOW",
        Action::Block => "BLOCK",
        Action::Reject => "REJECT",
    }
}

fn version_word(version: IpVersion) -> &'static str {
    match version {
        IpVersion::Ipv4 => "IPV4",
        IpVersion::Ipv6 => "IPV6",
        IpVersion::Both => "BOTH",
    }
}

fn protocol(protocol: Option<Protocol>) -> Result<&'static str, String> {
    match protocol {
        None => Ok("all"),
        Some(Protocol::Tcp) => Ok("tcp"),
        Some(Protocol::Udp) => Ok("udp"),
        Some(Protocol::TcpUdp) => Ok("tcp_udp"),
        Some(Protocol::Icmp) => {
            Err("how this console's private API names ICMP is not known; use tcp, udp or tcp_udp".to_owned())
        }
    }
}

/// How this API names a choice of states is not documented, and a rule that matches in other states is another rule.
fn no_states(states: &[ConnectionState]) -> Result<(), String> {
    if states.is_empty() {
        return Ok(());
    }
    Err("before Network 10.1 a rule can only be made for all states of connections: leave `connection_states` out".to_owned())
}

fn side(zone: &str, side: &Side) -> Result<Value, String> {
    let mut body = json!({
        "zone_id": zone, "matching_target": "ANY", "port_matching_type": "ANY", "match_mac": false,
        "match_opposite_ips": false, "match_opposite_networks": false, "match_opposite_ports": false,
    });
    if !side.addresses.is_empty() {
        let ips: Vec<String> = side.addresses.iter().map(Address::to_string).collect();
        body["matching_target"] = "IP".into();
        body["matching_target_type"] = "SPECIFIC".into();
        body["ips"] = json!(ips);
    }
    match side.ports.as_slice() {
        [] => {}
        [super::address::Port::One(port)] => {
            body["port_matching_type"] = "SPECIFIC".into();
            body["port"] = json!(port);
        }
        _ => {
            return Err(
                "before Network 10.1 a rule takes one port on each side: make a rule for each port"
                    .to_owned(),
            );
        }
    }
    Ok(body)
}

fn addresses(side: &Value) -> Vec<Address> {
    let is_plain = side["matching_target"] == "IP" && side["match_opposite_ips"] != true;
    let ips = side["ips"].as_array().filter(|_| is_plain);
    ips.into_iter()
        .flatten()
        .filter_map(|ip| ip.as_str()?.parse().ok())
        .collect()
}
