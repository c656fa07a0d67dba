//! Tenants, applications, people and secrets. Synthetic, so they may be printed and committed.

/// Where people sign in and tokens are given.
pub const LOGIN_ORIGIN: &str = "https://login.microsoftonline.com";
/// Graph.
pub const GRAPH_ORIGIN: &str = "https://graph.microsoft.com";
/// Partner Center.
pub const PARTNER_CENTER_ORIGIN: &str = "https://api.partnercenter.microsoft.com";

/// The partner's tenant.
pub const PARTNER_TENANT: &str = "7e000000-0000-4000-8000-000000000000";
/// The tenant that publishes the onboarding application.
pub(crate) const PUBLISHER_TENANT: &str = "7e000000-0000-4000-8000-0000000003e7";
const FIRST_CUSTOMER: &str = "7e000000-0000-4000-8000-000000000001";
/// The application that is in use: in the partner's tenant and, with consent, in some customers'.
pub const CONNECTOR_APP: &str = "a9000000-0000-4000-8000-000000000001";
/// Its name.
pub const CONNECTOR_NAME: &str = "Northgate Ops Connector";
pub(crate) const READER_APP: &str = "a9000000-0000-4000-8000-000000000002";
pub(crate) const HELPDESK_APP: &str = "a9000000-0000-4000-8000-000000000003";
pub(crate) const BOOTSTRAP_APP: &str = "a9000000-0000-4000-8000-000000000010";

/// An application as a person types it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The tenant to work in.
    pub tenant_id: &'static str,
    /// The application (client) id.
    pub client_id: &'static str,
    /// The value of a client secret.
    pub client_secret: &'static str,
}

const SECRET: &str = "sandbox~m365-secret-of-the-connector";

/// May do everything, in the largest customer's tenant.
pub const GOOD: Credentials = Credentials {
    tenant_id: FIRST_CUSTOMER,
    client_id: CONNECTOR_APP,
    client_secret: SECRET,
};
/// The same application in the partner's own tenant.
pub const PARTNER: Credentials = Credentials {
    tenant_id: PARTNER_TENANT,
    ..GOOD
};
/// May read everything and change nothing: 403.
pub const READ_ONLY: Credentials = Credentials {
    tenant_id: FIRST_CUSTOMER,
    client_id: READER_APP,
    client_secret: "sandbox~m365-secret-of-the-reader",
};
/// Sees users, groups and the organisation; no mailboxes, and changes nothing: 403.
pub const WITHOUT_MAILBOXES: Credentials = Credentials {
    tenant_id: FIRST_CUSTOMER,
    client_id: HELPDESK_APP,
    client_secret: "sandbox~m365-secret-of-the-helpdesk",
};
/// The connector with another secret: 7000215.
pub const WRONG_SECRET: Credentials = Credentials {
    client_secret: "sandbox~m365-secret-mistyped",
    ..GOOD
};
/// The connector with a secret that has ended: 7000222.
pub const EXPIRED_SECRET: Credentials = Credentials {
    client_secret: "sandbox~m365-secret-of-last-year",
    ..GOOD
};
/// The connector with the id of its secret in place of the value, as people paste it: 7000215.
pub const SECRET_ID: Credentials = Credentials {
    client_secret: "5ec00000-0000-4000-8000-000000000001",
    ..GOOD
};
/// The connector in a customer's tenant where nobody has consented to it: 700016.
pub const NOT_CONSENTED: Credentials = Credentials {
    tenant_id: "7e000000-0000-4000-8000-000000000005",
    ..GOOD
};
/// An application that was deleted: 700016.
pub const UNKNOWN_APP: Credentials = Credentials {
    client_id: "a9000000-0000-4000-8000-0000000000ff",
    ..GOOD
};
/// A tenant that is not there: 90002.
pub const UNKNOWN_TENANT: Credentials = Credentials {
    tenant_id: "7e000000-0000-4000-8000-00000000ffff",
    ..GOOD
};
/// The onboarding application of the publisher, not yet in the partner's tenant: consent brings it there.
pub const BOOTSTRAP: Credentials = Credentials {
    tenant_id: PARTNER_TENANT,
    client_id: BOOTSTRAP_APP,
    client_secret: "sandbox~m365-secret-of-the-onboarding-app",
};
pub(crate) const SECRETS: [(&str, &str, &str); 5] = [
    (CONNECTOR_APP, SECRET_ID.client_secret, SECRET),
    (
        CONNECTOR_APP,
        "5ec00000-0000-4000-8000-000000000009",
        EXPIRED_SECRET.client_secret,
    ),
    (
        READER_APP,
        "5ec00000-0000-4000-8000-000000000002",
        READ_ONLY.client_secret,
    ),
    (
        HELPDESK_APP,
        "5ec00000-0000-4000-8000-000000000003",
        WITHOUT_MAILBOXES.client_secret,
    ),
    (
        BOOTSTRAP_APP,
        "5ec00000-0000-4000-8000-000000000010",
        BOOTSTRAP.client_secret,
    ),
];

