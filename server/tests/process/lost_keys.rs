//! A key file that is missing or open to others: the pages stay up, calls are refused, no vendor is marked as down.

use crate::house::House;
use serde_json::json;
use std::os::unix::fs::PermissionsExt as _;

fn account() -> serde_json::Value {
    let good = sandbox::autotask::GOOD;
    json!({
        "vendor": "autotask",
        "settings": { "username": good.user_name },
        "credentials": { "integration_code": good.integration_code, "secret": good.secret },
    })
}

#[tokio::test]
async fn without_its_key_the_server_serves_pages_refuses_calls_and_blames_no_vendor() {
    let double = sandbox::autotask::Double::start(sandbox::autotask::Options::default())
        .await
        .unwrap();
    let house = House::new().mapped(double.egress_map());
    let token = house.token("admin");
    let id = {
        let running = house.serve();
        let (status, made) = running.post("/api/v1/integrations", &token, account()).await;
        assert_eq!(
            (status, made["health"]["badge"].as_str()),
            (201, Some("connected")),
            "{made}"
        );
        made["id"].as_str().unwrap().to_owned()
    };
    let keys = house.path().join("fernet.keys");
    let kept = std::fs::read(&keys).unwrap();
    for broken in ["missing", "open to others"] {
        match broken {
            "missing" => std::fs::remove_file(&keys).unwrap(),
            _ => {
                std::fs::write(&keys, &kept).unwrap();
                std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o644)).unwrap();
            }
        }
        let running = house.serve();
        assert_eq!(running.get("/readyz", "").await.0, 200, "{broken}");
        let call = json!({ "input": { "limit": 1 } });
        let (status, refused) = running
            .post("/api/v1/operations/autotask/tickets.list", &token, call)
            .await;
        assert_eq!(
            (status, refused["code"].as_str()),
            (503, Some("key_unavailable")),
            "{broken}: {refused}"
        );
        let (_, probed) = running
            .post(&format!("/api/v1/integrations/{id}/probe"), &token, json!({}))
            .await;
        assert_eq!(
            probed["health"]["reason"], "key_unavailable",
            "{broken}: {probed}"
        );
        assert_eq!(
            probed["health"]["badge"], "connected",
            "{broken}: a fault of ours marks no vendor"
        );
        let (_, status) = running.get("/api/v1/status", &token).await;
        let banner = status["banners"]
            .as_array()
            .unwrap()
            .iter()
            .find(|banner| banner["code"] == "key_unavailable");
        assert!(banner.is_some(), "{broken}: {status}");
        assert!(
            broken != "missing" || !keys.exists(),
            "a fresh ring would hide that the right one is gone"
        );
    }
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o600)).unwrap();
    let running = house.serve();
    let (status, _) = running
        .post(
            "/api/v1/operations/autotask/tickets.list",
            &token,
            json!({ "input": { "limit": 1 } }),
        )
        .await;
    assert_eq!(status, 200);
}
