//! `applicationconsents`: the partner lets its application into a customer's tenant, with delegated permissions only.

use serde_json::{Value, json};

use super::customers::find;
use super::says::Refusal;
use super::{Call, Said};
use crate::exchange::Answer;
use crate::microsoft365::accounts::PARTNER_TENANT;
use crate::microsoft365::entra::{grant_scopes, principal_for};
use crate::microsoft365::permissions::{is_scope, roles};
use crate::microsoft365::world::{Row, Who, text};

/// An admin agent with a role over applications at this customer.
fn check_caller(call: &Call<'_>, customer: &str) -> Result<(), Refusal> {
    let Who::User { id, .. } = &call.bearer.who else {
        return Err(Refusal::privileges());
    };
    let needed = [
        roles::APPLICATION_ADMINISTRATOR,
        roles::CLOUD_APPLICATION_ADMINISTRATOR,
        roles::GLOBAL_ADMINISTRATOR,
    ];
    let held = call.world.roles_at(customer, id);
    let honoured = |role: &&String| !call.behaviour.withheld.contains(role);
    let may = held
        .iter()
        .filter(honoured)
        .any(|role| needed.contains(&role.as_str()));
    let is_agent = call.world.tenant(PARTNER_TENANT).is_some_and(|partner| {
        let mut agents = partner
            .groups
            .all()
            .filter(|group| text(group, "displayName") == "AdminAgents");
        agents.any(|group| partner.is_member(text(group, "id"), id))
    });
    if may && is_agent {
        Ok(())
    } else {
        Err(Refusal::privileges())
    }
}

/// `POST …/applicationconsents`: one resource for each call, scopes separated by a comma and a space.
pub(crate) fn create(call: &mut Call<'_>, customer: &str) -> Said {
    find(call, customer)?;
    check_caller(call, customer)?;
    let body: Value = serde_json::from_slice(&call.request.body).unwrap_or_default();
    if call.request.media_type() != "application/json" || !body.is_object() {
        return Err(Refusal::invalid("a JSON object is expected"));
    }
    let app = body["applicationId"]
        .as_str()
        .ok_or_else(|| Refusal::invalid("applicationId"))?
        .to_owned();
    // The token has to be of the application that is let in.
    if app != call.bearer.app_id {
        return Err(Refusal::privileges());
    }
    let grants = body["applicationGrants"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let [grant] = grants else {
        return Err(Refusal::invalid("applicationGrants has to name one resource"));
    };
    let resource = grant["enterpriseApplicationId"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let words = grant["scope"].as_str().unwrap_or_default();
    let scopes: Vec<String> = words.split(',').map(|name| name.trim().to_owned()).collect();
    if let Some(unknown) = scopes.iter().find(|name| !is_scope(&resource, name)) {
        return Err(Refusal::invalid(&format!(
            "'{unknown}' is no delegated permission of '{resource}'"
        )));
    }
    let turn = call.world.turn;
    let tenant = find(call, customer)?;
    let Some(at) = tenant
        .principal_of(&resource, turn)
        .map(|row| text(row, "id").to_owned())
    else {
        return Err(Refusal::invalid(&format!(
            "the service principal of '{resource}' is not in the customer's tenant"
        )));
    };
    let own = tenant
        .principal_of(&app, turn)
        .map(|row| text(row, "id").to_owned());
    let same = |row: &Row| Some(text(row, "clientId")) == own.as_deref() && text(row, "resourceId") == at;
    if tenant.grants.all().any(same) {
        let code = call.behaviour.consent_exists_code.clone();
        return Err(Refusal::Said(
            409,
            code.into(),
            "Permission entry already exists.".to_owned(),
        ));
    }
    let own = principal_for(call.world, customer, &app).ok_or_else(|| Refusal::invalid("applicationId"))?;
    grant_scopes(call.world, call.behaviour, customer, &own, &resource, &scopes);
    let answer = json!({
        "applicationId": app, "applicationGrants": [{"enterpriseApplicationId": resource, "scope": words}],
    });
    Ok(Answer::json(201, &answer))
}

/// `DELETE …/applicationconsents/{app}`: what was granted goes, the service principal stays.
pub(crate) fn delete(call: &mut Call<'_>, customer: &str, app: &str) -> Said {
    find(call, customer)?;
    check_caller(call, customer)?;
    let turn = call.world.turn;
    let own = find(call, customer)?
        .principal_of(app, turn)
        .map(|row| text(row, "id").to_owned());
    let tenant = call.world.tenant_mut(customer).ok_or_else(Refusal::no_customer)?;
    let gone = own.map_or(0, |own| tenant.grants.remove(|row| text(row, "clientId") == own));
    if gone == 0 {
        return Err(Refusal::of(404, 404, "The consent does not exist."));
    }
    Ok(Answer::empty(call.behaviour.consent_deleted_status))
}
