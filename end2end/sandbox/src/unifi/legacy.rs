//! The private API: envelopes around rows, commands by POST, and the newer paths without an envelope.

use hyper::Method;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::credentials::Right;
use super::records::{self, Device, hex};
use super::world::World;
use super::{legacy_rules, says};
use crate::exchange::{Answer, Received};

/// One call of the private API; `path` is what follows the prefix.
pub(crate) struct Call<'a> {
    pub behaviour: &'a Behaviour,
    pub request: &'a Received,
    pub right: Right,
    pub version: &'a str,
    /// Whether the sites run the zone-based firewall; a classic controller has none.
    pub zone_based: bool,
    pub path: Vec<&'a str>,
}

impl Call<'_> {
    /// The body, which must be a JSON object.
    pub fn body(&self) -> Result<Value, Answer> {
        serde_json::from_slice::<Value>(&self.request.body)
            .ok()
            .filter(Value::is_object)
            .ok_or_else(|| says::error(400, "InvalidPayload"))
    }
}

/// Answers one call.
pub(crate) fn answer(call: &Call<'_>, world: &mut World) -> Answer {
    if call.request.is_write() && call.right == Right::Look {
        return says::error(403, "NoPermission");
    }
    match (&call.request.method, call.path.as_slice()) {
        (&Method::GET, ["api", "self", "sites"]) => {
            let sites = (1..).zip(&world.sites).map(|(number, site)| {
                json!({
                    "_id": hex(0x51, number), "name": site.reference, "desc": site.name, "role": "admin",
                    "attr_hidden_id": site.reference,
                })
            });
            says::rows(&sites.collect::<Vec<_>>())
        }
        (_, ["api", "s", site, rest @ ..]) => of_site(call, world, site, rest),
        (_, ["v2", "api", "site", site, rest @ ..]) => legacy_rules::second(call, world, site, rest),
        _ => says::page(404),
    }
}

fn of_site(call: &Call<'_>, world: &mut World, site: &str, path: &[&str]) -> Answer {
    if let ["rest", "firewallrule", ..] = path {
        return legacy_rules::classic(call, world, site, &path[2..]);
    }
    let Some(site) = world.named(site) else {
        return says::error(400, "NoSiteContext");
    };
    match (&call.request.method, path) {
        (&Method::GET, ["stat", "sysinfo"]) => says::rows(&[json!({
            "version": call.version, "build": format!("atag_{}_21057", call.version), "hostname": "northgate",
            "timezone": "Europe/London", "sso_app_sec": "sandbox-sso-secret",
        })]),
        (&Method::GET, ["stat", "device"]) => {
            says::rows(&site.devices.iter().map(Device::private).collect::<Vec<_>>())
        }
        (&Method::GET, ["stat", "device", mac]) => {
            let found = site.devices.iter().filter(|device| device.mac() == *mac);
            says::rows(&found.map(Device::private).collect::<Vec<_>>())
        }
        (&Method::GET, ["stat", "sta"]) => says::rows(
            &site
                .stations
                .iter()
                .map(records::Station::private)
                .collect::<Vec<_>>(),
        ),
        (&Method::POST, ["cmd", "devmgr"]) => {
            let body = match call.body() {
                Ok(body) => body,
                Err(answer) => return answer,
            };
            let mac = body["mac"].as_str().unwrap_or_default().to_owned();
            let is_it = |device: &Device| device.mac() == mac;
            match body["cmd"].as_str() {
                Some("restart") if site.restart(is_it) => says::rows(&[]),
                Some("power-cycle") if site.devices.iter().any(is_it) => {
                    let port = body["port_idx"]
                        .as_u64()
                        .and_then(|port| u32::try_from(port).ok());
                    match port.filter(|port| records::poe(*port).is_some()) {
                        Some(port) => {
                            site.cycle(is_it, port);
                            says::rows(&[])
                        }
                        None => says::error(call.behaviour.no_poe_status, "InvalidPayload"),
                    }
                }
                Some("restart" | "power-cycle") => says::error(400, "UnknownDevice"),
                _ => says::error(400, "InvalidPayload"),
            }
        }
        _ => says::error(404, "NotFound"),
    }
}