/// The certificate that the connector knows, as PEM.
pub const CERTIFICATE: &str = include_str!("keys/connector.crt.pem");
/// Its private key.
pub const CERTIFICATE_KEY: &str = include_str!("keys/connector.key.pem");
/// A certificate that no application knows: 700027.
pub const STRANGE_CERTIFICATE: &str = include_str!("keys/stranger.crt.pem");
/// Its private key.
pub const STRANGE_CERTIFICATE_KEY: &str = include_str!("keys/stranger.key.pem");

/// Global administrator of the partner's tenant, and an admin agent; signs in with a second factor.
pub const ADMIN: &str = "ada@northgate.example";
/// The service account: an admin agent, and a member of the groups that the relationships name.
pub const SERVICE_ACCOUNT: &str = "ops-ai@northgate.example";
/// Somebody of the partner without any role.
pub const TECHNICIAN: &str = "tech@northgate.example";
/// Global administrator of the largest customer.
pub const CUSTOMER_ADMIN: &str = "admin@alder-finch.example";

/// Of the service account for the connector, with a second factor.
pub const REFRESH_TOKEN: &str = "0.sandbox-refresh-of-the-service-account";
/// The same without a second factor: Partner Center answers 401, 900421.
pub const REFRESH_TOKEN_WITHOUT_MFA: &str = "0.sandbox-refresh-without-a-second-factor";
/// Of somebody without any role, who is in no group: 50020 at a customer.
pub const REFRESH_TOKEN_OF_A_TECHNICIAN: &str = "0.sandbox-refresh-of-a-technician";
/// Unused for too long: 700082.
pub const EXPIRED_REFRESH_TOKEN: &str = "0.sandbox-refresh-unused-for-90-days";
/// The password was changed since: 50173.
pub const REVOKED_REFRESH_TOKEN: &str = "0.sandbox-refresh-from-before-the-password-change";

/// The partner's group through which the service account reaches customers.
pub const LIFECYCLE_GROUP: &str = "60000000-0000-4000-8000-000000000003";

/// A synthetic id: what it is of, and its number.
pub(crate) fn uuid(kind: u32, number: u64) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}

/// The id of a tenant: 0 is the partner, from 1 on its customers.
pub fn tenant_id(tenant: usize) -> String {
    uuid(0x7e00_0000, tenant as u64)
}

/// The id of the n-th user of a tenant; 0 is its administrator.
pub fn user_id(tenant: usize, number: usize) -> String {
    uuid(
        0x0500_0000 + u32::try_from(tenant).unwrap_or_default(),
        number as u64,
    )
}

/// The id of the n-th group of a tenant.
pub fn group_id(tenant: usize, number: usize) -> String {
    uuid(
        0x6000_0000 + u32::try_from(tenant).unwrap_or_default(),
        number as u64,
    )
}

/// The id of a customer's present relationship, from 1 on; the customer of a number without one has none.
pub fn relationship_id(tenant: usize) -> String {
    let tenant = tenant as u64;
    format!("{}-{}", uuid(0x4d00_0000, tenant), uuid(0x4e00_0000, tenant))
}

const CUSTOMERS: [(&str, &str); 12] = [
    ("Alder & Finch", "alder-finch.example"),
    ("Brookside Dental", "brookside.example"),
    ("Café Lumière", "lumiere.example"),
    ("Dunmore Logistics", "dunmore.example"),
    ("O'Brien Foods", "obrien.example"),
    ("Kestrel Accountants", "kestrel.example"),
    ("Larkfield School", "larkfield.example"),
    ("Marlow Architects", "marlow.example"),
    ("Nettle & Sons", "nettle.example"),
    ("Oakridge Surgery", "oakridge.example"),
    ("Pemberton Law", "pemberton.example"),
    ("Quayside Hotels", "quayside.example"),
];

/// The name of a customer, from 1 on.
pub fn customer_name(tenant: usize) -> String {
    let known = tenant.checked_sub(1).and_then(|at| CUSTOMERS.get(at));
    known.map_or_else(|| format!("Customer {tenant:03}"), |(name, _)| (*name).to_owned())
}

/// The verified domain of a customer, from 1 on.
pub fn customer_domain(tenant: usize) -> String {
    let known = tenant.checked_sub(1).and_then(|at| CUSTOMERS.get(at));
    known.map_or_else(
        || format!("customer-{tenant:03}.example"),
        |(_, domain)| (*domain).to_owned(),
    )
}
