//! Client assertions: the signature is checked against the certificate that the application has registered.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sandbox::microsoft365::{
    CERTIFICATE, CERTIFICATE_KEY, GOOD, LOGIN_ORIGIN, READ_ONLY, Running, STRANGE_CERTIFICATE,
    STRANGE_CERTIFICATE_KEY,
};
use serde_json::{Value, json};

use super::{GRAPH_SCOPE, NOW, Reply, ask, partner_app, start_at_eight};

fn der(pem: &str) -> Vec<u8> {
    let inner: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(inner).unwrap()
}

struct Statement {
    header: Value,
    claims: Value,
    key: &'static str,
}

impl Statement {
    fn good() -> Self {
        let print = digest(&SHA256, &der(CERTIFICATE));
        Self {
            header: json!({"typ": "JWT", "alg": "PS256", "x5t#S256": URL_SAFE_NO_PAD.encode(print)}),
            claims: json!({
                "aud": format!("{LOGIN_ORIGIN}/{}/oauth2/v2.0/token", GOOD.tenant_id), "iss": GOOD.client_id,
                "sub": GOOD.client_id, "jti": "one", "nbf": NOW - 5, "exp": NOW + 300,
            }),
            key: CERTIFICATE_KEY,
        }
    }

    fn sign(&self) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&self.header), part(&self.claims));
        let key = RsaKeyPair::from_pkcs8(&der(self.key)).unwrap();
        let mut signature = vec![0; key.public_modulus_len()];
        let how = if self.header["alg"] == "PS256" {
            &RSA_PSS_SHA256
        } else {
            &RSA_PKCS1_SHA256
        };
        let random = SystemRandom::new();
        key.sign(how, &random, signed.as_bytes(), &mut signature).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn send(running: &Running, client_id: &str, assertion: &str) -> Reply {
    let form = [
        ("client_id", client_id),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", assertion),
        ("grant_type", "client_credentials"),
        ("scope", GRAPH_SCOPE),
    ];
    ask(running, GOOD.tenant_id, &form).await
}

#[tokio::test]
async fn the_registered_certificate_signs_in_by_either_thumbprint_and_either_padding() {
    let running = start_at_eight().await;
    let said = send(&running, GOOD.client_id, &Statement::good().sign()).await;
    assert_eq!(said.status, 200, "{}", said.text);
    let mut old = Statement::good();
    let print = digest(&SHA1_FOR_LEGACY_USE_ONLY, &der(CERTIFICATE));
    old.header = json!({"typ": "JWT", "alg": "RS256", "x5t": URL_SAFE_NO_PAD.encode(print)});
    assert_eq!(send(&running, GOOD.client_id, &old.sign()).await.status, 200);
}

#[tokio::test]
async fn anything_wrong_with_an_assertion_is_700027() {
    let running = start_at_eight().await;
    let mut wrong: Vec<(&str, String)> = Vec::new();
    let mut with = |what: &'static str, change: &dyn Fn(&mut Statement)| {
        let mut statement = Statement::good();
        change(&mut statement);
        wrong.push((what, statement.sign()));
    };
    with("another key", &|one| one.key = STRANGE_CERTIFICATE_KEY);
    with("another certificate", &|one| {
        one.key = STRANGE_CERTIFICATE_KEY;
        let print = digest(&SHA256, &der(STRANGE_CERTIFICATE));
        one.header["x5t#S256"] = URL_SAFE_NO_PAD.encode(print).into();
    });
    with("no thumbprint", &|one| one.header = json!({"alg": "PS256"}));
    with("another algorithm said than used", &|one| {
        one.header["alg"] = "HS256".into();
    });
    with("another audience", &|one| {
        one.claims["aud"] = "https://graph.microsoft.com".into();
    });
    with("another tenant's audience", &|one| {
        one.claims["aud"] = format!("{LOGIN_ORIGIN}/organizations/oauth2/v2.0/token").into();
    });
    with("another issuer", &|one| {
        one.claims["iss"] = READ_ONLY.client_id.into();
    });
    with("another subject", &|one| {
        one.claims["sub"] = READ_ONLY.client_id.into();
    });
    with("no id", &|one| one.claims["jti"] = Value::Null);
    with("too old", &|one| one.claims["exp"] = (NOW - 301).into());
    with("no end", &|one| one.claims["exp"] = Value::Null);
    with("of the future", &|one| one.claims["nbf"] = (NOW + 600).into());
    wrong.push(("no assertion at all", "abc".to_owned()));
    let tampered = Statement::good().sign().replacen("eyJ", "eyK", 1);
    wrong.push(("tampered with", tampered));
    for (what, assertion) in wrong {
        let said = send(&running, GOOD.client_id, &assertion).await;
        assert_eq!(said.aadsts(), (401, 700_027), "{what}: {}", said.text);
        assert_eq!(said.json()["error"], "invalid_client", "{what}");
    }
    assert_eq!(running.tokens_given(), 0);
}

#[tokio::test]
async fn a_certificate_that_is_uploaded_signs_in_and_one_that_is_taken_away_does_not() {
    let running = start_at_eight().await;
    let graph = partner_app(&running).await;
    let app = graph
        .get(&format!("applications?$filter=appId eq '{}'", GOOD.client_id))
        .await
        .rows()[0]
        .clone();
    let path = format!("applications/{}", app["id"].as_str().unwrap());
    let kept = &app["keyCredentials"][0];
    assert!(
        kept["key"].is_null() && kept.get("_key").is_none(),
        "a key is never shown: {kept}"
    );
    let new = json!({"type": "AsymmetricX509Cert", "usage": "Verify", "displayName": "new", "key": STANDARD.encode(der(STRANGE_CERTIFICATE))});
    let both = json!({"keyCredentials": [{"keyId": kept["keyId"]}, new]});
    assert_eq!(graph.patch(&path, &both).await.status, 204);
    let mut stranger = Statement::good();
    stranger.key = STRANGE_CERTIFICATE_KEY;
    stranger.header["x5t#S256"] = URL_SAFE_NO_PAD
        .encode(digest(&SHA256, &der(STRANGE_CERTIFICATE)))
        .into();
    for statement in [&stranger, &Statement::good()] {
        let said = send(&running, GOOD.client_id, &statement.sign()).await;
        assert_eq!(said.status, 200, "{}", said.text);
    }
    let said = graph
        .patch(&path, &json!({"keyCredentials": [{"keyId": kept["keyId"]}]}))
        .await;
    assert_eq!(said.status, 204, "{}", said.text);
    assert_eq!(
        send(&running, GOOD.client_id, &stranger.sign()).await.aadsts(),
        (401, 700_027)
    );
    let unknown = json!({"keyCredentials": [{"keyId": "nothing"}]});
    assert_eq!(graph.patch(&path, &unknown).await.status, 400);
}
