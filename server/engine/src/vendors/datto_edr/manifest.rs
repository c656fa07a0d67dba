//! Datto EDR's data sheet.

use super::{instance, webhook};
use crate::{connector::Entry, vendors::quality};
use contract::{
    field::{Field, FieldError, FieldKind},
    ids::VendorId,
    manifest::{HostRule, Manifest, Values},
};

/// The vendor's key.
pub const VENDOR: &str = "datto_edr";
/// The field of the instance.
pub const INSTANCE: &str = "instance";
/// The field of the token.
pub const API_TOKEN: &str = "api_token";
/// How long a token is; the vendor's own module takes no other.
pub const TOKEN_LENGTH: usize = 64;
/// Where in Datto EDR tokens are made.
pub const TOKENS_PAGE: &str = "Admin > Users & Tokens";

/// The data sheet.
pub fn manifest(entries: &[Entry]) -> Manifest {
    Manifest {
        vendor: VendorId::new(VENDOR),
        name: "Datto EDR".into(),
        category: "Security".into(),
        summary: "Alerts, agents and tasks; quarantines endpoints and releases them, with approval.".into(),
        available: true,
        read_only: false,
        tier: quality::tier(include_str!("quality.toml")).as_str().into(),
        icon_svg: include_str!("icon.svg").into(),
        setup_guide: include_str!("SETUP.md").into(),
        fields: vec![the_instance(), api_token()],
        egress: vec![HostRule::Suffix(instance::HOSTS.into())],
        operations: entries.iter().map(|entry| entry.info.clone()).collect(),
        webhook: Some(webhook::info()),
    }
}

fn the_instance() -> Field {
    Field {
        key: INSTANCE.into(),
        label: "Instance".into(),
        help: "The name of your instance, or the address of your console. It ends with .infocyte.com; edr.datto.com is \
               only the website."
            .into(),
        example: Some("https://example.infocyte.com".into()),
        where_to_find: Some("The address bar of your browser while you are signed in to Datto EDR.".into()),
        kind: FieldKind::Line,
        required: true,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    }
}

fn api_token() -> Field {
    Field {
        key: API_TOKEN.into(),
        label: "API token".into(),
        help: "64 characters, pasted alone, without the word Bearer. It is valid for one year.".into(),
        example: None,
        where_to_find: Some(TOKENS_PAGE.into()),
        kind: FieldKind::Secret,
        required: true,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    }
}

/// What the form got wrong beyond single fields: an instance that is none.
pub fn check(settings: &Values) -> Vec<FieldError> {
    let typed = settings.get(INSTANCE).map_or("", |typed| typed.trim());
    if typed.is_empty() {
        return Vec::new();
    }
    let wrong = |why| FieldError::new(INSTANCE, "not_a_url", format!("Instance: {why}."));
    instance::base(typed).err().map(wrong).into_iter().collect()
}
