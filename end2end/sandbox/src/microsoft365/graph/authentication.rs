//! `/users/{id}/authentication`: the other way to reset a password, and a temporary access pass.

use hyper::Method;
use serde_json::{Value, json};

use super::call::{Call, Said, location};
use super::needs;
use super::organization::collection;
use super::says::Refusal;
use super::user_changes::{above_admins, check_password};
use super::users::find;
use crate::exchange::Answer;
use crate::microsoft365::world::{Row, is, list, text};

/// The id that every password has as an authentication method.
const PASSWORD: &str = "28c10230-6103-485e-b985-444c60001490";

/// Answers what is below `authentication`.
pub(crate) fn answer(call: &mut Call<'_>, id: &str, rest: &[&str]) -> Said {
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, ["methods"]) => methods(call, id),
        (&Method::POST, ["methods", method, "resetPassword"]) => reset(call, id, method),
        (&Method::GET, ["operations", operation]) => operation_of(call, id, operation),
        (&Method::POST, ["temporaryAccessPassMethods"]) => pass(call, id),
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("authentication")),
    }
}

fn methods(call: &Call<'_>, id: &str) -> Said {
    call.need(&needs::METHODS)?;
    let user = find(call, id)?;
    let password = json!({
        "@odata.type": "#microsoft.graph.passwordAuthenticationMethod", "id": PASSWORD, "password": null,
        "createdDateTime": user.get("createdDateTime"),
    });
    Ok(collection("users/authentication/methods", &[password]))
}

/// For people only, not for oneself, and not from below for administrators.
fn reset(call: &mut Call<'_>, id: &str, method: &str) -> Said {
    call.need(&needs::METHOD_RESET)?;
    let user = find(call, id)?;
    let id = text(user, "id").to_owned();
    if method != PASSWORD {
        return Err(Refusal::not_found(method));
    }
    if call.user_id() == Some(&id) {
        return Err(Refusal::bad("Your own password cannot be reset here."));
    }
    above_admins(call, &id)?;
    let body = call.optional_body()?;
    let password = match body.get("newPassword") {
        None => None,
        Some(password) => Some(password.as_str().ok_or_else(|| Refusal::invalid("newPassword"))?),
    };
    if let Some(password) = password {
        check_password(password)?;
    }
    let number = call.world.number();
    let made = format!("Sandbox-Reset-{number:04}");
    let (operation, turn) = (call.world.id(), call.turn());
    if let Some(user) = call.tenant_mut().users.change(&id, turn) {
        let mut operations = list(user, "_operations").to_vec();
        operations.push(json!({"id": operation, "turn": turn}));
        user.insert("_operations".to_owned(), operations.into());
        user.insert("_password".to_owned(), password.unwrap_or(&made).into());
    }
    call.world.identity.revoke(&id, 50_173);
    let answer = match password {
        Some(_) => Answer::empty(202),
        None => Answer::json(202, &json!({"newPassword": made})),
    };
    let to = location(&format!("users/{id}/authentication/operations/{operation}"));
    Ok(answer.with("location", &to).with("retry-after", "2"))
}

fn operation_of(call: &Call<'_>, id: &str, operation: &str) -> Said {
    call.need(&needs::METHOD_RESET)?;
    let user = find(call, id)?;
    let mut operations = list(user, "_operations").iter();
    let found = operations
        .find(|one| one["id"] == operation)
        .ok_or_else(|| Refusal::not_found(operation))?;
    let done = call.turn() > found["turn"].as_u64().unwrap_or_default() + call.behaviour.settle_after;
    let body = json!({
        "id": operation, "status": if done { "succeeded" } else { "running" }, "createdDateTime": call.instant(),
        "lastActionDateTime": call.instant(), "resourceLocation": null, "statusDetail": null,
    });
    Ok(Answer::json(200, &body))
}

fn pass(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::METHODS_CHANGE)?;
    let user: &Row = find(call, id)?;
    if is(user, "onPremisesSyncEnabled") && call.is_app() {
        return Err(Refusal::denied());
    }
    let body = call.optional_body()?;
    let minutes = body.get("lifetimeInMinutes").map_or(Some(60), Value::as_i64);
    let minutes = minutes.filter(|minutes| (10..=43_200).contains(minutes));
    let minutes = minutes.ok_or_else(|| Refusal::invalid("lifetimeInMinutes"))?;
    let number = call.world.number();
    let made = json!({
        "id": call.world.id(), "temporaryAccessPass": format!("TAP-{number:06}"), "createdDateTime": call.instant(),
        "startDateTime": call.instant(), "lifetimeInMinutes": minutes, "isUsableOnce": is(&body, "isUsableOnce"),
        "isUsable": true, "methodUsabilityReason": "EnabledByPolicy",
    });
    Ok(Answer::json(201, &made))
}
