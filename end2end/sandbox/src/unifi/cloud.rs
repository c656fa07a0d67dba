//! The Site Manager: who has which consoles, and the connector that relays to one of them.

use hyper::Method;
use serde_json::{Value, json};
use tokio::time::Duration;

use super::behaviour::{Behaviour, RelayPath};
use super::credentials::{self, HOST_ID};
use super::says;
use crate::exchange::{Answer, Received};
use crate::rolling::Rolling;

/// Requests to one console in a minute.
const CONNECTOR_LIMIT: u64 = 100;

/// What the connector has to do.
pub(crate) enum Next {
    /// It is answered here.
    Answer(Answer),
    /// The console is asked for this path.
    Relay(Vec<String>),
}

/// Counts what goes through the connector.
pub(crate) fn usage() -> Rolling {
    Rolling::over(Duration::from_mins(1))
}

/// Looks at one request.
pub(crate) fn look(behaviour: &Behaviour, request: &Received, usage: &Rolling) -> Next {
    let Some(consoles) = credentials::consoles_of(request.header("x-api-key").unwrap_or_default()) else {
        return Next::Answer(says::cloud(401, "unauthorized", "unauthorized"));
    };
    let segments = request.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (&request.method, path.as_slice()) {
        (&Method::GET, ["v1", "hosts"]) => {
            let rows = consoles.iter().map(|id| host(behaviour, id)).collect();
            Next::Answer(page(request, rows))
        }
        (&Method::GET, ["v1", "hosts", id]) if consoles.contains(id) => {
            Next::Answer(envelope(&host(behaviour, id), None))
        }
        (_, ["v1", "connector", "consoles", id, rest @ ..]) => {
            if !consoles.contains(id) {
                let text = "insufficient permissions or not the owner of the host";
                return Next::Answer(says::cloud(403, "forbidden", text));
            }
            if usage.count() > CONNECTOR_LIMIT {
                let wait = "5.372786998s";
                let text = format!("rate limit exceeded, retry after {wait}");
                return Next::Answer(says::cloud(429, "rate_limit", &text).with("retry-after", wait));
            }
            if *id != HOST_ID || !behaviour.console_online {
                return Next::Answer(match behaviour.offline_status {
                    408 => says::cloud(408, "DeviceTimeout", "device timeout"),
                    status => says::cloud(status, "bad_gateway", "bad gateway"),
                });
            }
            let inner = match (behaviour.relay_path, rest) {
                (RelayPath::WithProxy, ["proxy", rest @ ..]) | (RelayPath::WithoutProxy, rest) => rest,
                _ => &[],
            };
            match inner {
                ["network", rest @ ..]
                    if rest.first() == Some(&"integration") || behaviour.relays_private_api =>
                {
                    Next::Relay(rest.iter().map(|part| (*part).to_owned()).collect())
                }
                _ => Next::Answer(says::cloud(404, "not_found", "not found")),
            }
        }
        _ => Next::Answer(says::cloud(404, "NOT_FOUND", "not found")),
    }
}

fn host(behaviour: &Behaviour, id: &str) -> Value {
    let is_ours = id == HOST_ID;
    json!({
        "id": id, "hardwareId": "00000000-0000-5000-8000-000000000001", "type": "console",
        "ipAddress": "192.0.2.1", "owner": true, "isBlocked": false, "registrationTime": "2026-01-05T10:00:00Z",
        "lastConnectionStateChange": "2026-11-01T10:00:00Z", "latestBackupTime": "2026-11-20T10:00:00Z", "userData": {},
        "reportedState": {
            "hostname": if is_ours { "Northgate HQ" } else { "Another console" },
            "state": if is_ours && behaviour.console_online { "connected" } else { "disconnected" },
        },
    })
}

/// Two rows a page when nothing is said, so that a client has to follow `nextToken`.
fn page(request: &Received, rows: Vec<Value>) -> Answer {
    let size = request
        .pair("pageSize")
        .and_then(|size| size.parse().ok())
        .unwrap_or(2_usize);
    let token = request.pair("nextToken");
    let from = token
        .as_deref()
        .and_then(|token| token.strip_prefix("from-")?.parse().ok())
        .unwrap_or(0);
    if token.is_some() && from == 0 {
        return says::cloud(400, "parameter_invalid", "invalid nextToken");
    }
    let next = (from + size < rows.len()).then(|| format!("from-{}", from + size));
    let page: Vec<Value> = rows.into_iter().skip(from).take(size).collect();
    envelope(&json!(page), next)
}

fn envelope(data: &Value, next: Option<String>) -> Answer {
    let mut body =
        json!({"data": data, "httpStatusCode": 200, "traceId": "a7dc15e0eb4527142d7823515b15f87d"});
    if let Some(next) = next {
        body["nextToken"] = next.into();
    }
    Answer::json(200, &body)
}
