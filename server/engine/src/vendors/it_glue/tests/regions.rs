//! Base URLs, and where they lead.

use super::{super::regions::Region, Bed, account, us};
use crate::connector::{CallErrorKind, Connector};
use contract::manifest::Values;
use sandbox::it_glue::{AU_KEY, EU_KEY, US_KEY};

#[test]
fn a_blank_base_url_means_the_us_and_each_host_its_region() {
    for (typed, region) in [
        ("", Region::Us),
        ("  ", Region::Us),
        ("https://api.itglue.com", Region::Us),
        ("https://api.eu.itglue.com/", Region::Eu),
        (" HTTPS://API.AU.ITGLUE.COM ", Region::Au),
        ("https://api.eu.itglue.com:443", Region::Eu),
    ] {
        assert_eq!(Region::of_setting(typed), Ok(region), "{typed}");
    }
}

#[test]
fn another_address_is_refused_by_the_form_naming_the_three() {
    for typed in [
        "https://msp.itglue.com",
        "https://api.itglue.com.evil.example",
        "https://api.itglue.com:8443",
        "https://192.0.2.7",
        "https://ITG.abcdef0123456789",
    ] {
        let settings = Values::from([("base_url".to_owned(), typed.to_owned())]);
        let errors = super::connector().check(&settings);
        assert_eq!(errors.len(), 1, "{typed}");
        assert_eq!(
            (errors[0].field.as_str(), errors[0].code.as_ref()),
            ("base_url", "not_a_choice")
        );
        for host in Region::ALL.map(Region::base_url) {
            assert!(errors[0].message.contains(host), "{}", errors[0].message);
        }
        assert!(
            !errors[0].message.to_lowercase().contains("abcdef"),
            "what was typed may be a key"
        );
    }
}

#[test]
fn a_path_behind_the_host_is_refused_with_the_address_to_write() {
    for typed in [
        "https://api.eu.itglue.com/organizations",
        "https://api.eu.itglue.com/?page=1",
        "https://someone@api.eu.itglue.com",
    ] {
        let settings = Values::from([("base_url".to_owned(), typed.to_owned())]);
        let errors = super::connector().check(&settings);
        assert!(
            errors[0]
                .message
                .contains("write https://api.eu.itglue.com and nothing behind it"),
            "{errors:?}"
        );
    }
    assert!(super::connector().check(&Values::new()).is_empty());
}

#[tokio::test]
async fn each_region_is_asked_at_its_own_host_with_the_key_in_its_header() {
    let bed = Bed::new().await;
    for (base_url, key, host) in [
        ("", US_KEY, "us"),
        ("https://api.eu.itglue.com", EU_KEY, "eu"),
        ("https://api.au.itglue.com", AU_KEY, "au"),
    ] {
        let found = bed.bench.probe(&account(base_url, key)).await.unwrap();
        assert_eq!(found.detail, "137 organizations visible");
        assert_eq!(found.attention, None);
        let asked = bed.vendor.journal.last().unwrap();
        assert_eq!((asked.host, asked.header("x-api-key")), (host, Some(key)));
        assert_eq!(
            (asked.path.as_str(), asked.query.as_deref()),
            ("/organizations", Some("page%5Bsize%5D=1"))
        );
    }
}

#[tokio::test]
async fn an_address_outside_of_it_glue_opens_no_session_and_sends_nothing() {
    let bed = Bed::new().await;
    let mut account = us();
    account
        .settings
        .insert("base_url".into(), "https://api.itglue.example".into());
    let refused = bed.bench.probe(&account).await.unwrap_err();
    assert!(
        matches!(refused.kind, CallErrorKind::Egress { .. }),
        "{refused:?}"
    );
    let (report, _) = bed.bench.test(&account).await;
    assert!(!report.ok);
    assert_eq!(report.checks.len(), 1);
    assert_eq!(bed.vendor.journal.total(), 0);
}
