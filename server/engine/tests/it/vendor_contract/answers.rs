//! Whatever a vendor answers, its words are kept byte for byte and the kind of failure is the right one.

use super::stage::{EVIL, Says, Stage, built};
use contract::probe::Outcome;
use engine::connector::{Checks, Desk, Limits};

const JSON: &[(&str, &str)] = &[("content-type", "application/json"), ("x-request-id", "req-42")];
const HTML: &[(&str, &str)] = &[("content-type", "text/html")];
const LATER: &[(&str, &str)] = &[("content-type", "application/json"), ("retry-after", "17")];

/// Odd white space, an accent, an emoji: nothing of it may change.
const BODY: &str = "{ \"errors\" : [ \"Zugriff verweigert – naïve \u{1f512}\" ] }\r\n\t";
const PAGE: &str = "<html>\r\n<body><h1>503</h1>  maintenance</body></html>\n";

#[tokio::test]
async fn the_vendors_words_are_kept_byte_for_byte() {
    for (status, headers, body) in [
        (401, JSON, BODY),
        (403, JSON, BODY),
        (404, HTML, PAGE),
        (429, LATER, BODY),
        (500, HTML, PAGE),
        (503, HTML, PAGE),
    ] {
        for manifest in built() {
            let stage = Stage::that(Says::This(status, headers, body)).await;
            let (report, _) = stage.test(&manifest, "secret-value").await;
            let about = format!("{} {status}: {report:?}", manifest.vendor);
            assert!(!report.ok, "{about}");
            assert_eq!(
                (report.vendor_status, report.vendor_message.as_deref()),
                (Some(status), Some(body)),
                "{about}"
            );
            assert!(report.advice.is_some(), "{about}");
            if headers == JSON {
                assert_eq!(report.vendor_request_id.as_deref(), Some("req-42"), "{about}");
            }
        }
    }
}

#[tokio::test]
async fn each_failure_is_told_apart() {
    for (says, outcome) in [
        (Says::This(429, LATER, BODY), Outcome::Throttled),
        (Says::This(502, HTML, PAGE), Outcome::VendorDown),
        (Says::This(503, HTML, PAGE), Outcome::VendorDown),
        (Says::This(200, HTML, PAGE), Outcome::BadPayload),
        (Says::This(200, JSON, ""), Outcome::BadPayload),
        (
            Says::This(200, JSON, "[\"not what is documented\"]"),
            Outcome::BadPayload,
        ),
        (Says::Nothing, Outcome::Timeout),
    ] {
        for manifest in built() {
            let stage = Stage::that(says.clone()).await;
            let (report, failure) = stage.test(&manifest, "secret-value").await;
            let kind = failure.map(|error| error.kind);
            assert_eq!(
                report.reason.as_deref(),
                Some(outcome.as_str()),
                "{} {kind:?} {report:?}",
                manifest.vendor
            );
        }
    }
}

#[tokio::test]
async fn a_host_outside_of_the_manifest_is_refused_before_a_socket_opens() {
    for manifest in built() {
        let stage = Stage::that(Says::This(200, JSON, "{}")).await;
        let desk = Desk {
            vendor: manifest.vendor.clone(),
            wire: stage
                .act
                .wire
                .bound_to(&manifest.egress, &contract::manifest::Values::new()),
            renewals: None,
            shelf: stage.act.memory.passing(Limits {
                at_once: 1,
                window: None,
            }),
        };
        let mut checks = Checks::new();
        assert!(
            !desk.reach(&url::Url::parse(EVIL).unwrap(), &mut checks).await,
            "{}",
            manifest.vendor
        );
        let (report, failure) = checks.finish();
        assert_eq!(failure.unwrap().kind.code(), "egress_refused", "{report:?}");
        assert_eq!(stage.asked(), 0);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let away: &[(&str, &str)] = &[("location", "http://169.254.169.254/latest/meta-data/")];
    for manifest in built() {
        let stage = Stage::that(Says::This(302, away, "")).await;
        let (report, _) = stage.test(&manifest, "secret-value").await;
        assert!(!report.ok);
        let told = report
            .checks
            .iter()
            .any(|check| check.detail.contains("169.254.169.254"));
        assert!(told, "{} {report:?}", manifest.vendor);
    }
}
