//! Who acts where: the short-lived application in an administrator's name, our own application, the service account.

use super::{
    Csp,
    document::Document,
    failure::{self, Stop, found},
    secrets::{BOOTSTRAP_TOKEN, CLIENT_SECRET, REFRESH_TOKEN},
    shown::document,
};
use crate::{
    act::KeptAt,
    connector::{
        CallError, Connector, Desk, Opened, Partner, PartnerPlace, PartnerReads, PartnerWrites, Renewals,
    },
    policy::{Dangerous, Grant, Permit, grant},
    store::CspSetupRow,
    vault::Secret,
};
use contract::{
    actor::Actor, ids::VendorId, operation::Risk, operation_rule::OperationRule, problem::Problem,
};
use std::sync::Arc;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The short-lived application, in the name of the administrator who consented.
    Bootstrap,
    /// Our own application, as itself.
    App,
    /// Our own application, in the name of the service account.
    Person,
}

/// A setup with everything that calls need; for as long as one piece of work.
pub struct Ground<'a> {
    /// The machine.
    pub csp: &'a Csp,
    /// The row as it was read.
    pub row: CspSetupRow,
    /// Its document.
    pub document: Document,
    /// The vendor.
    pub connector: &'a dyn Connector,
    /// Its partner's side.
    pub partner: &'a dyn Partner,
    bootstrap: Desk,
    own: Desk,
}

impl Csp {
    /// The ground of a setup.
    pub(super) fn ground(&self, row: CspSetupRow) -> Result<Ground<'_>, Problem> {
        let (connector, partner) = self.vendor()?;
        let document = document(&row)?;
        let desk = || self.0.act.passing_desk(connector);
        Ok(Ground {
            csp: self,
            row,
            document,
            connector,
            partner,
            bootstrap: desk(),
            own: desk(),
        })
    }

    /// The ground of a setup that is connected, or nearly: whose application signs in.
    pub(super) async fn connected(&self, id: &contract::ids::CspSetupId) -> Result<Ground<'_>, Problem> {
        let ground = self.ground(self.row(id).await?)?;
        if ground.document.app.is_none() || ground.document.removed {
            return Err(not_connected());
        }
        Ok(ground)
    }
}

fn not_connected() -> Problem {
    Problem::new(409, "not_connected", "This tenant is not connected yet.")
        .with_detail("Finish the steps of the wizard first.")
}

/// The permit of the house itself: what a person confirmed in the wizard is carried out by it. Nobody reaches it but through
/// the port, which asks for the right first.
fn permit() -> Option<Permit<Dangerous>> {
    match grant(&Actor::system("csp"), Risk::Dangerous, OperationRule::Auto) {
        Ok(Some(Grant::Dangerous(permit))) => Some(permit),
        _ => None,
    }
}

