//! `POST /theme`

use crate::support::{Hub, get, post};

#[tokio::test]
async fn the_theme_is_kept_for_a_year_and_the_page_comes_back() {
    let hub = Hub::new();
    let ask = post("/theme")
        .same_site()
        .form(&[("theme", "dark"), ("next", "/app/audit?x=1")]);
    let answer = ask.send(&hub).await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/app/audit?x=1")
    );
    assert_eq!(
        answer.header("set-cookie"),
        "opsai_theme=dark; Path=/; Max-Age=31536000; SameSite=Lax"
    );
    let ask = post("/theme")
        .same_site()
        .header("referer", "http://ops.example.com/app/keys?a=b");
    assert_eq!(
        ask.form(&[("theme", "light")]).send(&hub).await.location(),
        "/app/keys?a=b"
    );
}

#[tokio::test]
async fn another_theme_or_another_site_is_refused() {
    let hub = Hub::new();
    let ask = post("/theme")
        .same_site()
        .form(&[("theme", "dark; Domain=evil.example")]);
    assert_eq!(ask.send(&hub).await.status, 422);
    let ask = post("/theme")
        .same_site()
        .form(&[("theme", "dark"), ("next", "//evil.example")]);
    assert_eq!(ask.send(&hub).await.location(), "/app/integrations");
}

#[tokio::test]
async fn the_page_is_painted_in_the_theme_of_the_cookie() {
    let answer = get("/sign-in").cookie("opsai_theme=dark").send(&Hub::new()).await;
    assert!(answer.text().contains("data-theme=\"dark\""), "{}", answer.text());
}
