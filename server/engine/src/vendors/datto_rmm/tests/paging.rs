//! Lists: every row once, page by page, and never silently less.

use super::{
    super::place::{LARGEST, Place},
    Bed, input,
};
use crate::connector::CallErrorKind;
use sandbox::{
    Fault,
    datto_rmm::{EndOfList, GOOD, OverMax},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn uids(output: &Value, member: &str) -> BTreeSet<String> {
    let rows = output["items"].as_array().unwrap();
    let found: BTreeSet<String> = rows
        .iter()
        .map(|row| row[member].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(found.len(), rows.len(), "a row stands twice");
    found
}

fn place(page: u64, size: Option<u32>) -> Place {
    Place { page, size }
}

#[test]
fn the_next_page_is_the_one_that_is_due_and_nothing_else() {
    let at = place(1, Some(LARGEST));
    let next = |link: Option<&str>, rows| at.next(link, rows);
    for end in [None, Some(""), Some(" ")] {
        assert_eq!(next(end, 3), Ok(None));
    }
    let two = Ok(Some(place(2, Some(LARGEST))));
    assert_eq!(
        next(Some("https://x-api.centrastage.net/api/v2/a?max=250&page=2"), 250),
        two
    );
    assert_eq!(
        next(Some("https://evil.example/"), 250),
        two,
        "it is not followed"
    );
    for circle in ["https://x/?page=1", "https://x/?page=0", "https://x/?page=3"] {
        assert!(next(Some(circle), 250).is_err(), "{circle}");
    }
    assert!(next(Some("https://x/?page=2"), 0).is_err());
    assert!(place(3_999, None).next(Some("https://x/"), 1).is_err());
}

#[test]
fn a_cursor_keeps_the_size_of_its_pages() {
    let begin = |limit, cursor| Place::begin(limit, cursor, Some(LARGEST));
    assert_eq!(begin(None, None), Ok(place(0, Some(250))));
    assert_eq!(Place::begin(None, None, None), Ok(place(0, None)));
    assert_eq!(begin(Some(40), None), Ok(place(0, Some(40))));
    assert_eq!(begin(None, Some("3x40")), Ok(place(3, Some(40))));
    assert_eq!(begin(Some(40), Some("3x40")), Ok(place(3, Some(40))));
    assert_eq!(begin(Some(50), Some("3x40")).unwrap_err().0, "limit");
    for limit in [0, 251] {
        assert_eq!(begin(Some(limit), None).unwrap_err().0, "limit");
    }
    for wrong in ["", "3", "x", "-1x5", "1x251", "4000x1", "1x1x1", "https://x"] {
        assert_eq!(begin(None, Some(wrong)).unwrap_err().0, "cursor", "{wrong}");
    }
    assert_eq!(place(3, None).to_string().parse(), Ok(place(3, None)));
}

#[tokio::test]
async fn all_devices_are_read_in_the_largest_pages() {
    let bed = Bed::new().await;
    for end in [EndOfList::Null, EndOfList::Blank, EndOfList::Absent] {
        bed.vendor.turn(|knobs| knobs.end_of_list = end);
        bed.vendor.journal.clear();
        let output = bed.call("devices.list", json!({})).await;
        assert_eq!(uids(&output, "uid").len(), 620);
        assert!(output["next_cursor"].is_null());
        let pages = bed.parameter("/account/devices", "page");
        assert_eq!(pages, ["0", "1", "2"].map(|page| Some(page.to_owned())));
        assert_eq!(
            bed.parameter("/account/devices", "max"),
            vec![Some("250".to_owned()); 3]
        );
    }
}

#[tokio::test]
async fn all_alerts_sites_components_and_software_are_read() {
    let bed = Bed::new().await;
    let device = super::uid(&bed.vendor.devices()[0]).to_owned();
    for (operation, input, member, count) in [
        ("alerts.list", json!({}), "alertUid", 310),
        ("alerts.list", json!({"state": "resolved"}), "alertUid", 520),
        ("sites.list", json!({}), "uid", 260),
        ("components.list", json!({}), "uid", 260),
        ("devices.software", json!({"uid": device}), "name", 261),
    ] {
        let output = bed.call(operation, input).await;
        assert_eq!(uids(&output, member).len(), count, "{operation}");
    }
    assert_eq!(
        bed.parameter("/alerts/open", "max"),
        vec![None; 4],
        "their largest page is not documented"
    );
}

#[tokio::test]
async fn the_filters_go_with_every_page_for_the_vendors_link_forgets_them() {
    let bed = Bed::new().await;
    let all = bed
        .call("devices.search", json!({"operating_system": "Windows"}))
        .await;
    let pages = bed.parameter("/account/devices", "operatingSystem");
    assert_eq!(pages, vec![Some("Windows".to_owned()); 2]);
    let rows = all["items"].as_array().unwrap();
    assert!(rows.len() > 250);
    assert!(
        rows.iter()
            .all(|row| row["operatingSystem"].as_str().unwrap().contains("Windows"))
    );
}

#[tokio::test]
async fn a_limit_answers_a_page_and_its_cursor_leads_to_the_rest() {
    let bed = Bed::new().await;
    let (mut found, mut cursor, mut pages) = (BTreeSet::new(), Value::Null, 0);
    loop {
        let output = bed
            .call("sites.list", json!({"limit": 60, "cursor": cursor}))
            .await;
        found.extend(uids(&output, "uid"));
        pages += 1;
        cursor = output["next_cursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!((found.len(), pages), (260, 5));
}

#[tokio::test]
async fn a_limit_that_the_vendor_cuts_down_loses_no_row() {
    let bed = Bed::new().await;
    bed.vendor.turn(|knobs| knobs.over_max = OverMax::Clamped);
    let (mut found, mut cursor) = (BTreeSet::new(), Value::Null);
    loop {
        let output = bed
            .call("alerts.list", json!({"limit": 250, "cursor": cursor}))
            .await;
        found.extend(uids(&output, "alertUid"));
        cursor = output["next_cursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(found.len(), 310);
}

#[tokio::test]
async fn a_link_to_another_host_gets_no_token_and_hides_no_row() {
    let bed = Bed::new().await;
    bed.vendor
        .turn(|knobs| knobs.next_page_origin = Some("https://evil.example".into()));
    let output = bed.call("devices.list", json!({})).await;
    assert_eq!(uids(&output, "uid").len(), 620);
    let entries = bed.vendor.journal.entries();
    assert!(entries.iter().all(|entry| entry.host == "concord"));
}

#[tokio::test]
async fn a_page_that_promises_itself_again_is_an_error_and_not_a_loop() {
    let bed = Bed::new().await;
    bed.call("account.get", json!({})).await;
    let body = r#"{"pageDetails":{"nextPageUrl":"https://x/?page=0"},"sites":[{"uid":"a"}]}"#;
    bed.vendor.faults.always(Fault::status(200, body));
    let error = bed.failure(GOOD, "sites.list", json!({})).await;
    let CallErrorKind::Contract { at } = &error.kind else {
        panic!("{error:?}");
    };
    assert!(at.contains("nextPageUrl"), "{at}");
}

#[tokio::test]
async fn a_page_that_breaks_in_the_middle_fails_the_list_and_is_not_left_out() {
    let bed = Bed::new().await;
    let broken = sandbox::Rule::always(Fault::Truncated)
        .on_path("/account/devices")
        .after(1);
    bed.vendor.faults.add(broken);
    let error = bed.failure(GOOD, "devices.list", json!({})).await;
    assert!(matches!(error.kind, CallErrorKind::Network(_)), "{error:?}");
    assert_eq!(error.attempts, 3);
}

#[tokio::test]
async fn a_wrong_cursor_is_refused_and_sends_nothing() {
    let bed = Bed::new().await;
    let error = bed
        .failure(GOOD, "sites.list", json!({"cursor": "https://evil.example"}))
        .await;
    assert_eq!(input(&error).0, "cursor");
    assert_eq!(bed.vendor.journal.total(), 0);
}
