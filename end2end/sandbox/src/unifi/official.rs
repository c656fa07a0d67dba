//! The official API, version by version.

use hyper::Method;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::credentials::Right;
use super::world::{Site, World};
use super::{filter, policies, records, says};
use crate::exchange::{Answer, Received};

/// What each property allows.
type Properties = &'static [(&'static str, &'static [&'static str])];

const EQUAL: &[&str] = &["eq", "ne", "in", "notIn"];
const LIKE: &[&str] = &["eq", "ne", "in", "notIn", "like"];
const SITES: Properties = &[("id", EQUAL), ("internalReference", EQUAL), ("name", EQUAL)];
const DEVICES: Properties = &[
    ("id", EQUAL),
    ("macAddress", EQUAL),
    ("ipAddress", EQUAL),
    ("name", LIKE),
    ("model", EQUAL),
    ("state", EQUAL),
    ("firmwareUpdatable", &["eq", "ne"]),
];
const CLIENTS: Properties = &[
    ("id", EQUAL),
    ("type", EQUAL),
    ("macAddress", EQUAL),
    ("ipAddress", EQUAL),
    ("access.type", EQUAL),
    ("access.authorized", &["eq", "ne"]),
];
pub(crate) const ZONES: Properties = &[("id", EQUAL), ("name", LIKE), ("metadata.origin", EQUAL)];
pub(crate) const POLICIES: Properties = &[("id", EQUAL), ("name", LIKE), ("metadata.origin", EQUAL)];

/// One call of the official API; `path` is what follows `integration/v1`.
pub(crate) struct Call<'a> {
    pub behaviour: &'a Behaviour,
    pub request: &'a Received,
    pub right: Right,
    pub path: Vec<&'a str>,
}

impl Call<'_> {
    pub fn not_found(&self) -> Answer {
        says::not_found(self.behaviour, self.request)
    }

    pub fn bad(&self, text: &str) -> Answer {
        says::bad_request(self.behaviour, self.request, text)
    }

    /// The body, which must be JSON.
    pub fn body(&self) -> Result<Value, Answer> {
        if self.request.media_type() != "application/json" {
            return Err(self.bad("Content-Type must be application/json"));
        }
        serde_json::from_slice(&self.request.body).map_err(|_| self.bad("the body is not JSON"))
    }

    /// A page of rows; `filters` is none where this version has no filter on them.
    pub fn page(&self, rows: Vec<Value>, filters: Option<Properties>) -> Answer {
        let (mut offset, mut limit, mut rows) = (0_usize, 25_usize, rows);
        for (name, value) in self.request.pairs() {
            match (name.as_str(), value.parse::<usize>()) {
                ("offset", Ok(number)) => offset = number,
                ("limit", Ok(number)) if number <= 200 => limit = number,
                ("offset" | "limit", _) => {
                    return self.bad(&format!("'{value}' is not a valid '{name}' value"));
                }
                ("filter", _) => match filters {
                    Some(allowed) => match filter::apply(rows, &value, allowed) {
                        Ok(found) => rows = found,
                        Err(why) => return self.bad(&why),
                    },
                    None => return self.bad("'filter' is not supported"),
                },
                _ => return self.bad(&format!("'{name}' is not a parameter")),
            }
        }
        let total = rows.len();
        let page: Vec<Value> = rows.into_iter().skip(offset).take(limit).collect();
        Answer::json(
            200,
            &json!({"offset": offset, "limit": limit, "count": page.len(), "totalCount": total, "data": page}),
        )
    }
}

