//! The private API of controllers without keys: rows in an envelope, worded anew under the official API's names.

use super::secrets;
use crate::{
    connector::{CallError, CallErrorKind, Client, Path},
    policy::Access,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
struct Envelope {
    data: Vec<Map<String, Value>>,
}

/// A row.
pub type Row = Map<String, Value>;

/// The rows at a path, without their secrets.
pub async fn rows<A: Access>(client: &Client<A>, path: Path) -> Result<Vec<Row>, CallError> {
    let envelope: Envelope = client.get(path, &[]).await.map_err(secrets::withheld)?;
    Ok(envelope.data.into_iter().map(without_secrets).collect())
}

/// The rows of a path that has no envelope.
pub async fn bare_rows<A: Access>(client: &Client<A>, path: Path) -> Result<Vec<Row>, CallError> {
    let rows: Vec<Row> = client.get(path, &[]).await.map_err(secrets::withheld)?;
    Ok(rows.into_iter().map(without_secrets).collect())
}

fn without_secrets(row: Row) -> Row {
    match secrets::without(Value::Object(row)) {
        Value::Object(row) => row,
        _ => Row::new(),
    }
}

/// A row as one of our records; what does not fit is named by its place.
pub fn record<T: serde::de::DeserializeOwned, A: Access>(
    client: &Client<A>,
    row: Row,
) -> Result<T, CallError> {
    serde_path_to_error::deserialize(Value::Object(row)).map_err(|why| {
        let at = format!("`{}` of a row", why.path());
        client.session().error(CallErrorKind::Contract { at })
    })
}

/// Moves a member to another name; the vendor's own member of that name gives way.
fn rename(row: &mut Row, from: &str, to: &str) {
    if let Some(value) = row.remove(from) {
        row.insert(to.to_owned(), value);
    }
}

/// A site: its id is the short name, by which every path knows it.
pub fn site(mut row: Row) -> Row {
    let reference = row.get("name").cloned().unwrap_or_default();
    row.insert("id".to_owned(), reference.clone());
    row.insert("internalReference".to_owned(), reference);
    rename(&mut row, "desc", "name");
    row
}

/// A device.
pub fn device(mut row: Row) -> Row {
    for (from, to) in [
        ("_id", "id"),
        ("mac", "macAddress"),
        ("ip", "ipAddress"),
        ("version", "firmwareVersion"),
        ("upgradable", "firmwareUpdatable"),
    ] {
        rename(&mut row, from, to);
    }
    if let Some(state) = row.get("state").and_then(Value::as_u64) {
        row.insert("state".to_owned(), state_word(state).into());
    }
    row
}

/// The official word, where there is one.
fn state_word(state: u64) -> String {
    match state {
        0 => "OFFLINE",
        1 => "ONLINE",
        2 => "PENDING_ADOPTION",
        3 => "FIRMWARE_MISMATCH",
        4 => "UPDATING",
        5 => "GETTING_READY",
        6 => "CONNECTION_INTERRUPTED",
        7 => "ADOPTING",
        8 => "DELETING",
        9 => "INFORM_ERROR",
        10 => "ADOPTION_FAILED",
        11 => "ISOLATED",
        other => return format!("STATE_{other}"),
    }
    .to_owned()
}

/// A connected client.
pub fn station(mut row: Row) -> Row {
    for (from, to) in [("_id", "id"), ("mac", "macAddress"), ("ip", "ipAddress")] {
        rename(&mut row, from, to);
    }
    if let Some(wired) = row.get("is_wired").and_then(Value::as_bool) {
        row.insert("type".to_owned(), if wired { "WIRED" } else { "WIRELESS" }.into());
    }
    if let Some(guest) = row.get("is_guest").and_then(Value::as_bool) {
        let mut access = json!({"type": if guest { "GUEST" } else { "DEFAULT" }});
        if let (true, Some(authorized)) = (guest, row.get("authorized").and_then(Value::as_bool)) {
            access["authorized"] = authorized.into();
        }
        row.insert("access".to_owned(), access);
    }
    let named = row
        .get("name")
        .and_then(Value::as_str)
        .is_some_and(|name| !name.is_empty());
    if !named && let Some(host) = row.get("hostname").cloned() {
        row.insert("name".to_owned(), host);
    }
    if let Some(since) = row.get("assoc_time").and_then(Value::as_i64)
        && let Ok(at) = jiff::Timestamp::from_second(since)
    {
        row.insert("connectedAt".to_owned(), at.to_string().into());
    }
    row
}

/// The figures that stand among a device's members.
pub fn statistics(mut row: Row) -> Row {
    let mut figures = Row::new();
    let figure = |row: &Row, name: &str| {
        let text = row.get("system-stats")?.get(name)?;
        text.as_f64().or_else(|| text.as_str()?.parse().ok())
    };
    for (from, to) in [("cpu", "cpuUtilizationPct"), ("mem", "memoryUtilizationPct")] {
        if let Some(number) = figure(&row, from) {
            figures.insert(to.to_owned(), number.into());
        }
    }
    if let Some(uptime) = row.remove("uptime") {
        figures.insert("uptimeSec".to_owned(), uptime);
    }
    for kept in ["uplink", "sys_stats", "last_seen"] {
        if let Some(value) = row.remove(kept) {
            figures.insert(kept.to_owned(), value);
        }
    }
    figures
}
