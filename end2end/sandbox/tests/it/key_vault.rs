//! The vault's protocol, over TLS and over plain HTTP.

use reqwest::{Certificate, Client, RequestBuilder, Response};
use sandbox::Fault;
use sandbox::key_vault::{Double, Options, READ_ONLY_TOKEN, Running, TOKEN, outage, throttled};
use serde_json::{Value, json};

use crate::client;

const VERSION: &str = "?api-version=2025-07-01";

async fn vault() -> Running {
    let secrets = vec![
        ("ring".to_owned(), "old".to_owned()),
        ("ring".to_owned(), "new".to_owned()),
    ];
    Double::start(Options {
        secrets,
        ..Options::default()
    })
    .await
    .unwrap()
}

fn trusting(vault: &Running) -> Client {
    let authority = Certificate::from_pem(vault.ca_pem.as_bytes()).unwrap();
    let resolved = Client::builder().resolve("sandbox.vault.azure.net", vault.address);
    resolved.tls_certs_only([authority]).build().unwrap()
}

fn get(vault: &Running, path: &str) -> RequestBuilder {
    client()
        .get(format!("{}/{path}", vault.plain_origin))
        .bearer_auth(TOKEN)
}

async fn ok(request: RequestBuilder) -> Value {
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers().contains_key("x-ms-request-id"));
    response.json().await.unwrap()
}

async fn code(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    (status, body["error"]["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn tls_is_real_for_the_address_and_for_the_vaults_name() {
    let vault = vault().await;
    let client = trusting(&vault);
    let name = format!("{}:{}", vault.vault_url, vault.address.port());
    for origin in [&vault.origin, &name] {
        let said = ok(client
            .get(format!("{origin}/secrets/ring/{VERSION}"))
            .bearer_auth(TOKEN))
        .await;
        assert_eq!(said["value"], "new");
        assert!(
            said["id"]
                .as_str()
                .unwrap()
                .starts_with(&format!("{origin}/secrets/ring/"))
        );
    }
    let stranger = Client::new()
        .get(format!("{}/secrets/ring/{VERSION}", vault.origin))
        .send()
        .await;
    assert!(stranger.is_err(), "an authority that nobody trusts");
}

#[tokio::test]
async fn a_request_without_a_token_is_challenged() {
    let vault = vault().await;
    let url = format!("{}/secrets/ring/{VERSION}", vault.plain_origin);
    let response = client().get(&url).send().await.unwrap();
    let challenge = response.headers()["www-authenticate"].to_str().unwrap();
    assert!(
        challenge.starts_with("Bearer authorization=\"https://login.microsoftonline.com/"),
        "{challenge}"
    );
    assert!(
        challenge.contains("resource=\"https://vault.azure.net\""),
        "{challenge}"
    );
    assert_eq!(code(response).await, (401, "Unauthorized".to_owned()));
    let response = client().get(&url).bearer_auth("stale").send().await.unwrap();
    assert!(response.headers().contains_key("www-authenticate"));
    let without_version = client()
        .get(format!("{}/secrets/ring", vault.plain_origin))
        .send()
        .await
        .unwrap();
    assert_eq!(code(without_version).await, (400, "BadParameter".to_owned()));
}

#[tokio::test]
async fn a_put_makes_a_new_version_and_old_ones_stay() {
    let vault = vault().await;
    let before = ok(get(&vault, &format!("secrets/ring/{VERSION}"))).await;
    let put = client()
        .put(format!("{}/secrets/ring{VERSION}", vault.plain_origin))
        .bearer_auth(TOKEN);
    let made = ok(put.json(&json!({"value": "newest", "contentType": "keys", "tags": {"a": "b"}}))).await;
    assert_ne!(made["id"], before["id"]);
    let newest = ok(get(&vault, &format!("secrets/ring{VERSION}"))).await;
    assert_eq!(
        (&newest["value"], &newest["contentType"], &newest["tags"]["a"]),
        (&json!("newest"), &json!("keys"), &json!("b"))
    );
    let old = before["id"].as_str().unwrap().rsplit('/').next().unwrap();
    assert_eq!(
        ok(get(&vault, &format!("secrets/ring/{old}{VERSION}"))).await["value"],
        "new"
    );
    assert_eq!(vault.values("ring"), ["old", "new", "newest"]);
    let reader = client().put(format!("{}/secrets/ring{VERSION}", vault.plain_origin));
    let reader = reader.bearer_auth(READ_ONLY_TOKEN).json(&json!({"value": "x"}));
    assert_eq!(
        code(reader.send().await.unwrap()).await,
        (403, "Forbidden".to_owned())
    );
    assert_eq!(vault.values("ring").len(), 3);
}

#[tokio::test]
async fn versions_are_listed_by_page_without_values() {
    let vault = vault().await;
    for number in 0..30 {
        vault.put("ring", &format!("value-{number}"));
    }
    let mut path = format!("secrets/ring/versions{VERSION}");
    let mut pages = Vec::new();
    loop {
        let page = ok(get(&vault, &path)).await;
        assert!(!page.to_string().contains("value-"));
        pages.push(page["value"].as_array().unwrap().len());
        let Some(next) = page["nextLink"].as_str() else {
            break;
        };
        path = next
            .strip_prefix("https://sandbox.vault.azure.net/")
            .unwrap()
            .to_owned();
    }
    assert_eq!(pages, [25, 7]);
    assert_eq!(
        ok(get(&vault, &format!("secrets/none/versions{VERSION}"))).await["value"],
        json!([])
    );
}

#[tokio::test]
async fn missing_disabled_and_misnamed_secrets_have_their_own_errors() {
    let vault = vault().await;
    let said = async |path: &str| code(get(&vault, &format!("{path}{VERSION}")).send().await.unwrap()).await;
    assert_eq!(said("secrets/none/").await, (404, "SecretNotFound".to_owned()));
    assert_eq!(
        said("secrets/under_score/").await,
        (400, "BadParameter".to_owned())
    );
    let newest = vault.put("ring", "soon off");
    assert!(vault.set_enabled("ring", &newest, false));
    assert_eq!(said("secrets/ring/").await, (403, "Forbidden".to_owned()));
    vault.reset();
    assert_eq!(vault.values("ring"), ["old", "new"]);
}

#[tokio::test]
async fn throttling_and_outage_speak_the_vaults_envelope() {
    let vault = vault().await;
    let ask = async || get(&vault, &format!("secrets/ring/{VERSION}")).send().await;
    vault.faults.next(1, throttled(Some("2")));
    let response = ask().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "2");
    assert!(response.headers().contains_key("x-ms-request-id"));
    assert_eq!(code(response).await, (429, "Throttled".to_owned()));
    vault.faults.next(1, outage());
    assert_eq!(code(ask().await.unwrap()).await.0, 500);
    vault.faults.next(1, Fault::Close);
    ask().await.unwrap_err();
    vault.hosts.refuse().await;
    assert!(ask().await.unwrap_err().is_connect());
    vault.hosts.accept().await.unwrap();
    assert_eq!(ask().await.unwrap().status(), 200);
}
