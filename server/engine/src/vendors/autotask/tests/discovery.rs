//! The zone: asked once without credentials, remembered, and asked again when the tenant has moved.

use super::super::{connector, zone};
use super::{account, asked, call, fails, start};
use crate::{clock::Clock, connector::CallErrorKind, testing::bench_desk::Bench};
use sandbox::autotask::{Double, GOOD, OTHER_ZONE, Options, WRONG_SECRET};
use serde_json::json;
use std::time::Duration;
use url::Url;

const COMPANY: &str = "companies.get";

#[tokio::test]
async fn the_zone_is_asked_without_credentials_and_the_rest_carries_all_three_headers() {
    let (double, bench) = start().await;
    call(&bench, GOOD, COMPANY, json!({"id": 0})).await;
    assert_eq!(
        asked(&double),
        ["locator GET zoneinformation 200", "zone15 GET companies/0 200"]
    );
    let entries = double.journal.entries();
    for header in ["secret", "apiintegrationcode", "username"] {
        assert_eq!(entries[0].header(header), None, "{header}");
    }
    assert_eq!(
        entries[0].query.as_deref(),
        Some("user=ops-ai%40northgate.example")
    );
    assert_eq!(entries[1].header("username"), Some(GOOD.user_name));
    assert_eq!(entries[1].header("secret"), Some(GOOD.secret));
    assert_eq!(
        entries[1].header("apiintegrationcode"),
        Some(GOOD.integration_code)
    );
    assert_eq!(entries[1].header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn another_tenant_is_found_in_its_own_zone() {
    let (double, bench) = start().await;
    call(&bench, OTHER_ZONE, COMPANY, json!({"id": 0})).await;
    assert_eq!(asked(&double)[1], "zone4 GET companies/0 200");
}

#[tokio::test]
async fn the_zone_is_remembered_for_some_hours() {
    let double = Double::start(Options::default()).await.unwrap();
    let (clock, hand) = Clock::standing(1_795_500_000_000);
    let bench = Bench::with_clock(connector(), double.egress_map(), clock);
    for _ in 0..3 {
        call(&bench, GOOD, COMPANY, json!({"id": 0})).await;
    }
    assert_eq!(double.journal.to_path("zoneInformation").len(), 1);
    hand.forward(Duration::from_hours(6));
    call(&bench, GOOD, COMPANY, json!({"id": 0})).await;
    assert_eq!(double.journal.to_path("zoneInformation").len(), 2);
}

#[tokio::test]
async fn credentials_do_not_follow_a_zone_that_is_not_autotasks() {
    let (double, bench) = start().await;
    double.turn(|knobs| knobs.zone_url = Some("https://autotask.net.evil.example/ATServicesRest/".into()));
    let error = fails(&bench, GOOD, COMPANY, json!({"id": 0})).await;
    assert!(
        matches!(&error.kind, CallErrorKind::Egress { why } if why.contains("evil.example")),
        "{error}"
    );
    assert_eq!(asked(&double), ["locator GET zoneinformation 200"]);
}

fn remember_the_wrong_zone(bench: &Bench<super::Autotask>) {
    let base = Url::parse("https://webservices4.autotask.net/ATServicesRest/V1.0/").unwrap();
    zone::remember(&bench.desk(&account(GOOD)), &base);
}

#[tokio::test]
async fn a_tenant_that_has_moved_is_found_again_within_the_call() {
    let (double, bench) = start().await;
    remember_the_wrong_zone(&bench);
    let list = call(&bench, GOOD, "tickets.list", json!({})).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1_203);
    call(&bench, GOOD, COMPANY, json!({"id": 0})).await;
    assert_eq!(
        asked(&double),
        [
            "zone4 POST tickets/query 401",
            "locator GET zoneinformation 200",
            "zone15 POST tickets/query 200",
            "zone15 POST tickets/query/next 200",
            "zone15 POST tickets/query/next 200",
            "zone15 GET companies/0 200",
        ]
    );
}

#[tokio::test]
async fn a_change_follows_the_tenant_as_well_and_is_made_once() {
    let (double, bench) = start().await;
    remember_the_wrong_zone(&bench);
    call(
        &bench,
        GOOD,
        "tickets.update",
        json!({"id": 350_000, "priority": 4}),
    )
    .await;
    assert_eq!(
        asked(&double),
        [
            "zone4 PATCH tickets 401",
            "locator GET zoneinformation 200",
            "zone15 PATCH tickets 200",
        ]
    );
}

#[tokio::test]
async fn a_wrong_secret_is_sent_once_although_the_zone_is_asked_again() {
    let (double, bench) = start().await;
    call(&bench, GOOD, COMPANY, json!({"id": 0})).await;
    double.journal.clear();
    let error = fails(&bench, WRONG_SECRET, COMPANY, json!({"id": 0})).await;
    assert_eq!((&error.kind, error.attempts), (&CallErrorKind::Credentials, 1));
    assert_eq!(
        asked(&double),
        ["zone15 GET companies/0 401", "locator GET zoneinformation 200"]
    );
}

#[tokio::test]
async fn a_locked_user_is_not_looked_for_elsewhere() {
    let (double, bench) = start().await;
    call(&bench, GOOD, COMPANY, json!({"id": 0})).await;
    double.turn(|knobs| knobs.lock_after = 0);
    double.journal.clear();
    let error = fails(&bench, GOOD, COMPANY, json!({"id": 0})).await;
    assert!(error.said.unwrap().body.contains("has been locked"));
    assert_eq!(asked(&double), ["zone15 GET companies/0 401"]);
}

#[tokio::test]
async fn a_zone_that_a_person_typed_is_used_and_never_replaced() {
    let (double, bench) = start().await;
    let mut typed = account(GOOD);
    let zone15 = "https://webservices15.autotask.net".to_owned();
    typed.settings.insert("url".to_owned(), zone15);
    bench.call(&typed, COMPANY, json!({"id": 0})).await.unwrap();
    typed
        .settings
        .insert("url".to_owned(), "https://webservices4.autotask.net".to_owned());
    bench.call(&typed, COMPANY, json!({"id": 0})).await.unwrap_err();
    assert_eq!(
        asked(&double),
        ["zone15 GET companies/0 200", "zone4 GET companies/0 401"]
    );
}

#[tokio::test]
async fn a_whole_list_without_a_row_makes_the_next_call_ask_for_the_zone() {
    let (double, bench) = start().await;
    call(&bench, sandbox::autotask::NO_TICKETS, "tickets.list", json!({})).await;
    call(&bench, sandbox::autotask::NO_TICKETS, COMPANY, json!({"id": 0})).await;
    assert_eq!(double.journal.to_path("zoneInformation").len(), 2);
}
