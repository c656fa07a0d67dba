//! Writing: create, change, replace, delete. Always 200 `{"itemId":…}`, never idempotent.

use hyper::Method;
use serde_json::{Map, Value, json};

use super::credentials::Rights;
use super::routes::Call;
use super::schema::{Entity, RESOURCES, TICKET_NOTES, TICKETS};
use super::tenants::{Data, Row};
use super::{checks, says, seed};
use crate::exchange::Answer;

/// POST, PATCH and PUT, on an entity or on the notes of a ticket.
pub(crate) fn write(call: &Call<'_>, ticket: Option<i64>) -> Answer {
    let mut data = call.tenant.data();
    if call.account.rights == Rights::ReadOnly || !may_impersonate(call, &data) {
        return says::refused(&[says::NO_RIGHT]);
    }
    let Ok(mut body) = serde_json::from_slice::<Map<String, Value>>(&call.request.body) else {
        let first = String::from_utf8_lossy(&call.request.body)
            .trim_start()
            .chars()
            .next();
        return says::refused(&[says::unexpected_character(first.unwrap_or(' '))]);
    };
    if let Some(ticket) = ticket {
        body.retain(|key, _| !key.eq_ignore_ascii_case("ticketID"));
        body.insert("ticketID".to_owned(), ticket.into());
    }
    match store(call.entity, &call.request.method, &body, &mut data) {
        Ok(id) => Answer::json(200, &json!({"itemId": id})),
        Err(complaints) => says::refused(&complaints),
    }
}

/// `DELETE /{Entity}/{id}`.
pub(crate) fn delete(call: &Call<'_>, id: i64) -> Answer {
    if call.account.rights == Rights::ReadOnly {
        return says::refused(&[says::NO_RIGHT]);
    }
    if call.tenant.data().delete(call.entity, id) {
        return Answer::json(200, &json!({"itemId": id}));
    }
    says::refused(&[says::NO_RECORD])
}

/// Acting as somebody needs a somebody who is there and active.
fn may_impersonate(call: &Call<'_>, data: &Data) -> bool {
    let Some(resource) = call.request.header("impersonationresourceid") else {
        return true;
    };
    let row = resource.parse().ok().and_then(|id| data.get(&RESOURCES, id));
    row.is_some_and(|row| row.get("isActive") == Some(&Value::Bool(true)))
}

fn store(
    entity: &Entity,
    method: &Method,
    body: &Map<String, Value>,
    data: &mut Data,
) -> Result<i64, Vec<String>> {
    let is_new = method == Method::POST;
    let id = body
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case("id"))
        .and_then(|(_, value)| value.as_i64());
    let before = match (is_new, id.and_then(|id| data.get(entity, id))) {
        (true, _) => None,
        (false, Some(row)) => Some(row.clone()),
        (false, None) => return Err(vec![says::NO_RECORD.to_owned()]),
    };
    let sent = checks::given(body, entity, data)?;
    let mut whole = before.clone().unwrap_or_else(|| seed::empty(entity));
    if method == Method::PUT {
        // A PUT replaces: what a person could have sent and did not becomes null.
        let editable = entity.fields.iter().filter(|field| !field.is_read_only);
        whole.extend(editable.map(|field| (field.name.to_owned(), Value::Null)));
    }
    lay_over(&mut whole, &sent);
    let complaints = checks::together(entity, &whole, &sent, data);
    if !complaints.is_empty() {
        return Err(complaints);
    }
    let (now, count) = data.tick();
    stamp(entity, &mut whole, &now, count, is_new);
    if entity.plural == TICKET_NOTES.plural {
        touch_ticket(&whole, &now, data);
    }
    Ok(data.put(entity, id.filter(|_| !is_new), whole))
}

/// Sent fields over the row; user-defined ones one by one, since only those sent change.
fn lay_over(whole: &mut Row, sent: &Row) {
    for (name, value) in sent {
        let (Some(Value::Array(kept)), Value::Array(new), "userDefinedFields") =
            (whole.get_mut(name), value, name.as_str())
        else {
            whole.insert(name.clone(), value.clone());
            continue;
        };
        for field in new {
            kept.retain(|old| old.get("name") != field.get("name"));
            kept.push(field.clone());
        }
    }
}

/// What the vendor fills in by itself.
fn stamp(entity: &Entity, row: &mut Row, now: &str, count: i64, is_new: bool) {
    let mut set = |name: &str, value: Value| {
        if entity.field(name).is_some() {
            row.insert(name.to_owned(), value);
        }
    };
    for name in [
        "lastActivityDate",
        "lastTrackedModificationDateTime",
        "lastTrackedModifiedDateTime",
        "lastModifiedDateTime",
    ] {
        set(name, now.into());
    }
    if is_new {
        set("createDate", now.into());
        set("createDateTime", now.into());
        set("ticketNumber", format!("T20261124.{count:04}").into());
        set("timeEntryType", 2.into());
    }
    if entity.plural == TICKETS.plural {
        let is_complete = row.get("status").and_then(Value::as_i64) == Some(5);
        let was = row.get("completedDate").filter(|date| date.is_string()).cloned();
        let completed = is_complete.then(|| was.unwrap_or_else(|| now.into()));
        row.insert("completedDate".to_owned(), completed.unwrap_or_default());
    }
}

fn touch_ticket(note: &Row, now: &str, data: &mut Data) {
    let Some(id) = note.get("ticketID").and_then(Value::as_i64) else {
        return;
    };
    if let Some(mut ticket) = data.get(&TICKETS, id).cloned() {
        ticket.insert("lastActivityDate".to_owned(), now.into());
        data.put(&TICKETS, Some(id), ticket);
    }
}
