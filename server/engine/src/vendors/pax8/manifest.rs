//! Pax8's data sheet.

use super::webhook;
use crate::vendors::quality;
use contract::{
    Text,
    field::{Field, FieldKind},
    ids::VendorId,
    manifest::{HostRule, Manifest},
    operation::OperationInfo,
};

/// The vendor's key in the house.
pub const VENDOR: &str = "pax8";

/// The field of the client id.
pub const CLIENT_ID: &str = "client_id";

/// The field of the client secret.
pub const CLIENT_SECRET: &str = "client_secret";

/// Where in Pax8 keys are made.
pub const INTEGRATIONS_HUB: &str = "app.pax8.com > Integrations Hub";

/// The one host; there are no regions.
const HOST: &str = "api.pax8.com";

/// The whole sheet.
pub fn manifest(operations: Vec<OperationInfo>) -> Manifest {
    Manifest {
        vendor: VendorId::new(VENDOR),
        name: "Pax8".into(),
        category: "Marketplace".into(),
        summary: "Companies, products, orders and subscriptions; buying and cancelling only with approval."
            .into(),
        available: true,
        read_only: false,
        tier: quality::tier(include_str!("quality.toml")).as_str().into(),
        icon_svg: include_str!("icon.svg").into(),
        setup_guide: include_str!("SETUP.md").into(),
        fields: vec![client_id(), client_secret()],
        egress: vec![HostRule::Exact(HOST.into())],
        operations,
        webhook: Some(webhook::info()),
    }
}

fn client_id() -> Field {
    Field {
        key: CLIENT_ID.into(),
        label: "Client ID".into(),
        help: "Names the API key that a Partner Admin made for Ops AI.".into(),
        example: Some("a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6".into()),
        where_to_find: Some(Text::Borrowed(INTEGRATIONS_HUB)),
        kind: FieldKind::Line,
        required: true,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    }
}

fn client_secret() -> Field {
    Field {
        key: CLIENT_SECRET.into(),
        label: "Client secret".into(),
        help: "Belongs to the client ID. Ops AI trades both for a token that Pax8 lets live for 24 hours."
            .into(),
        example: None,
        where_to_find: Some(Text::Borrowed(INTEGRATIONS_HUB)),
        kind: FieldKind::Secret,
        required: true,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    }
}
