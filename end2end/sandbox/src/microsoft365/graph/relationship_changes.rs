//! A relationship's life on the partner's side: made, changed, locked for approval, ended, deleted.

use serde_json::{Value, json};

use super::call::{Call, Said, entity, location};
use super::relationships::{RELATIONSHIPS, at, place};
use super::says::{Refusal, gdap};
use crate::exchange::Answer;
use crate::microsoft365::accounts::uuid;
use crate::microsoft365::permissions::roles;
use crate::microsoft365::world::{Operation, Relationship, Row, Status, days, etag, text};

const LONGEST_NAME: usize = 50;
const PATH: &str = "tenantRelationships/delegatedAdminRelationships";

/// What a body says, checked as far as it goes without knowing the relationship.
#[derive(Default)]
struct Wanted {
    name: Option<String>,
    duration: Option<String>,
    customer: Option<String>,
    roles: Option<Vec<String>>,
    auto_extend: Option<String>,
}

fn read(call: &Call<'_>, body: &Row, own: Option<&str>) -> Result<Wanted, Refusal> {
    let mut wanted = Wanted::default();
    for (name, value) in body {
        let words = value.as_str().map(str::to_owned);
        let refused = || gdap::bad(format!("The value of '{name}' is invalid."));
        match name.as_str() {
            "displayName" => {
                let fits = |name: &String| !name.is_empty() && name.chars().count() <= LONGEST_NAME;
                let words = words.filter(fits).ok_or_else(refused)?;
                let mut others = call
                    .world
                    .relationships
                    .iter()
                    .filter(|one| Some(one.id.as_str()) != own);
                if others.any(|one| one.name.eq_ignore_ascii_case(&words)) {
                    return Err(gdap::exists(call.behaviour.duplicate_name_status));
                }
                wanted.name = Some(words);
            }
            "duration" => {
                let fits = |text: &String| days(text).is_some_and(|days| (1..=730).contains(&days));
                wanted.duration = Some(words.filter(fits).ok_or_else(refused)?);
            }
            "autoExtendDuration" => {
                let fits = |text: &String| ["P0D", "PT0S", "P180D"].contains(&text.as_str());
                wanted.auto_extend = Some(words.filter(fits).ok_or_else(refused)?);
            }
            "customer" => {
                let id = value["tenantId"]
                    .as_str()
                    .filter(|id| call.world.tenant(id).is_some());
                wanted.customer = Some(id.ok_or_else(refused)?.to_owned());
            }
            "accessDetails" => wanted.roles = Some(unified_roles(value)?),
            _ => return Err(gdap::bad(format!("'{name}' cannot be written."))),
        }
    }
    Ok(wanted)
}

/// The roles of `accessDetails`: at least one, built-in, each once.
pub(crate) fn unified_roles(details: &Value) -> Result<Vec<String>, Refusal> {
    let refused = || gdap::bad("The value of 'accessDetails' is invalid.");
    let entries = details["unifiedRoles"]
        .as_array()
        .filter(|roles| !roles.is_empty());
    let mut found = Vec::new();
    for entry in entries.ok_or_else(refused)? {
        let id = entry["roleDefinitionId"].as_str().unwrap_or_default().to_owned();
        if !roles::is_built_in(&id) || found.contains(&id) {
            return Err(refused());
        }
        found.push(id);
    }
    Ok(found)
}

/// With Global Administrator among the roles nothing extends itself.
fn check_extension(roles: &[String], auto_extend: &str) -> Result<(), Refusal> {
    if auto_extend == "P180D" && roles.iter().any(|role| role == roles::GLOBAL_ADMINISTRATOR) {
        return Err(gdap::bad(
            "A relationship with the role Global Administrator cannot be extended automatically.",
        ));
    }
    Ok(())
}

/// `POST …`.
pub(crate) fn create(call: &mut Call<'_>) -> Said {
    let body = call.body()?;
    let wanted = read(call, &body, None)?;
    let needed = |name: &str| gdap::bad(format!("A value for '{name}' is required."));
    let roles = wanted.roles.ok_or_else(|| needed("accessDetails"))?;
    let auto_extend = wanted.auto_extend.unwrap_or_else(|| "PT0S".to_owned());
    check_extension(&roles, &auto_extend)?;
    let number = call.world.number();
    let now = call.world.now;
    let made = Relationship {
        id: format!("{}-{}", uuid(0x4df0_0000, number), uuid(0x4ef0_0000, number)),
        name: wanted.name.ok_or_else(|| needed("displayName"))?,
        duration: wanted.duration.ok_or_else(|| needed("duration"))?,
        customer: wanted.customer,
        roles,
        status: Status::Created,
        auto_extend,
        created: now,
        modified: now,
        activated: None,
        end: None,
        version: number,
        seen_from: call.seen_from(),
        since: call.turn(),
        assignments: Vec::new(),
        requests: Vec::new(),
        operations: Vec::new(),
    };
    let answer = entity(201, RELATIONSHIPS.context, made.to_json(call.world));
    let answer = answer.with("location", &location(&format!("{PATH}/{}", made.id)));
    call.world.relationships.push(made);
    Ok(answer)
}

