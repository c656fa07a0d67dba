//! `POST /sign-in`

use crate::support::{Hub, accounts::PASSWORD, post};

#[tokio::test]
async fn signing_in_gives_a_new_cookie_and_goes_where_the_person_wanted() {
    let hub = Hub::new();
    let fields = [
        ("email", "ada@example.com"),
        ("password", PASSWORD),
        ("next", "/app/audit"),
    ];
    let answer = post("/sign-in").same_site().form(&fields).send(&hub).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/app/audit"));
    assert_eq!(
        answer.header("set-cookie"),
        "opsai_session=fresh-secret; Path=/; HttpOnly; SameSite=Lax"
    );
}

#[tokio::test]
async fn under_https_the_cookie_is_secure_and_bound_to_the_host() {
    let hub = Hub::with(|config| config.public_url = "https://ops.example.com".parse().unwrap());
    let answer = post("/sign-in")
        .same_site()
        .form(&[("email", "a@b.c"), ("password", PASSWORD)])
        .send(&hub)
        .await;
    let cookie = "__Host-opsai_session=fresh-secret; Path=/; HttpOnly; SameSite=Lax; Secure";
    assert_eq!(answer.header("set-cookie"), cookie);
}

#[tokio::test]
async fn a_next_that_leads_elsewhere_is_not_followed() {
    let hub = Hub::new();
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", ""] {
        let fields = [("email", "a@b.c"), ("password", PASSWORD), ("next", next)];
        let answer = post("/sign-in").same_site().form(&fields).send(&hub).await;
        assert_eq!(answer.location(), "/app/integrations", "{next}");
    }
    let answer = post("/sign-in?next=%2Fapp%2Faudit")
        .same_site()
        .form(&[("password", PASSWORD)])
        .send(&hub)
        .await;
    assert_eq!(answer.location(), "/app/audit");
}

#[tokio::test]
async fn the_session_before_ends() {
    let hub = Hub::new();
    let fields = [("email", "a@b.c"), ("password", PASSWORD)];
    post("/sign-in").browser("viewer").form(&fields).send(&hub).await;
    assert_eq!(hub.calls()[1..], ["sign_out ses_viewer"]);
}

#[tokio::test]
async fn a_refusal_shows_the_page_again_without_the_password() {
    let hub = Hub::new();
    let fields = [("email", "ada@example.com"), ("password", "canary-password")];
    let answer = post("/sign-in").same_site().form(&fields).send(&hub).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("set-cookie"), "");
    assert_eq!(answer.header("cache-control"), "no-store");
    let page = answer.text();
    assert!(page.contains("E-mail or password is wrong."), "{page}");
    assert!(page.contains("ada@example.com"), "{page}");
    assert!(!page.contains("canary-password"), "{page}");
}

#[tokio::test]
async fn a_throttled_sign_in_says_when_to_come_back() {
    let fields = [("email", "throttled@example.com"), ("password", PASSWORD)];
    let answer = post("/sign-in").same_site().form(&fields).send(&Hub::new()).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("retry-after"), "30");
    assert!(answer.text().contains("Too many attempts."));
}

#[tokio::test]
async fn the_port_learns_where_the_person_is() {
    let hub = Hub::with(|config| config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()]);
    let ask = post("/sign-in")
        .same_site()
        .peer("10.0.0.1")
        .header("x-forwarded-for", "198.51.100.1");
    ask.header("user-agent", "Firefox")
        .form(&[("email", "a@b.c")])
        .send(&hub)
        .await;
    assert_eq!(hub.calls(), ["sign_in a@b.c from 198.51.100.1 with Firefox"]);
}

#[tokio::test]
async fn what_is_no_form_is_told_so() {
    let hub = Hub::new();
    let ask = || post("/sign-in").header("sec-fetch-site", "same-origin");
    ask()
        .body("application/json", "{}")
        .send(&hub)
        .await
        .problem(415, "unsupported_media_type");
    let large = format!("email={}", "x".repeat(1024 * 1024));
    ask()
        .body("application/x-www-form-urlencoded", large)
        .send(&hub)
        .await
        .problem(413, "payload_too_large");
    assert!(hub.calls().is_empty());
}
