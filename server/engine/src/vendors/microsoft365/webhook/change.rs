//! Graph's change notifications: several in one body, each with the client state that it was subscribed with, and Graph's own
//! notices about the subscription.

use super::{identifier, inner, plain, tenant};
use crate::{
    connector::{Alarm, NotProven, Unreadable, digest, json_object, member, same_as_one, text},
    vault::Secret,
};
use contract::event::Normalised;
use serde_json::{Value, json};

/// Nouns of Graph's resources and types, and what they are called here.
const NOUNS: [(&str, &str); 14] = [
    ("user", "user"),
    ("users", "user"),
    ("group", "group"),
    ("groups", "group"),
    ("alert", "alert"),
    ("alerts", "alert"),
    ("alerts_v2", "alert"),
    ("incident", "incident"),
    ("incidents", "incident"),
    ("device", "device"),
    ("devices", "device"),
    ("application", "application"),
    ("serviceprincipal", "service_principal"),
    ("serviceprincipals", "service_principal"),
];

/// Which secret every notification of a body knows: the oldest of them, so that no secret is taken for unused that is not.
pub fn proven(body: &[u8], secrets: &[Secret]) -> Result<usize, NotProven> {
    let missing = || NotProven::missing("The body holds no notification with a `clientState`.");
    let body = json_object(body).map_err(|_| missing())?;
    let all = items(&body).filter(|all| !all.is_empty()).ok_or_else(missing)?;
    let mut oldest = 0;
    for one in all {
        let state = member(one, "clientState")
            .and_then(Value::as_str)
            .ok_or_else(missing)?;
        let index = same_as_one(state, secrets).ok_or_else(|| {
            NotProven::mismatch(
                "The `clientState` of a notification is none of the secrets that are accepted.",
            )
        })?;
        oldest = oldest.max(index);
    }
    Ok(oldest)
}

fn items(body: &Value) -> Option<&[Value]> {
    Some(member(body, "value")?.as_array()?.as_slice())
}

/// The notification of a body that holds one.
pub fn one(body: &Value) -> Option<&Value> {
    match items(body)? {
        [one] if one.is_object() => Some(one),
        _ => None,
    }
}

/// Each of several notifications as if it had come alone; nothing where there is but one, which stays as it came.
pub fn parts(body: &[u8]) -> Vec<Vec<u8>> {
    let Ok(body) = json_object(body) else {
        return Vec::new();
    };
    match items(&body) {
        Some(all) if all.len() > 1 => all
            .iter()
            .map(|one| json!({ "value": [one] }).to_string().into_bytes())
            .collect(),
        _ => Vec::new(),
    }
}

/// Graph's own identity of a notification, or the version of the thing that it tells of.
pub fn identity(body: &Value) -> Option<String> {
    let one = one(body)?;
    let told = |name| text(one, name).unwrap_or_default();
    if let Some(id) = text(one, "id") {
        return Some(format!("id:{id}"));
    }
    let version = inner(one, "resourceData", "@odata.etag")?;
    let parts = [
        told("subscriptionId"),
        told("changeType"),
        told("resource"),
        version,
    ];
    Some(format!("version:{}", digest(json!(parts).to_string().as_bytes())))
}

/// What Graph says of the subscription itself.
fn lifecycle(one: &Value) -> Option<(&'static str, &'static str, bool)> {
    Some(match text(one, "lifecycleEvent")?.to_ascii_lowercase().as_str() {
        "reauthorizationrequired" => (
            "webhook.reauthorization_required",
            "Microsoft wants the subscription authorised again",
            true,
        ),
        "subscriptionremoved" => ("webhook.removed", "Microsoft has removed the subscription", true),
        "missed" => (
            "webhook.missed",
            "Microsoft could not deliver some notifications and will not try again",
            false,
        ),
        _ => return None,
    })
}

/// Whether the subscription must be looked after.
pub fn alarm(one: &Value) -> Option<Alarm> {
    let (_, why, settled) = lifecycle(one)?;
    Some(Alarm { why, settled })
}

/// One notification as an event.
pub fn normalise(shape: &Value, one: &Value) -> Result<Normalised, Unreadable> {
    let customer = identifier(one, "tenantId").map(|id| tenant(&id));
    if let Some((kind, subject, _)) = lifecycle(one) {
        // It is about our own subscription, and not about a customer.
        return Ok(plain(shape, kind, subject.to_owned()));
    }
    if let Some(event) = text(one, "lifecycleEvent") {
        return Err(Unreadable::kind(format!(
            "The notice `{}` of Graph is not known.",
            short(&event)
        )));
    }
    let noun = noun(one)?;
    let verb = match text(one, "changeType").unwrap_or_default().as_str() {
        "created" if noun == "alert" => "opened",
        "created" => "created",
        "updated" => "updated",
        "deleted" => "deleted",
        other => {
            let why = format!("The change `{}` is not known.", short(other));
            return Err(Unreadable::kind(why));
        }
    };
    let id = member(one, "resourceData").and_then(|data| identifier(data, "id"));
    let what = noun.replace('_', " ");
    let subject = match id {
        Some(id) => format!("The {what} {id} was {verb}"),
        None => format!("A {what} was {verb}"),
    };
    Ok(Normalised {
        customer,
        ..plain(shape, format!("{noun}.{verb}"), subject)
    })
}

/// By the type that Graph names, or the address of the thing.
fn noun(one: &Value) -> Result<&'static str, Unreadable> {
    let named = inner(one, "resourceData", "@odata.type");
    let named = named.and_then(|name| name.rsplit(['.', '#']).next().map(str::to_ascii_lowercase));
    let resource = text(one, "resource").unwrap_or_default().to_ascii_lowercase();
    let segments = resource
        .split('/')
        .map(|part| part.split('(').next().unwrap_or(part));
    let told: Vec<&str> = named.as_deref().into_iter().chain(segments.clone()).collect();
    let known = |word: &str| NOUNS.iter().find(|(name, _)| *name == word);
    told.iter()
        .find_map(|word| known(word))
        .map(|(_, noun)| *noun)
        .ok_or_else(|| {
            let word = named.as_deref().unwrap_or(&resource);
            Unreadable::kind(format!("The resource `{}` is not known.", short(word)))
        })
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
