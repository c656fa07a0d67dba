//! Subscriptions with their seats, and who holds them.

use serde_json::{Value, json};

use super::call::{Call, Said, entity};
use super::needs;
use super::organization::collection;
use super::says::Refusal;
use super::user_changes::usual;
use super::users::find;
use crate::microsoft365::accounts::uuid;
use crate::microsoft365::world::{Row, Sku, list, text};

fn plan_id(sku: &Sku, at: usize) -> String {
    let number: u64 = sku.id.bytes().map(u64::from).sum();
    uuid(0x5b1a_0000, number * 100 + at as u64)
}

fn plans(sku: &Sku) -> Vec<Value> {
    let plan = |(at, name): (usize, &&str)| {
        json!({
            "servicePlanId": plan_id(sku, at), "servicePlanName": name, "provisioningStatus": "Success", "appliesTo": "User",
        })
    };
    sku.plans.iter().enumerate().map(plan).collect()
}

/// `GET /subscribedSkus`; there are no pages.
pub(crate) fn subscriptions(call: &Call<'_>) -> Said {
    if call.request.is_write() {
        return Err(Refusal::segment("subscribedSkus"));
    }
    call.need(&needs::SUBSCRIPTIONS)?;
    let tenant = call.tenant();
    let row = |sku: &Sku| {
        json!({
            "id": format!("{}_{}", tenant.id, sku.id), "skuId": sku.id, "skuPartNumber": sku.part, "appliesTo": "User",
            "accountId": tenant.id, "accountName": tenant.initial_domain.split('.').next(), "capabilityStatus": "Enabled",
            "consumedUnits": tenant.consumed(sku.id), "servicePlans": plans(sku), "subscriptionIds": [],
            "prepaidUnits": {"enabled": sku.enabled, "suspended": 0, "warning": sku.warning, "lockedOut": 0},
        })
    };
    let rows: Vec<Value> = tenant.skus.iter().map(row).collect();
    Ok(collection("subscribedSkus", &rows))
}

/// `GET /users/{id}/licenseDetails`.
pub(crate) fn details(call: &Call<'_>, id: &str) -> Said {
    call.need(&needs::LICENCES)?;
    let user = find(call, id)?;
    let held = list(user, "assignedLicenses").iter();
    let rows: Vec<Value> = held
        .filter_map(|held| {
            let sku = call.tenant().skus.iter().find(|sku| held["skuId"] == sku.id)?;
            Some(json!({"id": sku.id.replace('-', ""), "skuId": sku.id, "skuPartNumber": sku.part, "servicePlans": plans(sku)}))
        })
        .collect();
    let context = format!("users('{}')/licenseDetails", text(user, "id"));
    Ok(collection(&context, &rows))
}

/// `POST /users/{id}/assignLicense`: both lists have to be there.
pub(crate) fn assign(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::LICENCES_CHANGE)?;
    let user = find(call, id)?.clone();
    let body = call.body()?;
    let lists =
        [body.get("addLicenses"), body.get("removeLicenses")].map(|list| list.and_then(Value::as_array));
    let [Some(add), Some(remove)] = lists else {
        return Err(Refusal::bad(
            "One of the properties 'addLicenses' and 'removeLicenses' is missing or no collection.",
        ));
    };
    if user.get("usageLocation").is_none_or(Value::is_null) && (remove.is_empty() || !add.is_empty()) {
        return Err(Refusal::bad(
            "License assignment cannot be done for user with invalid usage location.",
        ));
    }
    let mut states = list(&user, "licenseAssignmentStates").to_vec();
    for sku in remove {
        let sku = sku.as_str().ok_or_else(|| Refusal::invalid("removeLicenses"))?;
        remove_from(&mut states, sku)?;
    }
    for wanted in add {
        add_to(call, &mut states, wanted)?;
    }
    let user = keep(call, &user, states)?;
    Ok(entity(200, "users", usual(&user)))
}

