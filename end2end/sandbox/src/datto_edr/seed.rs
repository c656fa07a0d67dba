//! The synthetic data, the same at every start. Ids are GUIDs whose order is not that of time, as at the vendor's.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::filter::Row;

/// 2026-11-24T06:00:00Z.
const NOW: i64 = 1_795_500_000;
const HOUR: i64 = 3_600;

/// How many there are of each. More than one page of 1,000 where paging must be real.
pub(crate) const AGENTS: u32 = 1_240;
pub(crate) const ALERTS: u32 = 2_300;
pub(crate) const ARCHIVED: u32 = 1_050;
pub(crate) const TASKS: u32 = 1_120;
const GROUPS: u32 = 12;

const CUSTOMERS: [&str; 4] = [
    "Fernhill Dental",
    "Larkspur Café",
    "Ostrava Freight",
    "Quayside Legal",
];
const SEVERITIES: [&str; 4] = ["low", "medium", "high", "critical"];
const SOURCES: [&str; 5] = ["rule", "reputation", "compliance", "extension", "av"];

/// Two agents of one group share this name, and so does one of another customer.
const SHARED_NAME: &str = "KIOSK-01";

/// A GUID whose beginning is scattered, so that order by id is no order by time.
pub(crate) fn guid(family: u16, number: u32) -> String {
    let scattered = number.wrapping_mul(2_654_435_761) ^ u32::from(family);
    format!("{scattered:08x}-{family:04x}-4000-8000-{number:012x}")
}

pub(crate) fn agent_id(number: u32) -> String {
    guid(0xa0, number)
}
pub(crate) fn group_id(number: u32) -> String {
    guid(0xb0, number)
}
fn organization_id(number: u32) -> String {
    guid(0xc0, number)
}
pub(crate) fn alert_id(number: u32) -> String {
    guid(0xd0, number)
}
pub(crate) fn extension_id(number: u32) -> String {
    guid(0xe0, number)
}
pub(crate) fn task_id(number: u32) -> String {
    guid(0xf0, number)
}

/// RFC 3339 with milliseconds, as the vendor writes times.
pub(crate) fn time(second: i64) -> String {
    Timestamp::from_second(second).map_or_else(|_| String::new(), |at| format!("{at:.3}"))
}

/// The hour before the first of time that the double's own clock shows.
pub(crate) fn time_of_tick(tick: i64) -> String {
    time(NOW + tick)
}

fn row(value: Value) -> Row {
    if let Value::Object(row) = value {
        row
    } else {
        Row::new()
    }
}

fn pick<T: Copy, const N: usize>(of: [T; N], number: u32) -> T {
    of[number as usize % N]
}

/// The host name of an agent.
pub(crate) fn hostname(number: u32) -> String {
    match number {
        // 1, 13 and 2: the first two are of one group.
        1 | 13 | 2 => SHARED_NAME.to_owned(),
        _ => format!("WS-{number:04}"),
    }
}

pub(crate) fn agents() -> impl Iterator<Item = Row> {
    (0..AGENTS).map(|number| {
        let group = number % GROUPS;
        let customer = group % 4;
        let is_on = number % 9 != 8;
        row(json!({
            "id": agent_id(number), "deviceId": guid(0xa1, number), "hostname": hostname(number),
            "status": if is_on { "Online" } else { "Offline" }, "active": is_on, "authorized": true,
            "isolated": number == 5, "syncStatus": "synced", "heartbeat": time(NOW - i64::from(number % 50)),
            "version": "3.12.0.1234", "os": "Windows 11 Pro", "hasEdrLicense": true, "hasAvLicense": number.is_multiple_of(2),
            "dattoAvEnabled": number.is_multiple_of(2), "alertCount": (number % 7).to_string(), "scanStatus": "completed",
            "organizationId": organization_id(customer), "organizationName": pick(CUSTOMERS, customer),
            "locationId": group_id(group), "locationName": format!("{} {group:02}", pick(CUSTOMERS, customer)),
            "markedForUninstall": false, "markedForUpdate": false,
            "eppData": {"dattoav": {"enabled": number.is_multiple_of(2), "data": {"connected": true, "engineReady": true,
                "engineVersion": "8.3.64.1", "rebootRequired": false}}},
        }))
    })
}

