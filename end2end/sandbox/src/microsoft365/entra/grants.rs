//! The grants: an application for itself, a refresh token, a code.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::client::{Client, Form};
use super::issue::{self, Given};
use super::says::Refusal;
use super::{Call, scope};
use crate::exchange::Answer;
use crate::microsoft365::world::{Challenge, Refresh, Who};

/// `client_credentials`: the application for itself, with the permissions that it was granted in this tenant.
pub(crate) fn client_credentials(
    call: &mut Call<'_>,
    form: &Form,
    client: &Client,
    tenant: &str,
) -> Result<Answer, Refusal> {
    let wanted = form.need("scope")?;
    let asked = scope::read(wanted)?;
    if !asked.default || asked.openid || asked.offline {
        return Err(Refusal::new(
            70_011,
            format!(
                "The provided value for the input parameter 'scope' is not valid. The scope {wanted} is not valid: client credential flows must have a scope value with /.default suffixed to the resource identifier."
            ),
        ));
    }
    let given = issue::to_app(call, client, tenant, asked.resource)?;
    Ok(given.answer(&asked, None, None))
}

/// `refresh_token`: the same person again, at any tenant and for any resource.
pub(crate) fn refresh_token(
    call: &mut Call<'_>,
    form: &Form,
    client: &Client,
    tenant: Option<String>,
) -> Result<Answer, Refusal> {
    let sent = form.need("refresh_token")?;
    let known = call.world.identity.refresh.iter();
    let found = known
        .clone()
        .find(|one| one.token == sent && one.app_id == client.app_id);
    let Some(found) = found.cloned() else {
        return Err(Refusal::new(
            70_000,
            "The provided value for the input parameter 'refresh_token' is not valid.",
        ));
    };
    if let Some(code) = found.refused {
        return Err(Refusal::switched_on(code, &client.app_id, &call.authority));
    }
    check_age(call, &found)?;
    let asked = scope::read(
        form.get("scope")
            .unwrap_or("https://graph.microsoft.com/.default"),
    )?;
    let given = to_person(call, client, tenant, &found.who, &asked)?;
    let refresh = issue::refresh(call, &client.app_id, &found.who);
    let now = call.world.now;
    for one in &mut call.world.identity.refresh {
        if one.token == found.token {
            one.renewed.get_or_insert(now);
        }
    }
    let id_token = asked
        .openid
        .then(|| issue::id_token(call, client, &found.who, None));
    Ok(given.answer(&asked, Some(refresh), id_token))
}

/// A refresh token ends when it is not used for long, and some time after it was renewed.
fn check_age(call: &Call<'_>, one: &Refresh) -> Result<(), Refusal> {
    let (now, behaviour) = (call.world.now, call.behaviour);
    if one
        .issued
        .is_some_and(|at| now - at > behaviour.refresh_idle_seconds)
    {
        return Err(Refusal::switched_on(700_082, &one.app_id, &call.authority));
    }
    let over = one.renewed.zip(behaviour.old_refresh_seconds);
    if over.is_some_and(|(at, lives)| now - at > lives) {
        return Err(Refusal::new(
            70_008,
            "The provided authorization code or refresh token has expired due to inactivity.",
        ));
    }
    Ok(())
}

/// `authorization_code`, with PKCE when the code was asked for with it.
pub(crate) fn authorization_code(
    call: &mut Call<'_>,
    form: &Form,
    client: &Client,
    tenant: Option<String>,
) -> Result<Answer, Refusal> {
    let sent = form.need("code")?;
    let redirect_uri = form.need("redirect_uri")?;
    let authority = call.authority.clone();
    let (turn_now, codes) = (call.world.now, &mut call.world.identity.codes);
    let found = codes
        .iter_mut()
        .find(|one| one.code == sent && one.app_id == client.app_id);
    let Some(code) = found else {
        return Err(Refusal::new(
            70_000,
            "The provided value for the input parameter 'code' is not valid.",
        ));
    };
    if code.used {
        return Err(Refusal::new(
            54_005,
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
        ));
    }
    if code.until <= turn_now {
        return Err(Refusal::new(
            70_008,
            "The provided authorization code or refresh token has expired due to inactivity.",
        ));
    }
    if code.authority != authority {
        return Err(Refusal::new(
            700_005,
            "The provided authorization code was issued for another tenant than the one it was redeemed at.",
        ));
    }
    if code.redirect_uri != redirect_uri {
        return Err(Refusal::new(
            500_112,
            "The reply address does not match the reply address provided when requesting the authorization code.",
        ));
    }
    check_verifier(code.challenge.as_ref(), form.get("code_verifier"))?;
    code.used = true;
    let code = code.clone();
    let asked = scope::read(form.get("scope").unwrap_or(&code.scope))?;
    let given = to_person(call, client, tenant, &code.who, &asked)?;
    let first = scope::read(&code.scope)?;
    let refresh = first
        .offline
        .then(|| issue::refresh(call, &client.app_id, &code.who));
    let id_token = first
        .openid
        .then(|| issue::id_token(call, client, &code.who, code.nonce.as_deref()));
    Ok(given.answer(&asked, refresh, id_token))
}

/// `organizations` is the person's own tenant.
fn to_person(
    call: &mut Call<'_>,
    client: &Client,
    tenant: Option<String>,
    who: &Who,
    asked: &scope::Asked,
) -> Result<Given, Refusal> {
    let Who::User { home, .. } = who else {
        return Err(Refusal::malformed());
    };
    let tenant = tenant.unwrap_or_else(|| home.clone());
    issue::to_person(call, client, &tenant, who, asked)
}

fn check_verifier(challenge: Option<&Challenge>, verifier: Option<&str>) -> Result<(), Refusal> {
    let fits = match (challenge, verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) if challenge.hashed => {
            challenge.text == URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
        }
        (Some(challenge), Some(verifier)) => challenge.text == verifier,
        _ => false,
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::new(
        501_481,
        "The Code_Verifier does not match the code_challenge supplied in the authorization request for PKCE.",
    ))
}