impl Ground<'_> {
    /// The vendor's key.
    pub fn vendor(&self) -> VendorId {
        self.connector.manifest().vendor.clone()
    }

    /// The account by which somebody acts.
    pub async fn account(&self, who: Who) -> Result<Opened, Stop> {
        Ok(self.account_kept(who).await?.0)
    }

    /// The same, and where its token is kept.
    pub async fn account_kept(&self, who: Who) -> Result<(Opened, Vec<KeptAt>), Stop> {
        let missing =
            |what: &str, next: &str| Stop::Failed(found("not_signed_in", what, next, false, self.csp.now()));
        let tenant = &self.row.tenant_id;
        if who == Who::Bootstrap {
            let bootstrap = self.csp.0.settings.bootstrap.as_ref().ok_or_else(|| {
                missing(
                    "This deployment has no set-up application.",
                    "Set OPSAI_CSP_BOOTSTRAP_CLIENT_ID and OPSAI_CSP_BOOTSTRAP_CLIENT_SECRET, or take the manual path.",
                )
            })?;
            let token = self.opened(BOOTSTRAP_TOKEN).await?.ok_or_else(|| {
                missing(
                    "No administrator has consented yet, or it is over.",
                    "Sign in as an administrator.",
                )
            })?;
            let secret = bootstrap.client_secret.clone();
            let account = self
                .partner
                .account(tenant, &bootstrap.client_id, secret, Some(token));
            return Ok((account, Vec::new()));
        }
        let app = self.document.app.as_ref();
        let app = app.ok_or_else(|| {
            missing(
                "There is no application yet.",
                "Let the step \"Your own application\" run.",
            )
        })?;
        let secret = self.opened(CLIENT_SECRET).await?.ok_or_else(|| {
            missing(
                "No secret of the application is kept.",
                "Let the step that makes or takes it run.",
            )
        })?;
        let token = self.service_token().await?;
        if who == Who::Person && token.newest.is_none() {
            return Err(missing(
                "Nobody has signed in as the service account.",
                "Sign in as the service account.",
            ));
        }
        let account = self.partner.account(tenant, &app.app_id, secret, token.newest);
        Ok((account, token.places))
    }

    async fn opened(&self, field: &str) -> Result<Option<Secret>, Stop> {
        let opened = self.csp.unseal(&self.row.id, &self.vendor(), field).await;
        opened.map_err(|error| self.stop(&error))
    }

    /// Looks, as somebody, in the partner's tenant or a customer's.
    pub async fn reads(&self, who: Who, tenant: Option<&str>) -> Result<Box<dyn PartnerReads>, Stop> {
        let (account, kept) = self.account_kept(who).await?;
        let reader = self
            .partner
            .reader(&account, self.desk(who, kept), &place(who, tenant));
        reader.map_err(|error| self.stop(&error))
    }

    /// Changes, as somebody.
    pub async fn writes(&self, who: Who, tenant: Option<&str>) -> Result<Box<dyn PartnerWrites>, Stop> {
        let (account, kept) = self.account_kept(who).await?;
        let refused = || {
            Stop::Failed(found(
                "not_allowed",
                "The policy does not allow it.",
                "Tell us.",
                false,
                self.csp.now(),
            ))
        };
        let permit = permit().ok_or_else(refused)?;
        let writer = self
            .partner
            .writer(&account, self.desk(who, kept), &place(who, tenant), permit);
        writer.map_err(|error| self.stop(&error))
    }

    fn desk(&self, who: Who, kept: Vec<KeptAt>) -> Desk {
        match who {
            Who::Bootstrap => self.bootstrap.clone(),
            Who::App | Who::Person => Desk {
                renewals: self.keeper(kept),
                ..self.own.clone()
            },
        }
    }

    /// Keeps what is renewed of the service account's token.
    pub fn keeper(&self, kept: Vec<KeptAt>) -> Option<Arc<dyn Renewals>> {
        self.csp.0.act.keeper_at(&self.vendor(), REFRESH_TOKEN, kept)
    }

    /// A desk that remembers no token: what is asked at it is asked anew.
    pub fn fresh_desk(&self) -> Desk {
        self.csp.0.act.passing_desk(self.connector)
    }

    /// A failed call as the end of a step.
    pub fn stop(&self, error: &CallError) -> Stop {
        Stop::Failed(failure::of_call(self.partner, error, self.csp.now()))
    }

    /// A failed call as an answer.
    pub fn problem(&self, error: &CallError) -> Problem {
        failure::problem(self.partner, error)
    }
}

/// The end of whatever was asked for by a person.
pub fn refuse(stop: Stop) -> Problem {
    match stop {
        Stop::Failed(failure) => failure::of_failure(&failure),
        Stop::Waits => not_connected(),
        Stop::Store(error) => error.into(),
    }
}

fn place(who: Who, tenant: Option<&str>) -> PartnerPlace {
    PartnerPlace {
        tenant: tenant.map(str::to_owned),
        as_person: who != Who::App,
    }
}
