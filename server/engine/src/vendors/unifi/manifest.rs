//! UniFi's data sheet.

use super::{place::Mode, webhook};
use crate::vendors::quality;
use contract::{
    Text,
    field::{Choice, Field, FieldKind, ShownWhen},
    ids::VendorId,
    manifest::{HostRule, Manifest},
    operation::OperationInfo,
};

/// The field that says how the console is reached.
pub const MODE: &str = "mode";
/// The field of the console's address.
pub const CONSOLE_URL: &str = "console_url";
/// The field of the key, of the console or of the Site Manager.
pub const API_KEY: &str = "api_key";
/// The field of the console's id at the Site Manager.
pub const CONSOLE_ID: &str = "console_id";
/// The field of a local admin's name.
pub const USERNAME: &str = "username";
/// The field of a local admin's password.
pub const PASSWORD: &str = "password";
/// The field of the pinned certificate's fingerprint.
pub const CERTIFICATE: &str = "certificate_sha256";

/// The Site Manager's host.
pub const CLOUD_HOST: &str = "api.ui.com";

/// Where keys of a console are made.
pub const KEYS_PAGE: &str = "Network > Settings > Control Plane > Integrations";

/// The whole sheet.
pub fn manifest(vendor: VendorId, operations: Vec<OperationInfo>) -> Manifest {
    Manifest {
        vendor,
        name: "UniFi".into(),
        category: "Networking".into(),
        summary: "Sites, devices, clients, and firewall rules with approval.".into(),
        available: true,
        read_only: false,
        tier: quality::tier(include_str!("quality.toml")).as_str().into(),
        icon_svg: include_str!("icon.svg").into(),
        setup_guide: include_str!("SETUP.md").into(),
        fields: fields(),
        // The public host stands first: a console's URL that names it gains no private reach and no pin.
        egress: vec![
            HostRule::Exact(CLOUD_HOST.into()),
            HostRule::PrivateFromField(CONSOLE_URL.into()),
        ],
        operations,
        webhook: Some(webhook::info()),
    }
}

fn fields() -> Vec<Field> {
    vec![
        mode(),
        Field {
            example: Some("https://192.168.1.1".into()),
            where_to_find: Some(
                "The address you open the console at, on its own network or by VPN; self-hosted UniFi OS Server \
                 listens on port 11443, an old Network Server on 8443."
                    .into(),
            ),
            ..field(
                CONSOLE_URL,
                "Console URL",
                "Address of the UniFi console, beginning with https://. Only scheme, host and port are used.",
                FieldKind::Url,
                &[Mode::Local, Mode::Legacy],
            )
        },
        Field {
            where_to_find: Some(
                "Of a console: Network > Settings > Control Plane > Integrations. Of the Site Manager: unifi.ui.com > \
                 API. Shown once."
                    .into(),
            ),
            ..field(
                API_KEY,
                "API key",
                "It carries the rights of the admin who made it. Keys of a console and of the Site Manager are \
                 different keys.",
                FieldKind::Secret,
                &[Mode::Local, Mode::Cloud],
            )
        },
        Field {
            required: false,
            example: Some("900A6F00000000000000000000000000:123456789".into()),
            where_to_find: Some("Test connection lists the consoles that the key may reach.".into()),
            ..field(
                CONSOLE_ID,
                "Console ID",
                "Which console, by its id at the Site Manager. Blank when the key reaches only one.",
                FieldKind::Line,
                &[Mode::Cloud],
            )
        },
        Field {
            example: Some("ops-ai".into()),
            ..field(
                USERNAME,
                "User name",
                "A local admin of the controller; a cloud (SSO) account does not work, for it is asked for a second \
                 factor.",
                FieldKind::Line,
                &[Mode::Legacy],
            )
        },
        Field {
            where_to_find: Some("Set it when you make the local admin in the controller.".into()),
            ..field(
                PASSWORD,
                "Password",
                "Of that local admin.",
                FieldKind::Secret,
                &[Mode::Legacy],
            )
        },
        Field {
            required: false,
            where_to_find: Some("Test connection shows it; compare it with what a browser shows.".into()),
            ..field(
                CERTIFICATE,
                "Certificate fingerprint (SHA-256)",
                "For a console with a self-signed certificate: exactly this certificate is accepted from it, and no \
                 other. Blank when an authority vouches for the certificate.",
                FieldKind::Line,
                &[Mode::Local, Mode::Legacy],
            )
        },
    ]
}

fn mode() -> Field {
    let choice = |mode: Mode, label: &'static str| Choice {
        value: mode.as_str().into(),
        label: label.into(),
    };
    Field {
        choices: vec![
            choice(Mode::Local, "Console, with an API key (Network 9.0 or newer)"),
            choice(Mode::Cloud, "Site Manager cloud connector, with an API key"),
            choice(Mode::Legacy, "Old controller, with user name and password"),
        ],
        default: Some(Mode::Local.as_str().into()),
        shown_when: None,
        ..field(
            MODE,
            "How to connect",
            "A key of the console is best; the cloud connector needs no way into the network; user and password are for \
             controllers without keys.",
            FieldKind::Choice,
            &[],
        )
    }
}

/// A required field that is shown in these modes.
fn field(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    kind: FieldKind,
    modes: &[Mode],
) -> Field {
    Field {
        key: key.into(),
        label: label.into(),
        help: help.into(),
        example: None,
        where_to_find: None,
        kind,
        required: true,
        choices: Vec::new(),
        default: None,
        shown_when: Some(ShownWhen {
            field: MODE.into(),
            is: modes.iter().map(|mode| Text::Borrowed(mode.as_str())).collect(),
        }),
        multiline: false,
    }
}
