//! Account, sites, devices and audits.

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::lists::{self, Kind, LARGEST};
use super::says;
use super::seed;
use super::tenant::{Data, by, text};
use crate::exchange::{Answer, Received};

const SITES: Kind = Kind {
    key: "sites",
    largest: LARGEST,
    filters: &["siteName"],
};
const DEVICES: Kind = Kind {
    key: "devices",
    largest: LARGEST,
    filters: &[
        "filterId",
        "hostname",
        "deviceType",
        "operatingSystem",
        "siteName",
    ],
};
const SITE_DEVICES: Kind = Kind {
    key: "devices",
    largest: LARGEST,
    filters: &["filterId"],
};

/// The account's uid.
pub(crate) fn account_uid(data: &Data) -> &str {
    text(&data.account, "/uid")
}

pub(crate) fn sites(request: &Received, data: &Data, origin: &str, behaviour: &Behaviour) -> Answer {
    let name = request.pair("siteName");
    let rows: Vec<Value> = data
        .sites
        .iter()
        .filter(|site| like(text(site, "/name"), name.as_deref()))
        .cloned()
        .collect();
    lists::answer(request, SITES, &rows, origin, behaviour)
}

pub(crate) fn site(data: &Data, uid: &str, behaviour: &Behaviour) -> Answer {
    match by(&data.sites, "uid", uid) {
        Some(site) => Answer::json(200, site),
        None => says::error(404, says::NO_SITE, behaviour),
    }
}

pub(crate) fn devices(
    request: &Received,
    data: &Data,
    site: Option<&str>,
    origin: &str,
    behaviour: &Behaviour,
) -> Answer {
    if site.is_some_and(|uid| by(&data.sites, "uid", uid).is_none()) {
        return says::error(404, says::NO_SITE, behaviour);
    }
    let filter = request.pair("filterId");
    if filter.as_deref().is_some_and(|id| id != seed::SERVERS_FILTER) {
        return says::error(404, says::NO_FILTER, behaviour);
    }
    // "filterId exclusively determines the results": the other filters are then not looked at.
    let rows: Vec<Value> = data
        .devices
        .iter()
        .filter(|device| site.is_none_or(|uid| text(device, "/siteUid") == uid))
        .filter(|device| {
            if filter.is_some() {
                return text(device, "/deviceType/category") == "Server";
            }
            let holds =
                |name: &str, pointer: &str| like(text(device, pointer), request.pair(name).as_deref());
            holds("hostname", "/hostname")
                && holds("deviceType", "/deviceType/category")
                && holds("operatingSystem", "/operatingSystem")
                && holds("siteName", "/siteName")
        })
        .cloned()
        .collect();
    let kind = if site.is_some() { SITE_DEVICES } else { DEVICES };
    lists::answer(request, kind, &rows, origin, behaviour)
}

/// SQL's LIKE, as far as it is documented: a part of the text, in any case.
fn like(value: &str, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| value.to_lowercase().contains(&wanted.to_lowercase()))
}

/// One device by `uid` or `id`.
pub(crate) fn device(data: &Data, member: &str, value: &str, behaviour: &Behaviour) -> Answer {
    let found = match member {
        "id" => {
            let Ok(id) = value.parse::<u64>() else {
                return says::error(400, says::INVALID, behaviour);
            };
            data.devices.iter().find(|device| device["id"] == json!(id))
        }
        _ => data.device(value),
    };
    match found {
        Some(device) => Answer::json(200, device),
        None => says::error(404, says::NO_DEVICE, behaviour),
    }
}

/// A bare array, without pages.
pub(crate) fn by_mac(data: &Data, mac: &str) -> Answer {
    let found: Vec<&Value> = data
        .devices
        .iter()
        .filter(|device| seed::mac(device) == mac.to_uppercase())
        .collect();
    Answer::json(200, &json!(found))
}

/// The audit of a device of this class; of another class: 400.
pub(crate) fn audit(data: &Data, class: &str, uid: &str, behaviour: &Behaviour) -> Answer {
    let Some(device) = data.device(uid) else {
        return says::error(404, says::NO_DEVICE, behaviour);
    };
    if text(device, "/deviceClass") != class {
        return says::error(400, says::WRONG_CLASS, behaviour);
    }
    Answer::json(200, &seed::audit(class, device))
}

/// The software on a device.
pub(crate) fn software(data: &Data, uid: &str, behaviour: &Behaviour) -> Result<Vec<Value>, Answer> {
    let device = data
        .device(uid)
        .ok_or_else(|| says::error(404, says::NO_DEVICE, behaviour))?;
    if text(device, "/deviceClass") != "device" {
        return Err(says::error(400, says::WRONG_CLASS, behaviour));
    }
    Ok(seed::software(device))
}
