#![allow(clippy::unwrap_used)]
use super::*;
use crate::features::integrations::models::VendorCard;
use contract::{
    actor::Role,
    field::FieldKind,
    ids::{IntegrationId, VendorId},
    probe::{Badge, Health},
};

fn field(key: &'static str, label: &'static str, kind: FieldKind) -> Field {
    Field {
        key: key.into(),
        label: label.into(),
        help: "".into(),
        example: None,
        where_to_find: None,
        kind,
        required: false,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    }
}

/// A vendor with an address, a user and a secret.
pub fn vendor_form() -> VendorForm {
    VendorForm {
        card: VendorCard {
            vendor: VendorId::new("example"),
            name: "Example".into(),
            category: "PSA".into(),
            summary: "".into(),
            available: true,
            read_only: false,
            tier: "bronze".into(),
            icon_svg: "".into(),
            reads: 1,
            writes: 1,
        },
        fields: vec![
            field("base_url", "Base URL", FieldKind::Url),
            field("user", "User", FieldKind::Line),
            field("api_key", "API key", FieldKind::Secret),
        ],
        guide: "".into(),
        hosts: Vec::new(),
        role: Role::Tech,
    }
}

fn kept() -> Integration {
    Integration {
        id: IntegrationId::from_ulid("01jdg8m0000000000000000000"),
        vendor: VendorId::new("example"),
        name: "Northgate".into(),
        settings: [("base_url".to_owned(), "https://now.example".to_owned())].into(),
        secrets: std::collections::BTreeMap::new(),
        is_default: true,
        paused: false,
        version: 7,
        health: Health::new(Badge::Connected, "ok"),
        created_at: "2026-11-01T08:00:00.000Z".into(),
        updated_at: "2026-11-01T08:00:00.000Z".into(),
    }
}

fn posted(values: &[(&str, &str)]) -> Posted {
    Posted {
        form: FORM.to_owned(),
        values: values
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        ..Posted::default()
    }
}

#[test]
fn what_was_posted_comes_back_but_never_a_secret() {
    let posted = posted(&[
        ("name", "N"),
        ("user", "me"),
        ("api_key", "hunter2"),
        ("version", "5"),
    ]);
    let begin = Begin::of(&vendor_form(), Some(&kept()), &posted, &ParamsMap::new());
    assert_eq!(begin.name, "N");
    assert_eq!(begin.values["user"], "me");
    assert_eq!(begin.values["base_url"], "");
    assert!(!begin.values.contains_key("api_key"));
}

#[test]
fn a_form_that_came_back_goes_on_from_the_version_it_began_from() {
    let begin = Begin::of(
        &vendor_form(),
        Some(&kept()),
        &posted(&[("version", "5")]),
        &ParamsMap::new(),
    );
    assert_eq!(begin.version, Some(5));
}

#[test]
fn who_was_told_of_somebody_elses_change_goes_on_from_the_account_as_it_stands() {
    let mut posted = posted(&[
        ("name", "Mine"),
        ("version", "5"),
        ("base_url", "https://old.example"),
    ]);
    posted.problem = Some(Problem::new(
        409,
        EDITED_MEANWHILE,
        "Somebody else changed this meanwhile.",
    ));
    let begin = Begin::of(&vendor_form(), Some(&kept()), &posted, &ParamsMap::new());
    assert_eq!(begin.version, Some(7));
    assert_eq!(begin.name, "Mine");
    let Some(Found::Changed { told, .. }) = begin.found else {
        panic!("the change is not told");
    };
    assert_eq!(
        told,
        [
            "The name is now “Northgate”.",
            "Base URL is now “https://now.example”."
        ]
    );
}

#[test]
fn an_address_fills_in_settings_and_no_secret_and_nothing_unknown() {
    let mut query = ParamsMap::new();
    query.insert("set.base_url", "https://eu.example".to_owned());
    query.insert("set.api_key", "hunter2".to_owned());
    query.insert("set.other", "x".to_owned());
    let begin = Begin::of(&vendor_form(), None, &Posted::default(), &query);
    assert!(begin.suggested);
    assert_eq!(begin.values.keys().collect::<Vec<_>>(), ["base_url"]);
}

#[test]
fn a_problem_has_a_box_of_its_own_unless_every_word_stands_at_a_field() {
    let at = |field: &str| Problem::invalid(vec![FieldError::new(field, "required", "Fill it in.")]);
    let form = vendor_form();
    assert_eq!(of_problem(&form, at("api_key")), Found::Fields);
    assert_eq!(of_problem(&form, at("name")), Found::Fields);
    assert!(matches!(of_problem(&form, at("vendor")), Found::Problem(_)));
    let duplicate = Problem::new(409, "duplicate_integration", "This account is connected already.");
    assert!(matches!(of_problem(&form, duplicate), Found::Problem(_)));
}
