//! The data sheet, the quality sheet, the limits and the account's identity.

use super::{account, connector, good};
use crate::{
    connector::Connector,
    testing::bench_desk::opened,
    vendors::quality::{self, Standing, Tier},
};
use contract::{field::FieldKind, manifest::HostRule, operation::Risk};
use sandbox::pax8::{READ_ONLY, WRONG_SECRET};
use std::time::Duration;

#[test]
fn what_costs_money_is_dangerous_and_all_else_reads() {
    let connector = connector();
    let of = |risk| -> Vec<&str> {
        let entries = connector.entries().iter().filter(|entry| entry.info.risk == risk);
        entries.map(|entry| entry.info.id.as_ref()).collect()
    };
    assert_eq!(
        of(Risk::Dangerous),
        [
            "orders.create",
            "subscriptions.change_quantity",
            "subscriptions.cancel"
        ]
    );
    assert!(of(Risk::Write).is_empty());
    assert_eq!(of(Risk::Read).len(), 17);
    let is_audited = |id: &str| {
        let entry = connector
            .entries()
            .iter()
            .find(|entry| entry.info.id == id)
            .unwrap();
        entry.audited
    };
    assert!(is_audited("orders.create") && is_audited("subscriptions.cancel"));
}

#[test]
fn every_input_refuses_unknown_members_and_describes_the_known_ones() {
    for entry in connector().entries() {
        let schema = &entry.info.input_schema;
        assert_eq!(schema["additionalProperties"], false, "{}", entry.info.id);
        for (name, property) in schema["properties"].as_object().unwrap() {
            assert!(property["description"].is_string(), "{} {name}", entry.info.id);
        }
    }
}

#[test]
fn the_form_asks_for_an_id_and_a_secret() {
    let connector = connector();
    let manifest = connector.manifest();
    assert_eq!(
        (manifest.vendor.as_str(), manifest.category.as_ref()),
        ("pax8", "Marketplace")
    );
    let fields: Vec<_> = manifest
        .fields
        .iter()
        .map(|field| (field.key.as_ref(), field.kind, field.required))
        .collect();
    assert_eq!(
        fields,
        [
            ("client_id", FieldKind::Line, true),
            ("client_secret", FieldKind::Secret, true)
        ]
    );
    assert!(manifest.available && !manifest.read_only && manifest.webhook.is_some());
    assert!(manifest.setup_guide.contains("Integrations Hub"));
    assert_eq!(manifest.egress, [HostRule::Exact("api.pax8.com".into())]);
}

#[test]
fn the_told_limit_is_kept() {
    let limits = connector().limits();
    assert_eq!(
        (limits.at_once, limits.window),
        (4, Some((1_000, Duration::from_mins(1))))
    );
}

#[test]
fn the_quality_sheet_names_every_rule_and_admits_what_is_not_done() {
    let sheet = quality::read(include_str!("../quality.toml")).unwrap();
    assert_eq!(sheet["webhooks_verified"], Standing::Done);
    assert_ne!(sheet["live_proven"], Standing::Done);
    assert_eq!(connector().manifest().tier, Tier::Gold.as_str());
}

#[test]
fn an_account_is_known_by_its_client_id_alone() {
    let identity = |of: &crate::connector::Opened| connector().identity(of);
    assert_eq!(identity(&good()), identity(&account(WRONG_SECRET)));
    assert_ne!(identity(&good()), identity(&account(READ_ONLY)));
    assert_eq!(identity(&opened(&[("client_id", " abc ")], &[])), "pax8:abc");
}
