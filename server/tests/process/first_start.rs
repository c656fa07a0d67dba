//! The first start: the link, its file, and a server that answers.

use crate::house::House;
use std::os::unix::fs::PermissionsExt as _;

#[tokio::test]
async fn the_first_start_prints_a_link_that_only_its_owner_can_read_and_a_second_start_another() {
    let house = House::new();
    let link = |running: &crate::house::Running| {
        running
            .printed
            .iter()
            .find(|line| line.contains("/setup?link="))
            .map(|line| line.trim().to_owned())
    };
    let first = link(&house.serve()).unwrap();
    let file = house.path().join("setup-link");
    assert_eq!(
        std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), first);
    let keys = std::fs::metadata(house.path().join("fernet.keys")).unwrap();
    assert_eq!(keys.permissions().mode() & 0o777, 0o600);
    let running = house.serve();
    let second = link(&running).unwrap();
    assert_ne!(
        first.split_once("link=").unwrap().1,
        second.split_once("link=").unwrap().1
    );
    let page = reqwest::get(second).await.unwrap();
    assert_eq!(page.status(), 200);
}

#[tokio::test]
async fn it_serves_its_api_to_a_token_of_the_command_line() {
    let house = House::new();
    let token = house.token("viewer");
    let running = house.serve();
    assert_eq!(running.get("/healthz", "").await.0, 200);
    assert_eq!(running.get("/readyz", "").await.0, 200);
    let (status, vendors) = running.get("/api/v1/vendors", &token).await;
    assert_eq!((status, vendors["items"].as_array().unwrap().len()), (200, 7));
    assert_eq!(running.get("/api/v1/vendors", "opsai_wrong").await.0, 401);
    let refused = running
        .post(
            "/api/v1/integrations/test",
            &token,
            serde_json::json!({ "vendor": "autotask" }),
        )
        .await;
    assert_eq!((refused.0, refused.1["code"].as_str()), (403, Some("forbidden")));
}
