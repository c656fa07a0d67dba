//! Registrations of applications.

use hyper::Method;
use serde_json::{Value, json};

use super::call::{Call, Said, entity, location};
use super::query::{Kind, Query, one};
use super::says::Refusal;
use super::{credentials, needs};
use crate::exchange::Answer;
use crate::microsoft365::accounts::uuid;
use crate::microsoft365::permissions::{app_role_name, scope_name};
use crate::microsoft365::world::{Row, row, shown, text};

/// `/applications`.
pub(crate) const APPLICATIONS: Kind = Kind {
    context: "applications",
    of: "microsoft.graph.application",
    properties: &[
        "id",
        "appId",
        "createdDateTime",
        "deletedDateTime",
        "displayName",
        "identifierUris",
        "isFallbackPublicClient",
        "keyCredentials",
        "passwordCredentials",
        "publisherDomain",
        "requiredResourceAccess",
        "servicePrincipalLockConfiguration",
        "signInAudience",
        "web",
        "tags",
        "notes",
        "uniqueName",
    ],
    usual: &[],
    page: 100,
    largest: 999,
    directory: true,
    expands: &[],
};
const WRITABLE: [&str; 10] = [
    "displayName",
    "identifierUris",
    "isFallbackPublicClient",
    "keyCredentials",
    "notes",
    "requiredResourceAccess",
    "servicePrincipalLockConfiguration",
    "signInAudience",
    "tags",
    "web",
];

/// Answers what is below `applications`.
pub(crate) fn answer(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, []) => {
            call.need(&needs::APPLICATIONS)?;
            let query = Query::read(call, &APPLICATIONS)?;
            let rows = call.tenant().applications.rows(call.turn()).cloned();
            Ok(query.page(call, &APPLICATIONS, rows))
        }
        (&Method::POST, []) => create(call),
        (&Method::GET, [id]) => {
            call.need(&needs::APPLICATIONS)?;
            let app = find(call, id)?.clone();
            one(call, &APPLICATIONS, &app)
        }
        (&Method::PATCH, [id]) => update(call, id),
        (&Method::DELETE, [id]) => delete(call, id),
        (&Method::POST, [id, "addPassword"]) => credentials::add_password(call, id),
        (&Method::POST, [id, "removePassword"]) => credentials::remove_password(call, id),
        (&Method::POST, [id, "owners", "$ref"]) => add_owner(call, id),
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("applications")),
    }
}

/// An application that can be seen, by the id of the registration.
pub(crate) fn find<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Row, Refusal> {
    let found = call.tenant().applications.get(id, call.turn());
    found.ok_or_else(|| Refusal::not_found(id))
}

/// Names, types, and permissions that exist.
fn check(body: &Row) -> Result<(), Refusal> {
    for (name, value) in body {
        if !WRITABLE.contains(&name.as_str()) {
            return Err(Refusal::bad(format!("Property '{name}' cannot be written.")));
        }
        let fits = match name.as_str() {
            "displayName" => value
                .as_str()
                .is_some_and(|text| !text.is_empty() && text.len() <= 256),
            "signInAudience" => matches!(
                value.as_str(),
                Some("AzureADMyOrg" | "AzureADMultipleOrgs" | "AzureADandPersonalMicrosoftAccount")
            ),
            "keyCredentials" | "requiredResourceAccess" | "tags" | "identifierUris" => value.is_array(),
            "web" | "servicePrincipalLockConfiguration" => value.is_object(),
            "isFallbackPublicClient" => value.is_boolean() || value.is_null(),
            _ => value.is_string() || value.is_null(),
        };
        if !fits || (name == "requiredResourceAccess" && !are_known(value)) {
            return Err(Refusal::invalid(name));
        }
    }
    Ok(())
}

fn are_known(required: &Value) -> bool {
    let known = |resource: &str, access: &Value| {
        let id = access["id"].as_str().unwrap_or_default();
        match access["type"].as_str() {
            Some("Role") => app_role_name(resource, id).is_some(),
            Some("Scope") => scope_name(resource, id).is_some(),
            _ => false,
        }
    };
    required.as_array().into_iter().flatten().all(|entry| {
        let resource = entry["resourceAppId"].as_str().unwrap_or_default();
        let access = entry["resourceAccess"].as_array();
        access.is_some_and(|access| access.iter().all(|one| known(resource, one)))
    })
}

