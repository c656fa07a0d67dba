#![allow(clippy::unwrap_used)]
use super::*;
use contract::{
    field::{Choice, ShownWhen},
    ids::{IntegrationId, VendorId},
    integration::SecretMark,
    probe::{Badge, Health},
};

fn field(key: &'static str, kind: FieldKind, required: bool) -> Field {
    Field {
        key: key.into(),
        label: key.to_uppercase().into(),
        help: "".into(),
        example: None,
        where_to_find: None,
        kind,
        required,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    }
}

fn fields() -> Vec<Field> {
    let choice = |value: &'static str| Choice {
        value: value.into(),
        label: value.into(),
    };
    vec![
        Field {
            choices: vec![choice("key"), choice("certificate")],
            default: Some("key".into()),
            ..field("way", FieldKind::Choice, true)
        },
        field("url", FieldKind::Url, false),
        Field {
            shown_when: Some(ShownWhen {
                field: "way".into(),
                is: vec!["key".into()],
            }),
            ..field("api_key", FieldKind::Secret, true)
        },
        Field {
            shown_when: Some(ShownWhen {
                field: "way".into(),
                is: vec!["certificate".into()],
            }),
            ..field("thumbprint", FieldKind::Line, true)
        },
    ]
}

fn typed(name: &str, values: &[(&str, &str)]) -> Typed {
    Typed {
        name: name.to_owned(),
        values: values
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
            .collect(),
    }
}

fn kept() -> Integration {
    let mark = SecretMark {
        set_at: "2026-11-01T08:00:00.000Z".into(),
        set_by: "Robin".into(),
    };
    Integration {
        id: IntegrationId::from_ulid("01jdg8m0000000000000000000"),
        vendor: VendorId::new("example"),
        name: "Northgate".into(),
        settings: typed("", &[("url", "https://one.example"), ("way", "key")]).values,
        secrets: [("api_key".to_owned(), mark)].into(),
        is_default: true,
        paused: false,
        version: 3,
        health: Health::new(Badge::Connected, "ok"),
        created_at: "2026-11-01T08:00:00.000Z".into(),
        updated_at: "2026-11-01T08:00:00.000Z".into(),
    }
}

#[test]
fn secrets_travel_as_credentials_and_everything_else_as_settings() {
    let typed = typed(
        "N",
        &[
            ("way", "key"),
            ("url", ""),
            ("api_key", " secret "),
            ("thumbprint", "x"),
        ],
    );
    let draft = draft("example", &fields(), &typed);
    assert_eq!(draft.vendor, "example");
    assert_eq!(draft.credentials.keys().collect::<Vec<_>>(), ["api_key"]);
    assert_eq!(draft.settings.keys().collect::<Vec<_>>(), ["way"]);
    // Trimming is the server's: it tells the person.
    assert_eq!(draft.credentials["api_key"], " secret ");
}

#[test]
fn a_field_that_is_not_shown_is_neither_checked_nor_sent() {
    let typed = typed(
        "N",
        &[
            ("way", "certificate"),
            ("api_key", "left over"),
            ("thumbprint", "ab"),
        ],
    );
    assert_eq!(check(&fields(), None, &typed), []);
    let draft = draft("example", &fields(), &typed);
    assert!(draft.credentials.is_empty());
    assert_eq!(draft.settings["thumbprint"], "ab");
}

#[test]
fn a_missing_secret_is_an_error_only_while_none_is_kept() {
    let typed = typed("N", &[("way", "key"), ("api_key", "  ")]);
    let errors = check(&fields(), None, &typed);
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].field, "api_key");
    assert_eq!(errors[0].code, "required");
    assert_eq!(check(&fields(), Some(&kept()), &typed), []);
}

#[test]
fn a_new_name_alone_changes_no_setting_and_no_secret() {
    let typed = typed(
        "Northgate US",
        &[("way", "key"), ("url", "https://one.example"), ("api_key", "")],
    );
    let change = change(&fields(), &kept(), Some(3), &typed);
    assert_eq!(change.name.as_deref(), Some("Northgate US"));
    assert_eq!(change.version, Some(3));
    assert!(change.settings.is_empty() && change.credentials.is_empty());
}

#[test]
fn a_change_holds_what_differs_and_a_blank_takes_a_setting_away() {
    let typed = typed("Northgate", &[("way", "key"), ("url", ""), ("api_key", "fresh")]);
    let change = change(&fields(), &kept(), None, &typed);
    assert_eq!(change.settings["url"], "");
    assert_eq!(change.settings.len(), 1);
    assert_eq!(change.credentials["api_key"], "fresh");
}

#[test]
fn the_form_begins_with_what_is_kept_and_the_default_of_each_choice() {
    assert_eq!(begin(&fields(), None)["way"], "key");
    let kept = begin(&fields(), Some(&kept()));
    assert_eq!(kept["url"], "https://one.example");
    assert!(!kept.contains_key("api_key"));
}

#[test]
fn somebody_elses_change_is_told_and_kept_where_this_person_changed_nothing() {
    let before = kept();
    let mut now = kept();
    now.name = "Northgate EU".into();
    now.settings.insert("url".into(), "https://two.example".into());
    now.secrets.get_mut("api_key").unwrap().set_by = "Sam".into();
    let told = differences(&fields(), &before.name, &before.settings, &now);
    assert_eq!(
        told,
        [
            "The name is now “Northgate EU”.",
            "URL is now “https://two.example”."
        ]
    );
    assert_eq!(
        replaced_secrets(&fields(), &before, &now),
        ["API_KEY was replaced by Sam."]
    );

    let mine = typed(
        "My name",
        &[
            ("way", "key"),
            ("url", "https://one.example"),
            ("api_key", "mine"),
        ],
    );
    let merged = merged(&fields(), &before, &now, &mine);
    assert_eq!(merged.name, "My name");
    assert_eq!(merged.values["url"], "https://two.example");
    assert_eq!(merged.values["api_key"], "mine");
}
