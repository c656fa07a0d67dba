//! Pages: to the last, or one and where the next begins; and what a link or a cursor may not do.

use super::{Bed, CUSTOMER, field, good};
use crate::connector::{CallError, CallErrorKind};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use wiremock::{
    Mock, Request, ResponseTemplate,
    matchers::{method, path, query_param, query_param_is_missing},
};

const USERS: &str = "https://graph.microsoft.com/v1.0/users";

fn rows(ids: std::ops::Range<u32>) -> Vec<Value> {
    ids.map(|n| json!({"id": format!("id-{n}")})).collect()
}

/// Three pages of users; the second is empty, and the third repeats a row of the first.
async fn three_pages(bed: &Bed) {
    let next = |token: &str| format!("{USERS}?$select=id&$top=999&$skiptoken={token}");
    let page = |token: Option<&str>, body: Value| {
        let mock = Mock::given(method("GET")).and(path("/v1.0/users"));
        let mock = match token {
            Some(token) => mock.and(query_param("$skiptoken", token)),
            None => mock.and(query_param_is_missing("$skiptoken")),
        };
        mock.respond_with(ResponseTemplate::new(200).set_body_json(body))
            .mount(&bed.server)
    };
    page(None, json!({"value": rows(0..3), "@odata.nextLink": next("two")})).await;
    page(
        Some("two"),
        json!({"value": [], "@odata.nextLink": next("three")}),
    )
    .await;
    page(Some("three"), json!({"value": rows(2..5)})).await;
}

