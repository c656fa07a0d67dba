//! Rules in the words of the classic firewall: a ruleset in place of zones, one address on each side.

use super::{
    Rule,
    address::Address,
    input::{Action, Changes, ConnectionState, NewRule, Protocol, Side},
};
use serde_json::{Value, json};

/// The rulesets there are.
const RULESETS: [&str; 18] = [
    "WAN_IN",
    "WAN_OUT",
    "WAN_LOCAL",
    "LAN_IN",
    "LAN_OUT",
    "LAN_LOCAL",
    "GUEST_IN",
    "GUEST_OUT",
    "GUEST_LOCAL",
    "WANv6_IN",
    "WANv6_OUT",
    "WANv6_LOCAL",
    "LANv6_IN",
    "LANv6_OUT",
    "LANv6_LOCAL",
    "GUESTv6_IN",
    "GUESTv6_OUT",
    "GUESTv6_LOCAL",
];

/// Rules of this range stand before those of the console.
const FIRST_INDEX: u64 = 2_000;
const LAST_INDEX: u64 = 2_999;

/// A new rule; `Err` names the member at fault and says why.
pub fn rule(new: &NewRule, known: &[Rule]) -> Result<Value, (&'static str, String)> {
    for (field, side) in [
        ("source.zone", &new.source),
        ("destination.zone", &new.destination),
    ] {
        if side.zone.is_some() {
            let why = "this site does not run the zone-based firewall, so it has no zones: give `ruleset`";
            return Err((field, why.to_owned()));
        }
    }
    let Some(ruleset) = new.ruleset.as_deref().map(str::trim) else {
        let why = format!(
            "this site does not run the zone-based firewall: give one of {}",
            RULESETS.join(", ")
        );
        return Err(("ruleset", why));
    };
    let Some(ruleset) = RULESETS
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(ruleset))
    else {
        return Err(("ruleset", format!("give one of {}", RULESETS.join(", "))));
    };
    if new.description.is_some() {
        return Err(("description", "a classic rule has no description".to_owned()));
    }
    if new.allow_return_traffic.is_some() {
        let why = "a classic rule has no rule for the answers; use `connection_states` in another rule";
        return Err(("allow_return_traffic", why.to_owned()));
    }
    let is_v6 = ruleset.contains("v6");
    let mut body = json!({
        "action": word(new.action),
        "enabled": new.enabled.unwrap_or(true),
        "name": new.name.trim(),
        "ruleset": ruleset,
        "rule_index": next_index(known, ruleset).ok_or(("ruleset", "the ruleset has no free place".to_owned()))?,
        "logging": new.logging.unwrap_or(false),
        "protocol": if is_v6 { "" } else { protocol(new.protocol, false) },
        "protocol_v6": if is_v6 { protocol(new.protocol, true) } else { "" },
        "protocol_match_excepted": false,
        "icmp_typename": "",
        "icmpv6_typename": "",
        "ipsec": "",
        "src_firewallgroup_ids": [],
        "dst_firewallgroup_ids": [],
        "src_networkconf_id": "",
        "src_networkconf_type": "NETv4",
        "dst_networkconf_id": "",
        "dst_networkconf_type": "NETv4",
        "src_mac_address": "",
    });
    states(&mut body, &new.connection_states);
    ends(&mut body, "src", "source", &new.source, is_v6)?;
    ends(&mut body, "dst", "destination", &new.destination, is_v6)?;
    Ok(body)
}

