//! Microsoft 365's data sheet.

use super::{clouds::Cloud, webhook};
use crate::vendors::quality;
use contract::{
    Text,
    field::{Choice, Field, FieldKind, ShownWhen},
    ids::VendorId,
    manifest::{HostRule, Manifest},
    operation::OperationInfo,
};

/// The vendor's key in the house.
pub const VENDOR: &str = "microsoft365";

/// The field of the account's own tenant.
pub const TENANT: &str = "tenant_id";

/// The field of the application.
pub const CLIENT_ID: &str = "client_id";

/// The field that says how the application proves itself.
pub const SIGN_IN_WITH: &str = "sign_in_with";

/// The field of the client secret.
pub const CLIENT_SECRET: &str = "client_secret";

/// The field of the certificate with its private key.
pub const CERTIFICATE: &str = "certificate";

/// The field of the service account's refresh token.
pub const REFRESH_TOKEN: &str = "refresh_token";

/// The field of the cloud.
pub const CLOUD: &str = "cloud";

/// Partner Center, of the global cloud: customers, and consent for them.
pub const PARTNER_CENTER_HOST: &str = "api.partnercenter.microsoft.com";

/// The application proves itself with a secret.
pub const WITH_SECRET: &str = "secret";

/// The application proves itself with a certificate.
pub const WITH_CERTIFICATE: &str = "certificate";

/// Where in Microsoft's portal applications are registered.
pub const REGISTRATIONS: &str = "entra.microsoft.com > App registrations";

const SECRETS_PAGE: &str =
    "entra.microsoft.com > App registrations > your application > Certificates & secrets";

/// The whole sheet.
pub fn manifest(operations: Vec<OperationInfo>) -> Manifest {
    Manifest {
        vendor: VendorId::new(VENDOR),
        name: "Microsoft 365".into(),
        category: "Productivity".into(),
        summary: "Users, groups, mailboxes and licences of your own and your customers' tenants; what locks somebody out \
                  only with approval."
            .into(),
        available: true,
        read_only: false,
        tier: quality::tier(include_str!("quality.toml")).as_str().into(),
        icon_svg: include_str!("icon.svg").into(),
        setup_guide: include_str!("SETUP.md").into(),
        fields: vec![
            tenant(),
            client_id(),
            sign_in_with(),
            client_secret(),
            certificate(),
            refresh_token(),
            cloud(),
        ],
        egress: Cloud::hosts()
            .into_iter()
            .chain([PARTNER_CENTER_HOST])
            .chain(webhook::hosts())
            .map(|host| HostRule::Exact(host.into()))
            .collect(),
        operations,
        webhook: Some(webhook::info()),
    }
}

fn tenant() -> Field {
    Field {
        example: Some("8f1c0c3e-0000-4000-8000-000000000000".into()),
        where_to_find: Some("entra.microsoft.com > Overview > Tenant ID".into()),
        ..field(
            TENANT,
            "Tenant ID",
            "Your own tenant: the partner tenant, if you manage customers through GDAP. Operations that name no other tenant \
             work here.",
            FieldKind::Uuid,
        )
    }
}

fn client_id() -> Field {
    Field {
        example: Some("3b8f6f0a-0000-4000-8000-000000000000".into()),
        where_to_find: Some("entra.microsoft.com > App registrations > your application > Overview".into()),
        ..field(
            CLIENT_ID,
            "Application (client) ID",
            "The application that you registered for Ops AI.",
            FieldKind::Uuid,
        )
    }
}

fn sign_in_with() -> Field {
    let choice = |value: &'static str, label: &'static str| Choice {
        value: value.into(),
        label: label.into(),
    };
    Field {
        choices: vec![
            choice(WITH_SECRET, "A client secret"),
            choice(WITH_CERTIFICATE, "A certificate (better)"),
        ],
        default: Some(WITH_SECRET.into()),
        ..field(
            SIGN_IN_WITH,
            "How the application signs in",
            "A certificate never leaves Ops AI: only statements signed with its key do. A secret is sent each time.",
            FieldKind::Choice,
        )
    }
}

fn client_secret() -> Field {
    Field {
        where_to_find: Some(SECRETS_PAGE.into()),
        shown_when: Some(when_signed_in_with(WITH_SECRET)),
        ..field(
            CLIENT_SECRET,
            "Client secret",
            "The secret's value, which Microsoft shows once; not its secret ID.",
            FieldKind::Secret,
        )
    }
}

fn certificate() -> Field {
    Field {
        where_to_find: Some(
            "You make it, and upload the certificate alone at entra.microsoft.com > App registrations > your application > \
             Certificates & secrets > Certificates."
                .into(),
        ),
        shown_when: Some(when_signed_in_with(WITH_CERTIFICATE)),
        multiline: true,
        ..field(
            CERTIFICATE,
            "Certificate with its private key",
            "PEM: the block -----BEGIN PRIVATE KEY----- and the block -----BEGIN CERTIFICATE-----, one after the other, \
             without a passphrase.",
            FieldKind::Secret,
        )
    }
}

fn refresh_token() -> Field {
    Field {
        required: false,
        where_to_find: Some("The answer to a sign-in of the service account with this application (Secure Application Model).".into()),
        ..field(
            REFRESH_TOKEN,
            "Refresh token of the service account",
            "For customers through GDAP: Ops AI then acts in their tenants as this account, within its GDAP roles. Without it \
             Ops AI acts there as the application itself.",
            FieldKind::Secret,
        )
    }
}

fn cloud() -> Field {
    Field {
        choices: Cloud::ALL
            .iter()
            .map(|cloud| Choice {
                value: cloud.as_str().into(),
                label: cloud.label().into(),
            })
            .collect(),
        default: Some(Cloud::Global.as_str().into()),
        ..field(
            CLOUD,
            "Cloud",
            "Where the tenant lives. Tenants of a national cloud are not known to the global one.",
            FieldKind::Choice,
        )
    }
}

fn when_signed_in_with(what: &'static str) -> ShownWhen {
    ShownWhen {
        field: SIGN_IN_WITH.into(),
        is: vec![Text::Borrowed(what)],
    }
}

fn field(key: &'static str, label: &'static str, help: &'static str, kind: FieldKind) -> Field {
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
        shown_when: None,
        multiline: false,
    }
}
