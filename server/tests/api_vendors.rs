//! `/api/v1/vendors`

use crate::support::{Hub, get};
use serde_json::{Value, json};

#[tokio::test]
async fn the_list_holds_the_manifests() {
    let list = get("/api/v1/vendors")
        .token("viewer")
        .send(&Hub::new())
        .await
        .ok();
    assert_eq!(list["next_cursor"], Value::Null);
    let manifest = &list["items"][0];
    assert_eq!(manifest["vendor"], "it_glue");
    assert_eq!(manifest["type"], "Documentation");
    let kinds: Vec<_> = manifest["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| &field["kind"])
        .collect();
    assert_eq!(kinds, ["choice", "url", "secret"]);
    assert_eq!(
        manifest["fields"][1]["shown_when"],
        json!({"field": "region", "is": ["eu"]})
    );
    assert_eq!(manifest["operations"][0]["id"], "organisations.list");
    assert_eq!(manifest["webhook"]["header"], "X-OpsAI-Secret");
}

#[tokio::test]
async fn one_vendor_is_its_manifest_and_another_is_not_there() {
    let hub = Hub::new();
    let manifest = get("/api/v1/vendors/it_glue")
        .token("viewer")
        .send(&hub)
        .await
        .ok();
    assert_eq!(manifest["name"], "IT Glue");
    get("/api/v1/vendors/nobody")
        .token("viewer")
        .send(&hub)
        .await
        .problem(404, "not_found");
}
