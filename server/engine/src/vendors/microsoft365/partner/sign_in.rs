//! A person's sign-in: authorization code with PKCE, in one tenant, and the proof of who it was.
//!
//! Who signed in is believed when the tenant's Entra signed it (see `published_keys.rs`), for this tenant, this application
//! and this sign-in, and within its time.

use super::super::{
    clouds::Cloud,
    faults::TOKEN_FAULTS,
    manifest::{CLIENT_ID, CLIENT_SECRET, CLOUD, TENANT, VENDOR},
    permissions::Claims,
};
use super::published_keys::PublishedKeys;
use crate::{
    connector::{
        AuthorizeAsk, CallError, CallErrorKind, Desk, Granted, Opened, Payload, Redeem, Signed, SignedIn,
        TokenRequest,
    },
    vault::Secret,
};
use contract::ids::VendorId;
use serde::Deserialize;
use std::time::Duration;
use url::Url;

/// How far our clock and Entra's may differ, in seconds.
const SKEW: i64 = 300;

#[derive(Deserialize)]
struct Identity {
    #[serde(default)]
    aud: String,
    #[serde(default)]
    iss: String,
    #[serde(default)]
    tid: String,
    #[serde(default)]
    oid: String,
    #[serde(default)]
    nonce: String,
    #[serde(default)]
    exp: i64,
    #[serde(default)]
    nbf: i64,
    #[serde(default)]
    preferred_username: String,
}

/// What the sign-in asks for: all that the application's registration lists, a refresh token, and who it was.
fn scope() -> String {
    format!("{} offline_access openid profile", Cloud::Global.scope())
}

/// The address of the sign-in, at the tenant itself: an account of another is refused there already.
pub fn address(ask: &AuthorizeAsk<'_>) -> Result<Url, url::ParseError> {
    let mut url = Url::parse(&format!(
        "https://{}/{}/oauth2/v2.0/authorize",
        Cloud::Global.login_host(),
        ask.tenant
    ))?;
    url.query_pairs_mut()
        .append_pair("client_id", ask.client_id)
        .append_pair("response_type", "code")
        .append_pair("response_mode", "query")
        .append_pair("redirect_uri", ask.redirect_uri)
        .append_pair("scope", &scope())
        .append_pair("state", ask.state)
        .append_pair("nonce", ask.nonce)
        .append_pair("code_challenge", ask.challenge)
        .append_pair("code_challenge_method", "S256")
        // A fresh sign-in, so that the proof of the second factor is fresh too.
        .append_pair("prompt", if ask.consent { "consent" } else { "login" });
    Ok(url)
}

/// Exchanges the code and checks who signed in.
pub async fn redeem(
    account: &Opened,
    desk: Desk,
    redeem: Redeem<'_>,
    keys: &PublishedKeys,
) -> Result<SignedIn, CallError> {
    let tenant = account.setting(TENANT).to_owned();
    let client = account.setting(CLIENT_ID).to_owned();
    let cloud = Cloud::of(account.setting(CLOUD));
    let url = cloud.token_url(&tenant).map_err(|why| CallError {
        source: Some(Box::new(why)),
        ..refusal(CallErrorKind::Egress {
            why: "the tenant makes no address".into(),
        })
    })?;
    let text = |text: &str| Secret::new(text.to_owned());
    let mut scrubbed = account.clone();
    for (name, secret) in [("code", redeem.code), ("verifier", redeem.verifier)] {
        scrubbed.credentials.insert(name.to_owned(), secret.clone());
    }
    let request = TokenRequest {
        vendor: VendorId::new(VENDOR),
        url,
        headers: Vec::new(),
        payload: Payload::Form(vec![
            ("client_id", text(&client)),
            ("grant_type", text("authorization_code")),
            ("code", redeem.code.clone()),
            ("redirect_uri", text(redeem.redirect_uri)),
            ("code_verifier", redeem.verifier.clone()),
            ("scope", text(&scope())),
            ("client_secret", account.secret(CLIENT_SECRET)),
        ])
        .into(),
        faults: &TOKEN_FAULTS,
        scrubber: scrubbed.scrubber(),
        usual_life: Duration::from_mins(30),
    };
    let granted = request.send_for_all(&desk.wire).await?;
    let identity = granted
        .identity
        .as_ref()
        .ok_or_else(|| strange("Entra did not say who signed in; begin the sign-in again"))?;
    let signed = keys.verify(&desk, &tenant, identity).await?;
    let now = desk.shelf.clock.now_ms() / 1_000;
    check(&signed, granted, &tenant, &client, redeem.nonce, now)
}

