//! Keys, regions, rights, quota and the promise that nothing is written.

use reqwest::RequestBuilder;
use sandbox::it_glue::{
    AU_KEY, EU_KEY, REVOKED_KEY, Running, US_KEY, US_KEY_WITHOUT_PASSWORD_ACCESS, US_KEY_WITHOUT_PASSWORDS,
};
use serde_json::json;

use crate::{client, it_glue, send};

fn get(origin: &str, path: &str, key: &str) -> RequestBuilder {
    client().get(format!("{origin}{path}")).header("x-api-key", key)
}

fn first_password(running: &Running) -> String {
    format!("{}/passwords/20003", running.us)
}

#[tokio::test]
async fn a_key_opens_its_own_region_and_looks_invalid_elsewhere() {
    let running = it_glue().await;
    let hosts = [
        (&running.us, US_KEY),
        (&running.eu, EU_KEY),
        (&running.au, AU_KEY),
    ];
    for (origin, _) in &hosts {
        for (home, key) in &hosts {
            let said = send(get(origin, "/organizations?page[size]=1", key)).await;
            if origin == home {
                assert_eq!(said.status, 200);
            } else {
                assert_eq!(
                    (said.status, said.text.as_str()),
                    (403, r#"{"message":"Forbidden"}"#)
                );
            }
        }
        assert_eq!(send(get(origin, "/regions", REVOKED_KEY)).await.status, 403);
        assert_eq!(send(client().get(format!("{origin}/regions"))).await.status, 403);
    }
}

#[tokio::test]
async fn a_key_without_a_right_to_passwords_gets_the_401_envelope() {
    let running = it_glue().await;
    let said = send(get(&running.us, "/passwords", US_KEY_WITHOUT_PASSWORDS)).await;
    assert_eq!(said.status, 401);
    assert_eq!(
        said.json(),
        json!({"errors": [{"status": 401, "title": "Unauthorized", "detail": "Unauthorized resource access",
            "source": {"pointer": "id"}}]})
    );
    assert_eq!(
        send(get(&running.us, "/organizations", US_KEY_WITHOUT_PASSWORDS))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_password_value_comes_by_default_on_the_single_read_and_never_in_a_list() {
    let running = it_glue().await;
    let show = async |suffix: &str, key: &str| {
        let url = format!("{}{suffix}", first_password(&running));
        send(client().get(url).header("x-api-key", key)).await.json()["data"]["attributes"].clone()
    };
    assert_eq!(show("", US_KEY).await["password"], "Sandbox#US-Value-00");
    assert_eq!(
        show("?show_password=true", US_KEY).await["password"],
        "Sandbox#US-Value-00"
    );
    assert!(
        show("?show_password=false", US_KEY)
            .await
            .get("password")
            .is_none()
    );
    assert!(
        show("", US_KEY_WITHOUT_PASSWORD_ACCESS)
            .await
            .get("password")
            .is_none()
    );
    let list = send(get(
        &running.us,
        "/passwords?page[size]=1000&show_password=true",
        US_KEY,
    ))
    .await;
    assert_eq!(list.json()["data"].as_array().unwrap().len(), 75);
    assert!(!list.text.contains("Sandbox#"));
}

#[tokio::test]
async fn beyond_three_thousand_requests_comes_a_bare_429() {
    let running = it_glue().await;
    running.set_usage(2_999);
    assert_eq!(send(get(&running.us, "/regions", US_KEY)).await.status, 200);
    let response = get(&running.us, "/regions", US_KEY).send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert!(response.headers().get("retry-after").is_none());
    assert_eq!(response.text().await.unwrap(), "");
    running.reset();
    assert_eq!(send(get(&running.us, "/regions", US_KEY)).await.status, 200);
}

#[tokio::test]
async fn a_write_is_answered_and_counted_and_changes_nothing() {
    let running = it_glue().await;
    send(get(&running.us, "/organizations", US_KEY)).await;
    assert_eq!(running.journal.writes(), 0);
    let body = json!({"data": {"type": "passwords", "attributes": {"name": "Changed"}}});
    let patch = client()
        .patch(first_password(&running))
        .header("x-api-key", US_KEY);
    assert_eq!(
        send(patch.json(&body)).await.status,
        415,
        "JSON:API's media type is needed"
    );
    let patch = client()
        .patch(first_password(&running))
        .header("x-api-key", US_KEY);
    let said = send(
        patch
            .header("content-type", "application/vnd.api+json")
            .body(body.to_string()),
    )
    .await;
    assert_eq!(
        (said.status, &said.json()["data"]["attributes"]["name"]),
        (200, &json!("Changed"))
    );
    let delete = client()
        .delete(first_password(&running))
        .header("x-api-key", US_KEY);
    assert_eq!(send(delete).await.status, 200);
    assert_eq!(running.journal.writes(), 3);
    let still = client().get(first_password(&running)).header("x-api-key", US_KEY);
    assert_eq!(
        send(still).await.json()["data"]["attributes"]["name"],
        "Cloud Admin 00"
    );
}