fn alert(number: u32, hours_ago: i64) -> Row {
    let agent = number % AGENTS;
    let at = NOW - hours_ago * HOUR;
    row(json!({
        "id": alert_id(number), "agentId": agent_id(agent), "deviceId": guid(0xa1, agent),
        "hostname": hostname(agent), "name": format!("Suspicious activity {number}"),
        "type": if number.is_multiple_of(3) { "file" } else { "process" }, "severity": pick(SEVERITIES, number),
        "sourceName": "Behaviour rule", "sourceType": pick(SOURCES, number), "signal": number.is_multiple_of(2),
        "archived": number.is_multiple_of(10), "eventTime": time(at - 7), "createdOn": time(at),
        "scanId": guid(0xf1, number % TASKS), "mitreId": "T1059.001", "mitreTactic": "execution",
        "organizationId": organization_id(agent % GROUPS % 4), "responseData": [{"name": "quarantine-file"}],
    }))
}

/// Of the last 30 days, newest first.
pub(crate) fn alerts() -> impl Iterator<Item = Row> {
    (0..ALERTS).map(|number| alert(number, i64::from(number) * 700 / i64::from(ALERTS)))
}

/// The same with verdicts.
pub(crate) fn alert_details() -> impl Iterator<Item = Row> {
    alerts().map(|mut row| {
        let is_av = row.get("sourceType") == Some(&Value::from("av"));
        row.extend([
            ("malicious".to_owned(), Value::from(is_av)),
            ("suspicious".to_owned(), Value::from(!is_av)),
            ("threatScore".to_owned(), Value::from(7)),
            ("flagName".to_owned(), Value::Null),
        ]);
        if is_av {
            row.insert(
                "data".to_owned(),
                json!({"detected": true, "compromised": false, "quarantined": true, "detectionName": "HEUR/Test.File",
                    "executionStatus": "blocked", "isolated": false, "rebootNeeded": false}),
            );
        }
        row
    })
}

/// Older than 30 days.
pub(crate) fn archived_alerts() -> impl Iterator<Item = Row> {
    (0..ARCHIVED).map(|number| alert(ALERTS + number, 800 + i64::from(number)))
}

pub(crate) fn groups() -> impl Iterator<Item = Row> {
    (0..GROUPS).map(|number| {
        let customer = number % 4;
        let name = format!("{} {number:02}", pick(CUSTOMERS, customer));
        row(json!({"id": group_id(number), "name": name, "organizationId": organization_id(customer)}))
    })
}

/// 0 isolates, 1 restores; the others do something else.
pub(crate) fn extensions() -> impl Iterator<Item = Row> {
    let names = [
        "Host Isolation",
        "Host Isolation Restore",
        "Collect Event Logs",
        "Terminate Process",
    ];
    (0u32..).zip(names).map(|(number, name)| {
        row(json!({"id": extension_id(number), "name": name, "type": "response", "active": true}))
    })
}

pub(crate) fn tasks() -> impl Iterator<Item = Row> {
    (0..TASKS).map(|number| {
        let has_failed = number % 50 == 49;
        let at = NOW - i64::from(number) * HOUR;
        row(json!({
            "id": task_id(number), "name": format!("Scan {}", hostname(number)), "type": "Scan",
            "status": if has_failed { "Failed" } else { "Completed" }, "progress": 100,
            "message": if has_failed { "The agent went away" } else { "Done" }, "createdOn": time(at),
            "endedOn": time(at + 90), "archived": number.is_multiple_of(20),
            "data": {"scanId": guid(0xf1, number), "options": {}},
        }))
    })
}

pub(crate) fn task_items() -> impl Iterator<Item = Row> {
    (0..TASKS).map(|number| {
        row(json!({"id": guid(0xf2, number), "userTaskId": task_id(number), "status": "Completed"}))
    })
}

pub(crate) fn extension_output() -> impl Iterator<Item = Row> {
    (0..40).map(|number| {
        row(
            json!({"id": guid(0xf3, number), "scanId": guid(0xf1, number), "name": "Collect Event Logs",
            "output": "done"}),
        )
    })
}
