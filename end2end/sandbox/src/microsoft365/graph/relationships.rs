//! `delegatedAdminRelationships`: reading them, what was asked of them, and what goes on.

use hyper::Method;
use serde_json::Value;

use super::call::{Call, Said, entity};
use super::organization::collection;
use super::query::{Kind, Query, one};
use super::says::{Refusal, gdap};
use super::{assignments, needs, relationship_changes};
use crate::microsoft365::accounts::PARTNER_TENANT;
use crate::microsoft365::permissions::{GDAP_APP, roles};
use crate::microsoft365::world::{Operation, Relationship, Row, row, text};

/// `/delegatedAdminRelationships`.
pub(crate) const RELATIONSHIPS: Kind = Kind {
    context: "tenantRelationships/delegatedAdminRelationships",
    of: "microsoft.graph.delegatedAdminRelationship",
    properties: &[
        "id",
        "accessDetails",
        "activatedDateTime",
        "autoExtendDuration",
        "createdDateTime",
        "customer",
        "displayName",
        "duration",
        "endDateTime",
        "lastModifiedDateTime",
        "status",
    ],
    usual: &[],
    page: 100,
    largest: 300,
    directory: false,
    expands: &[],
};

/// Answers what is below `delegatedAdminRelationships`.
pub(crate) fn answer(call: &mut Call<'_>, rest: &[&str]) -> Said {
    check_partner(call)?;
    call.need(&needs::RELATIONSHIPS)?;
    if call.request.is_write() {
        call.need(&needs::RELATIONSHIPS_CHANGE)
            .map_err(|_| gdap::denied())?;
        check_agent(call)?;
    }
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, []) => {
            let query = Query::read(call, &RELATIONSHIPS)?;
            let turn = call.turn();
            let all = call
                .world
                .relationships
                .iter()
                .filter(|one| one.seen_from <= turn);
            let rows: Vec<Row> = all.map(|one| row(one.to_json(call.world))).collect();
            Ok(query.page(call, &RELATIONSHIPS, rows.into_iter()))
        }
        (&Method::POST, []) => relationship_changes::create(call),
        (&Method::GET, [id]) => {
            let shown = row(call.world.relationships[place(call, id)?].to_json(call.world));
            one(call, &RELATIONSHIPS, &shown)
        }
        (&Method::PATCH, [id]) => relationship_changes::update(call, id),
        (&Method::DELETE, [id]) => relationship_changes::delete(call, id),
        (&Method::GET, [id, "requests"]) => {
            let requests = &call.world.relationships[place(call, id)?].requests;
            Ok(collection("requests", requests))
        }
        (&Method::GET, [id, "requests", request]) => {
            let mut requests = call.world.relationships[place(call, id)?].requests.iter();
            let found = requests.find(|one| one["id"] == *request).cloned();
            let found: Value = found.ok_or_else(|| Refusal::not_found(request))?;
            Ok(entity(200, "requests", found))
        }
        (&Method::POST, [id, "requests"]) => relationship_changes::request(call, id),
        (&Method::GET, [id, "operations"]) => {
            let operations = &call.world.relationships[place(call, id)?].operations;
            let rows: Vec<Value> = operations.iter().map(Operation::to_json).collect();
            Ok(collection("operations", &rows))
        }
        (&Method::GET, [id, "operations", operation]) => {
            let mut operations = call.world.relationships[place(call, id)?].operations.iter();
            let found = operations
                .find(|one| one.id == *operation)
                .map(Operation::to_json);
            let found = found.ok_or_else(|| Refusal::not_found(operation))?;
            Ok(entity(200, "operations", found))
        }
        (_, [id, "accessAssignments", rest @ ..]) => assignments::answer(call, id, rest),
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("delegatedAdminRelationships")),
    }
}

/// Relationships are asked for in the partner's tenant; an application has to be provisioned for it.
pub(crate) fn check_partner(call: &Call<'_>) -> Result<(), Refusal> {
    let provisioned = !call.is_app() || call.tenant().principal_of(GDAP_APP, call.turn()).is_some();
    if call.tenant().id == PARTNER_TENANT && provisioned {
        return Ok(());
    }
    Err(gdap::denied())
}

/// Who changes them is an admin agent.
fn check_agent(call: &Call<'_>) -> Result<(), Refusal> {
    let Some(user) = call.user_id() else {
        return Ok(());
    };
    let tenant = call.tenant();
    let mut agents = tenant
        .groups
        .all()
        .filter(|group| text(group, "displayName") == "AdminAgents");
    let is_agent = agents.any(|group| tenant.is_member(text(group, "id"), user));
    if is_agent || call.has_role(&[roles::GLOBAL_ADMINISTRATOR]) {
        return Ok(());
    }
    Err(gdap::denied())
}

/// Where a relationship stands that can be seen.
pub(crate) fn place(call: &Call<'_>, id: &str) -> Result<usize, Refusal> {
    let turn = call.turn();
    let mut all = call.world.relationships.iter();
    all.position(|one| one.id == id && one.seen_from <= turn)
        .ok_or_else(gdap::unknown)
}

/// The same, to change it.
pub(crate) fn at<'a>(call: &'a mut Call<'_>, id: &str) -> Result<&'a mut Relationship, Refusal> {
    let place = place(call, id)?;
    Ok(&mut call.world.relationships[place])
}
