//! `subscriptions`: what Graph tells an application of. Whoever is to be told was asked before (`handshake.rs`).

use hyper::Method;
use serde_json::{Value, json};

use super::call::{Call, Said, entity};
use super::needs::{self, Need};
use super::says::Refusal;
use crate::exchange::Answer;
use crate::microsoft365::world::{Row, instant, second, text};

/// The longest life of a subscription in minutes, by the first part of its resource.
const LIVES: [(&str, i64); 3] = [("users", 41_760), ("groups", 41_760), ("security", 43_200)];

/// Less than this is raised to this.
const SHORTEST: i64 = 45;

/// The longest client state.
const LONGEST_STATE: usize = 128;

const KIND: &str = "subscriptions";

const ALERTS: Need = Need {
    delegated: &["SecurityAlert.Read.All"],
    application: &["SecurityAlert.Read.All"],
    roles: &[],
    members_may: true,
};

/// One subscription.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub tenant: String,
    pub app: String,
    /// As it was asked for, with the client state, which only the answer to its making shows.
    pub row: Row,
}

/// Answers below `subscriptions`.
pub(crate) fn answer(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, []) => Ok(list(call)),
        (&Method::POST, []) => create(call),
        (&Method::GET, [id]) => {
            let at = find(call, id)?;
            Ok(entity(200, KIND, hidden(&call.world.subscriptions[at].row)))
        }
        (&Method::PATCH, [id]) => renew(call, id),
        (&Method::POST, [id, "reauthorize"]) => find(call, id).map(|_| Answer::empty(204)),
        (&Method::DELETE, [id]) => {
            let at = find(call, id)?;
            call.world.subscriptions.remove(at);
            Ok(Answer::empty(204))
        }
        _ => Err(Refusal::segment(KIND)),
    }
}

fn list(call: &Call<'_>) -> Answer {
    let own = call.world.subscriptions.iter().filter(|one| is_own(call, one));
    let rows: Vec<Value> = own.map(|one| hidden(&one.row)).collect();
    Answer::json(200, &json!({ "value": rows }))
}

fn create(call: &mut Call<'_>) -> Said {
    let body = call.body()?;
    let resource = text(&body, "resource").trim_matches('/').to_owned();
    let first = resource.split('/').next().unwrap_or_default();
    match first {
        "users" => call.need(&needs::USERS)?,
        "groups" => call.need(&needs::GROUPS)?,
        "security" => call.need(&ALERTS)?,
        _ => {
            return Err(invalid(&format!(
                "Invalid 'resource' in subscription: {resource}."
            )));
        }
    }
    for name in ["changeType", "notificationUrl"] {
        if text(&body, name).is_empty() {
            return Err(invalid(&format!("The required property '{name}' is missing.")));
        }
    }
    let known = |change: &str| matches!(change, "created" | "updated" | "deleted");
    if !text(&body, "changeType").split(',').all(known) {
        return Err(invalid("The value of 'changeType' is not known."));
    }
    if text(&body, "clientState").len() > LONGEST_STATE {
        return Err(invalid("The value of 'clientState' is too long."));
    }
    let until = until(call, &resource, &body)?;
    let mut row = body;
    row.insert("id".to_owned(), call.world.id().into());
    row.insert("resource".to_owned(), resource.into());
    row.insert("expirationDateTime".to_owned(), until.into());
    row.insert("applicationId".to_owned(), call.bearer.app_id.clone().into());
    let shown = Value::Object(row.clone());
    call.world.subscriptions.push(Subscription {
        tenant: call.bearer.tenant.clone(),
        app: call.bearer.app_id.clone(),
        row,
    });
    Ok(entity(201, KIND, shown))
}

fn renew(call: &mut Call<'_>, id: &str) -> Said {
    let at = find(call, id)?;
    let body = call.body()?;
    let resource = text(&call.world.subscriptions[at].row, "resource").to_owned();
    let until = until(call, &resource, &body)?;
    let row = &mut call.world.subscriptions[at].row;
    row.insert("expirationDateTime".to_owned(), until.into());
    Ok(entity(200, KIND, hidden(row)))
}

/// Until when, within what the resource allows.
fn until(call: &Call<'_>, resource: &str, body: &Row) -> Result<String, Refusal> {
    let first = resource.split('/').next().unwrap_or_default();
    let most = LIVES
        .iter()
        .find(|(name, _)| *name == first)
        .map_or(4_230, |(_, most)| *most);
    let wanted = second(text(body, "expirationDateTime"))
        .ok_or_else(|| invalid("The required property 'expirationDateTime' is missing."))?;
    let now = call.world.now;
    if wanted <= now {
        return Err(invalid("Subscription expiration must be in the future."));
    }
    if wanted > now + most * 60 {
        return Err(invalid(&format!(
            "Subscription expiration can only be {most} minutes in the future."
        )));
    }
    Ok(instant(wanted.max(now + SHORTEST * 60)))
}

/// What ended is not there any more.
fn find(call: &Call<'_>, id: &str) -> Result<usize, Refusal> {
    let all = &call.world.subscriptions;
    all.iter()
        .position(|one| text(&one.row, "id") == id && is_own(call, one))
        .ok_or_else(|| Refusal::new(404, "ResourceNotFound", "The object was not found."))
}

fn is_own(call: &Call<'_>, one: &Subscription) -> bool {
    let ends = second(text(&one.row, "expirationDateTime")).unwrap_or_default();
    one.tenant == call.bearer.tenant && one.app == call.bearer.app_id && ends > call.world.now
}

fn hidden(row: &Row) -> Value {
    let mut row = row.clone();
    row.insert("clientState".to_owned(), Value::Null);
    Value::Object(row)
}

fn invalid(why: &str) -> Refusal {
    Refusal::new(400, "InvalidRequest", why)
}
