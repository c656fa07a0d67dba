//! `POST /{tenant}/oauth2/v2.0/token`.

use super::client::{Form, authenticate};
use super::says::Refusal;
use super::{Call, grants};
use crate::exchange::Answer;

/// Answers a token request.
pub(crate) fn answer(call: &mut Call<'_>) -> Answer {
    match try_answer(call) {
        Ok(answer) => answer
            .with("cache-control", "no-store, no-cache")
            .with("pragma", "no-cache"),
        Err(refusal) => refusal.answer(call),
    }
}

fn try_answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let form = Form::read(call)?;
    let grant = form.need("grant_type")?;
    let place = call.world.place(&call.authority);
    let is_common = matches!(call.authority.as_str(), "organizations" | "common");
    if place.is_none() && !is_common {
        let looks_right = call.authority.contains('.') || call.authority.len() == 36;
        return Err(if looks_right {
            Refusal::no_tenant(&call.authority)
        } else {
            no_name(&call.authority)
        });
    }
    let switched = &call.behaviour.refusals;
    let id = place
        .and_then(|at| call.world.tenants.get(at))
        .map(|tenant| tenant.id.clone());
    let code = switched
        .get(id.as_deref().unwrap_or_default())
        .or_else(|| switched.get("*"));
    if let Some(code) = code {
        let app_id = form.get("client_id").unwrap_or_default();
        return Err(Refusal::switched_on(*code, app_id, &call.authority));
    }
    let client = authenticate(call, &form)?;
    match grant {
        "client_credentials" => match id {
            Some(tenant) => grants::client_credentials(call, &form, &client, &tenant),
            None => Err(no_name(&call.authority)),
        },
        "refresh_token" => grants::refresh_token(call, &form, &client, id),
        "authorization_code" => grants::authorization_code(call, &form, &client, id),
        other => Err(Refusal::new(
            70_003,
            format!("The app requested an unsupported grant type '{other}'."),
        )),
    }
}

fn no_name(authority: &str) -> Refusal {
    Refusal::new(
        900_023,
        format!(
            "Specified tenant identifier '{authority}' is neither a valid DNS name, nor a valid external domain."
        ),
    )
}
