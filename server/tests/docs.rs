//! `/api/v1/docs`

use crate::support::{Hub, get};

#[tokio::test]
async fn the_page_shows_every_call_and_asks_nobody_else() {
    let hub = Hub::new();
    let answer = get("/api/v1/docs").send(&hub).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let page = answer.text();
    let document = serde_json::to_value(server::web::document()).unwrap();
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("</span> {path}</h3>")), "{path}");
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("id=\"shape-{name}\"")), "{name}");
    }
    let links = page
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    for link in links {
        let here = match link.strip_prefix('#') {
            Some(anchor) => page.contains(&format!("id=\"{anchor}\"")),
            // A file of the site, which these tests have none of.
            None if link == "/favicon.svg" => true,
            None => get(link).send(&hub).await.status == 200,
        };
        assert!(here, "{link} leads nowhere");
    }
    for elsewhere in ["http://", "https://", "src=", "<script", "style=\""] {
        let found = page
            .replace("`https://`", "")
            .replace("beginning with https://", "");
        assert!(!found.contains(elsewhere), "{elsewhere}");
    }
}
