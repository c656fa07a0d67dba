//! Microsoft's identity platform, Graph and Partner Center, as `vendors/microsoft365.md` describes them.
//!
//! Three hosts over one world: a partner tenant, its customer tenants, and the publisher of an onboarding application.
//! Everything that can be changed is remembered; what happens by itself at Microsoft (an approved relationship becoming
//! active, a new object becoming visible) happens here after a number of further requests, never after a time.
//!
//! ```text
//! accounts.rs        tenants, applications, people, secrets         keys/       the certificates, and what signs tokens
//! permissions.rs     names of permissions and of directory roles    behaviour.rs    switches, and what the facts leave open
//! rules.rs           which host, which turn                         control.rs      what a test does on a customer's behalf
//! world/             what there is: tenants, tables, relationships, the first day
//! entra/             tokens, sign-in and consent pages, discovery   (login.microsoftonline.com)
//! graph/             queries, users, groups, licences, applications, GDAP, batches      (graph.microsoft.com)
//! partner_center/    customers, application consents, the webhook     (api.partnercenter.microsoft.com)
//! handshake.rs       whether the address of a new subscription answers
//! certificates.rs    what signs notices                                (3psostorageacct.blob.core.windows.net)
//! ```

mod accounts;
mod behaviour;
mod certificates;
mod control;
mod entra;
mod graph;
mod handshake;
mod partner_center;
mod permissions;
mod rules;
mod running;
mod says;
mod throttle;
mod world;

pub use accounts::{
    ADMIN, BOOTSTRAP, CERTIFICATE, CERTIFICATE_KEY, CONNECTOR_APP, CONNECTOR_NAME, CUSTOMER_ADMIN,
    Credentials, EXPIRED_REFRESH_TOKEN, EXPIRED_SECRET, GOOD, GRAPH_ORIGIN, LIFECYCLE_GROUP, LOGIN_ORIGIN,
    NOT_CONSENTED, PARTNER, PARTNER_CENTER_ORIGIN, PARTNER_TENANT, READ_ONLY, REFRESH_TOKEN,
    REFRESH_TOKEN_OF_A_TECHNICIAN, REFRESH_TOKEN_WITHOUT_MFA, REVOKED_REFRESH_TOKEN, SECRET_ID,
    SERVICE_ACCOUNT, STRANGE_CERTIFICATE, STRANGE_CERTIFICATE_KEY, TECHNICIAN, UNKNOWN_APP, UNKNOWN_TENANT,
    WITHOUT_MAILBOXES, WRONG_SECRET, customer_domain, customer_name, group_id, relationship_id, tenant_id,
    user_id,
};
pub use behaviour::{AssignmentFate, Behaviour, Consent, IdTokenFault};
pub use certificates::{
    ISSUERS_ORIGIN, NOTICES_CERTIFICATE, NOTICES_KEY, NOTICES_ORIGIN, NOTICES_OTHER_KEY, NOTICES_ROOT,
    NOTICES_STRANGE_ROOT, NoticesCertificate, der,
};
pub use permissions::{EXCHANGE_APP, GDAP_APP, GRAPH_APP, PARTNER_CENTER_APP, app_role_id, roles, scope_id};
pub use running::{Double, Options, Running};
