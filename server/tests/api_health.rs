//! One account's health in depth, single probes, and when its credentials end.

use crate::support::{Hub, get, put, samples::ID, squeezed};
use serde_json::json;

/// As the public contract has it, byte for byte.
const DETAIL: &str = r#"
{"row":{"id":"int_01jdg8m0000000000000000000","vendor":"it_glue","name":"Main","is_default":true,
 "health":{"badge":"disconnected","reason":"credentials","checked_at":null,"since":null,"latency_ms":null,
  "vendor_status":null,"vendor_message":null,"flapping":false,
  "flap":{"percent":34.5,"changes":8,"probes":13,"stable":3,"stable_needed":6},"unconfirmed":true,
  "attention":[{"code":"flapping","text":"The outcome keeps changing."}],
  "next_check_at":"2026-11-24T06:00:00.000Z",
  "expires":{"at":"2026-11-24T06:00:00.000Z","source":"entered","days_left":14},
  "hold":{"id":"mnt_1","kind":"snooze","integration":"int_01jdg8m0000000000000000000","vendor":"it_glue",
   "from":"2026-11-24T06:00:00.000Z","until":"2026-11-24T06:00:00.000Z","note":"The vendor works on it.",
   "by":"Person tech"}},
 "day":{"cells":["o5t1"],"uptime":98.5,"p50_ms":120,"p95_ms":480,"spark":[120,null]},
 "last_error":{"at":"2026-11-24T06:00:00.000Z","outcome":"credentials",
  "detail":"The vendor refused the credentials.","vendor_status":401,
  "vendor_message":"{\"errors\":[{\"title\":\"Unauthorized\",\"status\":401}]}\n","truncated":false,
  "vendor_request_id":"vendor-request-1"}},
"cells_from":"2026-11-24T06:00:00.000Z",
"days":[{"day":"2026-11-24","probes":288,"uptime":99.6,"worst":"timeout"}],
"uptime_7d":99.9,"uptime_30d":99.9,"uptime_90d":null,"median_7d_ms":120,
"holds":[{"id":"mnt_1","kind":"snooze","integration":"int_01jdg8m0000000000000000000","vendor":"it_glue",
 "from":"2026-11-24T06:00:00.000Z","until":"2026-11-24T06:00:00.000Z","note":"The vendor works on it.",
 "by":"Person tech"}],
"incidents":[{"id":"inc_1","vendor":"it_glue","title":"12 of 14 IT Glue integrations do not answer",
 "outcome":"timeout","began_at":"2026-11-24T06:00:00.000Z","ended_at":"2026-11-24T06:00:00.000Z",
 "affected":[{"integration":"int_01jdg8m0000000000000000000","name":"Main","outcome":"timeout",
  "since":"2026-11-24T06:00:00.000Z","until":"2026-11-24T06:00:00.000Z"}],
 "affected_total":12,
 "acknowledged":{"by":"Person tech","at":"2026-11-24T06:00:00.000Z","note":"Seen."},
 "status_page":"https://status.example.com"}]}
"#;

/// Two probes, the same: one that failed, and one that passed and was slow.
const PROBES: &str = r#"
{"items":[{"id":"prb_01jdg8m0000000000000000000","at":"2026-11-24T06:00:00.000Z","outcome":"credentials",
 "latency_ms":12,"slow":false,"trigger":"schedule","detail":"The vendor refused the credentials.","vendor_status":401,
 "vendor_message":"{\"errors\":[{\"title\":\"Unauthorized\",\"status\":401}]}\n",
 "vendor_request_id":"vendor-request-1"},
 {"id":"prb_01jdg8m0000000000000000000","at":"2026-11-24T06:00:00.000Z","outcome":"ok",
 "latency_ms":4200,"slow":true,"trigger":"schedule","detail":"1 row was read.","vendor_status":null,
 "vendor_message":null,"vendor_request_id":null}],
"next_cursor":null}
"#;

fn path(rest: &str) -> String {
    format!("/api/v1/integrations/{ID}/{rest}")
}

