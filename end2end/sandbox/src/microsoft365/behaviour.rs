//! What the facts leave open, and what a test may switch on: a connector has to bear every position.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::certificates::NoticesCertificate;

/// The knobs, also at `PATCH /_sandbox/knobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// The time at Microsoft, in seconds since 1970; the machine's when not said.
    pub now: Option<i64>,
    /// After how many further requests the next thing that happens by itself happens (approved → activating → active).
    pub settle_after: u64,
    /// For how many further requests a new object is not there yet.
    pub consistency_lag: u64,
    /// For how many further requests a new secret or certificate is refused (7000215, 700027).
    pub secret_lag: u64,
    /// For how many further requests a new consent is without effect (65001).
    pub consent_lag: u64,
    /// What becomes of new access assignments.
    pub assignments: AssignmentFate,
    /// What the person on a consent page does.
    pub consent: Consent,
    /// Who that is, when nobody is asked.
    pub signs_in_as: String,
    /// Further addresses that every application of the first day may be answered at.
    pub redirect_uris: Vec<String>,
    /// The AADSTS code that a token request at a tenant is refused with; `*` is every tenant.
    pub refusals: BTreeMap<String, u32>,
    /// Every secret has ended (7000222).
    pub secrets_expired: bool,
    /// Permissions and directory roles (by id) that are there and are not honoured.
    pub withheld: Vec<String>,
    /// For how many seconds a token is good; varying between 60 and 90 minutes when not said.
    pub token_seconds: Option<i64>,
    /// The code when a partner's user comes, and the application is not in the customer's tenant: 90099, 700016 or 65001.
    pub not_in_tenant_code: u32,
    /// Resource units that were used within the window before: at Graph of 10 seconds, at Partner Center requests of one.
    pub already_used: u64,
    /// `Retry-After` of a 429.
    pub retry_after: Option<String>,
    /// How many requests within the next batches are answered 429.
    pub limited_in_batch: u32,
    /// How many further changes are let through; after that there is an outage for changes. An unfinished run is made so.
    pub changes_left: Option<u32>,
    /// Where `@odata.nextLink` leads; Graph itself when not said.
    pub next_link_origin: Option<String>,
    /// The largest page of every list, below the documented ones.
    pub largest_page: Option<usize>,
    /// The status for a relationship's name that is taken.
    pub duplicate_name_status: u16,
    /// How many days before its end a relationship is `expiring`.
    pub expiring_days: i64,
    /// Whether Partner Center demands a second factor.
    pub mfa_enforced: bool,
    /// The status of a successful deletion of a consent: 200, in older texts 201.
    pub consent_deleted_status: u16,
    /// For how many seconds a refresh token is good once it was renewed (70008 then); as long as any when not said.
    pub old_refresh_seconds: Option<i64>,
    /// After how many seconds without use a refresh token is refused (700082): 90 days.
    pub refresh_idle_seconds: i64,
    /// What is wrong with the next identity tokens.
    pub id_token: IdTokenFault,
    /// Whether the keys were changed: tokens are signed with the next one, and that alone is published.
    pub next_signing_key: bool,
    /// Partner Center: the code of a consent that is there already; unknown.
    pub consent_exists_code: String,
    /// Origins that Graph reaches when it asks whether somebody wants to be told, and where they really are.
    pub reaches: BTreeMap<String, String>,
    /// Which certificate signs notices.
    pub notices_certificate: NoticesCertificate,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            now: None,
            settle_after: 1,
            consistency_lag: 0,
            secret_lag: 0,
            consent_lag: 0,
            assignments: AssignmentFate::Active,
            consent: Consent::Asked,
            signs_in_as: super::accounts::ADMIN.to_owned(),
            redirect_uris: vec![
                "http://127.0.0.1:3000/app/csp-wizard/callback".to_owned(),
                "http://localhost:3000/app/csp-wizard/callback".to_owned(),
                "http://127.0.0.1:3000/csp/callback".to_owned(),
                "http://localhost:3000/csp/callback".to_owned(),
            ],
            refusals: BTreeMap::new(),
            secrets_expired: false,
            withheld: Vec::new(),
            token_seconds: None,
            not_in_tenant_code: 90_099,
            already_used: 0,
            retry_after: Some("10".to_owned()),
            limited_in_batch: 0,
            changes_left: None,
            next_link_origin: None,
            largest_page: None,
            duplicate_name_status: 409,
            expiring_days: 1,
            mfa_enforced: true,
            consent_deleted_status: 200,
            old_refresh_seconds: None,
            refresh_idle_seconds: 90 * 86_400,
            id_token: IdTokenFault::None,
            next_signing_key: false,
            consent_exists_code: "unknown".to_owned(),
            reaches: ["http://127.0.0.1:3000", "http://localhost:3000"]
                .map(|origin| (origin.to_owned(), origin.to_owned()))
                .into(),
            notices_certificate: NoticesCertificate::Good,
        }
    }
}

/// What becomes of new access assignments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentFate {
    /// They become active.
    Active,
    /// They stay `pending`.
    Pending,
    /// They end in `error`.
    Error,
}

/// What the person on a consent page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// A page is shown, and whoever looks at it decides.
    Asked,
    /// Accepts at once, without a page.
    Given,
    /// Declines at once, without a page.
    Denied,
}

/// What is wrong with an identity token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdTokenFault {
    /// Nothing.
    None,
    /// Another key signed it, under the name of the right one.
    WrongKey,
    /// It names a key that is not published.
    UnknownKey,
    /// `alg: none`, and no signature.
    Unsigned,
    /// `HS256`, with the public key as the shared secret.
    PublicKeyAsSecret,
    /// It ended an hour ago.
    Expired,
    /// It is of another tenant.
    OtherTenant,
}
