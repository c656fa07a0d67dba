//! Service principals: an application as it stands in one tenant, and its application permissions.

use hyper::Method;
use serde_json::{Value, json};

use super::call::{Call, Said, entity, location};
use super::needs;
use super::query::{Kind, Query, one};
use super::says::Refusal;
use crate::exchange::Answer;
use crate::microsoft365::permissions::{EXCHANGE_APP, RESOURCES, app_role_name};
use crate::microsoft365::world::{Row, later, of_microsoft, row, shown, text};

/// `/servicePrincipals`.
pub(crate) const PRINCIPALS: Kind = Kind {
    context: "servicePrincipals",
    of: "microsoft.graph.servicePrincipal",
    properties: &[
        "id",
        "accountEnabled",
        "appDisplayName",
        "appId",
        "appOwnerOrganizationId",
        "appRoleAssignmentRequired",
        "appRoles",
        "deletedDateTime",
        "displayName",
        "oauth2PermissionScopes",
        "replyUrls",
        "servicePrincipalNames",
        "servicePrincipalType",
        "signInAudience",
        "tags",
    ],
    usual: &[],
    page: 100,
    largest: 999,
    directory: true,
    expands: &[],
};
const ASSIGNMENTS: Kind = Kind {
    context: "appRoleAssignments",
    of: "microsoft.graph.appRoleAssignment",
    properties: &[
        "id",
        "appRoleId",
        "principalId",
        "principalDisplayName",
        "resourceId",
        "resourceDisplayName",
        "createdDateTime",
    ],
    ..PRINCIPALS
};

/// Answers what is below `servicePrincipals`.
pub(crate) fn answer(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, []) => {
            call.need(&needs::APPLICATIONS)?;
            let query = Query::read(call, &PRINCIPALS)?;
            let rows = call.tenant().service_principals.rows(call.turn()).cloned();
            Ok(query.page(call, &PRINCIPALS, rows))
        }
        (&Method::POST, []) => create(call),
        (&Method::GET, [id]) => {
            call.need(&needs::APPLICATIONS)?;
            let principal = find(call, id)?.clone();
            one(call, &PRINCIPALS, &principal)
        }
        (&Method::PATCH, [id]) => update(call, id),
        (&Method::DELETE, [id]) => {
            call.need(&needs::APPLICATIONS_CHANGE)?;
            find(call, id)?;
            drop_principal(call, id);
            Ok(Answer::empty(204))
        }
        (&Method::GET, [id, "appRoleAssignedTo"]) => assignments(call, id, "resourceId"),
        (&Method::GET, [id, "appRoleAssignments"]) => assignments(call, id, "principalId"),
        (&Method::POST, [id, "appRoleAssignedTo"]) => assign(call, id, "resourceId"),
        (&Method::POST, [id, "appRoleAssignments"]) => assign(call, id, "principalId"),
        (&Method::DELETE, [id, "appRoleAssignedTo" | "appRoleAssignments", assignment]) => {
            call.need(&needs::APP_ROLES_CHANGE)?;
            find(call, id)?;
            let turn = call.turn();
            let gone = call.tenant_mut().app_roles.take(assignment, turn);
            gone.map(|_| Answer::empty(204))
                .ok_or_else(|| Refusal::not_found(assignment))
        }
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("servicePrincipals")),
    }
}

/// A service principal that can be seen.
pub(crate) fn find<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Row, Refusal> {
    let found = call.tenant().service_principals.get(id, call.turn());
    found.ok_or_else(|| Refusal::not_found(id))
}

