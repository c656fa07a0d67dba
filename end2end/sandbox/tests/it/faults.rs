//! Every fault as it arrives at a client, and the control paths.

use std::collections::BTreeMap;

use sandbox::{Fault, Rule};
use serde_json::{Value, json};

use crate::{autotask, client, everything, good, send};

#[tokio::test]
async fn a_fault_plays_for_as_many_requests_as_were_asked_for() {
    let running = autotask().await;
    running
        .faults
        .next(2, Fault::status(503, r#"{"errors":["Down"]}"#));
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(good(&running).get("Companies/0").await.status);
    }
    assert_eq!(seen, [503, 503, 200]);
    running.faults.always(Fault::html());
    for _ in 0..3 {
        assert!(
            good(&running)
                .get("Companies/0")
                .await
                .text
                .starts_with("<!DOCTYPE html>")
        );
    }
    running.faults.clear();
    assert_eq!(good(&running).get("Companies/0").await.status, 200);
}

#[tokio::test]
async fn a_fault_can_be_kept_to_a_path_a_host_and_a_later_page() {
    let running = autotask().await;
    running.faults.add(
        Rule::always(Fault::empty())
            .on_path("/tickets/QUERY")
            .on_method("POST")
            .after(1),
    );
    assert_ne!(good(&running).post("Tickets/query", &everything()).await.text, "");
    assert_eq!(good(&running).get("Companies/0").await.status, 200);
    assert_eq!(good(&running).post("Tickets/query", &everything()).await.text, "");
    running.faults.clear();
    running
        .faults
        .add(Rule::always(Fault::status(502, "")).on_host("locator"));
    let zone = format!("{}/ATServicesRest/V1.0/zoneInformation?user=x", running.locator);
    assert_eq!(send(client().get(zone)).await.status, 502);
    assert_eq!(good(&running).get("Companies/0").await.status, 200);
}

#[tokio::test]
async fn bodies_can_be_huge_or_cut() {
    let running = autotask().await;
    running.faults.next(1, Fault::huge());
    assert_eq!(
        good(&running).get("Companies/0").await.text.len(),
        10 * 1024 * 1024
    );
    let whole = good(&running).get("Companies/0").await.text.len() as u64;
    running.faults.next(1, Fault::Truncated);
    let mut response = good(&running)
        .request(reqwest::Method::GET, "Companies/0")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (response.status().as_u16(), response.content_length()),
        (200, Some(whole))
    );
    let first = response.chunk().await.unwrap().unwrap();
    assert_eq!(first.len() as u64, whole / 2);
    response.chunk().await.unwrap_err();
}

#[tokio::test]
async fn a_closed_connection_gives_no_byte_and_a_hanging_one_no_answer() {
    let running = autotask().await;
    running.faults.next(1, Fault::Close);
    good(&running)
        .request(reqwest::Method::GET, "Companies/0")
        .send()
        .await
        .unwrap_err();
    assert_eq!(running.journal.last().unwrap().status, None);
    running.journal.clear();
    running.faults.next(1, Fault::Hang);
    let hanging = tokio::spawn(good(&running).request(reqwest::Method::GET, "Companies/0").send());
    running.journal.reached(1).await;
    assert_eq!(
        good(&running).get("Companies/0").await.status,
        200,
        "others are served meanwhile"
    );
    assert!(!hanging.is_finished());
    hanging.abort();
}

#[tokio::test]
async fn limits_redirects_and_extra_headers_arrive_as_set() {
    let running = autotask().await;
    let ask = async || {
        good(&running)
            .request(reqwest::Method::GET, "Companies/0")
            .send()
            .await
            .unwrap()
    };
    running.faults.next(1, Fault::limited(Some("7")));
    let response = ask().await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"]),
        (429, &"7".parse().unwrap())
    );
    running.faults.next(1, Fault::limited(None));
    assert!(ask().await.headers().get("retry-after").is_none());
    running.faults.next(1, Fault::redirect("http://169.254.169.254/"));
    let response = ask().await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["location"]),
        (302, &"http://169.254.169.254/".parse().unwrap())
    );
    running.faults.next(
        1,
        Fault::Status {
            status: 403,
            body: "no".to_owned(),
            content_type: "text/plain".to_owned(),
            headers: BTreeMap::from([("x-request-id".to_owned(), "42".to_owned())]),
        },
    );
    let response = ask().await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["x-request-id"]),
        (403, &"42".parse().unwrap())
    );
}

