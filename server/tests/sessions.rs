//! The session's cookie, and where whoever has none is sent.

use crate::support::{Hub, get, post, samples::ID};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn pages_without_a_session_lead_to_the_sign_in_page_and_back() {
    let hub = Hub::new();
    for (path, next) in [
        ("/app/integrations", "%2Fapp%2Fintegrations"),
        (
            "/app/integrations?done=saved&id=int_1",
            "%2Fapp%2Fintegrations%3Fdone%3Dsaved%26id%3Dint_1",
        ),
        ("/app/nothing", "%2Fapp%2Fnothing"),
    ] {
        let answer = get(path).send(&hub).await;
        assert_eq!(answer.status, 303, "{path}");
        assert_eq!(answer.location(), format!("/sign-in?next={next}"));
    }
    let answer = post(&format!("/app/integrations/{ID}"))
        .same_site()
        .form(&[("name", "x")])
        .send(&hub)
        .await;
    assert_eq!(answer.status, 303);
    assert!(
        answer
            .location()
            .starts_with("/sign-in?next=%2Fapp%2Fintegrations%2Fint_"),
        "{}",
        answer.location()
    );
    assert!(hub.calls().is_empty());
}

#[tokio::test]
async fn a_session_that_ended_is_no_session() {
    let answer = get("/app/integrations")
        .cookie("opsai_session=s-nobody")
        .send(&Hub::new())
        .await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn before_the_first_administrator_everything_leads_to_the_setup() {
    let hub = Hub::new();
    hub.fake.needs_setup.store(true, Ordering::SeqCst);
    for path in ["/app/integrations", "/sign-in"] {
        let answer = get(path).send(&hub).await;
        assert_eq!(
            (answer.status.as_u16(), answer.location()),
            (303, "/setup"),
            "{path}"
        );
    }
    assert_eq!(get("/setup?link=good-link").send(&hub).await.status, 200);
}

#[tokio::test]
async fn the_front_door_leads_to_the_integrations() {
    let hub = Hub::new();
    let answer = get("/").send(&hub).await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/app/integrations")
    );
    let answer = get("/app").browser("viewer").send(&hub).await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/app/integrations")
    );
}

#[tokio::test]
async fn whoever_is_signed_in_passes_the_sign_in_page() {
    let hub = Hub::new();
    let to = async |path: &str| get(path).browser("viewer").send(&hub).await.location().to_owned();
    assert_eq!(to("/sign-in").await, "/app/integrations");
    assert_eq!(to("/sign-in?next=%2Fapp%2Faudit").await, "/app/audit");
    assert_eq!(to("/sign-in?next=%2F%2Fevil.example").await, "/app/integrations");
}

#[tokio::test]
async fn a_page_greets_the_person_behind_the_cookie() {
    let answer = get("/app/integrations").browser("tech").send(&Hub::new()).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("Person tech"), "{}", answer.text());
}

#[tokio::test]
async fn the_cookie_is_found_among_others_and_under_https_only_by_its_strict_name() {
    let hub = Hub::new();
    let answer = get("/api/v1/vendors")
        .cookie("a=1; opsai_session=s-viewer; b=2")
        .send(&hub)
        .await;
    answer.ok();
    let strict = Hub::with(|config| config.public_url = "https://ops.example.com".parse().unwrap());
    get("/api/v1/vendors")
        .cookie("opsai_session=s-viewer")
        .send(&strict)
        .await
        .problem(401, "unauthenticated");
    get("/api/v1/vendors")
        .cookie("__Host-opsai_session=s-viewer")
        .send(&strict)
        .await
        .ok();
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie() {
    let hub = Hub::new();
    let answer = post("/sign-out").browser("tech").send(&hub).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/sign-in"));
    assert_eq!(
        answer.header("set-cookie"),
        "opsai_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
    );
    assert_eq!(hub.calls(), ["sign_out ses_tech"]);
    assert_eq!(post("/sign-out").same_site().send(&hub).await.status, 303);
}
