//! `$batch`.

use sandbox::microsoft365::{GOOD, group_id, user_id};
use serde_json::{Value, json};

use super::{good, reply, start};

fn get(id: &str, url: &str) -> Value {
    json!({"id": id, "method": "GET", "url": url})
}

fn answers(said: &super::Reply) -> Vec<(String, u64)> {
    assert_eq!(said.status, 200, "{}", said.text);
    let body = said.json();
    let responses = body["responses"].as_array().unwrap().iter();
    let mut found: Vec<(String, u64)> = responses
        .map(|one| {
            (
                one["id"].as_str().unwrap().to_owned(),
                one["status"].as_u64().unwrap(),
            )
        })
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn twenty_requests_are_answered_each_for_itself_and_not_in_their_order() {
    let running = start().await;
    let graph = good(&running).await;
    let requests: Vec<Value> = (0..20)
        .map(|at| {
            get(
                &format!("{at:02}"),
                &format!("/users/{}?$select=id,accountEnabled", user_id(1, at)),
            )
        })
        .collect();
    let said = graph.post("$batch", &json!({"requests": requests})).await;
    assert_eq!(answers(&said).len(), 20);
    let first = &said.json()["responses"][0];
    assert_eq!(first["id"], "19");
    assert_eq!(first["body"]["id"], user_id(1, 19));
    assert!(
        first["headers"]["Content-Type"]
            .as_str()
            .unwrap()
            .starts_with("application/json")
    );
    assert_eq!(running.journal.to_path("$batch").len(), 1);
}

#[tokio::test]
async fn what_is_no_batch_is_refused_as_a_whole() {
    let running = start().await;
    let graph = good(&running).await;
    let many: Vec<Value> = (0..21).map(|at| get(&at.to_string(), "/organization")).collect();
    let said = graph.post("$batch", &json!({"requests": many})).await;
    assert_eq!(said.refusal(), (400, "BadRequest".to_owned()));
    assert!(
        said.text.contains("exceeds the maximum value of 20"),
        "{}",
        said.text
    );
    for requests in [
        json!([]),
        json!([get("a", "/organization"), get("A", "/organization")]),
        json!([{"method": "GET", "url": "/organization"}]),
        json!([{"id": "1", "url": "/organization"}]),
        json!([get("1", "https://graph.microsoft.com/v1.0/organization")]),
        json!([get("1", "/v1.0/organization")]),
        json!([get("1", "/$batch")]),
        json!([{"id": "1", "method": "PATCH", "url": "/users/x", "body": {"displayName": "x"}}]),
        json!([{"id": "1", "method": "GET", "url": "/organization", "dependsOn": ["2"]}, get("2", "/organization")]),
    ] {
        let said = graph.post("$batch", &json!({"requests": requests})).await;
        assert_eq!(said.status, 400, "{requests}");
    }
    let nobody = crate::client()
        .post(format!("{}/v1.0/$batch", running.graph))
        .json(&json!({"requests": []}));
    assert_eq!(reply(nobody).await.status, 401);
}

#[tokio::test]
async fn each_answer_has_its_own_status_and_a_failed_one_fails_those_behind_it() {
    let running = start().await;
    let graph = good(&running).await;
    let headers = json!({"Content-Type": "application/json"});
    let body = json!({"requests": [
        get("1", "/users/nobody@alder-finch.example"),
        {"id": "2", "method": "PATCH", "url": format!("/users/{}", user_id(1, 3)), "headers": headers,
         "body": {"department": "x"}, "dependsOn": ["1"]},
        {"id": "3", "method": "PATCH", "url": format!("/users/{}", user_id(1, 4)), "headers": headers, "body": {"department": "y"}},
        {"id": "4", "method": "GET", "url": "/users?$search=\"displayName:amy\"&$count=true&$top=1", "headers": {"ConsistencyLevel": "eventual"}},
        {"id": "5", "method": "DELETE", "url": format!("/groups/{}/members/{}/$ref", group_id(1, 0), user_id(1, 2))},
    ]});
    let said = graph.post("$batch", &body).await;
    let expected = [("1", 404), ("2", 424), ("3", 204), ("4", 200), ("5", 204)]
        .map(|(id, status)| (id.to_owned(), status));
    assert_eq!(answers(&said), expected);
    assert_eq!(
        running.user(GOOD.tenant_id, &user_id(1, 4)).unwrap()["department"],
        "y"
    );
    assert_ne!(
        running.user(GOOD.tenant_id, &user_id(1, 3)).unwrap()["department"],
        "x"
    );
}

#[tokio::test]
async fn some_requests_within_a_batch_may_be_throttled_while_the_batch_is_not() {
    let running = start().await;
    let graph = good(&running).await;
    running.turn(|knobs| knobs.limited_in_batch = 2);
    let body =
        json!({"requests": [get("1", "/organization"), get("2", "/domains"), get("3", "/subscribedSkus")]});
    let said = graph.post("$batch", &body).await;
    let expected = [("1", 429), ("2", 429), ("3", 200)].map(|(id, status)| (id.to_owned(), status));
    assert_eq!(answers(&said), expected);
    let limited = said.json()["responses"][2].clone();
    assert_eq!(
        (
            &limited["headers"]["Retry-After"],
            &limited["body"]["error"]["code"]
        ),
        (&"10".into(), &"TooManyRequests".into())
    );
    assert!(
        answers(&graph.post("$batch", &body).await)
            .iter()
            .all(|(_, status)| *status == 200)
    );
}
