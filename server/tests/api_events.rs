//! Events, dead letters and jobs over REST.

use crate::support::{Hub, get, patch, post, samples_events};
use samples_events::{EVENT, JOB};
use serde_json::json;

#[tokio::test]
async fn a_list_passes_every_filter_on_and_gives_the_next_page() {
    let hub = Hub::new();
    let path = "/api/v1/events?status=dead_lettered&vendor=it_glue&code=timeout&q=disk&from=2026-11-24T00:00:00Z&limit=7";
    let page = get(path).token("viewer").send(&hub).await.ok();
    assert_eq!(page["items"][0]["id"], EVENT);
    assert_eq!(page["next_cursor"], EVENT);
    let call = &hub.calls()[0];
    for part in [
        "dead_lettered",
        "it_glue",
        "timeout",
        "disk",
        "2026-11-24T00:00:00Z",
        " 7",
    ] {
        assert!(call.contains(part), "{call}");
    }
    let wrong = get("/api/v1/events?statsu=received")
        .token("viewer")
        .send(&hub)
        .await;
    wrong.problem(422, "invalid_input");
    let wrong = get("/api/v1/events?limit=0").token("viewer").send(&hub).await;
    assert_eq!(
        wrong.problem(422, "invalid_input")["errors"][0]["code"],
        "out_of_range"
    );
}

#[tokio::test]
async fn an_export_is_one_event_a_line_over_all_pages() {
    let hub = Hub::new();
    let answer = get("/api/v1/events/export?vendor=it_glue&status=succeeded")
        .token("viewer")
        .send(&hub)
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let text = answer.text();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "a page of one, and the page after it");
    for line in &lines {
        assert_eq!(line["id"], EVENT);
        assert!(line.get("payload").is_some() && line.get("attempts").is_some());
    }
    let calls = hub.calls();
    assert!(
        calls[0].starts_with("export") && calls[0].contains("it_glue"),
        "{calls:?}"
    );
    assert!(
        calls[1].starts_with("events") && calls[1].contains(EVENT),
        "{calls:?}"
    );
    let wrong = get("/api/v1/events/export?limit=3")
        .token("viewer")
        .send(&hub)
        .await;
    wrong.problem(422, "invalid_input");
}

#[tokio::test]
async fn one_event_tells_its_whole_story() {
    let event = get(&format!("/api/v1/events/{EVENT}"))
        .token("viewer")
        .send(&Hub::new())
        .await
        .ok();
    for member in [
        "payload",
        "headers",
        "attempts",
        "analysis",
        "duplicates",
        "replay_of",
    ] {
        assert!(event.get(member).is_some(), "{member}");
    }
    assert_eq!(event["analysis"]["action_url"], "/app/customer-mappings");
    assert_eq!(event["attempts"][0]["stages"][0]["stage"], "resolve");
}

#[tokio::test]
async fn a_replay_is_202_with_the_new_event_and_a_dry_run_is_200_with_what_would_happen() {
    let hub = Hub::new();
    let path = format!("/api/v1/events/{EVENT}/replay");
    let answer = post(&path)
        .token("tech")
        .json(&json!({ "reason": "mapped" }))
        .send(&hub)
        .await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json()["event"], EVENT);
    let answer = post(&path)
        .token("tech")
        .json(&json!({ "dry_run": true }))
        .send(&hub)
        .await;
    assert!(answer.ok()["dry_run"]["stages"].is_array());
    assert_eq!(post(&path).token("tech").send(&hub).await.status, 202);
    post(&path)
        .token("viewer")
        .send(&hub)
        .await
        .problem(403, "forbidden");
}

#[tokio::test]
async fn dead_letters_are_grouped_counted_and_replayed_as_a_job() {
    let hub = Hub::new();
    let groups = get("/api/v1/dead-letters?vendor=it_glue")
        .token("viewer")
        .send(&hub)
        .await
        .ok();
    let fingerprint = groups["items"][0]["fingerprint"].clone();
    let count = get("/api/v1/dead-letters/count")
        .token("viewer")
        .send(&hub)
        .await
        .ok();
    assert_eq!(count["count"], 2);
    let body = json!({ "filter": { "fingerprint": fingerprint }, "reason": "fixed", "per_minute": 60 });
    let answer = post("/api/v1/dead-letters/replay")
        .token("tech")
        .json(&body)
        .send(&hub)
        .await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json()["id"], JOB);
    let call = &hub.calls()[0];
    assert!(
        call.contains(fingerprint.as_str().unwrap()) && call.contains("Some(60)"),
        "{call}"
    );
    let status = json!({ "filter": { "status": "rejected" } });
    let refused = post("/api/v1/dead-letters/replay")
        .token("tech")
        .json(&status)
        .send(&hub)
        .await;
    refused.problem(422, "invalid_input");
}

#[tokio::test]
async fn a_job_is_steered_by_a_word_of_the_list() {
    let hub = Hub::new();
    let path = format!("/api/v1/jobs/{JOB}");
    assert_eq!(
        get("/api/v1/jobs").token("viewer").send(&hub).await.ok()["items"][0]["id"],
        JOB
    );
    get(&path).token("viewer").send(&hub).await.ok();
    patch(&path)
        .token("tech")
        .json(&json!({ "status": "paused" }))
        .send(&hub)
        .await
        .ok();
    assert_eq!(hub.calls(), [format!("steer {JOB} paused")]);
    let wrong = patch(&path)
        .token("tech")
        .json(&json!({ "status": "faster" }))
        .send(&hub)
        .await;
    assert_eq!(
        wrong.problem(422, "invalid_input")["errors"][0]["code"],
        "not_a_choice"
    );
}
