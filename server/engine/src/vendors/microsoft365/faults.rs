//! How refusals read: Graph's as HTTP says, Entra's by their code.
//!
//! Entra answers 400 to nearly everything, so there the code decides. What it means depends on whose tenant it is: an
//! application that is not known in the account's own tenant is a wrong credential; in a customer's tenant it is a missing
//! consent, and the account is well.

use super::{
    aadsts::{self, Refusal, Remedy},
    partner,
};
use crate::connector::{CallErrorKind, Faults, Reply, StandardFaults};
use contract::test_report::Advice;
use serde::Deserialize;

/// The reading of Graph.
pub static FAULTS: GraphFaults = GraphFaults;

/// The reading of a sign-in to the account's own tenant.
pub static TOKEN_FAULTS: TokenFaults = TokenFaults { home: true };

/// The reading of a sign-in to a customer's tenant.
pub static CUSTOMER_TOKEN_FAULTS: TokenFaults = TokenFaults { home: false };

/// The tenant's licence does not have what was asked for; no permission helps.
const NOT_LICENSED: &str = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";

/// A permission or a role is missing.
const DENIED: &str = "Authorization_RequestDenied";

/// The mailbox is not in the cloud, or not any more.
pub const NO_MAILBOX: &str = "MailboxNotEnabledForRESTAPI";

/// Reads Graph's answers.
pub struct GraphFaults;

/// Reads Entra's answers to a sign-in.
pub struct TokenFaults {
    home: bool,
}

#[derive(Deserialize)]
struct GraphSaid {
    error: GraphError,
}

#[derive(Deserialize)]
struct GraphError {
    #[serde(default)]
    code: String,
}

#[derive(Deserialize)]
struct EntraSaid {
    #[serde(default)]
    error: String,
}

/// Graph's code of a refusal.
pub fn code(body: &[u8]) -> Option<String> {
    let said: GraphSaid = serde_json::from_slice(body).ok()?;
    Some(said.error.code)
}

impl Faults for GraphFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        match StandardFaults.read(reply) {
            Some(CallErrorKind::Permission) if code(&reply.body).as_deref() == Some(NOT_LICENSED) => {
                Some(CallErrorKind::Rejected)
            }
            read => read,
        }
    }

    fn advise(&self, reply: &Reply) -> Option<Advice> {
        let Some(code) = code(&reply.body) else {
            return partner::advise(&reply.body);
        };
        let text = match code.as_str() {
            DENIED => {
                "Microsoft says that a permission is missing: consent to it for the application in this tenant or, where the \
                 service account acts, give its GDAP group a role that may do this."
            }
            NOT_LICENSED => "This tenant's licence does not have this: it needs Entra ID P1 or P2.",
            NO_MAILBOX => {
                "There is no mailbox in the cloud for this user: it is on-premises, inactive or deleted."
            }
            _ => return None,
        };
        let word = if text.contains("permission") {
            "grant_permission"
        } else {
            "check_licence"
        };
        Some(Advice::new(word, text))
    }
}

impl Faults for TokenFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        let standard = StandardFaults.read(reply)?;
        if !matches!(reply.status, 400 | 401 | 403) {
            return Some(standard);
        }
        if let Some(refusal) = aadsts::explain(&reply.body) {
            return Some(self.kind(refusal));
        }
        let said = serde_json::from_slice::<EntraSaid>(&reply.body);
        Some(match said.as_ref().map(|said| said.error.as_str()) {
            Ok("invalid_client" | "invalid_grant" | "interaction_required") => CallErrorKind::Credentials,
            Ok("unauthorized_client") => self.unknown(),
            Ok("consent_required") => CallErrorKind::Permission,
            Ok("temporarily_unavailable") => CallErrorKind::VendorDown,
            _ => standard,
        })
    }

    fn advise(&self, reply: &Reply) -> Option<Advice> {
        let refusal = aadsts::explain(&reply.body)?;
        Some(Advice::new(refusal.remedy.advice(), refusal.sentence()))
    }
}

impl TokenFaults {
    fn kind(&self, refusal: &Refusal) -> CallErrorKind {
        match refusal.remedy {
            Remedy::App | Remedy::SignIn => CallErrorKind::Credentials,
            Remedy::Consent if refusal.code == 700_016 => self.unknown(),
            Remedy::Consent | Remedy::Gdap | Remedy::Policy => CallErrorKind::Permission,
            Remedy::Tenant if self.home => CallErrorKind::Credentials,
            Remedy::Tenant | Remedy::Gone => CallErrorKind::NotFound,
            Remedy::Wait => CallErrorKind::VendorDown,
            Remedy::Service | Remedy::Ours => CallErrorKind::Rejected,
        }
    }

    /// The application is not known in the tenant.
    fn unknown(&self) -> CallErrorKind {
        if self.home {
            CallErrorKind::Credentials
        } else {
            CallErrorKind::Permission
        }
    }
}