/// Compares the caller's etag with the present one; a change without one is not looked at.
pub(crate) fn check_etag(call: &Call<'_>, version: u64, needed: bool) -> Result<(), Refusal> {
    match call.request.header("if-match") {
        None if needed => Err(gdap::bad("The header If-Match is required.")),
        None => Ok(()),
        Some(sent) if sent == etag(version) => Ok(()),
        Some(_) => Err(gdap::stale()),
    }
}

/// `PATCH …/{id}`: anything while it is only created; then the extension, and the removal of Global Administrator.
pub(crate) fn update(call: &mut Call<'_>, id: &str) -> Said {
    let place = place(call, id)?;
    let present = call.world.relationships[place].clone();
    check_etag(call, present.version, true)?;
    let body = call.body()?;
    let wanted = read(call, &body, Some(id))?;
    let is_extension = body.keys().all(|name| name == "autoExtendDuration");
    let is_roles = body.keys().all(|name| name == "accessDetails");
    let roles = wanted.roles.clone().unwrap_or_else(|| present.roles.clone());
    match present.status {
        Status::Created => {}
        Status::Active if is_extension => {}
        Status::Active if is_roles => return remove_global_administrator(call, id, &present, &roles),
        _ => {
            return Err(gdap::bad(
                "The relationship cannot be changed in its present status.",
            ));
        }
    }
    let auto_extend = wanted.auto_extend.unwrap_or(present.auto_extend);
    check_extension(&roles, &auto_extend)?;
    let now = call.world.now;
    let one = at(call, id)?;
    one.name = wanted.name.unwrap_or(present.name);
    one.duration = wanted.duration.unwrap_or(present.duration);
    one.customer = wanted.customer.or(present.customer);
    (one.roles, one.auto_extend, one.modified) = (roles, auto_extend, now);
    one.version += 1;
    let shown = call.world.relationships[place].to_json(call.world);
    Ok(entity(200, RELATIONSHIPS.context, shown))
}

/// The list says what stays; nothing but Global Administrator may go.
fn remove_global_administrator(
    call: &mut Call<'_>,
    id: &str,
    present: &Relationship,
    keep: &[String],
) -> Said {
    let mut expected = present.roles.clone();
    expected.retain(|role| role != roles::GLOBAL_ADMINISTRATOR);
    let (mut keep, mut sorted) = (keep.to_vec(), expected.clone());
    keep.sort();
    sorted.sort();
    if expected.len() == present.roles.len() || keep != sorted {
        return Err(gdap::bad(
            "Of an active relationship only the role Global Administrator can be removed.",
        ));
    }
    let operation = begin(call, id, "delegatedAdminRelationshipUpdate")?;
    let one = at(call, id)?;
    one.roles = expected;
    one.version += 1;
    Ok(accepted(id, &operation))
}

/// Writes down something that goes on.
pub(crate) fn begin(call: &mut Call<'_>, id: &str, kind: &'static str) -> Result<String, Refusal> {
    let operation = Operation {
        id: call.world.id(),
        kind,
        status: "notStarted",
        created: call.world.now,
        since: call.turn(),
    };
    let name = operation.id.clone();
    at(call, id)?.operations.push(operation);
    Ok(name)
}

/// 202, with where to look.
pub(crate) fn accepted(id: &str, operation: &str) -> Answer {
    let to = location(&format!("{PATH}/{id}/operations/{operation}"));
    Answer::json(202, &json!({}))
        .with("location", &to)
        .with("retry-after", "10")
}

/// `DELETE …/{id}`: while it is only created.
pub(crate) fn delete(call: &mut Call<'_>, id: &str) -> Said {
    let place = place(call, id)?;
    let present = &call.world.relationships[place];
    check_etag(call, present.version, true)?;
    if present.status != Status::Created {
        return Err(gdap::bad("Only a relationship that is created can be deleted."));
    }
    call.world.relationships.remove(place);
    Ok(Answer::empty(204))
}

/// `POST …/{id}/requests`: `lockForApproval` and `terminate`.
pub(crate) fn request(call: &mut Call<'_>, id: &str) -> Said {
    let body = call.body()?;
    let action = text(&body, "action").to_owned();
    let place = place(call, id)?;
    check_etag(call, call.world.relationships[place].version, false)?;
    let status = call.world.relationships[place].status;
    let to = match (action.as_str(), status) {
        ("lockForApproval", Status::Created) => Status::ApprovalPending,
        ("terminate", Status::Active) => Status::TerminationRequested,
        ("lockForApproval" | "terminate", _) => {
            return Err(gdap::bad(
                "The action is not possible in the relationship's present status.",
            ));
        }
        _ => return Err(gdap::bad("The action is not known, or not for this partner.")),
    };
    let made = json!({
        "id": call.world.id(), "action": action,
        "status": if to == Status::ApprovalPending { "succeeded" } else { "created" },
        "createdDateTime": call.instant(), "lastModifiedDateTime": call.instant(),
    });
    let (turn, now) = (call.turn(), call.world.now);
    let one = at(call, id)?;
    one.go(to, turn, now);
    one.requests.push(made.clone());
    Ok(entity(201, "requests", made))
}