/// Who signed in, by claims that were signed.
fn check(
    signed: &Signed,
    granted: Granted,
    tenant: &str,
    client: &str,
    nonce: &str,
    now: i64,
) -> Result<SignedIn, CallError> {
    let read = serde_json::from_slice(&signed.claims).ok();
    let identity: Identity =
        read.ok_or_else(|| strange("Entra's word on who signed in cannot be read; begin the sign-in again"))?;
    if !identity.tid.eq_ignore_ascii_case(tenant) {
        return Err(strange(
            "the sign-in was at another tenant than the one that is being connected; sign in with an account of that one",
        ));
    }
    // Entra shares keys among tenants, and some are for one issuer alone.
    let is_keys = signed
        .issuer
        .as_ref()
        .is_none_or(|issuer| issuer.replace("{tenantid}", &identity.tid) == identity.iss);
    let is_issuer = identity.iss == Cloud::Global.issuer(&identity.tid);
    if !is_issuer || !is_keys || identity.aud != client {
        return Err(strange(
            "what came back was made for somebody else; begin the sign-in again",
        ));
    }
    if identity.nonce != nonce || nonce.is_empty() {
        return Err(strange(
            "what came back belongs to another sign-in; begin it again",
        ));
    }
    if identity.exp + SKEW < now || identity.nbf - SKEW > now {
        return Err(strange(
            "what came back is out of date; check this server's clock, then begin again",
        ));
    }
    let refresh_token = granted
        .refresh
        .ok_or_else(|| strange("Entra gave no refresh token; begin the sign-in again"))?;
    Ok(SignedIn {
        user_id: identity.oid,
        user_name: identity.preferred_username,
        refresh_token,
        second_factor: Claims::of(&granted.access).and_then(|claims| claims.has_second_factor()),
    })
}

fn strange(why: &str) -> CallError {
    refusal(CallErrorKind::Input {
        field: "sign_in".into(),
        why: why.to_owned(),
    })
}

fn refusal(kind: CallErrorKind) -> CallError {
    CallError::new(VendorId::new(VENDOR), "sign_in", kind)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    use serde_json::{Value, json};

    const TID: &str = "11111111-1111-4111-8111-111111111111";

    fn token(claims: &Value) -> Secret {
        let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        Secret::new(format!("{}.{}.c2ln", part(&json!({})), part(claims)))
    }

    fn claims() -> Value {
        json!({
            "aud": "app", "iss": format!("https://login.microsoftonline.com/{TID}/v2.0"), "tid": TID, "oid": "u1",
            "nonce": "n1", "nbf": 900, "exp": 1_000, "preferred_username": "ada@northgate.example",
        })
    }

    fn checked(claims: &Value) -> Result<SignedIn, CallError> {
        checked_by(claims, None)
    }

    fn checked_by(claims: &Value, issuer: Option<&str>) -> Result<SignedIn, CallError> {
        let signed = Signed {
            claims: claims.to_string().into_bytes(),
            issuer: issuer.map(str::to_owned),
        };
        let granted = Granted {
            access: token(&json!({"amr": ["pwd", "mfa"]})),
            refresh: Some(Secret::new("r".to_owned())),
            identity: None,
        };
        check(&signed, granted, TID, "app", "n1", 1_100)
    }

    #[test]
    fn whoever_signed_in_at_this_tenant_for_this_application_with_this_nonce_is_taken() {
        let person = checked(&claims()).ok().unwrap();
        assert_eq!(person.user_id, "u1");
        assert_eq!(person.user_name, "ada@northgate.example");
        assert_eq!(person.second_factor, Some(true));
    }

    #[test]
    fn one_wrong_claim_and_nobody_signed_in() {
        let other = "22222222-2222-4222-8222-222222222222";
        for (claim, value) in [
            ("tid", json!(other)),
            (
                "iss",
                json!(format!("https://login.microsoftonline.com/{other}/v2.0")),
            ),
            ("iss", json!(format!("https://evil.example/{TID}/v2.0"))),
            ("aud", json!("another app")),
            ("nonce", json!("n2")),
            ("nonce", Value::Null),
            ("iss", json!(format!("https://login.microsoftonline.com/{TID}/"))),
            ("exp", json!(100)),
            ("exp", Value::Null),
            ("nbf", json!(2_000)),
        ] {
            let mut wrong = claims();
            wrong[claim] = value;
            assert!(checked(&wrong).is_err(), "{claim}");
        }
    }

    #[test]
    fn a_key_that_is_for_another_issuer_lets_nobody_in() {
        let template = "https://login.microsoftonline.com/{tenantid}/v2.0";
        assert!(checked_by(&claims(), Some(template)).is_ok());
        let other = "https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0";
        assert!(checked_by(&claims(), Some(other)).is_err());
    }

    #[test]
    fn the_address_names_the_tenant_and_carries_no_secret() {
        let url = address(&AuthorizeAsk {
            tenant: TID,
            client_id: "app",
            redirect_uri: "https://ops.example.com/csp/callback",
            state: "s",
            nonce: "n",
            challenge: "c",
            consent: true,
        })
        .unwrap();
        assert_eq!(url.path(), format!("/{TID}/oauth2/v2.0/authorize"));
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "client_id",
                "response_type",
                "response_mode",
                "redirect_uri",
                "scope",
                "state",
                "nonce",
                "code_challenge",
                "code_challenge_method",
                "prompt"
            ]
        );
        assert!(pairs.contains(&("code_challenge_method".to_owned(), "S256".to_owned())));
    }
}
