//! The data sheet and the catalogue.

use super::{Bed, HQ, admin, block, classic, cloud, connector, local, os_login};
use crate::{
    connector::{Connector, OperationError},
    policy::{Grant, grant},
    testing::bench_desk::{failed, opened},
    vendors::quality::{self, Tier},
};
use contract::{
    actor::{Actor, ActorKind, Role},
    field::FieldKind,
    manifest::HostRule,
    operation::Risk,
    operation_rule::OperationRule,
};
use serde_json::json;

#[test]
fn what_reads_is_read_what_restarts_is_write_and_the_firewall_is_dangerous() {
    let connector = connector();
    let of = |risk| -> Vec<&str> {
        let entries = connector.entries().iter().filter(|entry| entry.info.risk == risk);
        entries.map(|entry| entry.info.id.as_ref()).collect()
    };
    assert_eq!(of(Risk::Write), ["devices.restart", "ports.power_cycle"]);
    assert_eq!(
        of(Risk::Dangerous),
        [
            "firewall_rules.create",
            "firewall_rules.update",
            "firewall_rules.delete"
        ]
    );
    assert_eq!(of(Risk::Read).len(), 12);
    assert!(
        connector
            .entries()
            .iter()
            .all(|entry| entry.audited == (entry.info.risk != Risk::Read))
    );
}

#[tokio::test]
async fn without_an_approval_no_firewall_change_is_sent() {
    let tech = Actor {
        kind: ActorKind::User,
        id: "usr_1".into(),
        name: "Sam".into(),
        role: Role::Admin,
    };
    let bed = Bed::new().await;
    for grant in [
        Some(Grant::Read),
        grant(&tech, Risk::Write, OperationRule::Auto).unwrap(),
    ] {
        let refused = bed
            .bench
            .call_with(grant.unwrap(), &admin(), "firewall_rules.create", block())
            .await;
        assert_eq!(failed(refused.unwrap_err()).kind.code(), "approval_required");
    }
    assert!(
        grant(&tech, Risk::Dangerous, OperationRule::Tech)
            .unwrap()
            .is_none()
    );
    assert_eq!(bed.vendor.journal.total(), 0);
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

#[tokio::test]
async fn odd_inputs_are_refused_by_name() {
    let bed = Bed::new().await;
    for (operation, input, field) in [
        ("devices.get", json!({"site": HQ}), "device"),
        ("devices.get", json!({"site": HQ, "device": "../x"}), "device"),
        ("devices.list", json!({"sites": HQ}), "sites"),
        ("clients.list", json!({"type": "RADIO"}), "type"),
        (
            "ports.power_cycle",
            json!({"device": "020000000001", "port": -1}),
            "port",
        ),
        (
            "firewall_rules.create",
            json!({"name": "x", "action": "drop"}),
            "action",
        ),
        ("firewall_rules.delete", json!({"id": "a/b"}), "id"),
    ] {
        match bed
            .try_call(&admin(), operation, input.clone())
            .await
            .unwrap_err()
        {
            OperationError::Input(error) => assert_eq!(error.field, field, "{operation} {input}"),
            OperationError::Call(error) => panic!("{operation} {input}: {error:?}"),
        }
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[test]
fn the_form_shows_the_fields_of_its_mode() {
    let connector = connector();
    let manifest = connector.manifest();
    let shown = |mode: &str| -> Vec<&str> {
        let values = [("mode".to_owned(), mode.to_owned())].into();
        let fields = manifest.fields.iter().filter(|field| field.is_shown(&values));
        fields.map(|field| field.key.as_ref()).collect()
    };
    assert_eq!(
        shown("local"),
        ["mode", "console_url", "api_key", "certificate_sha256"]
    );
    assert_eq!(shown("cloud"), ["mode", "api_key", "console_id"]);
    assert_eq!(
        shown("legacy"),
        [
            "mode",
            "console_url",
            "username",
            "password",
            "certificate_sha256"
        ]
    );
    assert_eq!(manifest.fields[0].kind, FieldKind::Choice);
    assert!(!manifest.field("certificate_sha256").unwrap().is_secret());
    assert_eq!(
        manifest.egress,
        [
            HostRule::Exact("api.ui.com".into()),
            HostRule::PrivateFromField("console_url".into())
        ]
    );
}

#[test]
fn the_form_refuses_addresses_and_fingerprints_that_cannot_be() {
    let wrong = |settings: &[(&str, &str)]| -> Vec<String> {
        let settings = opened(settings, &[]).settings;
        connector()
            .check(&settings)
            .into_iter()
            .map(|error| error.field)
            .collect()
    };
    assert!(wrong(&[("console_url", "https://192.168.1.1/network/default")]).is_empty());
    assert!(wrong(&[("mode", "cloud")]).is_empty());
    assert_eq!(wrong(&[]), ["console_url"]);
    assert_eq!(wrong(&[("console_url", "https://unifi.ui.com")]), ["console_url"]);
    assert_eq!(
        wrong(&[
            ("console_url", "https://192.168.1.1"),
            ("certificate_sha256", "12:34")
        ]),
        ["certificate_sha256"]
    );
}

#[test]
fn a_console_is_the_same_account_whichever_way_it_is_signed_in_to() {
    let identity = |account| connector().identity(&account);
    assert_eq!(identity(admin()), "unifi:console.northgate.example:443");
    assert_eq!(identity(admin()), identity(os_login()));
    assert_eq!(identity(admin()), identity(local("another key")));
    assert_ne!(identity(admin()), identity(classic()));
    assert!(identity(cloud()).starts_with("unifi:cloud:900a6f"));
    let by_key = |key| identity(opened(&[("mode", "cloud")], &[("api_key", key)]));
    assert_ne!(by_key("one-key"), by_key("another-key"));
    assert!(!by_key("one-key").contains("one-key"));
}

#[test]
fn the_quality_sheet_names_every_rule_and_comes_to_gold() {
    quality::read(include_str!("../quality.toml")).unwrap();
    assert_eq!(connector().manifest().tier, Tier::Gold.as_str());
    assert!(connector().refusals_lock());
}
