//! A vendor that repeats what it was sent gives no secret away.

use super::stage::{Says, Stage, built, filled};

const CANARY: &str = "canary-1f9d3c77b2a04e58";

#[tokio::test]
async fn an_echoed_secret_reaches_neither_report_nor_error() {
    for manifest in built() {
        let stage = Stage::that(Says::Echo).await;
        let (report, failure) = stage.test(&manifest, CANARY).await;
        assert!(!report.ok && stage.asked() > 0, "{}", manifest.vendor);
        let mut seen = format!("{report:?}{}", serde_json::to_string(&report).unwrap());
        if let Some(error) = &failure {
            seen += &format!("{error:?} {error}");
        }
        assert!(!seen.contains(CANARY), "{}: {seen}", manifest.vendor);
    }
}

#[test]
fn opened_credentials_do_not_print_themselves() {
    for manifest in built() {
        for secret in filled(&manifest, CANARY).credentials.values() {
            assert!(!format!("{secret:?}").contains(CANARY));
        }
    }
}

#[test]
fn an_identity_tells_accounts_apart_without_telling_a_secret() {
    let registry = engine::vendors::Registry::new();
    for manifest in built() {
        let connector = registry.connector(manifest.vendor.as_str()).unwrap();
        let identity = connector.identity(&filled(&manifest, CANARY));
        assert!(
            !identity.contains(CANARY) && !identity.is_empty(),
            "{}: {identity}",
            manifest.vendor
        );
        assert_eq!(identity, connector.identity(&filled(&manifest, CANARY)));
    }
}
