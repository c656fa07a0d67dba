//! Graph and the running server, over HTTP alone: one click makes Graph ask who is here and post from then on.

use crate::house::House;
use sandbox::microsoft365::{Double, Options, PARTNER, PARTNER_TENANT};
use serde_json::{Value, json};

async fn posted(url: &str, body: &str) -> (u16, Value) {
    let request = reqwest::Client::new()
        .post(url)
        .header("content-type", "application/json; charset=utf-8")
        .body(body.to_owned());
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

#[tokio::test]
async fn graph_is_answered_told_where_to_post_and_believed_by_its_client_state() {
    let double = Double::start(Options::default()).await.unwrap();
    let house = House::new().mapped(double.egress_map());
    let token = house.token("admin");
    let running = house.serve();
    double.turn(|knobs| {
        knobs.reaches.insert(running.url.clone(), running.url.clone());
    });
    let account = json!({ "vendor": "microsoft365",
        "settings": { "tenant_id": PARTNER.tenant_id, "client_id": PARTNER.client_id },
        "credentials": { "client_secret": PARTNER.client_secret } });
    let (status, made) = running.post("/api/v1/integrations", &token, account).await;
    assert_eq!(status, 201, "{made}");
    let new = json!({ "integration": made["id"], "name": "Microsoft" });
    let (status, webhook) = running.post("/api/v1/webhooks", &token, new).await;
    assert_eq!(status, 201, "{webhook}");
    let url = webhook["url"].as_str().unwrap();
    let secret = webhook["secret"].as_str().unwrap();

    let path = format!("/api/v1/webhooks/{}/register", webhook["id"].as_str().unwrap());
    let (status, registered) = running.post(&path, &token, json!({})).await;
    assert_eq!(status, 200, "{registered}");
    let words = registered["registered"].as_str().unwrap();
    assert!(words.contains("subscribed to users, groups"), "{words}");
    assert!(
        words.contains("needs the service account's refresh token"),
        "{words}"
    );
    let subscriptions = double.subscriptions();
    assert_eq!(subscriptions.len(), 2);
    assert!(subscriptions.iter().all(|one| one["clientState"] == secret));

    let asked = format!("{url}?validationToken=%3Cb%3Ea+%2B%20b%3C%2Fb%3E");
    let (status, echo) = posted(&asked, "").await;
    assert_eq!((status, echo.as_str()), (200, Some("<b>a + b</b>")));

    let change = |id: &str, state: &str| {
        json!({ "id": id, "changeType": "updated", "clientState": state, "tenantId": PARTNER_TENANT, "resource": "Users/1",
            "subscriptionId": subscriptions[0]["id"], "resourceData": { "@odata.type": "#Microsoft.Graph.User", "id": "1" } })
    };
    let both = json!({ "value": [change("a", secret), change("b", secret)] }).to_string();
    let (status, first) = posted(url, &both).await;
    assert_eq!(status, 202, "{first}");
    // Told again, it is the same event.
    let (status, again) = posted(url, &both).await;
    assert_eq!((status, &again), (202, &first));
    let forged = json!({ "value": [change("c", secret), change("d", "forged")] }).to_string();
    let (status, refused) = posted(url, &forged).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (401, Some("signature_mismatch"))
    );

    let (status, events) = running.get("/api/v1/events?vendor=microsoft365", &token).await;
    assert_eq!(status, 200, "{events}");
    let all = events["items"].as_array().unwrap();
    let rejected = all.iter().filter(|one| one["status"] == "rejected").count();
    assert_eq!((all.len(), rejected), (3, 1), "{events}");
    let log = running.stop();
    assert!(!log.contains(secret), "a secret is in the log");
}
