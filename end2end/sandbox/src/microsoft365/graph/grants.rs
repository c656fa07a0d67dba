//! `/oauth2PermissionGrants`: delegated permissions, for everybody or for one person.

use hyper::Method;
use serde_json::{Value, json};

use super::call::{Call, Said, entity};
use super::query::{Kind, Query};
use super::says::Refusal;
use super::{needs, principals};
use crate::exchange::Answer;
use crate::microsoft365::permissions::is_scope;
use crate::microsoft365::world::{Row, later, row, shown, text};

const GRANTS: Kind = Kind {
    context: "oauth2PermissionGrants",
    of: "microsoft.graph.oAuth2PermissionGrant",
    properties: &[
        "id",
        "clientId",
        "consentType",
        "principalId",
        "resourceId",
        "scope",
    ],
    usual: &[],
    page: 100,
    largest: 999,
    directory: true,
    expands: &[],
};

/// Answers what is below `oauth2PermissionGrants`.
pub(crate) fn answer(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, []) => {
            call.need(&needs::GRANTS)?;
            let query = Query::read(call, &GRANTS)?;
            let rows = call.tenant().grants.rows(call.turn()).cloned();
            Ok(query.page(call, &GRANTS, rows))
        }
        (&Method::GET, [id]) => {
            call.need(&needs::GRANTS)?;
            let value = shown(find(call, id)?);
            Ok(entity(200, "oauth2PermissionGrants", value))
        }
        (&Method::POST, []) => create(call),
        (&Method::PATCH, [id]) => update(call, id),
        (&Method::DELETE, [id]) => {
            call.need(&needs::GRANTS_CHANGE)?;
            find(call, id)?;
            let turn = call.turn();
            call.tenant_mut().grants.take(id, turn);
            Ok(Answer::empty(204))
        }
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("oauth2PermissionGrants")),
    }
}

fn find<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Row, Refusal> {
    let found = call.tenant().grants.get(id, call.turn());
    found.ok_or_else(|| Refusal::not_found(id))
}

/// Scopes are separated by spaces here, and have to exist at the resource.
fn check_scope(call: &Call<'_>, resource: &str, scope: &str) -> Result<(), Refusal> {
    let resource = text(principals::find(call, resource)?, "appId");
    match scope.split_whitespace().find(|name| !is_scope(resource, name)) {
        None => Ok(()),
        Some(name) => Err(Refusal::bad(format!(
            "The scope '{name}' does not exist at the resource."
        ))),
    }
}

fn create(call: &mut Call<'_>) -> Said {
    call.need(&needs::GRANTS_CHANGE)?;
    let body = call.body()?;
    for name in ["clientId", "consentType", "resourceId", "scope"] {
        if body.get(name).and_then(Value::as_str).is_none() {
            return Err(Refusal::missing(name));
        }
    }
    let get = |name: &str| text(&body, name).to_owned();
    let (client, kind, resource, scope) = (
        get("clientId"),
        get("consentType"),
        get("resourceId"),
        get("scope"),
    );
    let person = body.get("principalId").and_then(Value::as_str).map(str::to_owned);
    if !matches!(
        (kind.as_str(), &person),
        ("AllPrincipals", None) | ("Principal", Some(_))
    ) {
        return Err(Refusal::invalid("consentType"));
    }
    principals::find(call, &client)?;
    check_scope(call, &resource, &scope)?;
    let same = |row: &Row| {
        text(row, "clientId") == client
            && text(row, "resourceId") == resource
            && row.get("principalId").and_then(Value::as_str) == person.as_deref()
    };
    if call.tenant().grants.all().any(same) {
        return Err(Refusal::new(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "Permission entry already exists.",
        ));
    }
    let made = row(json!({
        "id": call.world.id(), "clientId": client, "consentType": kind, "principalId": person, "resourceId": resource,
        "scope": scope,
    }));
    let (turn, seen_from) = (call.turn(), later(call.turn(), call.behaviour.consent_lag));
    call.tenant_mut().grants.add(made.clone(), turn, seen_from);
    Ok(entity(201, "oauth2PermissionGrants", shown(&made)))
}

fn update(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::GRANTS_CHANGE)?;
    let body = call.body()?;
    let scope = text(&body, "scope").to_owned();
    if body.len() != 1 || !body.contains_key("scope") {
        return Err(Refusal::invalid("scope"));
    }
    let resource = text(find(call, id)?, "resourceId").to_owned();
    check_scope(call, &resource, &scope)?;
    let turn = call.turn();
    if let Some(grant) = call.tenant_mut().grants.change(id, turn) {
        grant.insert("scope".to_owned(), scope.into());
    }
    Ok(Answer::empty(204))
}
