//! IT Glue's data sheet.

use super::{regions::Region, webhook};
use crate::vendors::quality;
use contract::{
    Text,
    field::{Field, FieldKind},
    ids::VendorId,
    manifest::{HostRule, Manifest},
    operation::OperationInfo,
};

/// The field of the region's address.
pub const BASE_URL: &str = "base_url";

/// The field of the key.
pub const API_KEY: &str = "api_key";

/// What every key begins with.
pub const KEY_PREFIX: &str = "ITG.";

/// Where in IT Glue keys are made.
pub const API_KEYS_PAGE: &str = "Account > Settings > API Keys";

/// The whole sheet.
pub fn manifest(vendor: VendorId, operations: Vec<OperationInfo>) -> Manifest {
    Manifest {
        vendor,
        name: "IT Glue".into(),
        category: "Documentation".into(),
        summary: "Organizations, configurations and passwords, read and never changed.".into(),
        available: true,
        read_only: true,
        tier: quality::tier(include_str!("quality.toml")).as_str().into(),
        icon_svg: include_str!("icon.svg").into(),
        setup_guide: include_str!("SETUP.md").into(),
        fields: vec![base_url(), api_key()],
        egress: Region::ALL
            .map(|region| HostRule::Exact(region.host().into()))
            .to_vec(),
        operations,
        webhook: Some(webhook::info()),
    }
}

fn base_url() -> Field {
    Field {
        key: BASE_URL.into(),
        label: "Base URL".into(),
        help: "Blank means the US. For the EU write https://api.eu.itglue.com, for Australia \
               https://api.au.itglue.com. Test connection finds the right one."
            .into(),
        example: Some(Region::Us.base_url().into()),
        where_to_find: Some("The region in which your IT Glue account was opened.".into()),
        kind: FieldKind::Url,
        required: false,
        choices: Vec::new(),
        default: Some(Region::Us.base_url().into()),
        shown_when: None,
        multiline: false,
    }
}

fn api_key() -> Field {
    Field {
        key: API_KEY.into(),
        label: "API key".into(),
        help: "Begins with ITG. and is shown once, when it is generated. Password Access is needed only for password \
               values."
            .into(),
        example: Some("ITG.0123456789abcdef".into()),
        where_to_find: Some(Text::Borrowed(API_KEYS_PAGE)),
        kind: FieldKind::Secret,
        required: true,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    }
}
