//! Zones (from 10.0) and policies (from 10.1) of the official API.

use hyper::Method;
use serde_json::{Value, json};

use super::official::{Call, POLICIES, ZONES};
use super::records::uuid;
use super::world::World;
use crate::exchange::Answer;

const MEMBERS: [&str; 11] = [
    "enabled",
    "name",
    "description",
    "action",
    "source",
    "destination",
    "ipProtocolScope",
    "connectionStateFilter",
    "ipsecFilter",
    "loggingEnabled",
    "schedule",
];
const REQUIRED: [&str; 7] = [
    "enabled",
    "name",
    "action",
    "source",
    "destination",
    "ipProtocolScope",
    "loggingEnabled",
];

/// Answers what stands below `sites/{id}/firewall`.
pub(crate) fn answer(call: &Call<'_>, site: &str, path: &[&str], world: &mut World) -> Answer {
    let (behaviour, member) = (call.behaviour, call.behaviour.zone_member.as_str());
    let number = world.next();
    let Some(site) = world.site(site) else {
        return call.not_found();
    };
    let zones: Vec<Value> = if behaviour.zone_based {
        site.zones.clone()
    } else {
        Vec::new()
    };
    match (&call.request.method, path) {
        (&Method::GET, ["zones"]) if behaviour.has(10, 0) => call.page(zones, Some(ZONES)),
        _ if !behaviour.has(10, 1) => call.not_found(),
        (&Method::GET, ["policies"]) => {
            let rows = if behaviour.zone_based {
                site.policies.clone()
            } else {
                Vec::new()
            };
            call.page(
                rows.into_iter().map(|row| shown(row, member)).collect(),
                Some(POLICIES),
            )
        }
        (&Method::POST, ["policies"]) => {
            let made = call.body().and_then(|body| whole(call, body, &zones));
            match made {
                Err(answer) => answer,
                Ok(mut policy) => {
                    policy["id"] = uuid(0xf0, number).into();
                    policy["index"] = json!(10_000 + site.policies.len());
                    policy["metadata"] = json!({"origin": "USER_DEFINED"});
                    site.policies.push(policy.clone());
                    Answer::json(201, &shown(policy, member))
                }
            }
        }
        (method, ["policies", id]) => {
            let Some(at) = site.policies.iter().position(|policy| policy["id"] == *id) else {
                return call.not_found();
            };
            if method == Method::GET {
                return Answer::json(200, &shown(site.policies[at].clone(), member));
            }
            if site.policies[at]["metadata"]["origin"] != "USER_DEFINED" {
                return call.bad("only user-defined policies can be changed");
            }
            match *method {
                Method::DELETE => {
                    site.policies.remove(at);
                    Answer::empty(200)
                }
                Method::PATCH => match call.body() {
                    Ok(body)
                        if body["loggingEnabled"].is_boolean()
                            && body.as_object().is_some_and(|body| body.len() == 1) =>
                    {
                        site.policies[at]["loggingEnabled"] = body["loggingEnabled"].clone();
                        Answer::json(200, &shown(site.policies[at].clone(), member))
                    }
                    Ok(_) => call.bad("only 'loggingEnabled' can be patched"),
                    Err(answer) => answer,
                },
                Method::PUT => match call.body().and_then(|body| whole(call, body, &zones)) {
                    Err(answer) => answer,
                    Ok(mut policy) => {
                        for kept in ["id", "index", "metadata"] {
                            policy[kept] = site.policies[at][kept].clone();
                        }
                        site.policies[at] = policy.clone();
                        Answer::json(200, &shown(policy, member))
                    }
                },
                _ => call.not_found(),
            }
        }
        _ => call.not_found(),
    }
}

/// A policy with the zone's member as this console names it.
fn shown(mut policy: Value, member: &str) -> Value {
    for side in ["source", "destination"] {
        if let Some(side) = policy[side].as_object_mut()
            && let Some(zone) = side.remove("zoneId")
        {
            side.insert(member.to_owned(), zone);
        }
    }
    policy
}

/// A policy as it is kept, when it is whole and right.
fn whole(call: &Call<'_>, mut body: Value, zones: &[Value]) -> Result<Value, Answer> {
    let members = body.as_object().cloned().unwrap_or_default();
    if let Some(unknown) = members.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(call.bad(&format!("'{unknown}' is not a property")));
    }
    if let Some(missing) = REQUIRED.iter().find(|name| !members.contains_key(**name)) {
        return Err(call.bad(&format!("'{missing}' is required")));
    }
    let action = &body["action"];
    let right = match action["type"].as_str() {
        Some("ALLOW") => action["allowReturnTraffic"].is_boolean(),
        Some("BLOCK" | "REJECT") => action.get("allowReturnTraffic").is_none(),
        _ => false,
    };
    if !right {
        return Err(call.bad("'action' is not valid"));
    }
    if !matches!(
        body["ipProtocolScope"]["ipVersion"].as_str(),
        Some("IPV4" | "IPV6" | "IPV4_AND_IPV6")
    ) {
        return Err(call.bad("'ipProtocolScope.ipVersion' is not valid"));
    }
    for name in ["source", "destination"] {
        let Some(side) = body[name].as_object_mut() else {
            return Err(call.bad(&format!("'{name}' is not an object")));
        };
        let zone = side
            .remove(call.behaviour.zone_member.as_str())
            .unwrap_or_default();
        if !zones.iter().any(|known| known["id"] == zone) {
            return Err(call.bad(&format!(
                "'{name}.{}' is not a zone of this site",
                call.behaviour.zone_member
            )));
        }
        if let Some(unknown) = side.keys().find(|name| *name != "trafficFilter") {
            return Err(call.bad(&format!("'{name}.{unknown}' is not a property")));
        }
        if side.get("trafficFilter").is_some_and(|filter| !traffic(filter)) {
            return Err(call.bad(&format!("'{name}.trafficFilter' is not valid")));
        }
        side.insert("zoneId".to_owned(), zone);
    }
    Ok(body)
}

/// The filters that the product writes; others are taken as they are.
fn traffic(filter: &Value) -> bool {
    let ports = |filter: &Value| {
        filter["type"] == "PORTS"
            && filter["matchOpposite"].is_boolean()
            && filter["items"].as_array().is_some_and(|items| {
                !items.is_empty()
                    && items.iter().all(|item| match item["type"].as_str() {
                        Some("PORT_NUMBER") => item["value"].is_u64(),
                        Some("PORT_NUMBER_RANGE") => item["start"].is_u64() && item["stop"].is_u64(),
                        _ => false,
                    })
            })
    };
    match filter["type"].as_str() {
        Some("PORT") => ports(&filter["portFilter"]),
        Some("IP_ADDRESS") => {
            let addresses = &filter["ipAddressFilter"];
            addresses["type"] == "IP_ADDRESSES"
                && addresses["matchOpposite"].is_boolean()
                && addresses["items"].as_array().is_some_and(|items| {
                    !items.is_empty()
                        && items.iter().all(|item| match item["type"].as_str() {
                            Some("IP_ADDRESS" | "SUBNET") => item["value"].is_string(),
                            Some("IP_ADDRESS_RANGE") => item["start"].is_string() && item["stop"].is_string(),
                            _ => false,
                        })
                })
                && filter.get("portFilter").is_none_or(ports)
        }
        Some(_) => true,
        None => false,
    }
}
