//! Secrets and certificates of an application. A secret's text is shown once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::applications::find;
use super::call::{Call, Said};
use super::needs;
use super::says::Refusal;
use crate::exchange::Answer;
use crate::microsoft365::accounts::GRAPH_ORIGIN;
use crate::microsoft365::entra::certificate_credential;
use crate::microsoft365::world::{Row, instant, later, list, second, shown, text};

const TWO_YEARS: i64 = 730 * 86_400;

/// `POST /applications/{id}/addPassword`.
pub(crate) fn add_password(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::APPLICATIONS_CHANGE)?;
    find(call, id)?;
    let body = call.optional_body()?;
    let wanted = body.get("passwordCredential").cloned().unwrap_or_default();
    let now = call.world.now;
    let end = match wanted["endDateTime"].as_str() {
        None => now + TWO_YEARS,
        Some(end) => second(end)
            .filter(|end| *end > now)
            .ok_or_else(|| Refusal::invalid("endDateTime"))?,
    };
    let number = call.world.number();
    let secret = format!("m36~sandbox-secret-{number:08}");
    let made = json!({
        "keyId": call.world.id(), "displayName": wanted["displayName"], "hint": &secret[..3], "customKeyIdentifier": null,
        "startDateTime": instant(now), "endDateTime": instant(end), "secretText": null, "_text": secret,
        "_from": later(call.turn(), call.behaviour.secret_lag),
    });
    let turn = call.turn();
    if let Some(app) = call.tenant_mut().applications.change(id, turn) {
        let mut kept = list(app, "passwordCredentials").to_vec();
        kept.push(made.clone());
        app.insert("passwordCredentials".to_owned(), kept.into());
    }
    let mut answer = shown(made.as_object().unwrap_or(&Row::new()));
    answer["secretText"] = secret.into();
    answer["@odata.context"] =
        format!("{GRAPH_ORIGIN}/v1.0/$metadata#microsoft.graph.passwordCredential").into();
    Ok(Answer::json(200, &answer))
}

/// `POST /applications/{id}/removePassword`.
pub(crate) fn remove_password(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::APPLICATIONS_CHANGE)?;
    find(call, id)?;
    let body = call.body()?;
    let key = text(&body, "keyId").to_owned();
    let turn = call.turn();
    let app = call
        .tenant_mut()
        .applications
        .change(id, turn)
        .ok_or_else(|| Refusal::not_found(id))?;
    let mut kept = list(app, "passwordCredentials").to_vec();
    let before = kept.len();
    kept.retain(|one| one["keyId"] != key.as_str());
    if kept.len() == before {
        return Err(Refusal::bad("No credentials found to be removed."));
    }
    app.insert("passwordCredentials".to_owned(), kept.into());
    Ok(Answer::empty(204))
}

/// What `keyCredentials` of a body come to: the whole list anew. One without a key has to be there already.
pub(crate) fn keys(call: &mut Call<'_>, app: &Row, body: &Row) -> Result<Option<Vec<Value>>, Refusal> {
    let Some(wanted) = body.get("keyCredentials").and_then(Value::as_array) else {
        return Ok(None);
    };
    let refused = || Refusal::invalid("keyCredentials");
    let mut kept = Vec::new();
    for one in wanted {
        let Some(key) = one["key"].as_str() else {
            let mut known = list(app, "keyCredentials").iter();
            kept.push(
                known
                    .find(|known| known["keyId"] == one["keyId"])
                    .cloned()
                    .ok_or_else(refused)?,
            );
            continue;
        };
        let is_good = one["type"] == "AsymmetricX509Cert" && one["usage"] == "Verify";
        let der = STANDARD
            .decode(key)
            .ok()
            .filter(|_| is_good)
            .ok_or_else(refused)?;
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            STANDARD.encode(&der)
        );
        let id = one["keyId"]
            .as_str()
            .map_or_else(|| call.world.id(), str::to_owned);
        let mut made = certificate_credential(&pem, &id, call.world.now);
        made["displayName"] = one["displayName"].clone();
        made["_from"] = later(call.turn(), call.behaviour.secret_lag).into();
        for name in ["startDateTime", "endDateTime"] {
            if let Some(time) = one[name].as_str() {
                made[name] = second(time).map(instant).ok_or_else(refused)?.into();
            }
        }
        kept.push(made);
    }
    Ok(Some(kept))
}
