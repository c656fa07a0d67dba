#![allow(clippy::unwrap_used)]
use super::*;

fn field(kind: FieldKind, required: bool) -> Field {
    Field {
        key: "x".into(),
        label: "The field".into(),
        help: "".into(),
        example: None,
        where_to_find: None,
        kind,
        required,
        choices: vec![Choice {
            value: "eu".into(),
            label: "Europe".into(),
        }],
        default: None,
        shown_when: None,
        multiline: false,
    }
}

fn code(kind: FieldKind, typed: &str) -> String {
    match field(kind, true).check(typed) {
        Ok(Some(accepted)) => format!(
            "ok {}{}",
            accepted.value,
            if accepted.trimmed { " (trimmed)" } else { "" }
        ),
        Ok(None) => "blank".into(),
        Err(error) => error.code.into_owned(),
    }
}

#[test]
fn every_kind_has_a_value_that_passes_and_values_that_do_not() {
    use FieldKind::{Choice, Email, Line, Secret, Url, Uuid};
    for (kind, typed, answer) in [
        (Line, "abc", "ok abc"),
        (Line, "  abc ", "ok abc (trimmed)"),
        (Line, "a\u{7}c", "control_character"),
        (Line, "   ", "required"),
        (Secret, "s3cret\nsecond line", "control_character"),
        (Url, "https://api.eu.itglue.com", "ok https://api.eu.itglue.com"),
        (
            Url,
            "HTTPS://console.example:8443/x",
            "ok HTTPS://console.example:8443/x",
        ),
        (Url, "http://api.itglue.com", "not_https"),
        (Url, "ftp://api.itglue.com", "not_https"),
        (Url, "api.itglue.com", "not_a_url"),
        (Url, "https://", "not_a_url"),
        (Url, "https://user:pw@api.itglue.com", "not_a_url"),
        (Url, "https://a b", "not_a_url"),
        (Email, "api@msp.example", "ok api@msp.example"),
        (Email, "api@msp", "not_an_email"),
        (Email, "@msp.example", "not_an_email"),
        (
            Uuid,
            "8f1c0c3e-0000-4000-8000-00000000000a",
            "ok 8f1c0c3e-0000-4000-8000-00000000000a",
        ),
        (Uuid, "8f1c0c3e00004000800000000000000a", "not_a_uuid"),
        (Choice, "eu", "ok eu"),
        (Choice, "mars", "not_a_choice"),
    ] {
        assert_eq!(code(kind, typed), answer, "{kind:?} {typed:?}");
    }
}

#[test]
fn a_megabyte_pasted_into_a_secret_is_refused_and_not_repeated() {
    let error = field(FieldKind::Secret, true)
        .check(&"k".repeat(1024 * 1024))
        .unwrap_err();
    assert_eq!(error.code, "too_long");
    assert!(error.message.len() < 200);
}

#[test]
fn a_secret_of_several_lines_is_kept_as_tidy_pem_and_only_there() {
    let several = Field {
        multiline: true,
        ..field(FieldKind::Secret, true)
    };
    let pem = "-----BEGIN CERTIFICATE-----\r\nTUlJ\r\n-----END CERTIFICATE-----";
    let accepted = several.check(pem).unwrap().unwrap();
    assert_eq!(
        (accepted.value.as_str(), accepted.trimmed),
        (
            "-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n",
            false
        )
    );
    assert_eq!(several.check("s3cret").unwrap_err().code, "not_a_pem");
    assert_eq!(several.check(" \n ").unwrap_err().code, "required");
    assert!(several.is_secret());
    let one = field(FieldKind::Secret, true).check(pem).unwrap_err();
    assert_eq!(one.code, "control_character");
}

#[test]
fn what_is_wrong_with_a_pem_is_said_without_repeating_it() {
    let several = Field {
        multiline: true,
        ..field(FieldKind::Secret, true)
    };
    let error = several
        .check("-----BEGIN PRIVATE KEY-----\ncanary-4711!\n-----END PRIVATE KEY-----")
        .unwrap_err();
    assert_eq!(error.code, "not_a_pem");
    assert!(error.message.starts_with("The field: ") && !error.message.contains("canary"));
}

#[test]
fn a_field_is_shown_when_the_other_says_so() {
    let mut dependent = field(FieldKind::Line, true);
    dependent.shown_when = Some(ShownWhen {
        field: "mode".into(),
        is: vec!["local".into()],
    });
    assert!(!dependent.is_shown(&BTreeMap::new()));
    assert!(dependent.is_shown(&BTreeMap::from([("mode".into(), "local".into())])));
}
