//! Datto RMM's data sheet: what the form asks and which hosts may be reached.

use super::{platforms, webhook};
use crate::{connector::Entry, vendors::quality};
use contract::{
    field::{Field, FieldKind},
    ids::VendorId,
    manifest::{HostRule, Manifest},
};

/// The vendor's key in the house.
pub const VENDOR: &str = "datto_rmm";
/// The platform's API URL.
pub const URL: &str = "url";
/// The API key of a user.
pub const API_KEY: &str = "api_key";
/// The API secret key that belongs to it.
pub const API_SECRET: &str = "api_secret";

/// Where in Datto RMM keys are made.
pub const KEYS_PAGE: &str = "Setup > Users > the user > Generate API Keys";
/// Where in Datto RMM an account allows the API at all.
pub const ACCESS_PAGE: &str = "Setup > Global Settings > Access Control";

/// The whole sheet.
pub fn manifest(entries: &[Entry]) -> Manifest {
    Manifest {
        vendor: VendorId::new(VENDOR),
        name: "Datto RMM".into(),
        category: "RMM".into(),
        summary: "Devices, alerts, monitors and jobs; runs quick jobs and resolves alerts.".into(),
        available: true,
        read_only: false,
        tier: quality::tier(include_str!("quality.toml")).as_str().into(),
        icon_svg: include_str!("icon.svg").into(),
        setup_guide: include_str!("SETUP.md").into(),
        fields: fields(),
        egress: vec![HostRule::Suffix(platforms::HOSTS.into())],
        operations: entries.iter().map(|entry| entry.info.clone()).collect(),
        webhook: Some(webhook::info()),
    }
}

fn fields() -> Vec<Field> {
    let field = |key: &'static str, label: &'static str, kind, help: &'static str, place: String| Field {
        key: key.into(),
        label: label.into(),
        help: help.into(),
        example: None,
        where_to_find: Some(place.into()),
        kind,
        required: true,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    };
    vec![
        Field {
            example: Some("https://concord-api.centrastage.net".into()),
            ..field(
                URL,
                "API URL",
                FieldKind::Url,
                "The platform on which your account lives. The address of your Datto RMM portal is taken too. Test \
                 connection finds the right one when it is not this.",
                format!("Datto RMM: shown beside the API keys ({KEYS_PAGE})."),
            )
        },
        field(
            API_KEY,
            "API key",
            FieldKind::Secret,
            "It belongs to one user and may do exactly what that user may do.",
            format!("Datto RMM: {KEYS_PAGE}. API access must be enabled in {ACCESS_PAGE}."),
        ),
        field(
            API_SECRET,
            "API secret key",
            FieldKind::Secret,
            "It is made together with the API key.",
            format!("Datto RMM: {KEYS_PAGE}."),
        ),
    ]
}
