//! Sites, devices and clients, page by page, over one site or all.

use super::{Bed, HQ, admin, ids};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::test]
async fn a_list_of_all_sites_reads_every_page_of_each_and_no_row_twice() {
    let bed = Bed::new().await;
    let output = bed.call(&admin(), "devices.list", json!({})).await;
    assert_eq!(output["next_cursor"], Value::Null);
    assert_eq!(ids(&output).into_iter().collect::<BTreeSet<_>>().len(), 242);
    let of_hq = output["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["siteId"] == HQ);
    assert_eq!(of_hq.count(), 230);
    let asked: Vec<_> = bed
        .vendor
        .journal
        .to_path("/devices")
        .iter()
        .map(|entry| entry.target())
        .collect();
    assert_eq!(asked.len(), 4, "{asked:?}");
    assert!(asked[1].ends_with("/devices?offset=200&limit=200"), "{asked:?}");
    let clients = bed.call(&admin(), "clients.list", json!({})).await;
    assert_eq!(ids(&clients).len(), 451);
}

#[tokio::test]
async fn pages_with_a_limit_come_to_the_same_rows() {
    let bed = Bed::new().await;
    for operation in ["devices.list", "clients.list", "sites.list"] {
        let whole = bed.call(&admin(), operation, json!({})).await;
        let (mut rows, mut cursor) = (Vec::new(), Value::Null);
        loop {
            let page = bed
                .call(
                    &admin(),
                    operation,
                    json!({"limit": 2.max(150 * i32::from(operation != "sites.list")), "cursor": cursor}),
                )
                .await;
            rows.extend(page["items"].as_array().unwrap().clone());
            cursor = page["next_cursor"].clone();
            if cursor.is_null() {
                break;
            }
        }
        assert_eq!(json!(rows), whole["items"], "{operation}");
    }
}

#[tokio::test]
async fn a_site_is_named_by_id_short_name_or_name_and_must_be_named_where_there_are_many() {
    let bed = Bed::new().await;
    for site in ["00000051-0000-4000-8000-000000000002", "ab12cd34", "leeds BRANCH"] {
        let output = bed.call(&admin(), "devices.list", json!({"site": site})).await;
        assert_eq!(ids(&output).len(), 12, "{site}");
    }
    let device = json!({"device": "0000000d-0000-4000-8000-0000000003e9"});
    let (field, why) = bed.refuses(&admin(), "devices.get", device).await;
    assert_eq!(field, "site");
    assert!(
        why.contains("Leeds branch (00000051-0000-4000-8000-000000000002)"),
        "{why}"
    );
    let (field, why) = bed
        .refuses(&admin(), "clients.list", json!({"site": "Paris"}))
        .await;
    assert!(field == "site" && why.contains("there is no such site"), "{why}");
}

#[tokio::test]
async fn filters_go_to_consoles_that_filter_and_are_applied_here_for_those_that_do_not() {
    for (version, devices_filter, clients_filter) in [
        ("10.1.68", true, true),
        ("9.5.21", false, true),
        ("9.0.99", false, false),
    ] {
        let bed = Bed::with(|knobs| knobs.network_version = version.to_owned()).await;
        for (input, count) in [
            (json!({"site": HQ, "state": "offline"}), 9),
            (json!({"name": "O'Brien's switch"}), 2),
            (json!({"site": HQ, "name_contains": "Switch 00"}), 2),
            (json!({"mac_address": "02-00-00-00-03-E9"}), 1),
            (json!({"site": HQ, "model": "UDM SE", "state": "ONLINE"}), 1),
        ] {
            let output = bed.call(&admin(), "devices.search", input.clone()).await;
            assert_eq!(ids(&output).len(), count, "{version} {input}");
        }
        for (input, count) in [
            (json!({"site": HQ, "type": "VPN"}), 4),
            (json!({"site": HQ, "guest": true, "type": "WIRED"}), 20),
        ] {
            let output = bed.call(&admin(), "clients.search", input.clone()).await;
            assert_eq!(ids(&output).len(), count, "{version} {input}");
        }
        let filtered = |path: &str| {
            let asked = bed.vendor.journal.to_path(path);
            asked
                .iter()
                .any(|entry| entry.query.as_deref().unwrap_or_default().contains("filter="))
        };
        assert_eq!(
            (filtered("/devices"), filtered("/clients")),
            (devices_filter, clients_filter),
            "{version}"
        );
    }
}

#[tokio::test]
async fn what_a_caller_got_wrong_is_refused_before_anything_is_asked() {
    let bed = Bed::new().await;
    for (operation, input, field) in [
        ("devices.search", json!({}), "input"),
        ("clients.search", json!({"site": HQ}), "input"),
        ("devices.list", json!({"limit": 0}), "limit"),
        ("clients.list", json!({"limit": 201}), "limit"),
        ("sites.list", json!({"limit": 201}), "limit"),
        ("sites.list", json!({"cursor": "x"}), "cursor"),
        ("devices.get", json!({"site": HQ, "device": "abc"}), "device"),
        ("clients.get", json!({"site": HQ, "id": "abc"}), "id"),
        ("consoles.list", json!({}), "mode"),
    ] {
        assert_eq!(
            bed.refuses(&admin(), operation, input.clone()).await.0,
            field,
            "{operation} {input}"
        );
    }
    assert_eq!(bed.vendor.journal.total(), 0);
    let (field, _) = bed
        .refuses(&admin(), "devices.list", json!({"cursor": "elsewhere/3"}))
        .await;
    assert_eq!(field, "cursor");
}

#[tokio::test]
async fn a_client_is_read_by_its_id_also_where_the_console_has_no_such_call() {
    for version in ["10.1.68", "9.0.99"] {
        let bed = Bed::with(|knobs| knobs.network_version = version.to_owned()).await;
        let input = json!({"site": HQ, "id": "0000000c-0000-4000-8000-0000000003f2"});
        let found = bed.call(&admin(), "clients.get", input).await;
        assert_eq!(
            (&found["name"], &found["siteId"]),
            (&json!("Laptop 1010"), &json!(HQ)),
            "{version}"
        );
        let missing = json!({"site": HQ, "id": "0000000c-0000-4000-8000-00000000ffff"});
        assert_eq!(
            bed.fails(&admin(), "clients.get", missing).await.kind.code(),
            "vendor_not_found"
        );
    }
}