/// Only what changes: the console merges it.
pub fn changes(rule: &Rule, changes: &Changes) -> Result<Value, (&'static str, String)> {
    if changes.description.is_some() {
        return Err(("description", "a classic rule has no description".to_owned()));
    }
    if changes.allow_return_traffic.is_some() {
        return Err((
            "allow_return_traffic",
            "a classic rule has no rule for the answers".to_owned(),
        ));
    }
    if changes.ip_version.is_some() {
        return Err((
            "ip_version",
            "a classic rule's version of IP is that of its ruleset".to_owned(),
        ));
    }
    let is_v6 = rule
        .rest
        .get("ruleset")
        .and_then(Value::as_str)
        .is_some_and(|ruleset| ruleset.contains("v6"));
    let mut body = json!({"_id": rule.id});
    if let Some(name) = &changes.name {
        body["name"] = name.trim().into();
    }
    if let Some(action) = changes.action {
        body["action"] = word(action).into();
    }
    for (name, value) in [("enabled", changes.enabled), ("logging", changes.logging)] {
        if let Some(value) = value {
            body[name] = value.into();
        }
    }
    if let Some(given) = changes.protocol {
        body[if is_v6 { "protocol_v6" } else { "protocol" }] = protocol(Some(given), is_v6).into();
    }
    if let Some(given) = &changes.connection_states {
        states(&mut body, given);
    }
    for (prefix, field, given) in [
        ("src", "source", &changes.source),
        ("dst", "destination", &changes.destination),
    ] {
        if let Some(given) = given {
            if given.zone.is_some() {
                return Err((field, "a classic rule has no zones".to_owned()));
            }
            ends(&mut body, prefix, field, given, is_v6)?;
        }
    }
    Ok(body)
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Allow => "accept",
        Action::Block => "drop",
        Action::Reject => "reject",
    }
}

fn protocol(protocol: Option<Protocol>, is_v6: bool) -> &'static str {
    match protocol {
        None => "all",
        Some(Protocol::Tcp) => "tcp",
        Some(Protocol::Udp) => "udp",
        Some(Protocol::TcpUdp) => "tcp_udp",
        Some(Protocol::Icmp) if is_v6 => "icmpv6",
        Some(Protocol::Icmp) => "icmp",
    }
}

fn states(body: &mut Value, states: &[ConnectionState]) {
    for (name, state) in [
        ("state_new", ConnectionState::New),
        ("state_established", ConnectionState::Established),
        ("state_related", ConnectionState::Related),
        ("state_invalid", ConnectionState::Invalid),
    ] {
        body[name] = states.contains(&state).into();
    }
}

/// Address and port of one side.
fn ends(
    body: &mut Value,
    prefix: &str,
    field: &'static str,
    side: &Side,
    is_v6: bool,
) -> Result<(), (&'static str, String)> {
    let address = match side.addresses.as_slice() {
        [] => String::new(),
        [address] if address.is_v4() == is_v6 => {
            let (theirs, ours) = if is_v6 { ("IPv6", "IPv4") } else { ("IPv4", "IPv6") };
            let why = format!("an {ours} address in a ruleset of {theirs} would be saved and match nothing");
            return Err((field, why));
        }
        [Address::Range(..)] => {
            return Err((
                field,
                "a classic rule takes an address or a subnet, not a range".to_owned(),
            ));
        }
        [address] => address.to_string(),
        _ => {
            return Err((
                field,
                "a classic rule takes one address on each side: make a rule for each".to_owned(),
            ));
        }
    };
    let member = if is_v6 {
        format!("{prefix}_address_ipv6")
    } else {
        format!("{prefix}_address")
    };
    body[member] = address.into();
    let ports: Vec<String> = side.ports.iter().map(ToString::to_string).collect();
    body[format!("{prefix}_port")] = match ports.as_slice() {
        [] => "".into(),
        [port] => port.as_str().into(),
        _ => {
            return Err((
                field,
                "a classic rule takes one port on each side: make a rule for each".to_owned(),
            ));
        }
    };
    Ok(())
}

/// The first free place before the console's own rules.
fn next_index(known: &[Rule], ruleset: &str) -> Option<u64> {
    let taken: Vec<u64> = known
        .iter()
        .filter(|rule| rule.rest.get("ruleset").and_then(Value::as_str) == Some(ruleset))
        .filter_map(|rule| rule.rest.get("rule_index")?.as_u64())
        .collect();
    (FIRST_INDEX..=LAST_INDEX).find(|index| !taken.contains(index))
}
