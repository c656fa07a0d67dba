//! A partner's side: what `csp/` asks of this vendor. Secure Application Model, delegated administration, Partner Center.
//!
//! ```text
//! sign_in.rs   the address of a sign-in, the code's exchange, and who that was
//! published_keys.rs   the keys that Entra signs with
//! consent_page.rs   the address at which an administrator consents for a tenant
//! wanted.rs    every permission, with what for        roles.rs        directory roles and the recommended sets
//! graph.rs     a place of a tenant                    reads.rs, changes.rs, relationship_changes.rs, granting.rs
//! model.rs     what comes back                        codes.rs, .txt  Graph's and Partner Center's codes in words
//! ```
//!
//! It knows how each thing is asked for, and neither what should be nor in which order: that is the steps'.

mod changes;
mod codes;
mod consent_page;
mod granting;
mod graph;
mod model;
mod published_keys;
mod reads;
mod relationship_changes;
mod roles;
mod sign_in;
mod wanted;

pub use codes::advise;
pub use published_keys::PublishedKeys;

use super::{
    Microsoft365,
    clouds::Cloud,
    inputs::TenantRef,
    manifest::{CLIENT_ID, CLIENT_SECRET, CLOUD, REFRESH_TOKEN, SIGN_IN_WITH, TENANT, WITH_SECRET},
};
use crate::{
    connector::{
        AuthorizeAsk, CallError, ConsentPage, Desk, Explained, Opened, Partner, PartnerPlace, PartnerReads,
        PartnerWrites, Redeem, SignedIn, Told, Wanted,
    },
    policy::{Dangerous, Permit},
    vault::Secret,
};
use contract::csp::{ExplainedCode, RoleCatalogue};
use graph::Graph;
use url::Url;

/// Microsoft's own application that lets applications manage relationships: `appId` and name.
const DELEGATED_ADMINISTRATION: (&str, &str) = (
    "2832473f-ec63-45fb-976f-5d45a7d4bb91",
    "Partner Customer Delegated Administration",
);

impl Partner for Microsoft365 {
    fn account(&self, tenant: &str, client_id: &str, secret: Secret, refresh: Option<Secret>) -> Opened {
        let mut opened = Opened::default();
        for (field, value) in [
            (TENANT, tenant),
            (CLIENT_ID, client_id),
            (SIGN_IN_WITH, WITH_SECRET),
            (CLOUD, Cloud::Global.as_str()),
        ] {
            opened.settings.insert(field.to_owned(), value.to_owned());
        }
        opened.credentials.insert(CLIENT_SECRET.to_owned(), secret);
        if let Some(refresh) = refresh {
            opened.credentials.insert(REFRESH_TOKEN.to_owned(), refresh);
        }
        opened
    }

    fn authorize(&self, ask: &AuthorizeAsk<'_>) -> Result<Url, url::ParseError> {
        sign_in::address(ask)
    }

    fn consent_page(&self, ask: &ConsentPage<'_>) -> Option<Url> {
        consent_page::address(ask)
    }

    fn redeem<'a>(&'a self, account: &'a Opened, desk: Desk, redeem: Redeem<'a>) -> Told<'a, SignedIn> {
        Box::pin(sign_in::redeem(account, desk, redeem, &self.published_keys))
    }

    fn reader(
        &self,
        account: &Opened,
        desk: Desk,
        place: &PartnerPlace,
    ) -> Result<Box<dyn PartnerReads>, CallError> {
        Ok(Box::new(Graph::reader(account, desk, place)?))
    }

    fn writer(
        &self,
        account: &Opened,
        desk: Desk,
        place: &PartnerPlace,
        permit: Permit<Dangerous>,
    ) -> Result<Box<dyn PartnerWrites>, CallError> {
        Ok(Box::new(Graph::writer(account, desk, place, permit)?))
    }

    fn tenant_id(&self, text: &str) -> Option<String> {
        let tenant = TenantRef::try_from(text.to_owned()).ok()?;
        // A domain can move to another tenant; what is pinned is the id.
        (!tenant.as_str().contains('.')).then(|| tenant.as_str().to_owned())
    }

    fn wanted(&self) -> &'static [Wanted] {
        wanted::WANTED
    }

    fn prerequisite(&self) -> (&'static str, &'static str) {
        DELEGATED_ADMINISTRATION
    }

    fn roles(&self) -> RoleCatalogue {
        roles::catalogue()
    }

    fn invitation(&self, relationship: &str) -> String {
        format!(
            "https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/{relationship}"
        )
    }

    fn explain(&self, error: &CallError) -> Explained {
        codes::explain(error)
    }

    fn explain_words(&self, error: &str, description: &str) -> Explained {
        codes::explain_words(error, description)
    }

    fn codes(&self) -> Vec<ExplainedCode> {
        codes::all()
    }
}