fn ids(output: &Value) -> Vec<&str> {
    let items = output["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_page_is_read_an_empty_one_is_not_the_last_and_no_row_comes_twice() {
    let bed = Bed::new().await;
    three_pages(&bed).await;
    let output = bed.call(&good(), "users.list", json!({})).await;
    assert_eq!(ids(&output), ["id-0", "id-1", "id-2", "id-3", "id-4"]);
    assert_eq!(output["next_cursor"], Value::Null);
    assert_eq!(bed.graph().await.len(), 3);
}

#[tokio::test]
async fn a_limit_gives_one_page_and_a_cursor_the_next() {
    let bed = Bed::new().await;
    let answer = |body: Value| ResponseTemplate::new(200).set_body_json(body);
    Mock::given(query_param("$skiptoken", "X'44'"))
        .respond_with(answer(json!({"value": rows(3..4)})))
        .with_priority(1)
        .mount(&bed.server)
        .await;
    // As Graph does it: the query that was asked, and where it ended.
    let first = |request: &Request| {
        let asked = request.url.query().unwrap();
        let next = format!("{USERS}?{asked}&%24skiptoken=X%2744%27");
        ResponseTemplate::new(200).set_body_json(json!({"value": rows(0..3), "@odata.nextLink": next}))
    };
    bed.respond("GET", "/v1.0/users", first).await;
    let output = bed.call(&good(), "users.list", json!({"limit": 3})).await;
    assert_eq!(ids(&output).len(), 3);
    assert!(bed.asked().await[0].ends_with("$top=3"));
    let cursor = output["next_cursor"].as_str().unwrap();
    let output = bed
        .call(&good(), "users.list", json!({"limit": 3, "cursor": cursor}))
        .await;
    assert_eq!(
        (ids(&output), &output["next_cursor"]),
        (vec!["id-3"], &Value::Null)
    );
    let asked = bed.graph().await;
    let (first, second) = (asked[0].url.query().unwrap(), asked[1].url.query().unwrap());
    assert_eq!(
        second,
        format!("{first}&%24skiptoken=X%2744%27"),
        "as Graph gave it"
    );
}

#[tokio::test]
async fn a_cursor_leads_to_nothing_that_the_operation_would_not_have_read() {
    let bed = Bed::new().await;
    let encoded = |query: &str| BASE64_URL_SAFE_NO_PAD.encode(query);
    for cursor in [
        "x".to_owned(),
        "!!".to_owned(),
        encoded(""),
        encoded("$skiptoken=a b"),
        encoded("$select=id,passwordProfile&$skiptoken=a"),
        encoded("$expand=messages&$skiptoken=a"),
        encoded("%24Filter=startswith(mail,'a')&$skiptoken=a"),
    ] {
        let error = bed
            .failure(&good(), "users.list", json!({"cursor": cursor}))
            .await;
        assert_eq!(field(&error), "cursor", "{cursor}");
    }
    for limit in [0, 1000] {
        let error = bed.failure(&good(), "users.list", json!({"limit": limit})).await;
        assert_eq!(field(&error), "limit");
    }
    assert!(bed.graph().await.is_empty());
}

async fn refused(next: &str, input: Value) -> CallError {
    let bed = Bed::new().await;
    let listed = json!({"value": rows(0..2), "@odata.nextLink": next});
    bed.answer("GET", "/v1.0/users", 200, listed).await;
    let error = bed.failure(&good(), "users.list", input).await;
    assert_eq!(bed.graph().await.len(), 1, "nothing went to {next}");
    error
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed_with_a_token() {
    for next in [
        "https://evil.example/v1.0/users?$skiptoken=a",
        "https://graph.microsoft.com.evil.example/v1.0/users?$skiptoken=a",
        "http://graph.microsoft.com/v1.0/users?$skiptoken=a",
        "https://graph.microsoft.com/v1.0/groups?$skiptoken=a",
        "not an address",
    ] {
        let error = refused(next, json!({})).await;
        assert_eq!(error.kind.code(), "egress_refused", "{next}");
        let error = refused(next, json!({"limit": 2})).await;
        assert_eq!(error.kind.code(), "contract_changed", "{next}");
    }
}

#[tokio::test]
async fn a_list_that_leads_to_itself_ends_with_an_error_and_not_never() {
    let bed = Bed::new().await;
    let round = json!({"value": rows(0..1), "@odata.nextLink": format!("{USERS}?$skiptoken=same")});
    bed.answer("GET", "/v1.0/users", 200, round).await;
    let error = bed.failure(&good(), "users.list", json!({})).await;
    assert!(matches!(error.kind, CallErrorKind::Contract { .. }), "{error:?}");
    assert_eq!(bed.graph().await.len(), 2);
}

#[tokio::test]
async fn the_pages_of_a_search_are_asked_for_with_the_same_header() {
    let bed = Bed::new().await;
    let next = json!({"value": rows(0..1), "@odata.nextLink": format!("{USERS}?$skiptoken=two")});
    Mock::given(query_param("$skiptoken", "two"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"value": rows(1..2)})))
        .with_priority(1)
        .mount(&bed.server)
        .await;
    bed.answer("GET", "/v1.0/users", 200, next).await;
    let input = json!({"text": "anna", "tenant": CUSTOMER});
    let output = bed.call(&good(), "users.search", input).await;
    assert_eq!(ids(&output), ["id-0", "id-1"]);
    for request in bed.graph().await {
        assert_eq!(request.headers.get("consistencylevel").unwrap(), "eventual");
    }
}

#[tokio::test]
async fn an_error_on_a_later_page_is_told_and_nothing_is_cut_off_in_silence() {
    let bed = Bed::new().await;
    let next = json!({"value": rows(0..2), "@odata.nextLink": format!("{USERS}?$skiptoken=two")});
    Mock::given(query_param("$skiptoken", "two"))
        .respond_with(ResponseTemplate::new(503).set_body_string("<html>busy</html>"))
        .with_priority(1)
        .mount(&bed.server)
        .await;
    bed.answer("GET", "/v1.0/users", 200, next).await;
    let error = bed.failure(&good(), "users.list", json!({})).await;
    assert_eq!((error.kind.code(), error.attempts), ("vendor_unavailable", 3));
    assert_eq!(error.said.unwrap().body, "<html>busy</html>");
}
