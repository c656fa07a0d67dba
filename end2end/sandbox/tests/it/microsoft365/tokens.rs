//! The token endpoint: secrets, refresh tokens, tenants, scopes, and every refusal in Microsoft's body.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sandbox::microsoft365::{
    EXPIRED_REFRESH_TOKEN, EXPIRED_SECRET, GOOD, NOT_CONSENTED, PARTNER_TENANT, READ_ONLY, REFRESH_TOKEN,
    REFRESH_TOKEN_OF_A_TECHNICIAN, REVOKED_REFRESH_TOKEN, SECRET_ID, UNKNOWN_APP, UNKNOWN_TENANT,
    WRONG_SECRET, tenant_id,
};
use serde_json::{Value, json};

use super::{
    GRAPH_SCOPE, PARTNER_CENTER_SCOPE, as_app, ask, ask_as_app, ask_with, reply, start, start_at_eight,
};
use crate::client;

/// What a token says.
pub(crate) fn claims(token: &Value) -> Value {
    let part = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[tokio::test]
async fn an_applications_own_token_has_roles_and_neither_scopes_nor_a_refresh_token() {
    let running = start().await;
    let said = ask_as_app(&running, GOOD, GRAPH_SCOPE).await;
    assert_eq!(said.status, 200, "{}", said.text);
    let body = said.json();
    assert_eq!(body["token_type"], "Bearer");
    assert!(body.get("refresh_token").is_none() && body.get("scope").is_none());
    let claims = claims(&body["access_token"]);
    assert_eq!(claims["tid"], GOOD.tenant_id);
    assert_eq!(claims["appid"], GOOD.client_id);
    assert_eq!(claims["idtyp"], "app");
    assert!(
        claims["roles"]
            .as_array()
            .unwrap()
            .contains(&json!("User.ReadWrite.All"))
    );
    assert!(claims.get("scp").is_none());
}

#[tokio::test]
async fn tokens_live_between_sixty_and_ninety_minutes_and_not_always_as_long() {
    let running = start().await;
    let mut lives = Vec::new();
    for _ in 0..4 {
        let life = ask_as_app(&running, GOOD, GRAPH_SCOPE).await.json()["expires_in"]
            .as_i64()
            .unwrap();
        assert!((3_600..=5_400).contains(&life), "{life}");
        lives.push(life);
    }
    lives.dedup();
    assert!(lives.len() > 1, "{lives:?}");
    assert_eq!(running.tokens_given(), 4);
}

#[tokio::test]
async fn what_is_wrong_with_the_application_is_told_in_microsofts_words() {
    let running = start().await;
    for (app, status, code, word) in [
        (WRONG_SECRET, 401, 7_000_215, "invalid_client"),
        (SECRET_ID, 401, 7_000_215, "invalid_client"),
        (EXPIRED_SECRET, 401, 7_000_222, "invalid_client"),
        (UNKNOWN_APP, 400, 700_016, "unauthorized_client"),
        (NOT_CONSENTED, 400, 700_016, "unauthorized_client"),
        (UNKNOWN_TENANT, 400, 90_002, "invalid_request"),
    ] {
        let said = ask_as_app(&running, app, GRAPH_SCOPE).await;
        assert_eq!(said.aadsts(), (status, code), "{}", said.text);
        assert_eq!(said.json()["error"], word);
    }
    assert_eq!(running.tokens_given(), 0);
}

#[tokio::test]
async fn a_refusal_has_the_members_that_the_platform_sends() {
    let running = start_at_eight().await;
    let request = client()
        .post(format!("{}/{}/oauth2/v2.0/token", running.login, GOOD.tenant_id))
        .header("client-request-id", "cccccccc-cccc-4ccc-8ccc-cccccccccccc")
        .form(&[
            ("client_id", WRONG_SECRET.client_id),
            ("client_secret", WRONG_SECRET.client_secret),
            ("grant_type", "client_credentials"),
            ("scope", GRAPH_SCOPE),
        ]);
    let body = reply(request).await.json();
    let expected = format!(
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{}'. Trace ID: {} Correlation ID: cccccccc-cccc-4ccc-8ccc-cccccccccccc Timestamp: 2026-11-24 08:00:00Z",
        GOOD.client_id,
        body["trace_id"].as_str().unwrap()
    );
    assert_eq!(body["error_description"], expected);
    assert_eq!(body["timestamp"], "2026-11-24 08:00:00Z");
    assert_eq!(body["correlation_id"], "cccccccc-cccc-4ccc-8ccc-cccccccccccc");
    assert_eq!(
        body["error_uri"],
        "https://login.microsoftonline.com/error?code=7000215"
    );
}

#[tokio::test]
async fn a_malformed_request_is_refused_whatever_is_wrong_with_it() {
    let running = start().await;
    let url = format!("{}/{}/oauth2/v2.0/token", running.login, GOOD.tenant_id);
    let json_body = client()
        .post(&url)
        .json(&json!({"grant_type": "client_credentials"}));
    assert_eq!(reply(json_body).await.aadsts(), (400, 9_002_313));
    let base = [
        ("client_id", GOOD.client_id),
        ("client_secret", GOOD.client_secret),
    ];
    let with = |more: &[(&'static str, &'static str)]| [base.as_slice(), more].concat();
    for (form, code) in [
        (with(&[("scope", GRAPH_SCOPE)]), 9_002_313),
        (with(&[("grant_type", "client_credentials")]), 9_002_313),
        (
            with(&[("grant_type", "password"), ("scope", GRAPH_SCOPE)]),
            70_003,
        ),
        (
            with(&[
                ("grant_type", "client_credentials"),
                ("scope", "https://graph.microsoft.com/User.Read.All"),
            ]),
            70_011,
        ),
        (
            with(&[
                ("grant_type", "refresh_token"),
                ("refresh_token", REFRESH_TOKEN),
                (
                    "scope",
                    "https://graph.microsoft.com/.default https://api.partnercenter.microsoft.com/.default",
                ),
            ]),
            70_011,
        ),
        (
            with(&[
                ("grant_type", "client_credentials"),
                ("scope", "https://nothing.example/.default"),
            ]),
            500_011,
        ),
    ] {
        let said = ask(&running, GOOD.tenant_id, &form).await;
        assert_eq!(said.aadsts(), (400, code), "{form:?}: {}", said.text);
    }
    let without_secret = [
        ("client_id", GOOD.client_id),
        ("grant_type", "client_credentials"),
        ("scope", GRAPH_SCOPE),
    ];
    assert_eq!(
        ask(&running, GOOD.tenant_id, &without_secret).await.aadsts(),
        (401, 7_000_218)
    );
    assert_eq!(
        ask_as_app(
            &running,
            sandbox::microsoft365::Credentials {
                tenant_id: "organizations",
                ..GOOD
            },
            GRAPH_SCOPE
        )
        .await
        .aadsts(),
        (400, 900_023)
    );
    assert_eq!(reply(client().get(&url)).await.status, 405);
}

#[tokio::test]
async fn a_refresh_token_is_good_at_every_tenant_that_gdap_and_consent_open() {
    let running = start().await;
    let said = ask_with(&running, &tenant_id(1), REFRESH_TOKEN, GRAPH_SCOPE).await;
    assert_eq!(said.status, 200, "{}", said.text);
    let body = said.json();
    let claims = claims(&body["access_token"]);
    assert_eq!(claims["tid"], tenant_id(1));
    assert_eq!(claims["amr"], json!(["pwd", "mfa"]));
    assert!(
        claims["scp"]
            .as_str()
            .unwrap()
            .split(' ')
            .any(|scope| scope == "User.ReadWrite.All")
    );
    assert_eq!(claims["wids"].as_array().unwrap().len(), 6);
    assert!(
        body["scope"]
            .as_str()
            .unwrap()
            .contains("https://graph.microsoft.com/User.ReadWrite.All")
    );
    let renewed = body["refresh_token"].as_str().unwrap();
    assert_ne!(renewed, REFRESH_TOKEN);
    for token in [renewed, REFRESH_TOKEN] {
        assert_eq!(
            ask_with(&running, &tenant_id(2), token, GRAPH_SCOPE).await.status,
            200
        );
    }
    assert_eq!(
        ask_with(&running, PARTNER_TENANT, REFRESH_TOKEN, PARTNER_CENTER_SCOPE)
            .await
            .status,
        200
    );
    assert_eq!(
        ask_with(&running, "organizations", REFRESH_TOKEN, GRAPH_SCOPE)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn what_stands_between_a_partner_and_a_customer_has_a_code_of_its_own() {
    let running = start().await;
    for (customer, code, why) in [
        (5, 90_099, "GDAP is there, consent is not"),
        (6, 50_020, "the relationship is not approved"),
        (8, 50_020, "the relationship has expired"),
        (9, 50_020, "the relationship was ended"),
        (10, 50_020, "there is no relationship"),
        (12, 50_020, "no group has roles"),
    ] {
        let said = ask_with(&running, &tenant_id(customer), REFRESH_TOKEN, GRAPH_SCOPE).await;
        assert_eq!(said.aadsts(), (400, code), "{why}");
    }
    let stranger = ask_with(
        &running,
        &tenant_id(1),
        REFRESH_TOKEN_OF_A_TECHNICIAN,
        GRAPH_SCOPE,
    )
    .await;
    assert_eq!(stranger.aadsts(), (400, 50_020), "in no group");
    for (position, code) in [(700_016, 700_016), (65_001, 65_001)] {
        running.turn(|knobs| knobs.not_in_tenant_code = position);
        let said = ask_with(&running, &tenant_id(5), REFRESH_TOKEN, GRAPH_SCOPE).await;
        assert_eq!(said.aadsts(), (400, code));
    }
    let more = ask_with(
        &running,
        &tenant_id(1),
        REFRESH_TOKEN,
        "https://graph.microsoft.com/Application.ReadWrite.All",
    )
    .await;
    assert_eq!(
        more.aadsts(),
        (400, 65_001),
        "a scope that nobody consented to there"
    );
    assert_eq!(more.json()["suberror"], "consent_required");
    let resource = ask_with(&running, &tenant_id(1), REFRESH_TOKEN, PARTNER_CENTER_SCOPE).await;
    assert_eq!(
        resource.aadsts(),
        (400, 500_011),
        "Partner Center is in the partner's tenant only"
    );
}

#[tokio::test]
async fn dead_refresh_tokens_say_of_what_they_died() {
    let running = start().await;
    for (token, code) in [
        (EXPIRED_REFRESH_TOKEN, 700_082),
        (REVOKED_REFRESH_TOKEN, 50_173),
        ("0.never-given", 70_000),
    ] {
        let said = ask_with(&running, PARTNER_TENANT, token, GRAPH_SCOPE).await;
        assert_eq!(said.aadsts(), (400, code));
    }
    let other_app = [
        ("client_id", READ_ONLY.client_id),
        ("client_secret", READ_ONLY.client_secret),
        ("grant_type", "refresh_token"),
        ("refresh_token", REFRESH_TOKEN),
    ];
    let said = ask(&running, PARTNER_TENANT, &other_app).await;
    assert_eq!(said.aadsts(), (400, 70_000), "it is bound to the application");
    running
        .act("revoke", &json!({"user": "ops-ai@northgate.example"}))
        .unwrap();
    let said = ask_with(&running, PARTNER_TENANT, REFRESH_TOKEN, GRAPH_SCOPE).await;
    assert_eq!(said.aadsts(), (400, 50_173));
}

#[tokio::test]
async fn a_token_ends_and_is_for_its_own_audience_only() {
    let running = start().await;
    let graph = as_app(&running, GOOD).await;
    assert_eq!(graph.get("organization").await.status, 200);
    running.expire_tokens();
    let ended = graph.get("organization").await;
    assert_eq!(ended.refusal(), (401, "InvalidAuthenticationToken".to_owned()));
    assert_eq!(
        ended.json()["error"]["message"],
        "Access token has expired or is not yet valid."
    );
    assert!(ended.header("www-authenticate").starts_with("Bearer"));
    let nobody = reply(client().get(format!("{}/v1.0/organization", running.graph))).await;
    assert_eq!(nobody.refusal(), (401, "InvalidAuthenticationToken".to_owned()));
    let said = ask_with(&running, PARTNER_TENANT, REFRESH_TOKEN, PARTNER_CENTER_SCOPE).await;
    let token = said.json()["access_token"].as_str().unwrap().to_owned();
    let wrong = super::Graph {
        running: &running,
        token,
    };
    let said = wrong.get("organization").await;
    assert_eq!(said.status, 401);
    assert!(said.text.contains("Invalid audience"), "{}", said.text);
}
