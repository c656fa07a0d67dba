//! Withdrawing a customer's consent, and the proof of it: Partner Center's answer alone is none, the customer's own tenant is
//! read afterwards.
//!
//! What proves it is that no grant of what is wanted is left there, or that Entra refuses our sign-in there because nobody has
//! consented. Where no relationship lets us in any more nobody can look, and it is told as staying instead.

use super::{
    customers::says_no_consent,
    failure::Stop,
    permissions::missing_of,
    places::{Ground, Who},
    removal::still_there,
    work::until,
};
use contract::csp::RemovalState;
use futures::FutureExt as _;

/// What is told where nobody can look.
const OUT_OF_REACH: &str = "No relationship gives access to this customer any more, so Ops AI can neither withdraw the \
    consent nor look for it. The customer's administrator can delete the application under Enterprise applications.";

impl Ground<'_> {
    /// Withdraws it and looks whether it is gone: what became of it, and how that is known.
    pub(super) async fn withdraw(&self, tenant: &str) -> Result<(RemovalState, String), Stop> {
        let done = self.withdrawn(tenant).await;
        if matches!(done, Err(Stop::Failed(_))) && !self.is_reached(tenant).await? {
            return Ok((RemovalState::Kept, OUT_OF_REACH.to_owned()));
        }
        Ok((RemovalState::Gone, done?))
    }

    async fn withdrawn(&self, tenant: &str) -> Result<String, Stop> {
        let app = self.document.app.as_ref();
        let app = app.map(|app| app.app_id.clone()).unwrap_or_default();
        let writes = self.writes(Who::Person, None).await?;
        let done = writes.withdraw_consent(tenant, &app).await;
        done.map_err(|error| self.stop(&error))?;
        let gone = until(|| self.no_consent(tenant).boxed(), || writes.rest()).await?;
        gone.ok_or_else(|| still_there(self.csp.now()))
    }

    /// How it is known that nothing of the consent is left; none while something is.
    async fn no_consent(&self, tenant: &str) -> Result<Option<String>, Stop> {
        match self.granted(Some(tenant)).await {
            Ok(found) => {
                let wanted = self.partner.wanted();
                let all = wanted.iter().filter(|one| one.at_customers).count();
                let none = missing_of(wanted, &found, true).len() == all;
                let text =
                    "The customer's tenant was read afterwards: no permission is granted there any more.";
                Ok(none.then(|| text.to_owned()))
            }
            Err(Stop::Failed(failure)) if says_no_consent(&failure) => Ok(Some(format!(
                "A sign-in to the customer's tenant was tried afterwards and refused: nobody has consented there any more ({}).",
                failure.code
            ))),
            Err(stop) => Err(stop),
        }
    }

    /// Whether a relationship gives access to a customer.
    async fn is_reached(&self, tenant: &str) -> Result<bool, Stop> {
        let reads = self.reads(Who::App, None).await?;
        let all = reads.relationships().await.map_err(|error| self.stop(&error))?;
        Ok(all.iter().any(|one| {
            let owner = one.customer.as_ref().map(|(owner, _)| owner.as_str());
            one.status.gives_access() && owner == Some(tenant)
        }))
    }
}