fn create(call: &mut Call<'_>) -> Said {
    call.need(&needs::APPLICATIONS_CHANGE)?;
    let body = call.body()?;
    if let Some(other) = body.keys().find(|name| *name != "appId") {
        return Err(Refusal::bad(format!("Property '{other}' cannot be written.")));
    }
    let app_id = text(&body, "appId").to_owned();
    if call.tenant().principal_of(&app_id, u64::MAX).is_some() {
        return Err(Refusal::new(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            format!(
                "The service principal cannot be created, updated, or restored because the service principal name {app_id} is already in use."
            ),
        ));
    }
    let id = call.world.id();
    let made = match RESOURCES.iter().find(|known| known.app_id == app_id) {
        // What needs a licence does not come without one.
        Some(known) if known.app_id != EXCHANGE_APP => of_microsoft(&id, known),
        Some(_) => return Err(Refusal::bad("The tenant has no subscription for this service.")),
        None => {
            let found = call.world.application(&app_id);
            let (home, app) = found.ok_or_else(|| {
                Refusal::bad(format!("The appId '{app_id}' of the service principal does not reference a valid application object."))
            })?;
            row(json!({
                "id": id, "appId": app_id, "displayName": app["displayName"], "appDisplayName": app["displayName"],
                "accountEnabled": true, "servicePrincipalType": "Application", "appOwnerOrganizationId": home.id,
                "appRoles": [], "oauth2PermissionScopes": [], "deletedDateTime": null,
            }))
        }
    };
    let (turn, seen_from) = (call.turn(), call.seen_from());
    call.tenant_mut()
        .service_principals
        .add(made.clone(), turn, seen_from);
    let answer = entity(201, "servicePrincipals", shown(&made));
    Ok(answer.with("location", &location(&format!("servicePrincipals/{id}"))))
}

fn update(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::APPLICATIONS_CHANGE)?;
    let body = call.body()?;
    for (name, value) in &body {
        let fits = match name.as_str() {
            "accountEnabled" => value.is_boolean(),
            "displayName" => value.is_string(),
            other => return Err(Refusal::bad(format!("Property '{other}' cannot be written."))),
        };
        if !fits {
            return Err(Refusal::invalid(name));
        }
    }
    find(call, id)?;
    let turn = call.turn();
    if let Some(principal) = call.tenant_mut().service_principals.change(id, turn) {
        principal.extend(body);
    }
    Ok(Answer::empty(204))
}

/// Deletes it, and what was granted to it.
pub(crate) fn drop_principal(call: &mut Call<'_>, id: &str) {
    let (turn, now) = (call.turn(), call.instant());
    let tenant = call.tenant_mut();
    tenant.forget_principal(id);
    for members in tenant.members.values_mut() {
        members.retain(|member| member != id);
    }
    if let Some(mut principal) = tenant.service_principals.take(id, turn) {
        principal.insert("_kind".to_owned(), "servicePrincipal".into());
        principal.insert("deletedDateTime".to_owned(), now.into());
        tenant.deleted.add(principal, turn, turn);
    }
}

fn assignments(call: &Call<'_>, id: &str, side: &str) -> Said {
    call.need(&needs::APP_ROLES)?;
    let query = Query::read(call, &ASSIGNMENTS)?;
    find(call, id)?;
    let rows = call.tenant().app_roles.rows(call.turn());
    let rows = rows.filter(|row| text(row, side) == id).cloned();
    Ok(query.page(call, &ASSIGNMENTS, rows))
}

/// Grants an application permission.
fn assign(call: &mut Call<'_>, id: &str, side: &str) -> Said {
    call.need(&needs::APP_ROLES_CHANGE)?;
    let body = call.body()?;
    let get = |name: &str| {
        let found = body.get(name).and_then(Value::as_str);
        found.map(str::to_owned).ok_or_else(|| Refusal::missing(name))
    };
    let (principal_id, resource_id, role) = (get("principalId")?, get("resourceId")?, get("appRoleId")?);
    if text(&body, side) != id {
        return Err(Refusal::invalid(side));
    }
    let principal = find(call, &principal_id)?;
    let resource = find(call, &resource_id)?;
    if app_role_name(text(resource, "appId"), &role).is_none() {
        return Err(Refusal::bad(
            "Permission being assigned was not found on application",
        ));
    }
    let is_there = call
        .tenant()
        .granted_roles(&principal_id, &resource_id, u64::MAX)
        .contains(&role);
    if is_there {
        return Err(Refusal::bad(
            "Permission being assigned already exists on the object",
        ));
    }
    let names = json!([principal["displayName"], resource["displayName"]]);
    let made = row(json!({
        "id": call.world.id(), "appRoleId": role, "createdDateTime": call.instant(), "principalId": principal_id,
        "principalType": "ServicePrincipal", "principalDisplayName": names[0], "resourceId": resource_id,
        "resourceDisplayName": names[1], "deletedDateTime": null,
    }));
    let (turn, seen_from) = (call.turn(), later(call.turn(), call.behaviour.consent_lag));
    call.tenant_mut().app_roles.add(made.clone(), turn, seen_from);
    Ok(entity(201, "appRoleAssignments", shown(&made)))
}
