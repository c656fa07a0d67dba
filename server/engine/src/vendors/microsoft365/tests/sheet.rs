//! The data sheet, the quality sheet, the limits and the account's identity.

use super::{CLIENT, TENANT, connector, good, opened};
use crate::{
    connector::Connector,
    vendors::quality::{self, Standing, Tier},
};
use contract::{
    field::FieldKind,
    manifest::{HostRule, Values},
    operation::Risk,
};
use std::time::Duration;

#[test]
fn what_locks_somebody_out_is_dangerous_and_what_can_be_undone_is_not() {
    let connector = connector();
    let of = |risk| -> Vec<&str> {
        let entries = connector.entries().iter().filter(|entry| entry.info.risk == risk);
        entries.map(|entry| entry.info.id.as_ref()).collect()
    };
    assert_eq!(
        of(Risk::Dangerous),
        [
            "users.disable",
            "users.sign_out",
            "users.reset_password",
            "users.delete"
        ]
    );
    assert_eq!(
        of(Risk::Write),
        [
            "users.create",
            "users.update",
            "users.enable",
            "deleted_users.restore",
            "groups.add_member",
            "groups.remove_member",
            "licences.assign",
            "licences.remove"
        ]
    );
    assert_eq!(of(Risk::Read).len(), 16);
    let changing = connector
        .entries()
        .iter()
        .filter(|entry| entry.info.risk != Risk::Read);
    assert!(changing.into_iter().all(|entry| entry.audited));
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
fn the_form_asks_for_tenant_application_and_how_it_signs_in() {
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
            ("tenant_id", FieldKind::Uuid, true),
            ("client_id", FieldKind::Uuid, true),
            ("sign_in_with", FieldKind::Choice, true),
            ("client_secret", FieldKind::Secret, true),
            ("certificate", FieldKind::Secret, true),
            ("refresh_token", FieldKind::Secret, false),
            ("cloud", FieldKind::Choice, true),
        ]
    );
    let shown = |with: &str| -> Vec<&str> {
        let values = Values::from([("sign_in_with".to_owned(), with.to_owned())]);
        let secrets = manifest
            .fields
            .iter()
            .filter(|field| field.is_secret() && field.is_shown(&values));
        secrets.map(|field| field.key.as_ref()).collect()
    };
    assert_eq!(shown("secret"), ["client_secret", "refresh_token"]);
    assert_eq!(shown("certificate"), ["certificate", "refresh_token"]);
    assert!(manifest.available && !manifest.read_only);
    for host in [
        "login.microsoftonline.com",
        "graph.microsoft.com",
        "graph.microsoft.us",
        "login.chinacloudapi.cn",
    ] {
        assert!(manifest.egress.contains(&HostRule::Exact(host.into())), "{host}");
    }
    assert!(
        manifest
            .egress
            .contains(&HostRule::Exact("api.partnercenter.microsoft.com".into()))
    );
    assert_eq!(manifest.egress.len(), 12);
}

#[test]
fn the_limit_of_the_smallest_tenant_is_kept() {
    let limits = connector().limits();
    assert_eq!(
        (limits.at_once, limits.window),
        (4, Some((1_100, Duration::from_secs(10))))
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
fn an_account_is_known_by_tenant_and_application_in_any_case() {
    let identity = |settings: &[(&str, &str)]| connector().identity(&opened(settings, &[]));
    let upper = TENANT.to_ascii_uppercase();
    assert_eq!(
        identity(&[("tenant_id", &upper), ("client_id", CLIENT)]),
        connector().identity(&good())
    );
    assert_ne!(
        identity(&[("tenant_id", TENANT), ("client_id", TENANT)]),
        connector().identity(&good())
    );
}

#[test]
fn a_tenant_id_in_the_place_of_the_application_is_noticed() {
    let settings = |client: &str| {
        Values::from([
            ("tenant_id".to_owned(), TENANT.to_owned()),
            ("client_id".to_owned(), client.to_owned()),
        ])
    };
    assert!(connector().check(&settings(CLIENT)).is_empty());
    assert_eq!(connector().check(&settings(TENANT))[0].field, "client_id");
}
