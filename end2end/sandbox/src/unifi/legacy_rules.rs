//! The private API's firewall: zones and policies without an envelope, and classic rules within one.
//!
//! Classic rules are taken also where they have no effect: the real console does not say so either.

use hyper::Method;
use serde_json::{Value, json};

use super::legacy::Call;
use super::records::hex;
use super::says;
use super::seed;
use super::world::World;
use crate::exchange::Answer;

/// `v2/api/site/{site}/…`
pub(crate) fn second(call: &Call<'_>, world: &mut World, site: &str, path: &[&str]) -> Answer {
    if version(call.version) < (9, 0) {
        return says::page(404);
    }
    let number = world.next();
    let Some(position) = world.sites.iter().position(|known| known.reference == site) else {
        return says::error(400, "NoSiteContext");
    };
    let site = &mut world.sites[position];
    let of = u32::try_from(position + 1).unwrap_or_default();
    match (&call.request.method, path) {
        (&Method::GET, ["firewall", "zone"]) => {
            let zones = (0..).zip(seed::ZONES).map(|(at, name)| {
                json!({
                    "_id": seed::private_zone_id(of, at), "name": name, "zone_key": name.to_lowercase(),
                    "default_zone": name != "Cameras", "attr_no_edit": name != "Cameras", "network_ids": [],
                })
            });
            let zones: Vec<Value> = zones.collect();
            Answer::json(200, &json!(if call.zone_based { zones } else { Vec::new() }))
        }
        (&Method::GET, ["firewall-policies"]) => Answer::json(200, &json!(site.private_policies)),
        (&Method::POST, ["firewall-policies"]) => match call.body().and_then(|body| policy(&body, of)) {
            Err(answer) => answer,
            Ok(mut made) => {
                made["_id"] = hex(0xf0, number).into();
                made["index"] = json!(10_000 + site.private_policies.len());
                made["predefined"] = json!(false);
                site.private_policies.push(made.clone());
                Answer::json(200, &made)
            }
        },
        (method, ["firewall-policies", id]) => {
            let found = site
                .private_policies
                .iter()
                .position(|policy| policy["_id"] == *id && policy["predefined"] == false);
            let Some(at) = found else {
                let text = "Firewall policy not found";
                return says::v2_error(404, "FirewallPolicyNotFound", text, &json!({"_id": id}));
            };
            match *method {
                // It replaces: what is not sent is gone.
                Method::PUT => match call.body().and_then(|body| policy(&body, of)) {
                    Err(answer) => answer,
                    Ok(mut made) => {
                        made["_id"] = json!(id);
                        site.private_policies[at] = made.clone();
                        Answer::json(200, &made)
                    }
                },
                Method::DELETE => {
                    site.private_policies.remove(at);
                    Answer::empty(200)
                }
                _ => says::page(404),
            }
        }
        _ => says::page(404),
    }
}

/// `api/s/{site}/rest/firewallrule…`
pub(crate) fn classic(call: &Call<'_>, world: &mut World, site: &str, path: &[&str]) -> Answer {
    let number = world.next();
    let Some(site) = world.named(site) else {
        return says::error(400, "NoSiteContext");
    };
    let taken = |rules: &[Value], body: &Value| {
        rules
            .iter()
            .any(|rule| rule["ruleset"] == body["ruleset"] && rule["rule_index"] == body["rule_index"])
    };
    match (&call.request.method, path) {
        (&Method::GET, []) => says::rows(&site.rules),
        (&Method::POST, []) => match call.body() {
            Err(answer) => answer,
            Ok(body) if !is_rule(&body) => says::error(400, "InvalidPayload"),
            Ok(body) if taken(&site.rules, &body) => says::error(400, "FirewallRuleIndexExisted"),
            Ok(mut body) => {
                body["_id"] = hex(0xc1, number).into();
                site.rules.push(body.clone());
                says::rows(&[body])
            }
        },
        (method, [id]) => {
            let Some(at) = site.rules.iter().position(|rule| rule["_id"] == *id) else {
                return says::error(400, "IdInvalid");
            };
            match *method {
                // It merges.
                Method::PUT => match call.body() {
                    Err(answer) => answer,
                    Ok(body) => {
                        for (name, value) in body.as_object().into_iter().flatten() {
                            site.rules[at][name] = value.clone();
                        }
                        says::rows(&[site.rules[at].clone()])
                    }
                },
                Method::DELETE => {
                    site.rules.remove(at);
                    says::rows(&[])
                }
                _ => says::error(404, "NotFound"),
            }
        }
        _ => says::error(404, "NotFound"),
    }
}

fn version(text: &str) -> (u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or_default());
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

fn policy(body: &Value, site: u32) -> Result<Value, Answer> {
    let is_allow = match body["action"].as_str() {
        Some("ALLOW") => true,
        Some("BLOCK" | "REJECT") => false,
        _ => return Err(says::error(400, "InvalidPayload")),
    };
    if !is_allow && body["create_allow_respond"] != false {
        return Err(Answer::json(
            400,
            &json!({
                "code": "api.err.FirewallPolicyCreateRespondTrafficPolicyNotAllowed",
                "message": "Firewall policy create respond traffic not allowed",
            }),
        ));
    }
    let is_zone =
        |side: &str| (0..7).any(|at| body[side]["zone_id"] == seed::private_zone_id(site, at).as_str());
    let is_whole = [
        "enabled",
        "logging",
        "create_allow_respond",
        "match_ip_sec",
        "match_opposite_protocol",
    ]
    .iter()
    .all(|name| body[*name].is_boolean())
        && body["name"].is_string()
        && body["connection_states"].is_array()
        && matches!(body["ip_version"].as_str(), Some("BOTH" | "IPV4" | "IPV6"));
    if is_whole && is_zone("source") && is_zone("destination") {
        Ok(body.clone())
    } else {
        Err(says::error(400, "InvalidPayload"))
    }
}

fn is_rule(body: &Value) -> bool {
    let index = body["rule_index"].as_u64().unwrap_or_default();
    let flags = [
        "enabled",
        "logging",
        "state_new",
        "state_established",
        "state_related",
        "state_invalid",
    ];
    matches!(body["action"].as_str(), Some("accept" | "drop" | "reject"))
        && body["ruleset"].is_string()
        && body["name"]
            .as_str()
            .is_some_and(|name| (1..=128).contains(&name.len()))
        && flags.iter().all(|name| body[*name].is_boolean())
        && ((2_000..30_000).contains(&index) || (40_000..50_000).contains(&index))
}