fn remove_from(states: &mut Vec<Value>, sku: &str) -> Result<(), Refusal> {
    let held = |state: &Value| state["skuId"] == sku;
    if !states.iter().any(held) {
        return Err(Refusal::bad("User does not have a corresponding license."));
    }
    let before = states.len();
    states.retain(|state| !(held(state) && state["assignedByGroup"].is_null()));
    if states.len() == before {
        return Err(Refusal::bad(
            "User license is inherited from a group membership and it cannot be removed directly from the user.",
        ));
    }
    Ok(())
}

fn add_to(call: &Call<'_>, states: &mut Vec<Value>, wanted: &Value) -> Result<(), Refusal> {
    let id = wanted["skuId"]
        .as_str()
        .ok_or_else(|| Refusal::invalid("addLicenses"))?;
    let tenant = call.tenant();
    let found = tenant.skus.iter().find(|sku| sku.id == id);
    let sku = found.ok_or_else(|| {
        Refusal::bad(format!(
            "License {id} does not correspond to a valid company License."
        ))
    })?;
    let known: Vec<String> = (0..sku.plans.len()).map(|at| plan_id(sku, at)).collect();
    let disabled = wanted["disabledPlans"].as_array().cloned().unwrap_or_default();
    if disabled
        .iter()
        .any(|plan| !known.iter().any(|known| plan == known))
    {
        return Err(Refusal::bad(
            "One or more of the disabled plans does not belong to the license.",
        ));
    }
    let has_it = states.iter().any(|state| state["skuId"] == id);
    if !has_it && tenant.consumed(id) >= sku.enabled + sku.warning {
        return Err(Refusal::bad(format!(
            "Subscription with SKU {id} does not have any available licenses."
        )));
    }
    states.retain(|state| !(state["skuId"] == id && state["assignedByGroup"].is_null()));
    states.push(json!({
        "skuId": id, "disabledPlans": disabled, "assignedByGroup": null, "state": "Active", "error": "None",
        "lastUpdatedDateTime": call.instant(),
    }));
    Ok(())
}

/// Writes what is held now; a mailbox comes and goes with it.
fn keep(call: &mut Call<'_>, user: &Row, states: Vec<Value>) -> Result<Row, Refusal> {
    let id = text(user, "id").to_owned();
    let mut mailboxes = 0;
    let mut held: Vec<Value> = Vec::new();
    for state in &states {
        if held.iter().any(|one| one["skuId"] == state["skuId"]) {
            continue;
        }
        let sku = call.tenant().skus.iter().find(|sku| state["skuId"] == sku.id);
        mailboxes += usize::from(sku.is_some_and(|sku| has_mailbox(sku, state)));
        held.push(json!({"skuId": state["skuId"], "disabledPlans": state["disabledPlans"]}));
    }
    if mailboxes > 1 {
        return Err(Refusal::bad(
            "License assignment failed because service plans for Exchange are mutually exclusive.",
        ));
    }
    let turn = call.turn();
    let changed = call
        .tenant_mut()
        .users
        .change(&id, turn)
        .ok_or_else(|| Refusal::not_found(&id))?;
    changed.insert("assignedLicenses".to_owned(), held.into());
    changed.insert("licenseAssignmentStates".to_owned(), states.into());
    match (text(changed, "_purpose"), mailboxes) {
        ("", 1..) => changed.insert("_purpose".to_owned(), "user".into()),
        ("user", 0) => changed.insert("_purpose".to_owned(), Value::Null),
        _ => None,
    };
    Ok(changed.clone())
}

fn has_mailbox(sku: &Sku, state: &Value) -> bool {
    let disabled = state["disabledPlans"].as_array().cloned().unwrap_or_default();
    let mut plans = sku.plans.iter().enumerate();
    plans.any(|(at, name)| {
        name.starts_with("EXCHANGE_S") && !disabled.iter().any(|plan| *plan == plan_id(sku, at))
    })
}
