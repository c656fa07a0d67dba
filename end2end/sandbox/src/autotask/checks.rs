//! What a write may contain. All complaints are collected, each in the vendor's words where we know them.

use serde_json::{Map, Value};

use super::query::Scalar;
use super::says;
use super::schema::note_needs_title;
use super::schema::{COMPANIES, Entity, Field, Kind, RESOURCES, ROLES, TICKET_NOTES, TICKETS, TIME_ENTRIES};
use super::tenants::{Data, Row};

/// Contacts that exist; there is no Contacts entity in the double.
const CONTACTS: std::ops::RangeInclusive<i64> = 30_000_001..=30_000_040;

/// Reads the fields of a body into wire names. Unknown and read-only fields are ignored, as a .NET reader
/// ignores them; the caller still finds them unchanged.
pub(crate) fn given(body: &Map<String, Value>, entity: &Entity, data: &Data) -> Result<Row, Vec<String>> {
    let (mut row, mut complaints) = (Row::new(), Vec::new());
    for (key, value) in body {
        if key.eq_ignore_ascii_case("userDefinedFields") {
            match user_defined(value, entity) {
                Ok(fields) => drop(row.insert("userDefinedFields".to_owned(), fields)),
                Err(complaint) => complaints.push(complaint),
            }
            continue;
        }
        let Some(field) = entity.field(key).filter(|field| !field.is_read_only) else {
            continue;
        };
        match one(field, value, data) {
            Ok(value) => drop(row.insert(field.name.to_owned(), value)),
            Err(complaint) => complaints.push(complaint),
        }
    }
    if complaints.is_empty() {
        Ok(row)
    } else {
        Err(complaints)
    }
}

fn one(field: &Field, value: &Value, data: &Data) -> Result<Value, String> {
    if value.is_null() {
        return if field.is_required {
            Err(says::missing(field.name))
        } else {
            Ok(Value::Null)
        };
    }
    let scalar = Scalar::read(field.kind, value)?;
    if field.kind == Kind::Text {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let fits = text.chars().count() <= field.length;
        return if fits {
            Ok(Value::String(text))
        } else {
            Err(says::too_long(field.name, field.length))
        };
    }
    // Numbers sent as text are accepted and become numbers.
    let value = match (&scalar, value) {
        (Scalar::Moment(moment), _) => Value::String(moment.to_string()),
        (Scalar::Number(_), Value::String(text)) => text
            .trim()
            .parse::<serde_json::Number>()
            .map_or(Value::Null, Value::Number),
        _ => value.clone(),
    };
    let Some(id) = value.as_i64() else {
        return Ok(value);
    };
    if !field.picks.is_empty() && !field.picks.iter().any(|pick| pick.value == id) {
        return Err(says::no_such_pick(field.name));
    }
    if exists(field.reference, id, data) {
        Ok(value)
    } else {
        Err(says::no_such_reference(field.name, field.reference))
    }
}

/// Whether a referenced row exists; entities that the double does not have are taken on trust.
fn exists(reference: &str, id: i64, data: &Data) -> bool {
    match reference {
        "Ticket" => data.get(&TICKETS, id).is_some(),
        "Company" => data.get(&COMPANIES, id).is_some(),
        "Resource" => data
            .get(&RESOURCES, id)
            .is_some_and(|row| row.get("isActive") == Some(&Value::Bool(true))),
        "Role" => ROLES.contains(&id),
        "Contact" => CONTACTS.contains(&id),
        _ => true,
    }
}

fn user_defined(value: &Value, entity: &Entity) -> Result<Value, String> {
    let mut all = Vec::new();
    for field in value.as_array().ok_or(says::BAD_QUERY)? {
        let name = field.get("name").and_then(Value::as_str).ok_or(says::BAD_QUERY)?;
        let known = entity
            .user_defined
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name));
        let known = known.ok_or_else(|| says::unknown_field(name, entity.singular))?;
        // Values of user-defined fields are text, whatever they mean.
        let value = field
            .get("value")
            .filter(|value| value.is_string())
            .cloned()
            .unwrap_or_default();
        all.push(serde_json::json!({"name": known, "value": value}));
    }
    Ok(Value::Array(all))
}

/// Rules that look at several fields: `whole` is the row as it would become, `sent` what was sent.
pub(crate) fn together(entity: &Entity, whole: &Row, sent: &Row, data: &Data) -> Vec<String> {
    let is_set = |row: &Row, name: &str| row.get(name).is_some_and(|value| !value.is_null());
    let number = |row: &Row, name: &str| row.get(name).and_then(Value::as_i64);
    let required = entity
        .fields
        .iter()
        .filter(|field| field.is_required && !is_set(whole, field.name));
    let mut complaints: Vec<String> = required.map(|field| says::missing(field.name)).collect();
    for field in entity
        .fields
        .iter()
        .filter(|field| !field.parent.is_empty() && is_set(sent, field.name))
    {
        let (value, parent) = (number(whole, field.name), number(whole, field.parent));
        if !field
            .picks
            .iter()
            .any(|pick| Some(pick.value) == value && Some(pick.parent) == parent)
        {
            complaints.push(says::no_such_pick(field.name));
        }
    }
    let ticket = number(whole, "ticketID").and_then(|id| data.get(&TICKETS, id));
    if entity.plural == TICKETS.plural
        && is_set(sent, "assignedResourceID") != is_set(sent, "assignedResourceRoleID")
    {
        complaints.push(says::RESOURCE_AND_ROLE.to_owned());
    }
    if entity.plural == TIME_ENTRIES.plural {
        complaints.extend(time(whole, ticket));
    }
    let category = ticket.and_then(|row| number(row, "ticketCategory"));
    if entity.plural == TICKET_NOTES.plural && note_needs_title(category) && !is_set(whole, "title") {
        complaints.push(says::missing("title"));
    }
    complaints
}

/// Time on a ticket needs a role: one that exists, and the ticket's own where it has one.
fn time(whole: &Row, ticket: Option<&Row>) -> Option<String> {
    let role = whole.get("roleID").and_then(Value::as_i64);
    let own = ticket
        .and_then(|row| row.get("assignedResourceRoleID"))
        .and_then(Value::as_i64);
    let hours = whole.get("hoursWorked").and_then(Value::as_f64);
    match (role, own) {
        (None, _) if ticket.is_some() => Some(says::TIME_NEEDS_ROLE.to_owned()),
        (Some(role), _) if !ROLES.contains(&role) => Some(says::WRONG_ROLE.to_owned()),
        (Some(role), Some(own)) if role != own => Some(says::WRONG_ROLE.to_owned()),
        _ if hours.is_some_and(|hours| hours <= 0.0 || hours > 24.0) => Some(says::HOURS.to_owned()),
        _ => None,
    }
}