#[tokio::test]
async fn the_credentials_can_be_made_to_come_back() {
    let running = autotask().await;
    running.faults.next(1, Fault::echo_credentials());
    let said = good(&running)
        .post("Tickets/query", &json!({"canary": "in-the-body"}))
        .await;
    assert_eq!(said.status, 500);
    for secret in [
        "Sandbox-Autotask-15",
        "SANDBOXAUTOTASKCODE00000015",
        "in-the-body",
    ] {
        assert!(said.text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_refusing_double_can_be_had_back_at_the_same_address() {
    let running = autotask().await;
    running.hosts.refuse().await;
    let error = good(&running)
        .request(reqwest::Method::GET, "Companies/0")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    running.hosts.accept().await.unwrap();
    assert_eq!(good(&running).get("Companies/0").await.status, 200);
}

#[tokio::test]
async fn a_browser_test_can_do_all_this_over_http() {
    let running = autotask().await;
    let control = |path: &str| format!("{}/_sandbox/{path}", running.locator);
    let rule = json!({"fault": {"kind": "limited", "retry_after": "3"}, "times": 1, "path": "companies"});
    assert_eq!(
        send(client().post(control("faults")).json(&rule)).await.status,
        204
    );
    assert_eq!(
        send(client().get(control("faults"))).await.json()[0]["fault"]["kind"],
        "limited"
    );
    assert_eq!(good(&running).get("Companies/0").await.status, 429);
    assert_eq!(good(&running).get("Companies/0").await.status, 200);
    let journal = send(client().get(control("journal"))).await.json();
    assert_eq!(
        (&journal["total"], &journal["entries"][0]["status"]),
        (&json!(2), &json!(429))
    );
    assert_eq!(journal["entries"][1]["path"], "/ATServicesRest/V1.0/Companies/0");
    for wrong in [
        json!({"fault": {"kind": "nonsense"}}),
        json!({"fault": {"kind": "close"}, "tines": 1}),
    ] {
        assert_eq!(
            send(client().post(control("faults")).json(&wrong)).await.status,
            400,
            "{wrong}"
        );
    }
    assert_eq!(
        send(
            client()
                .patch(control("knobs"))
                .json(&json!({"already_used": 9_000}))
        )
        .await
        .status,
        204
    );
    assert_eq!(
        send(client().patch(control("knobs")).json(&json!({"nonsense": 1})))
            .await
            .status,
        400
    );
    let usage = good(&running).get("ThresholdInformation").await.json();
    assert!(usage["currentTimeframeRequestCount"].as_u64().unwrap() > 9_000);
    assert_eq!(send(client().post(control("reset"))).await.status, 204);
    assert_eq!(running.journal.total(), 0);
    let knobs: Value = send(client().get(control("knobs"))).await.json();
    assert_eq!(knobs["already_used"], 0);
    assert_eq!(send(client().delete(control("faults"))).await.status, 204);
    assert_eq!(send(client().delete(control("journal"))).await.status, 204);
}

#[tokio::test]
async fn the_journal_keeps_headers_and_bytes_as_they_came() {
    let running = autotask().await;
    good(&running).post("Tickets/query?x=%20y", &everything()).await;
    let entry = running.journal.last().unwrap();
    assert_eq!(
        (entry.host, entry.method.as_str(), entry.status),
        ("zone15", "POST", Some(200))
    );
    assert_eq!(entry.target(), "/ATServicesRest/V1.0/Tickets/query?x=%20y");
    assert_eq!(entry.header("UserName"), Some("ops-ai@northgate.example"));
    assert_eq!(&entry.body[..], everything().to_string().as_bytes());
    assert_eq!(running.journal.to_path("tickets").len(), 1);
}

#[tokio::test]
async fn a_reset_connection_gives_an_error_and_nothing_has_been_done() {
    let running = autotask().await;
    running.faults.next(1, Fault::Reset);
    let error = good(&running)
        .request(reqwest::Method::GET, "Companies/0")
        .send()
        .await
        .unwrap_err();
    let mut causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
    assert!(
        causes.any(|cause| cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)),
        "{error:?}"
    );
    assert_eq!(good(&running).get("Companies/0").await.status, 200);
}

#[tokio::test]
async fn an_answer_drifts_in_one_member_or_in_all_outermost_names() {
    let running = autotask().await;
    let whole = good(&running).get("Companies/0").await.json();
    running
        .faults
        .next(1, Fault::drifted("companyName", json!({"text": "x"})));
    let drifted = good(&running).get("Companies/0").await.json();
    assert_eq!(drifted["item"]["companyName"], json!({"text": "x"}));
    assert_eq!(drifted["item"]["id"], whole["item"]["id"]);
    running.faults.next(1, Fault::renamed());
    let renamed = good(&running).get("Companies/0").await.json();
    assert_eq!(renamed, json!({"itemV2": whole["item"]}));
    let rule = json!({"fault": {"kind": "drifted", "member": "id"}, "times": 1});
    let url = format!("{}/_sandbox/faults", running.zone);
    assert_eq!(send(client().post(url).json(&rule)).await.status, 204);
    assert_eq!(
        good(&running).get("Companies/0").await.json()["item"]["id"],
        json!(null)
    );
}
