//! The one address that Partner Center posts to. A partner has room for one, so an address of somebody else is shown and left.

use super::{
    super::{paths, sign_in::PARTNER_CENTER},
    partner::EVENTS,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, member, text},
    policy::{Read, Write},
    vault::Secret,
};
use serde_json::{Value, json};
use url::Url;

/// How it stands at Partner Center.
pub enum Standing {
    /// It posts here.
    Ours,
    /// It posts here, and was asked for a test event.
    Asked,
    /// It posts to this host.
    Elsewhere(String),
    /// Nobody signs in there: it needs the service account.
    NobodySignsIn,
}

/// Registers the address with the secret at its end, unless somebody else's is there.
pub async fn keep(
    reader: &Client<Read>,
    writer: &Client<Write>,
    url: &str,
    secret: &Secret,
) -> Result<Standing, CallError> {
    let (Some(reader), Some(writer)) = (reader.in_realm(PARTNER_CENTER)?, writer.in_realm(PARTNER_CENTER)?)
    else {
        return Ok(Standing::NobodySignsIn);
    };
    let there = there(&reader).await?;
    let whole = format!("{url}/{}", secret.expose());
    let events = events(&reader).await;
    let body = json!({
        "WebhookUrl": whole,
        "WebhookEvents": events,
        // Proxies take `Authorization` away sooner than they do this one.
        "SignatureTokenToMsSignatureHeader": true,
    });
    let path = paths::partner_center_registration("");
    match there {
        Some(there) => {
            let told = text(&there, "WebhookUrl").unwrap_or_default();
            if told != url && !told.starts_with(&format!("{url}/")) {
                let host = Url::parse(&told)
                    .ok()
                    .and_then(|url| url.host_str().map(str::to_owned));
                return Ok(Standing::Elsewhere(
                    host.unwrap_or_else(|| "another address".to_owned()),
                ));
            }
            if told == whole && subscribed(&there, &events) {
                return Ok(Standing::Ours);
            }
            writer.put::<Value>(path, &body).await?;
        }
        None => {
            writer.post::<Value>(path, &body).await?;
        }
    }
    // Whether the test event can be asked for says nothing of the registration.
    let asked = writer
        .post_bare(paths::partner_center_registration("/validationEvents"))
        .await;
    Ok(match asked {
        Ok(()) => Standing::Asked,
        Err(_) => Standing::Ours,
    })
}

async fn there(reader: &Client<Read>) -> Result<Option<Value>, CallError> {
    match reader.get(paths::partner_center_registration(""), &[]).await {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind == CallErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The events that are known here, of those that Partner Center has now.
async fn events(reader: &Client<Read>) -> Vec<String> {
    let ours = || EVENTS.iter().map(|(name, ..)| (*name).to_owned());
    let live: Result<Vec<String>, _> = reader
        .get(paths::partner_center_registration("/events"), &[])
        .await;
    match live {
        Ok(live) if !live.is_empty() => ours()
            .filter(|name| live.iter().any(|one| one.eq_ignore_ascii_case(name)))
            .collect(),
        _ => ours().collect(),
    }
}

fn subscribed(there: &Value, events: &[String]) -> bool {
    let told = member(there, "WebhookEvents").and_then(Value::as_array);
    let told: Vec<&str> = told.into_iter().flatten().filter_map(Value::as_str).collect();
    events
        .iter()
        .all(|event| told.iter().any(|one| one.eq_ignore_ascii_case(event)))
}
