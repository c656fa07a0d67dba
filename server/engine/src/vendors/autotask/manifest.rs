//! Autotask's data sheet: what the form asks and which hosts may be reached.

use super::{webhook, zone};
use crate::{connector::Entry, vendors::quality};
use contract::{
    field::{Field, FieldError, FieldKind},
    ids::VendorId,
    manifest::{HostRule, Manifest, Values},
};

/// The vendor's key.
pub const VENDOR: &str = "autotask";
/// The API user's name.
pub const USERNAME: &str = "username";
/// The API user's password.
pub const SECRET: &str = "secret";
/// The tracking identifier that was made with the API user.
pub const INTEGRATION_CODE: &str = "integration_code";
/// The zone, where a person insists on one.
pub const ZONE_URL: &str = "url";

/// The data sheet.
pub fn manifest(entries: &[Entry]) -> Manifest {
    Manifest {
        vendor: VendorId::new(VENDOR),
        name: "Autotask PSA".into(),
        category: "PSA".into(),
        summary: "Tickets, companies and resources; updates tickets, writes notes and time.".into(),
        available: true,
        read_only: false,
        tier: quality::tier(include_str!("quality.toml")).as_str().into(),
        icon_svg: include_str!("icon.svg").into(),
        setup_guide: include_str!("SETUP.md").into(),
        fields: fields(),
        egress: vec![HostRule::Suffix(zone::HOSTS.into())],
        operations: entries.iter().map(|entry| entry.info.clone()).collect(),
        webhook: Some(webhook::info()),
    }
}

fn fields() -> Vec<Field> {
    let portal = "Autotask: Admin → Account Settings & Users → Resources/Users (HR) → Resources/Users";
    let field = |key: &'static str, label: &'static str, kind, help: &'static str| Field {
        key: key.into(),
        label: label.into(),
        help: help.into(),
        example: None,
        where_to_find: None,
        kind,
        required: true,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    };
    vec![
        Field {
            example: Some("abc123example@NORTHGATE.EXAMPLE".into()),
            where_to_find: Some(format!("{portal} → the API user → Username (Key).").into()),
            // Rationale: it looks like an e-mail address, but nobody promises that it is one.
            ..field(
                USERNAME,
                "API user name (key)",
                FieldKind::Line,
                "The name of an API-only user made for Ops AI. Autotask finds your zone by it.",
            )
        },
        Field {
            where_to_find: Some(format!("{portal} → the API user → Password (Secret).").into()),
            ..field(
                SECRET,
                "API user secret",
                FieldKind::Secret,
                "The password of that user. Autotask locks the user after repeated wrong ones.",
            )
        },
        Field {
            where_to_find: Some(format!("{portal} → the API user → API Tracking Identifier.").into()),
            ..field(
                INTEGRATION_CODE,
                "Tracking identifier (integration code)",
                FieldKind::Secret,
                "The identifier of the integration that was chosen for the API user, about 27 characters.",
            )
        },
        Field {
            example: Some("https://webservices15.autotask.net/ATServicesRest/".into()),
            required: false,
            ..field(
                ZONE_URL,
                "Zone URL (leave blank)",
                FieldKind::Url,
                "Found by the user name. Fill it in only when Autotask's support tells you another address.",
            )
        },
    ]
}

/// What the form got wrong beyond single fields: a zone that is none of Autotask's.
pub fn check(settings: &Values) -> Vec<FieldError> {
    let typed = settings.get(ZONE_URL).map_or("", |typed| typed.trim());
    if typed.is_empty() {
        return Vec::new();
    }
    let wrong = |why| {
        FieldError::new(
            ZONE_URL,
            "not_a_url",
            format!("Zone URL: {why}. Or leave it blank."),
        )
    };
    zone::base(typed).err().map(wrong).into_iter().collect()
}
