//! The data sheet and the catalogue.

use super::super::{connector, manifest};
use super::{account, input};
use crate::{
    connector::Connector,
    vendors::quality::{self, Standing, Tier},
};
use contract::{field::FieldKind, operation::Risk};
use sandbox::autotask::GOOD;
use serde_json::{Value, json};

#[test]
fn what_reads_is_read_and_what_changes_is_write() {
    let connector = connector();
    let of = |risk| -> Vec<&str> {
        let entries = connector.entries().iter().filter(|entry| entry.info.risk == risk);
        entries.map(|entry| entry.info.id.as_ref()).collect()
    };
    assert_eq!(
        of(Risk::Read),
        [
            "tickets.get",
            "tickets.search",
            "tickets.list",
            "tickets.picklists",
            "companies.get",
            "companies.search",
            "companies.list",
            "resources.get",
            "resources.search",
            "resources.list",
        ]
    );
    assert_eq!(
        of(Risk::Write),
        ["tickets.update", "tickets.note", "time_entries.create"]
    );
    assert!(of(Risk::Dangerous).is_empty());
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
fn records_may_have_more_fields_than_are_named() {
    let connector = connector();
    for id in ["tickets.get", "companies.get", "resources.get"] {
        let entry = connector
            .entries()
            .iter()
            .find(|entry| entry.info.id == id)
            .unwrap();
        assert_eq!(entry.info.output_schema["additionalProperties"], true, "{id}");
    }
}

#[test]
fn the_form_asks_for_three_values_and_offers_a_fourth() {
    let connector = connector();
    let fields = &connector.manifest().fields;
    let asked: Vec<_> = fields
        .iter()
        .map(|field| (field.key.as_ref(), field.kind, field.required))
        .collect();
    assert_eq!(
        asked,
        [
            ("username", FieldKind::Line, true),
            ("secret", FieldKind::Secret, true),
            ("integration_code", FieldKind::Secret, true),
            ("url", FieldKind::Url, false),
        ]
    );
    assert!(fields[0].check("abc123example@NORTHGATE.EXAMPLE").is_ok());
}

#[test]
fn a_zone_that_is_none_of_autotasks_is_refused_by_the_form() {
    let check = |url: &str| connector().check(&[("url".to_owned(), url.to_owned())].into());
    assert!(check("").is_empty());
    assert!(check("https://webservices3.autotask.net/ATServicesRest/").is_empty());
    let wrong = check("https://autotask.net.evil.example/");
    assert_eq!(wrong[0].field, "url");
    assert!(
        wrong[0].message.contains("is not a host of Autotask"),
        "{}",
        wrong[0].message
    );
}

#[test]
fn the_same_user_in_another_case_is_the_same_account() {
    let shouting = crate::testing::bench_desk::opened(&[("username", " OPS-AI@Northgate.Example ")], &[]);
    assert_eq!(
        connector().identity(&shouting),
        "autotask:ops-ai@northgate.example"
    );
    assert_eq!(
        connector().identity(&account(GOOD)),
        connector().identity(&shouting)
    );
}

#[test]
fn the_quality_sheet_names_every_rule_and_admits_what_is_not_done() {
    let sheet = quality::read(include_str!("../quality.toml")).unwrap();
    assert_eq!(sheet["webhooks_verified"], Standing::Done);
    assert_ne!(sheet["live_proven"], Standing::Done);
    assert_eq!(connector().manifest().tier, Tier::Gold.as_str());
}

#[tokio::test]
async fn malformed_inputs_name_their_field_and_send_nothing() {
    let (double, bench) = super::start().await;
    super::call(&bench, GOOD, "companies.get", json!({"id": 0})).await;
    double.journal.clear();
    let time = |changes: Value| {
        let mut whole = json!({
            "ticket_id": 1, "resource_id": 2, "role_id": 3, "start": "2026-11-23T09:00:00Z",
            "end": "2026-11-23T09:30:00Z", "hours_worked": 0.5, "summary_notes": "Done.",
        });
        whole
            .as_object_mut()
            .unwrap()
            .extend(changes.as_object().unwrap().clone());
        whole
    };
    for (operation, given, field) in [
        ("tickets.get", json!({}), "id"),
        ("tickets.get", json!({"id": 1, "ticket_number": "T1"}), "id"),
        ("tickets.get", json!({"ticket_number": "  "}), "ticket_number"),
        ("tickets.list", json!({"limit": 0}), "limit"),
        ("tickets.list", json!({"limit": 501}), "limit"),
        ("tickets.list", json!({"cursor": "x"}), "cursor"),
        (
            "tickets.search",
            json!({"changed_since": "yesterday"}),
            "changed_since",
        ),
        (
            "tickets.search",
            json!({"changed_since": "2026-11-24T09:00:00"}),
            "changed_since",
        ),
        (
            "tickets.search",
            json!({"filter": [{"op": "eq", "field": "status"}]}),
            "filter",
        ),
        ("tickets.update", json!({"id": 1}), "input"),
        (
            "tickets.update",
            json!({"id": 1, "assigned_resource_id": 2}),
            "assigned_resource_role_id",
        ),
        (
            "tickets.update",
            json!({"id": 1, "assigned_resource_role_id": 2}),
            "assigned_resource_id",
        ),
        ("tickets.update", json!({"id": 1, "title": " "}), "title"),
        (
            "tickets.note",
            json!({"ticket_id": 1, "title": "", "description": "x"}),
            "title",
        ),
        (
            "tickets.note",
            json!({"ticket_id": 1, "title": "x", "description": " "}),
            "description",
        ),
        (
            "time_entries.create",
            time(json!({"hours_worked": 0})),
            "hours_worked",
        ),
        (
            "time_entries.create",
            time(json!({"hours_worked": 24.5})),
            "hours_worked",
        ),
        (
            "time_entries.create",
            time(json!({"hours_worked": -1})),
            "hours_worked",
        ),
        (
            "time_entries.create",
            time(json!({"end": "2026-11-23T09:00:00Z"})),
            "end",
        ),
        ("time_entries.create", time(json!({"start": "nine"})), "start"),
        (
            "time_entries.create",
            time(json!({"summary_notes": ""})),
            "summary_notes",
        ),
    ] {
        let error = super::fails(&bench, GOOD, operation, given.clone()).await;
        assert_eq!(input(&error).0, field, "{operation} {given}: {error}");
    }
    assert_eq!(double.journal.total(), 0);
    assert_eq!(manifest::VENDOR, "autotask");
}
