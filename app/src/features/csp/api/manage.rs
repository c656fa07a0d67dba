//! Server functions of what is looked after later, and of leaving.

use crate::error::AppError;
use contract::csp::{CspAccount, CspSetup, Removal, RemovalPlan};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::context::asked;
#[cfg(feature = "ssr")]
use contract::{
    csp::{RemovalRequest, RotationRequest, SetupStatus},
    ids::CspSetupId,
};

/// What leaving comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leaving {
    /// The tenant.
    pub setup: CspSetup,
    /// What would be removed, or was; none once that can no longer be told.
    pub plan: Option<RemovalPlan>,
}

/// Secrets and sign-ins.
#[server(prefix = "/app/do", endpoint = "csp/account")]
pub async fn read_account(id: String) -> Result<CspAccount, AppError> {
    let (services, who) = asked()?;
    Ok(services.csp.account(&who.actor, &CspSetupId::known(&id)?).await?)
}

/// Makes a new secret, proves it, and uses it; or takes the old ones away and makes none.
#[server(prefix = "/app/do", endpoint = "csp/rotate")]
pub async fn rotate(
    id: String,
    #[server(default)] days: String,
    #[server(default)] retire_old: bool,
) -> Result<CspAccount, AppError> {
    let (services, who) = asked()?;
    let request = RotationRequest {
        // What is no number is refused by the port, like a number out of range.
        days: super::some(days).map(|days| days.parse().unwrap_or_default()),
        retire_old,
    };
    let id = CspSetupId::known(&id)?;
    Ok(services.csp.rotate(&who.actor, &id, request).await?)
}

/// What leaving comes to; changes nothing.
#[server(prefix = "/app/do", endpoint = "csp/removal_plan")]
pub async fn read_leaving(id: String, end_relationships: bool) -> Result<Leaving, AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    let setup = services.csp.get(&who.actor, &id).await?;
    let plan = services
        .csp
        .removal_plan(&who.actor, &id, end_relationships)
        .await;
    let plan = match plan {
        Ok(plan) => Some(plan),
        // A removal that was begun may have taken away what the plan is read with.
        Err(_)
            if matches!(
                setup.status,
                SetupStatus::Disconnecting | SetupStatus::Disconnected
            ) =>
        {
            None
        }
        Err(problem) => return Err(problem.into()),
    };
    Ok(Leaving { setup, plan })
}

/// Removes it, and looks whether each thing is gone.
#[server(prefix = "/app/do", endpoint = "csp/remove")]
pub async fn remove(
    id: String,
    #[server(default)] digest: String,
    #[server(default)] typed: String,
    #[server(default)] end_relationships: bool,
) -> Result<Removal, AppError> {
    let (services, who) = asked()?;
    let request = RemovalRequest {
        digest,
        typed,
        end_relationships,
    };
    let id = CspSetupId::known(&id)?;
    Ok(services.csp.remove(&who.actor, &id, request).await?)
}
