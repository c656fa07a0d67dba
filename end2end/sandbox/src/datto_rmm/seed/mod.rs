//! The synthetic data of the two accounts, the same at every start. Times are epoch milliseconds, as live answers have
//! them; every other device leaves its null members out.

mod alerts;
mod audits;
mod components;
mod devices;

use serde_json::{Value, json};

use super::credentials::Account;
use super::tenant::Data;

pub(crate) use audits::{audit, mac, software};

/// 2026-01-01T00:00:00Z in milliseconds.
pub(crate) const NOW: i64 = 1_767_225_600_000;
const HOUR: i64 = 3_600_000;

/// The id of the one device filter that there is: servers.
pub(crate) const SERVERS_FILTER: &str = "7001";

/// A synthetic uid: what it is of, and its number.
pub(crate) fn uid(kind: u64, number: u64) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}

/// The records of an account; the large one has as many devices as are asked for.
pub(crate) fn data(account: Account, large: u64) -> Data {
    // The small account's numbers begin where the large one's have ended.
    let (first, sites, devices, open, resolved, components) = match account {
        Account::Large => (0, 260, large.max(1), 310, 520, 260),
        Account::Small => (10_000, 3, 9, 2, 1, 4),
    };
    let of_site = |at: u64| site(first + at, &account_uid(first), sites, devices, at);
    let sites_rows: Vec<Value> = (0..sites).map(of_site).collect();
    let device_rows: Vec<Value> = (0..devices)
        .map(|at| devices::device(first + at, first + at % sites))
        .collect();
    let alert_rows = (0..open + resolved)
        .map(|at| alerts::alert(first + at, &device_rows, at, at >= open))
        .collect();
    Data {
        account: account_row(account, first, devices),
        sites: sites_rows,
        devices: device_rows,
        alerts: alert_rows,
        components: (0..components)
            .map(|at| components::component(first + at))
            .collect(),
        jobs: Vec::new(),
    }
}

fn account_uid(first: u64) -> String {
    uid(1, first + 1)
}

fn account_row(account: Account, first: u64, devices: u64) -> Value {
    let name = match account {
        Account::Large => "Northgate IT Services",
        Account::Small => "Southbank IT Services",
    };
    json!({
        "id": first + 1, "uid": account_uid(first), "name": name, "currency": "GBP",
        "descriptor": {"bilingEmail": "billing@example.org", "deviceLimit": 1_000, "timeZone": "Europe/London"},
        "devicesStatus": {
            "numberOfDevices": devices, "numberOfOnlineDevices": devices - devices / 7,
            "numberOfOfflineDevices": devices / 7, "numberOfOnDemandDevices": 0, "numberOfManagedDevices": devices,
        },
    })
}

const CUSTOMERS: [&str; 6] = [
    "Alder & Finch",
    "Brookside Dental",
    "Café Lumière",
    "Dunmore Logistics",
    "O'Brien Foods",
    "Kestrel Accountants",
];

fn pick<'a>(names: &[&'a str], at: u64) -> &'a str {
    let length = names.len() as u64;
    usize::try_from(at % length.max(1))
        .ok()
        .and_then(|at| names.get(at))
        .copied()
        .unwrap_or_default()
}

fn site_name(number: u64) -> String {
    format!("{} {number:03}", pick(&CUSTOMERS, number))
}

fn site(number: u64, account: &str, sites: u64, devices: u64, at: u64) -> Value {
    let here = devices / sites + u64::from(at < devices % sites);
    json!({
        "id": 20_000 + number, "uid": uid(2, number), "accountUid": account, "name": site_name(number),
        "description": null, "notes": null, "onDemand": false, "splashtopAutoInstall": true, "proxySettings": null,
        "devicesStatus": {"numberOfDevices": here, "numberOfOnlineDevices": here, "numberOfOfflineDevices": 0},
        "autotaskCompanyName": pick(&CUSTOMERS, number), "autotaskCompanyId": (29_683_000 + number).to_string(),
        "portalUrl": format!("https://concord.rmm.datto.com/site/{}", 20_000 + number),
    })
}
