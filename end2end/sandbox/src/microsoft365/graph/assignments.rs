//! `…/accessAssignments`: which group of the partner has which roles at the customer.

use hyper::Method;
use serde_json::Value;

use super::call::{Call, Said, entity};
use super::organization::collection;
use super::relationship_changes::{accepted, begin, check_etag, unified_roles};
use super::relationships::{at, place};
use super::says::{Refusal, gdap};
use crate::exchange::Answer;
use crate::microsoft365::world::{Assignment, Relationship, Status, is};

/// Answers what is below `accessAssignments`.
pub(crate) fn answer(call: &mut Call<'_>, id: &str, rest: &[&str]) -> Said {
    let at = place(call, id)?;
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, []) => {
            let turn = call.turn();
            let seen = call.world.relationships[at]
                .assignments
                .iter()
                .filter(|one| one.seen_from <= turn);
            let rows: Vec<Value> = seen.map(Assignment::to_json).collect();
            Ok(collection("accessAssignments", &rows))
        }
        (&Method::GET, [assignment]) => {
            let found = find(call, &call.world.relationships[at], assignment)?;
            Ok(entity(200, "accessAssignments", found.to_json()))
        }
        (&Method::POST, []) => create(call, id),
        (&Method::PATCH, [assignment]) => update(call, id, assignment),
        (&Method::DELETE, [assignment]) => delete(call, id, assignment),
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("accessAssignments")),
    }
}

fn find<'a>(call: &Call<'_>, one: &'a Relationship, id: &str) -> Result<&'a Assignment, Refusal> {
    let mut seen = one.assignments.iter().filter(|one| one.seen_from <= call.turn());
    seen.find(|one| one.id == id)
        .ok_or_else(|| gdap::bad("The passed in accessAssignmentId is invalid."))
}

/// Assignments live in an active relationship, with roles out of its own.
fn check(call: &Call<'_>, at: usize, roles: &[String]) -> Result<(), Refusal> {
    let one = &call.world.relationships[at];
    if one.status != Status::Active {
        return Err(gdap::bad("The relationship is not active."));
    }
    if roles.iter().any(|role| !one.roles.contains(role)) {
        return Err(gdap::bad("The roles are not a subset of the relationship's."));
    }
    Ok(())
}

fn create(call: &mut Call<'_>, id: &str) -> Said {
    let body = call.body()?;
    let container = body.get("accessContainer").cloned().unwrap_or_default();
    if container["accessContainerType"] != "securityGroup" {
        return Err(gdap::bad("The value of 'accessContainerType' is invalid."));
    }
    let group = container["accessContainerId"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let roles = unified_roles(body.get("accessDetails").unwrap_or(&Value::Null))?;
    let place = place(call, id)?;
    check(call, place, &roles)?;
    let known = call.tenant().groups.get(&group, call.turn());
    if !known.is_some_and(|group| is(group, "securityEnabled")) {
        return Err(gdap::bad("The access container does not exist."));
    }
    let present = call.world.relationships[place].assignments.iter();
    if present
        .clone()
        .any(|one| one.group == group && !matches!(one.status, "deleting" | "deleted"))
    {
        return Err(gdap::exists(409));
    }
    let now = call.world.now;
    let made = Assignment {
        id: call.world.id(),
        group,
        roles,
        status: "pending",
        created: now,
        modified: now,
        version: call.world.number(),
        seen_from: call.seen_from(),
        since: call.turn(),
    };
    let shown = made.to_json();
    at(call, id)?.assignments.push(made);
    Ok(entity(201, "accessAssignments", shown))
}

fn update(call: &mut Call<'_>, id: &str, assignment: &str) -> Said {
    let place = place(call, id)?;
    let present = find(call, &call.world.relationships[place], assignment)?.clone();
    check_etag(call, present.version, true)?;
    let body = call.body()?;
    if body.keys().any(|name| name != "accessDetails") {
        return Err(gdap::bad("Only 'accessDetails' can be written."));
    }
    let roles = unified_roles(body.get("accessDetails").unwrap_or(&Value::Null))?;
    check(call, place, &roles)?;
    if present.status != "active" {
        return Err(gdap::bad(
            "The assignment cannot be changed in its present status.",
        ));
    }
    if roles == present.roles {
        return Ok(entity(200, "accessAssignments", present.to_json()));
    }
    let operation = begin(call, id, "delegatedAdminAccessAssignmentUpdate")?;
    let (turn, now) = (call.turn(), call.world.now);
    for one in at(call, id)?
        .assignments
        .iter_mut()
        .filter(|one| one.id == assignment)
    {
        one.roles.clone_from(&roles);
        one.go("pending", turn, now);
    }
    Ok(accepted(id, &operation))
}

fn delete(call: &mut Call<'_>, id: &str, assignment: &str) -> Said {
    let place = place(call, id)?;
    let present = find(call, &call.world.relationships[place], assignment)?.clone();
    check_etag(call, present.version, true)?;
    if matches!(present.status, "deleting" | "deleted") {
        return Err(gdap::bad("The assignment is deleted already."));
    }
    check(call, place, &[])?;
    let (turn, now) = (call.turn(), call.world.now);
    for one in at(call, id)?
        .assignments
        .iter_mut()
        .filter(|one| one.id == assignment)
    {
        one.go("deleting", turn, now);
    }
    Ok(Answer::empty(204))
}
