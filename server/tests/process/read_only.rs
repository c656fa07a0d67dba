//! IT Glue is read and never written, whatever is tried through whichever door: its double sees no method but GET.

use crate::{
    canary::signed_in,
    house::{House, Running},
};
use sandbox::it_glue::{Double, Options, US_KEY};
use serde_json::{Value, json};

/// What somebody may send to have something changed.
const TRICKS: [&str; 6] = [
    "{}",
    r#"{"id": "1", "method": "DELETE", "_method": "PATCH"}"#,
    r#"{"id": "1/../../passwords", "http_method": "POST"}"#,
    r#"{"id": "1?_method=DELETE"}"#,
    r#"{"organization_id": "1", "name": "x", "password": "changed", "data": {"type": "passwords"}}"#,
    r#"{"limit": 1, "cursor": "https://api.itglue.com/passwords/1"}"#,
];

/// Operations that are none.
const MADE_UP: [&str; 8] = [
    "passwords.create",
    "passwords.update",
    "passwords.delete",
    "configurations.create",
    "configurations.update",
    "organizations.delete",
    "passwords.get%2f..%2fdelete",
    "..%2f..%2fpasswords",
];

async fn connected(house: &House, token: &str) -> (Running, String) {
    let running = house.serve();
    let account = json!({ "vendor": "it_glue", "settings": {}, "credentials": { "api_key": US_KEY } });
    let (status, made) = running.post("/api/v1/integrations", token, account.clone()).await;
    assert_eq!(status, 201, "{made}");
    running.post("/api/v1/integrations/test", token, account).await;
    (running, made["id"].as_str().unwrap().to_owned())
}

async fn operations(running: &Running, token: &str) -> Vec<String> {
    let (_, catalogue) = running.get("/api/v1/operations", token).await;
    let all = catalogue["items"].as_array().unwrap().iter();
    all.filter(|one| one["vendor"] == "it_glue")
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn whatever_is_tried_through_any_door_it_glue_is_asked_by_get_alone() {
    let double = Double::start(Options::default()).await.unwrap();
    let house = House::new().mapped(double.egress_map());
    let token = house.token("admin");
    let (running, id) = connected(&house, &token).await;
    let known = operations(&running, &token).await;
    assert!(known.len() >= 5, "{known:?}");
    let tried = known.iter().map(String::as_str).chain(MADE_UP);

    // The API, with every rule as loose as it can be.
    for operation in &known {
        let rule = json!({ "vendor": "it_glue", "operation": operation, "rule": "auto" });
        let (status, answer) = running.put("/api/v1/operation-rules", &token, rule).await;
        assert_eq!(status, 200, "{answer}");
    }
    for operation in tried.clone() {
        for trick in TRICKS {
            let input: Value = serde_json::from_str(trick).unwrap();
            let call =
                json!({ "input": input, "integration": id, "idempotency_key": format!("{operation}-k") });
            running
                .post(&format!("/api/v1/operations/it_glue/{operation}"), &token, call)
                .await;
        }
    }
    let client = reqwest::Client::new();
    for method in ["PUT", "PATCH", "DELETE"] {
        for path in [
            "operations/it_glue/passwords.get",
            "operations/it_glue",
            "it_glue/passwords/1",
        ] {
            let request = client
                .request(method.parse().unwrap(), format!("{}/api/v1/{path}", running.url))
                .bearer_auth(&token)
                .header("x-http-method-override", "DELETE")
                .json(&json!({ "input": {} }));
            let status = request.send().await.unwrap().status().as_u16();
            assert!((400..500).contains(&status), "{method} {path}: {status}");
        }
    }

    // The doors that people use: server functions and plain forms.
    let link = running
        .printed
        .iter()
        .find(|line| line.contains("/setup?link="))
        .unwrap()
        .trim()
        .to_owned();
    let browser = signed_in(&running.url, &link).await;
    for operation in tried {
        for trick in TRICKS {
            let input: Value = serde_json::from_str(trick).unwrap();
            let body =
                json!({ "vendor": "it_glue", "operation": operation, "integration": id, "value": input });
            let call = browser
                .post(format!("{}/app/do/operations/call", running.url))
                .header("origin", &running.url)
                .json(&body);
            call.send().await.unwrap();
            let form = browser
                .post(format!("{}/app/operations/it_glue/{operation}", running.url))
                .header("origin", &running.url)
                .form(&[("integration", id.as_str()), ("input", trick)]);
            form.send().await.unwrap();
        }
    }

    // And what the machine does by itself.
    for action in ["test", "probe", "default"] {
        running
            .post(&format!("/api/v1/integrations/{id}/{action}"), &token, json!({}))
            .await;
    }
    let seen = double.journal.entries();
    assert!(seen.len() > known.len(), "{} requests", seen.len());
    let others: Vec<_> = seen
        .iter()
        .filter(|entry| entry.method != "GET")
        .map(|entry| format!("{} {}", entry.method, entry.path))
        .collect();
    assert!(others.is_empty(), "{others:?}");
    assert_eq!(double.journal.writes(), 0);
}
