//! The query grammar, paging and what entities tell about themselves.

use reqwest::Method;
use sandbox::autotask::{EmptyFilter, MissingItem};
use serde_json::{Value, json};
use url::Url;

use crate::{Api, Said, autotask, everything, good, send};

/// How many tickets one condition finds.
async fn count(api: &Api<'_>, condition: Value) -> u64 {
    let said = api
        .post("Tickets/query/count", &json!({"filter": [condition]}))
        .await;
    said.json()["queryCount"]
        .as_u64()
        .unwrap_or_else(|| panic!("{}", said.text))
}

/// Path and query of the next page below `V1.0/`.
fn next(said: &Said) -> Option<String> {
    let url = Url::parse(said.json()["pageDetails"]["nextPageUrl"].as_str()?).unwrap();
    assert_eq!(url.host_str(), Some("webservices15.autotask.net"));
    let path = url.path().strip_prefix("/ATServicesRest/V1.0/").unwrap();
    Some(format!("{path}?{}", url.query().unwrap()))
}

fn ids(said: &Said) -> Vec<i64> {
    said.json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_posted_query_pages_by_posting_the_same_body() {
    let running = autotask().await;
    let api = good(&running);
    let mut said = api.post("Tickets/query", &everything()).await;
    assert_eq!(said.json()["pageDetails"]["requestCount"], 500);
    let mut all = ids(&said);
    while let Some(path) = next(&said) {
        let refused = api.get(&path).await;
        assert_eq!(refused.status, 405);
        assert_eq!(
            refused.json()["Message"],
            "The requested resource does not support http method 'GET'."
        );
        said = api.post(&path, &everything()).await;
        all.extend(ids(&said));
    }
    assert_eq!(all.len(), 1_203);
    assert!(all.is_sorted());
    assert!(said.json()["pageDetails"]["prevPageUrl"].is_string());
}

#[tokio::test]
async fn a_query_by_get_pages_by_get() {
    let running = autotask().await;
    let api = good(&running);
    let search = json!({"filter": [{"op": "gte", "field": "id", "value": 0}], "MaxRecords": 499}).to_string();
    let mut said = send(
        api.request(Method::GET, "Tickets/query")
            .query(&[("search", &search)]),
    )
    .await;
    let mut all = ids(&said).len();
    while let Some(path) = next(&said) {
        assert_eq!(api.post(&path, &everything()).await.status, 405);
        said = api.get(&path).await;
        all += ids(&said).len();
    }
    assert_eq!(all, 1_203);
}

#[tokio::test]
async fn every_operator_does_what_it_says() {
    let running = autotask().await;
    let api = good(&running);
    for (condition, expected) in [
        (json!({"op": "eq", "field": "id", "value": 350_003}), 1),
        (json!({"op": "noteq", "field": "ID", "value": "350003"}), 1_202),
        (json!({"op": "gt", "field": "id", "value": 350_003}), 1_201),
        (json!({"op": "lt", "field": "id", "value": 350_003}), 1),
        (json!({"op": "lte", "field": "id", "value": 350_003}), 2),
        (
            json!({"op": "beginsWith", "field": "title", "value": "printer OFFLINE"}),
            201,
        ),
        (json!({"op": "endsWith", "field": "title", "value": "#7"}), 1),
        (json!({"op": "contains", "field": "Title", "value": "wi-fi"}), 200),
        (json!({"op": "exist", "field": "assignedResourceID"}), 902),
        (json!({"op": "notExist", "field": "assignedResourceID"}), 301),
        (
            json!({"op": "in", "field": "id", "value": [350_000, 350_003, 1]}),
            2,
        ),
        (
            json!({"op": "notIn", "field": "id", "value": [350_000, 350_003, 1]}),
            1_201,
        ),
        (
            json!({"op": "gte", "field": "createDate", "value": "2026-10-28T00:00:00.000+00:00"}),
            3,
        ),
        (
            json!({"op": "eq", "field": "Site code", "value": "lon-1", "udf": true}),
            301,
        ),
        (
            json!({"op": "or", "items": [
                {"op": "eq", "field": "id", "value": 350_000},
                {"op": "and", "items": [
                    {"op": "gt", "field": "id", "value": 350_000}, {"op": "lte", "field": "id", "value": 350_006}]}]}),
            3,
        ),
    ] {
        assert_eq!(count(&api, condition.clone()).await, expected, "{condition}");
    }
}

#[tokio::test]
async fn an_unknown_operator_is_dropped_and_the_query_runs_unfiltered() {
    let running = autotask().await;
    let said = good(&running)
        .post(
            "Tickets/query",
            &json!({"filter": [{"op": "ne", "field": "status", "value": 1}]}),
        )
        .await;
    assert_eq!((said.status, ids(&said).len()), (200, 500));
}

#[tokio::test]
async fn what_is_wrong_with_a_query_is_said_in_the_vendors_words() {
    let running = autotask().await;
    let api = good(&running);
    let many: Vec<Value> = (0..501)
        .map(|id| json!({"op": "eq", "field": "id", "value": id}))
        .collect();
    let eq = |field: &str, value: Value| json!({"filter": [{"op": "eq", "field": field, "value": value}]});
    let sized =
        |size: Value| json!({"filter": [{"op": "gte", "field": "id", "value": 0}], "MaxRecords": size});
    for (entity, query, expected) in [
        (
            "TimeEntries",
            eq("projectID", json!(1)),
            "Unable to find projectID in the TimeEntry Entity.",
        ),
        (
            "Tickets",
            eq("creatorType", json!(1)),
            "Unable to find creatorType in the Ticket Entity.",
        ),
        (
            "Tickets",
            eq("status", json!("New")),
            "Conversion failed when converting the varchar value 'New' to data type int",
        ),
        (
            "Tickets",
            eq("status", json!(true)),
            "Unexpected character encountered while parsing value: t",
        ),
        (
            "Tickets",
            sized(json!(0)),
            "maxCountOfRecordsToReturn must be between 1 and 500",
        ),
        (
            "Tickets",
            sized(json!(501)),
            "maxCountOfRecordsToReturn must be between 1 and 500",
        ),
        (
            "Tickets",
            json!({"filter": [{"op": "or", "items": many}]}),
            "Invalid query syntax. Queries are limited to 500 or fewer 'OR' conditions.",
        ),
    ] {
        let said = api.post(&format!("{entity}/query"), &query).await;
        assert_eq!((said.status, said.error().as_str()), (500, expected));
    }
}

#[tokio::test]
async fn an_empty_filter_is_refused_unless_the_knob_says_otherwise() {
    let running = autotask().await;
    let api = good(&running);
    assert_eq!(
        api.post("Tickets/query/count", &json!({"filter": []}))
            .await
            .status,
        500
    );
    running.turn(|behaviour| behaviour.empty_filter = EmptyFilter::Everything);
    assert_eq!(
        api.post("Tickets/query/count", &json!({"filter": []}))
            .await
            .json()["queryCount"],
        1_203
    );
}

#[tokio::test]
async fn only_the_included_fields_come_back_and_pages_need_the_id() {
    let running = autotask().await;
    let api = good(&running);
    let mut query = everything();
    query["includefields"] = json!(["TICKETNUMBER", "id"]);
    query["maxrecords"] = json!(1);
    let said = api.post("Tickets/query", &query).await;
    assert_eq!(
        said.json()["items"],
        json!([{"id": 350_000, "ticketNumber": "T20260101.0001"}])
    );
    query["includefields"] = json!(["ticketNumber"]);
    assert_eq!(api.post("Tickets/query", &query).await.status, 500);
}

#[tokio::test]
async fn rows_come_in_camel_case_and_a_missing_one_in_two_ways() {
    let running = autotask().await;
    let api = good(&running);
    let item = api.get("Tickets/350003").await.json()["item"].clone();
    for name in [
        "ticketNumber",
        "companyID",
        "assignedResourceRoleID",
        "rmmAlertID",
        "problemTicketId",
    ] {
        assert!(item.as_object().unwrap().contains_key(name), "{name}");
    }
    assert_eq!(item["userDefinedFields"][0]["name"], "Site code");
    assert_eq!(
        api.get("Companies/0").await.json()["item"]["companyName"],
        "Northgate IT Services"
    );
    assert_eq!(api.get("Tickets/1").await.status, 404);
    running.turn(|behaviour| behaviour.missing_item = MissingItem::NullItem);
    assert_eq!(api.get("Tickets/1").await.text, r#"{"item":null}"#);
}

#[tokio::test]
async fn picklist_values_are_text_and_know_their_parent() {
    let running = autotask().await;
    let said = good(&running)
        .get("Tickets/entityInformation/fields")
        .await
        .json();
    let fields = said["fields"].as_array().unwrap();
    let field = |name: &str| fields.iter().find(|field| field["name"] == name).unwrap();
    assert_eq!(field("status")["picklistValues"][0]["value"], "1");
    assert_eq!(field("status")["picklistValues"][0]["label"], "New");
    assert_eq!(field("subIssueType")["picklistParentValueField"], "issueType");
    assert_eq!(field("subIssueType")["picklistValues"][0]["parentValue"], "10");
    assert_eq!(field("title")["picklistValues"], Value::Null);
    let info = good(&running).get("Resources/entityInformation").await.json();
    assert_eq!(
        (&info["info"]["canCreate"], &info["info"]["canUpdate"]),
        (&json!(false), &json!(true))
    );
}

#[tokio::test]
async fn the_next_page_can_be_made_to_point_at_a_stranger() {
    let running = autotask().await;
    running.turn(|behaviour| behaviour.next_page_origin = Some("https://evil.example".to_owned()));
    let said = good(&running).post("Tickets/query", &everything()).await;
    assert!(
        said.json()["pageDetails"]["nextPageUrl"]
            .as_str()
            .unwrap()
            .starts_with("https://evil.example/")
    );
}

#[tokio::test]
async fn a_large_tenant_has_pages_of_companies_and_the_same_tickets() {
    let options = sandbox::autotask::Options {
        size: sandbox::autotask::Size::SEVERAL_HUNDRED,
        ..sandbox::autotask::Options::default()
    };
    let large = sandbox::autotask::Double::start(options).await.unwrap();
    let small = autotask().await;
    for (entity, count) in [("Companies", 640), ("Resources", 620)] {
        assert_eq!(large.rows(entity).len(), count);
        let page = good(&large)
            .post(&format!("{entity}/query"), &everything())
            .await
            .json();
        assert!(page["pageDetails"]["nextPageUrl"].is_string(), "{entity}");
    }
    assert_eq!(large.rows("Tickets"), small.rows("Tickets"));
}
