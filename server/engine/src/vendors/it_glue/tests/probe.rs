//! What a probe tells.

use super::{Bed, us};
use crate::connector::{CallErrorKind, Finding};
use sandbox::{
    Fault,
    it_glue::{EU_KEY, REVOKED_KEY},
};

const PAGE: &str = include_str!("../fixtures/organizations_page.json");

async fn finding(body: &str) -> Finding {
    let bed = Bed::new().await;
    bed.vendor.faults.next(1, Fault::status(200, body));
    bed.bench.probe(&us()).await.unwrap()
}

#[tokio::test]
async fn a_probe_tells_how_many_organizations_are_visible() {
    assert_eq!(finding(PAGE).await.detail, "1,204 organizations visible");
    let one = PAGE.replace("1204", "1");
    assert_eq!(finding(&one).await.detail, "1 organization visible");
    assert_eq!(
        finding(r#"{"data":[]}"#).await.detail,
        "organizations can be read"
    );
}

#[tokio::test]
async fn a_key_that_sees_no_organization_at_all_is_worth_a_look() {
    let found = finding(r#"{"data":[],"meta":{"next-page":null,"total-count":0}}"#).await;
    assert_eq!(found.detail, "0 organizations visible");
    assert!(found.attention.unwrap().contains("no organization"));
}

#[tokio::test]
async fn a_refused_key_is_probed_once_at_its_own_host_and_shown_to_no_other() {
    for key in [REVOKED_KEY, EU_KEY] {
        let bed = Bed::new().await;
        let error = bed.bench.probe(&super::account("", key)).await.unwrap_err();
        assert_eq!((error.kind, error.attempts), (CallErrorKind::Credentials, 1));
        let entries = bed.vendor.journal.entries();
        assert_eq!(entries.iter().map(|entry| entry.host).collect::<Vec<_>>(), ["us"]);
    }
}
