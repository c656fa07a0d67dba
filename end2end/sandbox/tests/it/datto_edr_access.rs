//! Datto EDR's token, rights and routes.

use reqwest::RequestBuilder;
use sandbox::datto_edr::{
    GOOD_TOKEN, NO_ALERTS_TOKEN, READ_ONLY_TOKEN, REVOKED_TOKEN, Refusal, TOO_LOW_TOKEN,
    WITHOUT_EXTENSIONS_TOKEN,
};
use serde_json::json;

use crate::{client, datto_edr, send};

fn get(origin: &str, path: &str, authorization: &str) -> RequestBuilder {
    client()
        .get(format!("{origin}{path}"))
        .header("authorization", authorization)
}

#[tokio::test]
async fn the_raw_token_opens_the_api_in_the_header_and_in_the_query() {
    let running = datto_edr().await;
    let said = send(get(&running.origin, "/api/users/me", GOOD_TOKEN)).await;
    assert_eq!(
        (said.status, &said.json()["username"]),
        (200, &json!("opsai-analyst"))
    );
    let by_query = format!("{}/api/users/me?access_token={GOOD_TOKEN}", running.origin);
    assert_eq!(send(client().get(by_query)).await.status, 200);
}

#[tokio::test]
async fn bearer_before_the_token_is_a_500_and_no_401() {
    let running = datto_edr().await;
    let said = send(get(
        &running.origin,
        "/api/users/me",
        &format!("Bearer {GOOD_TOKEN}"),
    ))
    .await;
    assert_eq!(said.status, 500);
}

#[tokio::test]
async fn no_token_and_a_wrong_one_are_refused_in_loopbacks_words() {
    let running = datto_edr().await;
    let expected = json!({"error": {"statusCode": 401, "name": "Error", "message": "Authorization Required",
        "code": "AUTHORIZATION_REQUIRED"}});
    let none = send(client().get(format!("{}/api/users/me", running.origin))).await;
    assert_eq!((none.status, none.json()), (401, expected.clone()));
    let wrong = send(get(&running.origin, "/api/AgentDetails", REVOKED_TOKEN)).await;
    assert_eq!((wrong.status, wrong.json()), (401, expected));
    running.turn(|behaviour| behaviour.wrong_token = Refusal::InvalidToken);
    let wrong = send(get(&running.origin, "/api/AgentDetails", REVOKED_TOKEN)).await;
    assert_eq!(wrong.json()["error"]["code"], "INVALID_TOKEN");
}

#[tokio::test]
async fn a_known_token_is_denied_what_its_role_may_not_read() {
    let running = datto_edr().await;
    for (token, model) in [
        (NO_ALERTS_TOKEN, "Alerts"),
        (NO_ALERTS_TOKEN, "AlertsArchive"),
        (WITHOUT_EXTENSIONS_TOKEN, "extensions"),
        (TOO_LOW_TOKEN, "AgentDetails"),
    ] {
        let said = send(get(&running.origin, &format!("/api/{model}"), token)).await;
        assert_eq!(
            (said.status, &said.json()["error"]["code"]),
            (403, &json!("ACCESS_DENIED")),
            "{model}"
        );
        assert_eq!(
            send(get(&running.origin, "/api/users/me", token)).await.status,
            200
        );
    }
    running.turn(|behaviour| behaviour.denied_status = 401);
    let said = send(get(&running.origin, "/api/Alerts", NO_ALERTS_TOKEN)).await;
    assert_eq!(said.status, 401);
    assert_eq!(
        send(get(&running.origin, "/api/Alerts", READ_ONLY_TOKEN))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn without_api_in_the_path_the_web_app_answers_200() {
    let running = datto_edr().await;
    let response = get(&running.origin, "/AgentDetails", GOOD_TOKEN)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
}

#[tokio::test]
async fn an_unknown_route_and_an_unknown_id_are_different_404s() {
    let running = datto_edr().await;
    let route = send(get(&running.origin, "/api/Nope", GOOD_TOKEN)).await;
    assert_eq!(
        route.json(),
        json!({"error": {"statusCode": 404, "name": "Error", "message": "There is no method to handle GET /Nope"}})
    );
    let id = send(get(&running.origin, "/api/Alerts/nobody", GOOD_TOKEN)).await;
    assert_eq!(
        (id.status, &id.json()["error"]["code"]),
        (404, &json!("MODEL_NOT_FOUND"))
    );
}
