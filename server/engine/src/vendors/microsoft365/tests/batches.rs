//! Reads in batches: judged one by one, and only those that must come again are sent again.

use super::{Bed, body, good, graph_error};
use crate::connector::CallErrorKind;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};
use wiremock::{Request, Respond, ResponseTemplate};

/// Answers each part of a batch as a function of its user and of how often that was asked for.
struct Parts<F> {
    asked: Arc<Mutex<Vec<Vec<String>>>>,
    answer: F,
}

impl<F: Fn(&str, usize) -> Option<Value> + Send + Sync> Respond for Parts<F> {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let sent = body(request);
        let mut asked = self.asked.lock().unwrap();
        let requests = sent["requests"].as_array().unwrap();
        let of = |one: &Value| one["url"].as_str().unwrap().split('/').nth(2).unwrap().to_owned();
        asked.push(requests.iter().map(of).collect());
        let responses = requests.iter().filter_map(|one| {
            let user = of(one);
            let times = asked.iter().flatten().filter(|known| **known == user).count();
            let mut answer = (self.answer)(&user, times)?;
            answer["id"] = one["id"].clone();
            Some(answer)
        });
        ResponseTemplate::new(200).set_body_json(json!({"responses": responses.collect::<Vec<_>>()}))
    }
}

type Asked = Arc<Mutex<Vec<Vec<String>>>>;

async fn bed(
    users: usize,
    answer: impl Fn(&str, usize) -> Option<Value> + Send + Sync + 'static,
) -> (Bed, Asked) {
    let bed = Bed::new().await;
    let rows: Vec<Value> = (0..users)
        .map(|n| json!({"id": format!("id-{n}"), "mail": format!("u{n}@contoso.example")}))
        .collect();
    bed.answer("GET", "/v1.0/users", 200, json!({"value": rows}))
        .await;
    let asked = Asked::default();
    let parts = Parts {
        asked: asked.clone(),
        answer,
    };
    bed.respond("POST", "/v1.0/$batch", parts).await;
    (bed, asked)
}

fn shared() -> Value {
    json!({"status": 200, "body": {"value": "shared"}})
}

fn throttled(after: Option<&str>) -> Value {
    let headers = after.map_or_else(|| json!({}), |after| json!({"Retry-After": after}));
    json!({"status": 429, "headers": headers, "body": graph_error("TooManyRequests", "slow down")})
}

#[tokio::test]
async fn what_is_throttled_within_a_batch_is_asked_for_again_and_nothing_else() {
    let (bed, asked) = bed(5, |user, times| {
        let again = matches!(user, "id-1" | "id-3") && times == 1;
        Some(if again { throttled(Some("0")) } else { shared() })
    })
    .await;
    let output = bed.call(&good(), "mailboxes.list", json!({})).await;
    let ids: Vec<&str> = output["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        ["id-0", "id-1", "id-2", "id-3", "id-4"],
        "in the order of the users"
    );
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 2);
    assert_eq!(
        asked[1].iter().collect::<BTreeSet<_>>(),
        BTreeSet::from([&"id-1".to_owned(), &"id-3".to_owned()])
    );
}

#[tokio::test]
async fn a_long_wait_within_a_batch_is_an_answer_and_not_a_wait() {
    let (bed, asked) = bed(3, |user, _| {
        Some(if user == "id-2" {
            throttled(Some("90"))
        } else {
            shared()
        })
    })
    .await;
    let error = bed.failure(&good(), "mailboxes.list", json!({})).await;
    let wait = Duration::from_secs(90);
    assert_eq!(
        error.kind,
        CallErrorKind::Limited {
            retry_after: Some(wait)
        }
    );
    let said = error.said.unwrap();
    assert_eq!(said.status, 429);
    assert!(said.body.contains("TooManyRequests"));
    assert_eq!(asked.lock().unwrap().len(), 1);
    let error = bed.failure(&good(), "users.list", json!({})).await;
    assert_eq!(
        error.kind.code(),
        "rate_limited",
        "the rest of the tenant is left alone as well"
    );
}

#[tokio::test]
async fn what_stays_throttled_without_a_wait_is_given_up_after_three_tries() {
    let (bed, asked) = bed(2, |user, _| {
        Some(if user == "id-0" { throttled(None) } else { shared() })
    })
    .await;
    let error = bed.failure(&good(), "mailboxes.list", json!({})).await;
    assert_eq!(error.kind, CallErrorKind::Limited { retry_after: None });
    let asked = asked.lock().unwrap();
    let sizes: Vec<usize> = asked.iter().map(Vec::len).collect();
    assert_eq!(sizes, [2, 1, 1]);
}

#[tokio::test]
async fn a_missing_permission_within_a_batch_ends_the_call_with_microsofts_words() {
    let (bed, _) = bed(2, |_, _| {
        Some(json!({"status": 403, "body": graph_error("ErrorAccessDenied", "Access is denied. Check credentials.")}))
    })
    .await;
    let error = bed.failure(&good(), "mailboxes.list", json!({})).await;
    assert_eq!(
        (error.kind, error.operation.as_ref()),
        (CallErrorKind::Permission, "mailboxes.list")
    );
    assert!(
        error
            .said
            .unwrap()
            .body
            .contains("Access is denied. Check credentials.")
    );
}

#[tokio::test]
async fn an_answer_that_is_missing_from_a_batch_is_told() {
    let (bed, _) = bed(3, |user, _| (user != "id-1").then(shared)).await;
    let error = bed.failure(&good(), "mailboxes.list", json!({})).await;
    assert!(
        matches!(&error.kind, CallErrorKind::Contract { at } if at.contains("responses")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_kind_that_is_new_or_missing_is_passed_on_as_it_is() {
    let (bed, _) = bed(2, |user, _| {
        Some(if user == "id-0" {
            json!({"status": 200, "body": {"value": "hologram"}})
        } else {
            json!({"status": 200, "body": {"value": null}})
        })
    })
    .await;
    let output = bed.call(&good(), "mailboxes.list", json!({})).await;
    assert_eq!(
        (
            &output["items"][0]["userPurpose"],
            &output["items"][1]["userPurpose"]
        ),
        (&json!("hologram"), &Value::Null)
    );
}
