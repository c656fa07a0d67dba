//! `/{tenant}/adminconsent`: an administrator lets an application in with everything that it says it needs.

use super::authorize::{accounts, decision, may_consent, respond};
use super::client::is_registered;
use super::consent::{Required, grant_roles, grant_scopes, principal_for, required, resource_for};
use super::says::Refusal;
use super::{Call, pages, scope};
use crate::exchange::Answer;
use crate::microsoft365::permissions::app_role_name;
use crate::microsoft365::world::{Row, text};

/// Answers an admin consent; the second version names scopes.
pub(crate) fn answer(call: &mut Call<'_>, second: bool) -> Answer {
    match go(call, second) {
        Ok(answer) => answer,
        Err(refusal) => pages::error(&refusal.description(call)),
    }
}

fn go(call: &mut Call<'_>, second: bool) -> Result<Answer, Refusal> {
    let get = |name: &str| call.request.pair(name).filter(|value| !value.is_empty());
    let app_id = get("client_id").ok_or_else(Refusal::malformed)?;
    let place = call.world.place(&call.authority);
    if place.is_none() && !matches!(call.authority.as_str(), "organizations" | "common") {
        return Err(Refusal::no_tenant(&call.authority));
    }
    let found = call.world.application(&app_id);
    let (_, app) = found.ok_or_else(|| Refusal::no_application(&app_id, &call.authority))?;
    let app = app.clone();
    let redirect_uri = get("redirect_uri").ok_or_else(Refusal::malformed)?;
    if !is_registered(call, &app, &redirect_uri) {
        return Err(Refusal::new(
            50_011,
            format!(
                "The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured for the application '{app_id}'."
            ),
        ));
    }
    let (state, scopes) = (get("state"), get("scope"));
    let needed = needed(&app, second, scopes.as_deref())?;
    let Some(decision) = decision(call) else {
        let names: Vec<String> = needed.iter().flat_map(names).collect();
        let chosen = &call.behaviour.signs_in_as;
        return Ok(pages::consent(
            text(&app, "displayName"),
            &names,
            &accounts(call),
            chosen,
        ));
    };
    let refused = |call: &Call<'_>, refusal: &Refusal| {
        let pairs = [
            ("error", "permission_denied".to_owned()),
            ("error_description", refusal.description(call)),
        ];
        back(&redirect_uri, pairs.to_vec(), state.as_deref())
    };
    if !decision.accepts {
        let why = Refusal::new(65_004, "User declined to consent to access the app.");
        return Ok(refused(call, &why));
    }
    let person = call.world.person(&decision.account);
    let admin = person.filter(|(tenant, row)| may_consent(&tenant.roles_of(text(row, "id"))));
    let tenant = match (admin, place) {
        (Some((home, _)), None) => home.id.clone(),
        (Some((home, _)), Some(at)) if call.world.tenants.get(at).is_some_and(|one| one.id == home.id) => {
            home.id.clone()
        }
        _ => {
            let why = Refusal::new(90_094, "The grant requires admin permission.");
            return Ok(refused(call, &why));
        }
    };
    if let Some(missing) = apply(call, &tenant, &app_id, &needed) {
        let why = format!(
            "The app needs access to a service ('{missing}') that your organization has not subscribed to or enabled."
        );
        return Ok(refused(call, &Refusal::new(650_052, why)));
    }
    let mut pairs = vec![("admin_consent", "True".to_owned()), ("tenant", tenant)];
    if let Some(scopes) = scopes.filter(|_| second) {
        pairs.push(("scope", scopes));
    }
    Ok(back(&redirect_uri, pairs, state.as_deref()))
}

fn needed(app: &Row, second: bool, scopes: Option<&str>) -> Result<Vec<Required>, Refusal> {
    if !second {
        return Ok(required(app));
    }
    let asked = scope::read(scopes.ok_or_else(Refusal::malformed)?)?;
    if asked.default {
        return Ok(required(app));
    }
    Ok(vec![Required {
        resource: asked.resource.app_id.to_owned(),
        roles: Vec::new(),
        scopes: asked.names,
    }])
}

fn names(needed: &Required) -> Vec<String> {
    let roles = needed
        .roles
        .iter()
        .filter_map(|id| app_role_name(&needed.resource, id));
    let roles = roles.map(|name| format!("{name} (application)"));
    needed.scopes.iter().cloned().chain(roles).collect()
}

/// Grants everything, or says which resource is not in the tenant; then nothing is granted.
fn apply(call: &mut Call<'_>, tenant: &str, app_id: &str, needed: &[Required]) -> Option<String> {
    for one in needed {
        if resource_for(call.world, tenant, &one.resource).is_none() {
            return Some(one.resource.clone());
        }
    }
    let own = principal_for(call.world, tenant, app_id)?;
    for one in needed {
        if !one.scopes.is_empty() {
            grant_scopes(
                call.world,
                call.behaviour,
                tenant,
                &own,
                &one.resource,
                &one.scopes,
            )?;
        }
        grant_roles(call.world, call.behaviour, tenant, &own, one)?;
    }
    None
}

fn back(to: &str, pairs: Vec<(&str, String)>, state: Option<&str>) -> Answer {
    let state = state.map(|state| ("state", state.to_owned()));
    let pairs: Vec<(String, String)> = pairs
        .into_iter()
        .chain(state)
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    respond(to, "query", &pairs)
}
