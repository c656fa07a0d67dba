//! What a person's browser meets: sign-in with PKCE, consent, admin consent, discovery.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sandbox::microsoft365::{
    ADMIN, BOOTSTRAP, Consent, GOOD, PARTNER_TENANT, Running, SERVICE_ACCOUNT, TECHNICIAN, tenant_id,
};
use serde_json::Value;
use url::Url;

use super::tokens::claims;
use super::{GRAPH_SCOPE, NOW, Reply, ask, ask_as_app, reply, start, start_at_eight};
use crate::client;

const CALLBACK: &str = "http://127.0.0.1:3000/app/csp-wizard/callback";
const VERIFIER: &str = "sandbox-verifier-of-at-least-forty-three-characters";

fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, VERIFIER.as_bytes()))
}

fn page(running: &Running, tenant: &str, rest: &str, pairs: &[(&str, &str)]) -> String {
    let base = format!("{}/{tenant}/{rest}", running.login);
    Url::parse_with_params(&base, pairs).unwrap().into()
}

fn sign_in(running: &Running, app: &str, more: &[(&str, &str)]) -> String {
    let challenge = challenge();
    let mut pairs = vec![
        ("client_id", app),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        (
            "scope",
            "https://graph.microsoft.com/.default offline_access openid profile",
        ),
        ("state", "the state"),
        ("nonce", "the nonce"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    pairs.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    pairs.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    page(running, PARTNER_TENANT, "oauth2/v2.0/authorize", &pairs)
}

async fn accept(url: &str, account: &str) -> Reply {
    reply(
        client()
            .post(url)
            .form(&[("account", account), ("mfa", "yes"), ("decision", "accept")]),
    )
    .await
}

/// A value of the address that the browser is sent to.
fn sent_back(said: &Reply, name: &str) -> Option<String> {
    assert_eq!(said.status, 302, "{}", said.text);
    let to = Url::parse(said.header("location")).unwrap();
    assert!(to.as_str().starts_with(CALLBACK), "{to}");
    let mut pairs = to.query_pairs();
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

async fn redeem(running: &Running, code: &str, more: &[(&str, &str)]) -> Reply {
    let mut form = vec![
        ("client_id", GOOD.client_id),
        ("client_secret", GOOD.client_secret),
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    form.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    ask(running, PARTNER_TENANT, &form).await
}

#[tokio::test]
async fn a_page_shows_who_asks_for_what_and_accepting_it_gives_a_code() {
    let running = start().await;
    let url = sign_in(&running, GOOD.client_id, &[]);
    let shown = reply(client().get(&url)).await;
    assert_eq!(shown.status, 200);
    for words in [
        "Northgate Ops Connector",
        "User.ReadWrite.All",
        ADMIN,
        SERVICE_ACCOUNT,
        "Accept",
        "Cancel",
    ] {
        assert!(shown.text.contains(words), "{words}");
    }
    let said = accept(&url, SERVICE_ACCOUNT).await;
    assert_eq!(sent_back(&said, "state").unwrap(), "the state");
    let code = sent_back(&said, "code").unwrap();
    let tokens = redeem(&running, &code, &[]).await;
    assert_eq!(tokens.status, 200, "{}", tokens.text);
    let body = tokens.json();
    let who = claims(&body["id_token"]);
    assert_eq!(
        (&who["nonce"], &who["tid"]),
        (&"the nonce".into(), &PARTNER_TENANT.into())
    );
    assert_eq!(
        (&who["preferred_username"], &who["aud"]),
        (&SERVICE_ACCOUNT.into(), &GOOD.client_id.into())
    );
    assert!(body["refresh_token"].is_string() && body["access_token"].is_string());
}

#[tokio::test]
async fn a_code_works_once_at_its_own_tenant_and_address_and_with_its_verifier() {
    let running = start_at_eight().await;
    let url = sign_in(&running, GOOD.client_id, &[]);
    let code = async || sent_back(&accept(&url, SERVICE_ACCOUNT).await, "code").unwrap();
    for (more, expected) in [
        (
            ("code_verifier", "another-verifier-of-at-least-forty-three-chars"),
            501_481,
        ),
        (("code_verifier", ""), 501_481),
        (("redirect_uri", "http://127.0.0.1:3000/elsewhere"), 500_112),
        (("code", "0.never-given"), 70_000),
    ] {
        let said = redeem(&running, &code().await, &[more]).await;
        assert_eq!(said.aadsts(), (400, expected), "{more:?}");
    }
    let good = code().await;
    assert_eq!(redeem(&running, &good, &[]).await.status, 200);
    assert_eq!(redeem(&running, &good, &[]).await.aadsts(), (400, 54_005));
    let other = code().await;
    let form = [
        ("client_id", GOOD.client_id),
        ("client_secret", GOOD.client_secret),
        ("grant_type", "authorization_code"),
        ("code", other.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(
        ask(&running, "organizations", &form).await.aadsts(),
        (400, 700_005)
    );
    let late = code().await;
    running.turn(|knobs| knobs.now = Some(NOW + 600));
    let said = redeem(&running, &late, &[]).await;
    assert_eq!(said.aadsts(), (400, 70_008));
}

#[tokio::test]
async fn what_cannot_be_answered_safely_is_shown_and_never_sent_to_an_address() {
    let running = start().await;
    for (more, code) in [
        (
            ("redirect_uri", "http://127.0.0.1:3000/app/csp-wizard/callback/"),
            "AADSTS50011",
        ),
        (("redirect_uri", "https://evil.example/callback"), "AADSTS50011"),
        (
            ("client_id", "a9000000-0000-4000-8000-0000000000ff"),
            "AADSTS700016",
        ),
        (("client_id", ""), "AADSTS9002313"),
    ] {
        let said = reply(client().get(sign_in(&running, GOOD.client_id, &[more]))).await;
        assert_eq!(said.status, 400, "{more:?}");
        assert!(said.text.contains(code), "{more:?}: {}", said.text);
    }
    running.turn(|knobs| {
        knobs
            .redirect_uris
            .push("https://ops.example/callback".to_owned());
    });
    let more = [("redirect_uri", "https://ops.example/callback")];
    assert_eq!(
        reply(client().get(sign_in(&running, GOOD.client_id, &more)))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn other_refusals_go_back_with_the_state() {
    let running = start().await;
    let url = sign_in(&running, GOOD.client_id, &[]);
    let cancel = reply(
        client()
            .post(&url)
            .form(&[("account", ADMIN), ("decision", "cancel")]),
    )
    .await;
    assert_eq!(sent_back(&cancel, "error").unwrap(), "access_denied");
    assert!(
        sent_back(&cancel, "error_description")
            .unwrap()
            .starts_with("AADSTS65004")
    );
    assert_eq!(sent_back(&cancel, "state").unwrap(), "the state");
    for (more, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("scope", ""), "invalid_request"),
        (("prompt", "none"), "login_required"),
        (("code_challenge_method", "S512"), "invalid_request"),
    ] {
        let said = reply(client().get(sign_in(&running, GOOD.client_id, &[more]))).await;
        assert_eq!(sent_back(&said, "error").unwrap(), error, "{more:?}");
    }
    let stranger = accept(&url, "admin@brookside.example").await;
    assert!(
        sent_back(&stranger, "error_description")
            .unwrap()
            .starts_with("AADSTS50020")
    );
}

#[tokio::test]
async fn the_code_comes_in_a_fragment_or_in_a_form_when_it_was_asked_for_so() {
    let running = start().await;
    let fragment = accept(
        &sign_in(&running, GOOD.client_id, &[("response_mode", "fragment")]),
        ADMIN,
    )
    .await;
    assert!(
        fragment
            .header("location")
            .starts_with(&format!("{CALLBACK}#code="))
    );
    let form = accept(
        &sign_in(&running, GOOD.client_id, &[("response_mode", "form_post")]),
        ADMIN,
    )
    .await;
    assert_eq!(form.status, 200);
    assert!(form.text.contains(&format!("action=\"{CALLBACK}\"")) && form.text.contains("name=\"code\""));
}

#[tokio::test]
async fn only_an_administrator_consents_for_an_application_that_is_new_to_the_tenant() {
    let running = start().await;
    let url = sign_in(&running, BOOTSTRAP.client_id, &[]);
    let denied = accept(&url, TECHNICIAN).await;
    assert!(
        sent_back(&denied, "error_description")
            .unwrap()
            .starts_with("AADSTS90094")
    );
    assert!(sent_back(&accept(&url, ADMIN).await, "code").is_some());
    assert!(
        sent_back(&accept(&url, TECHNICIAN).await, "code").is_some(),
        "now that somebody has"
    );
}

#[tokio::test]
async fn admin_consent_brings_the_application_into_the_tenant_with_everything_that_it_needs() {
    let running = start().await;
    assert_eq!(
        ask_as_app(&running, BOOTSTRAP, GRAPH_SCOPE).await.aadsts(),
        (400, 700_016)
    );
    let pairs = [
        ("client_id", BOOTSTRAP.client_id),
        ("redirect_uri", CALLBACK),
        ("state", "s1"),
    ];
    let url = page(&running, PARTNER_TENANT, "adminconsent", &pairs);
    let shown = reply(client().get(&url)).await;
    assert!(
        shown.text.contains("Application.ReadWrite.All (application)"),
        "{}",
        shown.text
    );
    let denied = accept(&url, TECHNICIAN).await;
    assert_eq!(sent_back(&denied, "error").unwrap(), "permission_denied");
    let said = accept(&url, ADMIN).await;
    assert_eq!(sent_back(&said, "admin_consent").unwrap(), "True");
    assert_eq!(sent_back(&said, "tenant").unwrap(), PARTNER_TENANT);
    assert_eq!(sent_back(&said, "state").unwrap(), "s1");
    let token = ask_as_app(&running, BOOTSTRAP, GRAPH_SCOPE).await.json();
    let roles = claims(&token["access_token"])["roles"].clone();
    assert!(
        roles
            .as_array()
            .unwrap()
            .contains(&"Application.ReadWrite.All".into()),
        "{roles}"
    );
}

#[tokio::test]
async fn a_customers_administrator_consents_in_the_customers_own_tenant() {
    let running = start().await;
    let pairs = [("client_id", GOOD.client_id), ("redirect_uri", CALLBACK)];
    let url = page(&running, &tenant_id(5), "adminconsent", &pairs);
    let stranger = accept(&url, ADMIN).await;
    assert_eq!(
        sent_back(&stranger, "error").unwrap(),
        "permission_denied",
        "of another tenant"
    );
    let said = accept(&url, "admin@obrien.example").await;
    assert_eq!(sent_back(&said, "tenant").unwrap(), tenant_id(5));
    let there = sandbox::microsoft365::NOT_CONSENTED;
    assert_eq!(ask_as_app(&running, there, GRAPH_SCOPE).await.status, 200);
    let pairs = [
        ("client_id", GOOD.client_id),
        ("redirect_uri", CALLBACK),
        ("scope", "https://graph.microsoft.com/User.Read.All"),
    ];
    let second = page(&running, "organizations", "v2.0/adminconsent", &pairs);
    let said = accept(&second, "admin@kestrel.example").await;
    assert_eq!(
        sent_back(&said, "scope").unwrap(),
        "https://graph.microsoft.com/User.Read.All"
    );
    assert_eq!(sent_back(&said, "tenant").unwrap(), tenant_id(6));
}

#[tokio::test]
async fn a_switch_consents_or_declines_without_anybody_looking() {
    let running = start().await;
    running.turn(|knobs| knobs.consent = Consent::Given);
    let said = reply(client().get(sign_in(&running, GOOD.client_id, &[]))).await;
    let code = sent_back(&said, "code").unwrap();
    let who = redeem(&running, &code, &[]).await.json();
    assert_eq!(claims(&who["id_token"])["preferred_username"], ADMIN);
    running.turn(|knobs| knobs.consent = Consent::Denied);
    let said = reply(client().get(sign_in(&running, GOOD.client_id, &[]))).await;
    assert_eq!(sent_back(&said, "error").unwrap(), "access_denied");
    let pairs = [("client_id", BOOTSTRAP.client_id), ("redirect_uri", CALLBACK)];
    let said = reply(client().get(page(&running, PARTNER_TENANT, "adminconsent", &pairs))).await;
    assert_eq!(sent_back(&said, "error").unwrap(), "permission_denied");
}

#[tokio::test]
async fn the_discovery_document_leads_to_the_key_that_signs_tokens() {
    let running = start().await;
    let url = page(
        &running,
        PARTNER_TENANT,
        "v2.0/.well-known/openid-configuration",
        &[],
    );
    let found = reply(client().get(url)).await.json();
    let issuer = format!("https://login.microsoftonline.com/{PARTNER_TENANT}/v2.0");
    assert_eq!(found["issuer"], issuer);
    let keys = found["jwks_uri"].as_str().unwrap();
    let keys = keys.replace("https://login.microsoftonline.com", &running.login);
    let key: Value = reply(client().get(keys)).await.json()["keys"][0].clone();
    let decode = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
    let token = ask_as_app(&running, GOOD, GRAPH_SCOPE).await.json()["access_token"].clone();
    let (signed, signature) = token.as_str().unwrap().rsplit_once('.').unwrap();
    let public = RsaPublicKeyComponents {
        n: decode("n"),
        e: decode("e"),
    };
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    public
        .verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature)
        .unwrap();
    let unknown = page(
        &running,
        "7e000000-0000-4000-8000-00000000ffff",
        "v2.0/.well-known/openid-configuration",
        &[],
    );
    assert_eq!(reply(client().get(unknown)).await.status, 404);
}