/// Answers one call.
pub(crate) fn answer(call: &Call<'_>, world: &mut World) -> Answer {
    if call.request.is_write() && call.right == Right::Look {
        return says::forbidden(call.behaviour, call.request);
    }
    let filtered = |major, minor, properties| call.behaviour.has(major, minor).then_some(properties);
    match (&call.request.method, call.path.as_slice()) {
        (&Method::GET, ["info"]) => Answer::json(
            200,
            &json!({"applicationVersion": call.behaviour.network_version}),
        ),
        (&Method::GET, ["sites"]) => {
            let rows = world
                .sites
                .iter()
                .map(|site| overview(call.behaviour, site))
                .collect();
            call.page(rows, filtered(9, 5, SITES))
        }
        (_, ["sites", id, rest @ ..]) if !rest.is_empty() => {
            if !is_uuid(id) {
                let text = format!("'{id}' is not a valid 'siteId' value");
                let code = "api.request.argument-type-mismatch";
                return says::message(call.behaviour, call.request, 400, code, &text);
            }
            if rest[0] == "firewall" {
                return policies::answer(call, id, &rest[1..], world);
            }
            match world.site(id) {
                Some(site) => of_site(call, site, rest),
                None => call.not_found(),
            }
        }
        _ => call.not_found(),
    }
}

fn overview(behaviour: &Behaviour, site: &Site) -> Value {
    let mut row = json!({"id": site.id, "internalReference": site.reference, "name": site.name});
    if let (false, Some(row)) = (behaviour.has(9, 1), row.as_object_mut()) {
        row.remove("internalReference");
    }
    row
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn of_site(call: &Call<'_>, site: &mut Site, path: &[&str]) -> Answer {
    let has = |major, minor| call.behaviour.has(major, minor);
    let device = |site: &Site, id: &str| site.devices.iter().find(|device| device.id() == id).cloned();
    let one = |found: Option<Value>| found.map_or_else(|| call.not_found(), |row| Answer::json(200, &row));
    match (&call.request.method, path) {
        (&Method::GET, ["devices"]) => {
            let rows = site.devices.iter().map(records::Device::overview).collect();
            call.page(rows, has(10, 0).then_some(DEVICES))
        }
        (&Method::GET, ["devices", id]) => one(device(site, id).map(|device| device.details())),
        (&Method::GET, ["devices", id, "statistics", "latest"]) => {
            one(device(site, id).map(|device| device.statistics()))
        }
        (&Method::POST, ["devices", id, "actions"]) => match device(site, id) {
            None => call.not_found(),
            Some(found) => act(call, "RESTART", || {
                site.restart(|one| one.number == found.number);
            }),
        },
        (&Method::POST, ["devices", id, "interfaces", "ports", port, "actions"]) if has(9, 1) => {
            let index: Option<u32> = port.parse().ok();
            let is_switch = |found: &records::Device| found.kind == records::Kind::Switch;
            match (
                device(site, id),
                index.filter(|index| (1..=records::PORTS).contains(index)),
            ) {
                (Some(found), Some(index)) if is_switch(&found) && records::poe(index).is_some() => {
                    act(call, "POWER_CYCLE", || {
                        site.cycle(|one| one.number == found.number, index);
                    })
                }
                (Some(_), Some(_)) => says::message(
                    call.behaviour,
                    call.request,
                    call.behaviour.no_poe_status,
                    "api.request.error",
                    "the port has no PoE",
                ),
                _ => call.not_found(),
            }
        }
        (&Method::GET, ["clients"]) => {
            let rows = site.stations.iter().map(records::Station::overview).collect();
            call.page(rows, has(9, 5).then_some(CLIENTS))
        }
        (&Method::GET, ["clients", id]) if has(9, 1) => {
            let found = site.stations.iter().find(|station| station.id() == *id);
            one(found.map(records::Station::overview))
        }
        _ => call.not_found(),
    }
}

/// An action: its name and nothing else, answered with an empty 200.
fn act(call: &Call<'_>, name: &str, mut what: impl FnMut()) -> Answer {
    match call.body() {
        Ok(body) if body == json!({"action": name}) => {
            what();
            Answer::empty(200)
        }
        Ok(_) => call.bad("the action is not one of this resource"),
        Err(answer) => answer,
    }
}