#[tokio::test]
async fn the_detail_is_all_that_the_drawer_shows_and_everybody_may_look() {
    let hub = Hub::new();
    for role in ["viewer", "tech", "admin"] {
        let answer = get(&path("health")).token(role).send(&hub).await;
        answer.ok();
        assert_eq!(answer.text(), squeezed(DETAIL), "{role}");
    }
    assert_eq!(hub.calls(), vec![format!("detail {ID}"); 3]);
}

#[tokio::test]
async fn health_and_expiry_of_an_account_that_is_not_there_are_not_found() {
    let hub = Hub::new();
    for id in ["int_2", "evt_1", "nothing"] {
        let path = format!("/api/v1/integrations/{id}");
        let asked = get(&format!("{path}/health")).token("viewer").send(&hub).await;
        let problem = asked.problem(404, "not_found");
        assert_eq!(problem["title"], "There is no such integration.");
        let day = json!({ "day": null });
        let set = put(&format!("{path}/expiry")).token("tech").json(&day);
        set.send(&hub).await.problem(404, "not_found");
        let span = format!("{path}/history?from=2026-11-24T06:00:00Z&to=2026-11-24T06:30:00Z");
        get(&span)
            .token("tech")
            .send(&hub)
            .await
            .problem(404, "not_found");
    }
}

#[tokio::test]
async fn one_half_hour_of_probes_can_be_asked_for() {
    let hub = Hub::new();
    let (from, to) = ("2026-11-24T06:00:00Z", "2026-11-24T06:30:00Z");
    let span = path(&format!("history?from={from}&to={to}"));
    let answer = get(&span).token("viewer").send(&hub).await;
    answer.ok();
    assert_eq!(answer.text(), squeezed(PROBES));
    assert_eq!(hub.calls(), [format!("probes {ID} {from} {to}")]);
}

#[tokio::test]
async fn half_a_span_both_kinds_of_span_and_what_is_no_moment_are_named() {
    let hub = Hub::new();
    for (query, field, code) in [
        ("from=2026-11-24T06:00:00Z", "to", "required"),
        ("to=2026-11-24T06:00:00Z", "from", "required"),
        ("hours=2&to=2026-11-24T06:00:00Z", "from", "required"),
        (
            "hours=2&from=2026-11-24T06:00:00Z&to=2026-11-24T06:30:00Z",
            "hours",
            "not_accepted",
        ),
        ("from=yesterday&to=2026-11-24T06:30:00Z", "from", "invalid"),
        ("from=2026-11-24T06:00:00Z&to=now", "to", "invalid"),
    ] {
        let answer = get(&path(&format!("history?{query}")))
            .token("viewer")
            .send(&hub)
            .await;
        let problem = answer.problem(422, "invalid_input");
        let error = &problem["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!(code)),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_tech_says_when_credentials_end_and_takes_it_back() {
    let hub = Hub::new();
    for role in ["tech", "admin"] {
        for day in [json!("2027-01-31"), json!(null)] {
            let set = put(&path("expiry")).token(role).json(&json!({ "day": day }));
            assert_eq!(set.send(&hub).await.ok()["id"], ID);
        }
    }
    let calls = [
        format!("set_expiry {ID} Some(\"2027-01-31\")"),
        format!("set_expiry {ID} None"),
    ];
    assert_eq!(hub.calls(), [calls.clone(), calls].concat());
    let day = json!({ "day": "2027-01-31" });
    let refused = put(&path("expiry")).token("viewer").json(&day).send(&hub).await;
    refused.problem(403, "forbidden");
}

#[tokio::test]
async fn a_day_that_is_missing_misspelt_or_no_day_takes_nothing_back() {
    let hub = Hub::new();
    for (body, field, code) in [
        (json!({}), "day", "required"),
        (json!({ "Day": "2027-01-31" }), "Day", "unknown_field"),
        (json!({ "day": 20_270_131 }), "day", "wrong_type"),
    ] {
        let set = put(&path("expiry")).token("tech").json(&body).send(&hub).await;
        let problem = set.problem(422, "invalid_input");
        let error = &problem["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!(code)),
            "{body}"
        );
    }
    assert!(hub.calls().is_empty());
    let day = json!({ "day": "31.1.2027" });
    let set = put(&path("expiry")).token("tech").json(&day).send(&hub).await;
    assert_eq!(set.problem(422, "invalid_input")["errors"][0]["field"], "day");
}
