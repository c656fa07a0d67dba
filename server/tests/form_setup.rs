//! `POST /setup`

use crate::support::{Hub, post};

fn fields<'a>(link: &'a str, password: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("link", link),
        ("email", "ada@example.com"),
        ("name", "Ada"),
        ("password", password),
    ]
}

#[tokio::test]
async fn the_first_administrator_is_signed_in_at_once() {
    let hub = Hub::new();
    let answer = post("/setup")
        .same_site()
        .form(&fields("good-link", "correct horse battery"))
        .send(&hub)
        .await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/app/integrations")
    );
    assert!(
        answer
            .header("set-cookie")
            .starts_with("opsai_session=fresh-secret; ")
    );
    assert_eq!(hub.calls(), ["first_admin ada@example.com Ada"]);
}

#[tokio::test]
async fn a_short_password_keeps_the_rest_of_the_form() {
    let answer = post("/setup")
        .same_site()
        .form(&fields("good-link", "canary"))
        .send(&Hub::new())
        .await;
    assert_eq!(answer.status, 422);
    let page = answer.text();
    assert!(
        page.contains("Use at least 12 characters.") && page.contains("ada@example.com"),
        "{page}"
    );
    assert!(!page.contains("canary"), "{page}");
}

#[tokio::test]
async fn a_link_that_was_used_is_refused_in_words() {
    let answer = post("/setup")
        .same_site()
        .form(&fields("old-link", "correct horse battery"))
        .send(&Hub::new())
        .await;
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("This link is no longer valid."));
}

#[tokio::test]
async fn a_password_repeated_differently_does_not_use_the_link() {
    let hub = Hub::new();
    let mut fields = fields("good-link", "correct horse battery").to_vec();
    fields.push(("repeat", "something else"));
    let answer = post("/setup").same_site().form(&fields).send(&hub).await;
    assert_eq!(answer.status, 422);
    assert!(hub.calls().is_empty());
}
