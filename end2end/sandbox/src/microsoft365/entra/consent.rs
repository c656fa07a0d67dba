//! What consenting does: the application's service principal comes into the tenant, with what it was granted.

use serde_json::json;

use crate::microsoft365::behaviour::Behaviour;
use crate::microsoft365::permissions::{PARTNER_CENTER, PARTNER_CENTER_APP, scope_name};
use crate::microsoft365::world::{Row, World, instant, later, list, of_microsoft, row, text};

/// What an application says it needs of one resource.
#[derive(Debug)]
pub(crate) struct Required {
    pub resource: String,
    /// Ids of application permissions.
    pub roles: Vec<String>,
    /// Names of delegated permissions.
    pub scopes: Vec<String>,
}

/// Everything that an application says it needs.
pub(crate) fn required(app: &Row) -> Vec<Required> {
    let of = |entry: &serde_json::Value| {
        let resource = entry["resourceAppId"].as_str()?.to_owned();
        let access = entry["resourceAccess"].as_array()?;
        let ids = |kind: &'static str| {
            let fits = access.iter().filter(move |one| one["type"] == kind);
            fits.filter_map(|one| Some(one["id"].as_str()?.to_owned()))
        };
        let scopes = ids("Scope").filter_map(|id| scope_name(&resource, &id));
        Some(Required {
            scopes: scopes.map(str::to_owned).collect(),
            roles: ids("Role").collect(),
            resource,
        })
    };
    list(app, "requiredResourceAccess")
        .iter()
        .filter_map(of)
        .collect()
}

/// The application's service principal in a tenant, made when it is not there. `None` when there is no such application.
pub(crate) fn principal_for(world: &mut World, tenant: &str, app_id: &str) -> Option<String> {
    let turn = world.turn;
    if let Some(found) = world.tenant(tenant)?.principal_of(app_id, turn) {
        return Some(text(found, "id").to_owned());
    }
    let (home, app) = world.application(app_id)?;
    let (home, name) = (home.id.clone(), text(app, "displayName").to_owned());
    let id = world.id();
    let made = json!({
        "id": id, "appId": app_id, "displayName": name, "appDisplayName": name, "accountEnabled": true,
        "servicePrincipalType": "Application", "appOwnerOrganizationId": home, "appRoles": [],
        "oauth2PermissionScopes": [], "deletedDateTime": null,
    });
    let tenant = world.tenant_mut(tenant)?;
    tenant.service_principals.add(row(made), turn, turn);
    Some(id)
}

/// The service principal of a resource in a tenant. Partner Center comes wherever it is asked for; what needs a licence does
/// not come without one: `None`.
pub(crate) fn resource_for(world: &mut World, tenant: &str, resource: &str) -> Option<String> {
    let turn = world.turn;
    if let Some(found) = world.tenant(tenant)?.principal_of(resource, turn) {
        return Some(text(found, "id").to_owned());
    }
    if resource != PARTNER_CENTER_APP {
        return None;
    }
    let id = world.id();
    let made = of_microsoft(&id, &PARTNER_CENTER);
    world.tenant_mut(tenant)?.service_principals.add(made, turn, turn);
    Some(id)
}

/// Grants delegated permissions for everybody, beside those that are granted already.
pub(crate) fn grant_scopes(
    world: &mut World,
    behaviour: &Behaviour,
    tenant: &str,
    own: &str,
    resource: &str,
    scopes: &[String],
) -> Option<()> {
    let turn = world.turn;
    let id = world.id();
    let at = resource_for(world, tenant, resource)?;
    let tenant = world.tenant_mut(tenant)?;
    let fits = |row: &&Row| {
        text(row, "clientId") == own
            && text(row, "resourceId") == at
            && text(row, "consentType") == "AllPrincipals"
    };
    let before = tenant.grants.all().find(fits).cloned();
    if let Some(before) = before {
        let mut words: Vec<&str> = text(&before, "scope").split_whitespace().collect();
        words.extend(scopes.iter().map(String::as_str));
        words.sort_unstable();
        words.dedup();
        let joined = words.join(" ");
        let row = tenant.grants.change(text(&before, "id"), u64::MAX)?;
        row.insert("scope".to_owned(), joined.into());
        return Some(());
    }
    let made = json!({
        "id": id, "clientId": own, "consentType": "AllPrincipals", "principalId": null, "resourceId": at,
        "scope": scopes.join(" "),
    });
    tenant
        .grants
        .add(row(made), turn, later(turn, behaviour.consent_lag));
    Some(())
}

/// Grants application permissions, those that are not granted already.
pub(crate) fn grant_roles(
    world: &mut World,
    behaviour: &Behaviour,
    tenant: &str,
    own: &str,
    needed: &Required,
) -> Option<()> {
    let (turn, now) = (world.turn, world.now);
    let seen_from = later(turn, behaviour.consent_lag);
    for role in &needed.roles {
        let id = world.id();
        let tenant = world.tenant_mut(tenant)?;
        let resource = tenant.principal_of(&needed.resource, turn)?;
        let (at, name) = (
            text(resource, "id").to_owned(),
            text(resource, "displayName").to_owned(),
        );
        if tenant.granted_roles(own, &at, u64::MAX).contains(role) {
            continue;
        }
        let principal = tenant.service_principals.get(own, turn)?;
        let made = json!({
            "id": id, "appRoleId": role, "createdDateTime": instant(now), "principalId": own,
            "principalType": "ServicePrincipal", "principalDisplayName": text(principal, "displayName"),
            "resourceId": at, "resourceDisplayName": name, "deletedDateTime": null,
        });
        tenant.app_roles.add(row(made), turn, seen_from);
    }
    Some(())
}