fn create(call: &mut Call<'_>) -> Said {
    call.need(&needs::APPLICATIONS_CHANGE)?;
    let mut body = call.body()?;
    check(&body)?;
    if !body.contains_key("displayName") {
        return Err(Refusal::missing("displayName"));
    }
    let keys = credentials::keys(call, &Row::new(), &body)?;
    body.remove("keyCredentials");
    let (id, number) = (call.world.id(), call.world.number());
    let mut app = row(json!({
        "id": id, "appId": uuid(0xa9f0_0000, number), "signInAudience": "AzureADMultipleOrgs",
        "createdDateTime": call.instant(), "publisherDomain": call.tenant().domain, "identifierUris": [], "notes": null,
        "isFallbackPublicClient": null, "servicePrincipalLockConfiguration": null, "web": {"redirectUris": []}, "tags": [],
        "requiredResourceAccess": [], "passwordCredentials": [], "keyCredentials": [], "uniqueName": null,
        "deletedDateTime": null,
    }));
    app.extend(body);
    if let Some(keys) = keys {
        app.insert("keyCredentials".to_owned(), keys.into());
    }
    let (turn, seen_from) = (call.turn(), call.seen_from());
    call.tenant_mut().applications.add(app.clone(), turn, seen_from);
    let answer = entity(201, "applications", shown(&app));
    Ok(answer.with("location", &location(&format!("applications/{id}"))))
}

fn update(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::APPLICATIONS_CHANGE)?;
    let mut body = call.body()?;
    check(&body)?;
    let present = find(call, id)?.clone();
    let keys = credentials::keys(call, &present, &body)?;
    body.remove("keyCredentials");
    let turn = call.turn();
    if let Some(app) = call.tenant_mut().applications.change(id, turn) {
        app.extend(body);
        if let Some(keys) = keys {
            app.insert("keyCredentials".to_owned(), keys.into());
        }
    }
    Ok(Answer::empty(204))
}

/// `POST /applications/{id}/owners/$ref`; an application that may change only its own is one of its own owners.
fn add_owner(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::APPLICATIONS_CHANGE)?;
    find(call, id)?;
    let body = call.body()?;
    let owner = text(&body, "@odata.id")
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    let (tenant, turn) = (call.tenant(), call.turn());
    let tables = [&tenant.users, &tenant.service_principals];
    if !tables.iter().any(|table| table.get(&owner, turn).is_some()) {
        return Err(Refusal::not_found(&owner));
    }
    if let Some(app) = call.tenant_mut().applications.change(id, turn) {
        let owners = app.entry("_owners".to_owned()).or_insert_with(|| json!([]));
        let is_owner = owners
            .as_array()
            .is_some_and(|owners| owners.iter().any(|one| one == owner.as_str()));
        if is_owner {
            return Err(Refusal::bad(
                "One or more added object references already exist for the following modified properties: 'owners'.",
            ));
        }
        if let Some(owners) = owners.as_array_mut() {
            owners.push(owner.into());
        }
    }
    Ok(Answer::empty(204))
}

/// Into the deleted items, and its service principal in this tenant with it.
fn delete(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::APPLICATIONS_CHANGE)?;
    let app_id = text(find(call, id)?, "appId").to_owned();
    let (turn, now) = (call.turn(), call.instant());
    let principal = call.tenant().principal_of(&app_id, turn);
    let principal = principal.map(|row| text(row, "id").to_owned());
    let tenant = call.tenant_mut();
    if let Some(mut app) = tenant.applications.take(id, turn) {
        app.insert("_kind".to_owned(), "application".into());
        app.insert("deletedDateTime".to_owned(), now.into());
        tenant.deleted.add(app, turn, turn);
    }
    if let Some(principal) = principal {
        super::principals::drop_principal(call, &principal);
    }
    Ok(Answer::empty(204))
}
