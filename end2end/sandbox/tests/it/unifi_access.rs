//! UniFi: who is let in, by key, by login, by cloud, and by TLS.

use reqwest::Method;
use sandbox::unifi::{
    ADMIN, Behaviour, CLOUD_KEY, CLOUD_KEY_OF_ONE, Double, HOST_ID, KeyMissing, LOCAL_KEY, OTHER_HOST_ID,
    Options, READ_ONLY_KEY, REVOKED_KEY, RelayPath, Running, SSO_USER, User, WRONG_PASSWORD,
};
use serde_json::{Value, json};

use crate::{Said, client, send};

/// The official API at the console.
pub(crate) const V1: &str = "/proxy/network/integration/v1";

/// A double with knobs turned.
pub(crate) async fn unifi(turn: impl FnOnce(&mut Behaviour)) -> Running {
    let mut options = Options::default();
    turn(&mut options.behaviour);
    Double::start(options).await.unwrap()
}

/// One call of the console with a key.
pub(crate) async fn keyed(
    running: &Running,
    key: &str,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> Said {
    let request = client()
        .request(method, format!("{}{path}", running.console))
        .header("X-API-KEY", key);
    send(match body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

async fn log_in(origin: &str, path: &str, user: User) -> reqwest::Response {
    let body = json!({"username": user.username, "password": user.password, "rememberMe": true});
    client()
        .post(format!("{origin}{path}"))
        .json(&body)
        .send()
        .await
        .unwrap()
}

fn header(response: &reqwest::Response, name: &str) -> String {
    response.headers()[name].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn keys_work_are_refused_or_are_missing_in_the_shapes_of_the_console() {
    let running = unifi(|_| ()).await;
    let info = format!("{V1}/info");
    let said = keyed(&running, LOCAL_KEY, Method::GET, &info, None).await;
    assert_eq!(
        (said.status, said.json()),
        (200, json!({"applicationVersion": "10.1.68"}))
    );
    let said = keyed(&running, REVOKED_KEY, Method::GET, &info, None).await;
    assert_eq!(
        (said.status, said.json()),
        (401, json!({"error": {"code": 401, "message": "Unauthorized"}}))
    );
    let missing = || send(client().get(format!("{}{info}", running.console)));
    assert_eq!(
        missing().await.json()["code"],
        "api.authentication.missing-credentials"
    );
    running.turn(|knobs| knobs.key_missing = KeyMissing::System);
    assert_eq!(missing().await.json()["error"]["code"], 401);
    running.turn(|knobs| knobs.bad_key_limit = 1);
    let said = keyed(&running, REVOKED_KEY, Method::GET, &info, None).await;
    assert_eq!(said.json()["code"], "api.authentication.failed-limit-reached");
}

#[tokio::test]
async fn a_viewers_key_reads_and_changes_nothing() {
    let running = unifi(|_| ()).await;
    let sites = keyed(&running, READ_ONLY_KEY, Method::GET, &format!("{V1}/sites"), None).await;
    assert_eq!(sites.status, 200);
    let at = format!(
        "{V1}/sites/{}/devices/x/actions",
        sites.json()["data"][0]["id"].as_str().unwrap()
    );
    let said = keyed(
        &running,
        READ_ONLY_KEY,
        Method::POST,
        &at,
        Some(&json!({"action": "RESTART"})),
    )
    .await;
    assert_eq!(said.status, 403);
}

#[tokio::test]
async fn what_a_version_does_not_have_yet_is_not_found() {
    for (version, zones, policies) in [
        ("9.5.21", 404, 404),
        ("10.0.162", 200, 404),
        ("10.1.68", 200, 200),
    ] {
        let running = unifi(|knobs| knobs.network_version = version.to_owned()).await;
        let sites = keyed(&running, LOCAL_KEY, Method::GET, &format!("{V1}/sites"), None)
            .await
            .json();
        let firewall = format!("{V1}/sites/{}/firewall", sites["data"][0]["id"].as_str().unwrap());
        for (path, status) in [("zones", zones), ("policies", policies)] {
            let said = keyed(
                &running,
                LOCAL_KEY,
                Method::GET,
                &format!("{firewall}/{path}"),
                None,
            )
            .await;
            assert_eq!(said.status, status, "{version} {path}");
            assert_eq!(
                said.json().get("code").is_some(),
                status == 404 && version != "9.5.21",
                "{version}"
            );
        }
    }
    let old = unifi(|knobs| knobs.network_version = "8.6.9".to_owned()).await;
    let said = keyed(&old, LOCAL_KEY, Method::GET, &format!("{V1}/info"), None).await;
    assert!(said.status == 404 && said.text.contains("<html>"));
}

#[tokio::test]
async fn the_front_door_tells_the_kind_of_controller() {
    let running = unifi(|_| ()).await;
    assert_eq!(send(client().get(&running.console)).await.status, 200);
    assert_eq!(send(client().get(&running.classic)).await.status, 302);
}

#[tokio::test]
async fn a_login_gives_a_cookie_and_a_token_that_goes_back_on_changes_and_is_renewed() {
    let running = unifi(|_| ()).await;
    for (origin, login, cookie, prefix) in [
        (&running.console, "/api/auth/login", "TOKEN=", "/proxy/network"),
        (&running.classic, "/api/login", "unifises=", ""),
    ] {
        let answer = log_in(origin, login, ADMIN).await;
        let (session, csrf) = (header(&answer, "set-cookie"), header(&answer, "x-csrf-token"));
        assert!(session.starts_with(cookie), "{session}");
        let at = |path: &str| format!("{origin}{prefix}{path}");
        let read = client().get(at("/api/self/sites")).header("cookie", &session);
        assert_eq!(send(read).await.json()["meta"]["rc"], "ok");
        let command = |csrf: Option<&str>| {
            let body = json!({"cmd": "restart", "mac": "02:00:00:00:03:ea", "reboot_type": "soft"});
            let request = client()
                .post(at("/api/s/default/cmd/devmgr"))
                .header("cookie", &session)
                .json(&body);
            match csrf {
                Some(csrf) => request.header("x-csrf-token", csrf),
                None => request,
            }
        };
        assert_eq!(
            send(command(None)).await.json()["meta"]["msg"],
            "api.err.LoginRequired"
        );
        assert_eq!(send(command(Some(&csrf))).await.status, 200);
        let again = send(command(Some(&csrf))).await.status;
        assert_eq!(
            again,
            if prefix.is_empty() { 200 } else { 401 },
            "the console renews its token"
        );
    }
    running.end_sessions();
    let answer = client().get(format!("{}/api/self/sites", running.classic));
    assert_eq!(send(answer).await.status, 401);
}

#[tokio::test]
async fn refused_passwords_lock_the_login_and_cloud_accounts_are_asked_for_more() {
    let running = unifi(|knobs| knobs.login_limit = 2).await;
    let status = async |user| {
        log_in(&running.console, "/api/auth/login", user)
            .await
            .status()
            .as_u16()
    };
    assert_eq!(status(SSO_USER).await, 499);
    assert_eq!(
        (status(WRONG_PASSWORD).await, status(WRONG_PASSWORD).await),
        (401, 401)
    );
    assert_eq!(status(ADMIN).await, 429, "also the right one");
    let answer = log_in(&running.classic, "/api/login", SSO_USER).await;
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("api.err.Ubic2faTokenRequired")
    );
    assert_eq!(running.logins(), 5);
}

#[tokio::test]
async fn a_key_on_the_private_api_is_a_knob() {
    let running = unifi(|_| ()).await;
    let path = "/proxy/network/api/self/sites";
    assert_eq!(
        keyed(&running, LOCAL_KEY, Method::GET, path, None).await.status,
        200
    );
    running.turn(|knobs| knobs.key_on_private_paths = false);
    assert_eq!(
        keyed(&running, LOCAL_KEY, Method::GET, path, None).await.status,
        401
    );
}

#[tokio::test]
async fn the_site_manager_lists_consoles_in_pages_and_relays_to_the_owners_one() {
    let running = unifi(|_| ()).await;
    let ask = async |key: &str, path: &str| {
        send(
            client()
                .get(format!("{}{path}", running.cloud))
                .header("X-API-Key", key),
        )
        .await
    };
    let first = ask(CLOUD_KEY, "/v1/hosts").await.json();
    let token = first["nextToken"].as_str().unwrap();
    let second = ask(CLOUD_KEY, &format!("/v1/hosts?nextToken={token}"))
        .await
        .json();
    assert_eq!(
        (
            first["data"].as_array().unwrap().len(),
            second["data"].as_array().unwrap().len()
        ),
        (2, 1)
    );
    assert!(second.get("nextToken").is_none());
    assert_eq!(ask(LOCAL_KEY, "/v1/hosts").await.json()["code"], "unauthorized");

    let relayed = |id: &str, spelling: &str| {
        format!(
            "/v1/connector/consoles/{}/{spelling}network/integration/v1/info",
            id.replace(':', "%3A")
        )
    };
    assert_eq!(ask(CLOUD_KEY, &relayed(HOST_ID, "proxy/")).await.status, 200);
    assert_eq!(ask(CLOUD_KEY, &relayed(HOST_ID, "")).await.status, 404);
    running.turn(|knobs| knobs.relay_path = RelayPath::WithoutProxy);
    assert_eq!(ask(CLOUD_KEY, &relayed(HOST_ID, "")).await.status, 200);
    assert_eq!(
        ask(CLOUD_KEY, &relayed(OTHER_HOST_ID, "")).await.json()["code"],
        "DeviceTimeout"
    );
    assert_eq!(
        ask(CLOUD_KEY_OF_ONE, &relayed(OTHER_HOST_ID, "")).await.json()["code"],
        "forbidden"
    );
    let mut last = ask(CLOUD_KEY, &relayed(HOST_ID, "")).await;
    for _ in 0..100 {
        last = ask(CLOUD_KEY, &relayed(HOST_ID, "")).await;
    }
    assert_eq!(
        (last.status, last.json()["code"].as_str()),
        (429, Some("rate_limit"))
    );
}

#[tokio::test]
async fn the_tls_host_shows_the_certificate_that_it_tells_of() {
    let running = unifi(|_| ()).await;
    let certificate = reqwest::Certificate::from_der(&running.certificate).unwrap();
    let address = running.tls.trim_start_matches("https://").parse().unwrap();
    let trusting = reqwest::Client::builder()
        .tls_certs_only([certificate])
        .resolve("unifi.local", address)
        .build()
        .unwrap();
    let at = format!("https://unifi.local:{}{V1}/info", address.port());
    assert_eq!(
        send(trusting.get(at).header("x-api-key", LOCAL_KEY)).await.status,
        200
    );
    let unknown = client().get(format!("{}{V1}/info", running.tls)).send().await;
    assert!(unknown.is_err());
}
