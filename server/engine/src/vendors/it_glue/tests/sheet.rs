//! The data sheet, the quality sheet and the account's identity.

use super::{account, connector, us};
use crate::{connector::Connector, vendors::quality};
use contract::{field::FieldKind, manifest::HostRule};
use sandbox::it_glue::{EU_KEY, US_KEY};
use std::time::Duration;

#[test]
fn the_form_asks_for_a_base_url_that_may_be_blank_and_a_secret_key() {
    let connector = connector();
    let manifest = connector.manifest();
    assert_eq!(
        (manifest.vendor.as_str(), manifest.category.as_ref()),
        ("it_glue", "Documentation")
    );
    let fields: Vec<_> = manifest
        .fields
        .iter()
        .map(|f| (f.key.as_ref(), f.kind, f.required))
        .collect();
    assert_eq!(
        fields,
        [
            ("base_url", FieldKind::Url, false),
            ("api_key", FieldKind::Secret, true)
        ]
    );
    assert_eq!(
        manifest.fields[0].default.as_deref(),
        Some("https://api.itglue.com")
    );
    assert!(manifest.available && manifest.webhook.is_some());
    assert!(manifest.setup_guide.contains("Account > Settings > API Keys"));
    assert!(manifest.icon_svg.starts_with("<svg"));
}

#[test]
fn the_connector_may_reach_the_three_hosts_and_no_other() {
    let hosts = ["api.itglue.com", "api.eu.itglue.com", "api.au.itglue.com"];
    assert_eq!(
        connector().manifest().egress,
        hosts.map(|host| HostRule::Exact(host.into()))
    );
}

#[test]
fn the_documented_limit_is_kept() {
    let limits = connector().limits();
    assert_eq!(
        (limits.at_once, limits.window),
        (4, Some((3_000, Duration::from_mins(5))))
    );
}

#[test]
fn the_quality_sheet_names_every_rule_and_comes_to_gold() {
    let text = include_str!("../quality.toml");
    quality::read(text).unwrap();
    assert_eq!(quality::tier(text), quality::Tier::Gold);
    assert_eq!(connector().manifest().tier, "gold");
}

#[test]
fn the_same_key_is_the_same_account_whatever_the_base_url_and_another_key_is_another() {
    let identity = |base_url, key| connector().identity(&account(base_url, key));
    let known = identity("", US_KEY);
    assert_eq!(known, identity("https://api.eu.itglue.com", US_KEY));
    assert_ne!(known, identity("", EU_KEY));
    assert_eq!(known, connector().identity(&us()));
}

#[test]
fn the_identity_is_a_digest_that_does_not_hold_the_key() {
    let identity = connector().identity(&us());
    let digest = identity.strip_prefix("it_glue:").unwrap();
    assert_eq!(digest.len(), 32);
    assert!(digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let bare = <sha2::Sha256 as sha2::Digest>::digest(US_KEY);
    let begins = format!("{:02x}{:02x}{:02x}{:02x}", bare[0], bare[1], bare[2], bare[3]);
    assert!(
        !digest.starts_with(&begins),
        "the digest is separated from a bare one of the same key"
    );
}
