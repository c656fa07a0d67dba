//! The data sheet, the catalogue, the quality sheet and the identity.

use super::{account, at, connector};
use crate::{
    connector::Connector,
    vendors::quality::{self, Tier},
};
use contract::{field::FieldKind, manifest::HostRule, operation::Risk};
use sandbox::datto_rmm::{GOOD, READ_ONLY};
use std::time::Duration;

#[test]
fn two_operations_write_all_others_read_and_none_is_dangerous() {
    let connector = connector();
    let of = |risk| -> Vec<&str> {
        let entries = connector.entries().iter().filter(|entry| entry.info.risk == risk);
        entries.map(|entry| entry.info.id.as_ref()).collect()
    };
    assert_eq!(
        of(Risk::Read),
        [
            "account.get",
            "sites.get",
            "sites.list",
            "sites.search",
            "devices.get",
            "devices.list",
            "devices.search",
            "devices.audit",
            "devices.software",
            "monitors.state",
            "alerts.get",
            "alerts.list",
            "components.list",
            "jobs.get",
            "jobs.components",
            "jobs.result",
            "jobs.output",
        ]
    );
    assert_eq!(of(Risk::Write), ["jobs.run", "alerts.resolve"]);
    assert!(of(Risk::Dangerous).is_empty());
    let audited = connector.entries().iter().filter(|entry| entry.audited);
    assert_eq!(audited.count(), 2);
}

#[test]
fn every_input_refuses_unknown_members_and_describes_the_known_ones() {
    for entry in connector().entries() {
        let schema = &entry.info.input_schema;
        assert_eq!(schema["additionalProperties"], false, "{}", entry.info.id);
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            assert!(property["description"].is_string(), "{} {name}", entry.info.id);
        }
    }
}

#[test]
fn records_may_have_more_members_than_are_named_and_secrets_are_marked() {
    let connector = connector();
    let output = |id: &str| {
        let entry = connector
            .entries()
            .iter()
            .find(|entry| entry.info.id == id)
            .unwrap();
        entry.info.output_schema.clone()
    };
    for id in [
        "devices.get",
        "alerts.get",
        "sites.get",
        "jobs.get",
        "account.get",
    ] {
        assert_eq!(output(id)["additionalProperties"], true, "{id}");
    }
    assert_eq!(output("devices.get")["properties"]["udf"]["x-opsai-secret"], true);
    for (id, definition, member) in [
        ("devices.list", "Device", "udf"),
        ("devices.search", "Device", "udf"),
        ("devices.audit", "Device", "udf"),
        ("sites.get", "Proxy", "password"),
        ("sites.list", "Proxy", "password"),
    ] {
        let marked = &output(id)["$defs"][definition]["properties"][member]["x-opsai-secret"];
        assert_eq!(marked, true, "{id}");
    }
}

#[test]
fn the_form_asks_for_an_address_a_key_and_a_secret() {
    let connector = connector();
    let manifest = connector.manifest();
    let fields: Vec<_> = manifest
        .fields
        .iter()
        .map(|field| (field.key.as_ref(), field.kind, field.required))
        .collect();
    assert_eq!(
        fields,
        [
            ("url", FieldKind::Url, true),
            ("api_key", FieldKind::Secret, true),
            ("api_secret", FieldKind::Secret, true)
        ]
    );
    assert_eq!((manifest.category.as_ref(), manifest.read_only), ("RMM", false));
    assert_eq!(manifest.egress, [HostRule::Suffix(".centrastage.net".into())]);
    assert!(manifest.setup_guide.contains("Generate API Keys"));
}

#[test]
fn the_documented_limit_is_kept() {
    assert_eq!(connector().limits().window, Some((600, Duration::from_mins(1))));
    assert!(!connector().refusals_lock());
}

#[test]
fn the_quality_sheet_names_every_rule_and_comes_to_gold() {
    let text = include_str!("../quality.toml");
    quality::read(text).unwrap();
    assert_eq!(quality::tier(text), Tier::Gold);
}

#[test]
fn the_same_key_is_the_same_account_at_any_address_and_the_identity_tells_no_secret() {
    let identity = |opened| connector().identity(&opened);
    let known = identity(account(GOOD));
    assert_eq!(known, identity(at("https://syrah-api.centrastage.net", GOOD)));
    assert_ne!(known, identity(account(READ_ONLY)));
    let digest = known.strip_prefix("datto_rmm:").unwrap();
    assert!(digest.len() == 32 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert!(!known.contains(GOOD.api_key) && !known.contains(GOOD.api_secret));
}
