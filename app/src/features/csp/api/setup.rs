//! Server functions of the wizard: beginning, its steps, signing in.

use crate::error::AppError;
use contract::csp::{CspOverview, CspSetup, ExplainedCode, RoleCatalogue, SignInAddress};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{chosen, some};
#[cfg(feature = "ssr")]
use crate::context::asked;
#[cfg(feature = "ssr")]
use contract::{
    csp::{CspPath, ManualValues, NewCspSetup, RelationshipDraft, SignInPurpose},
    ids::CspSetupId,
    problem::Problem,
};

/// What the wizard begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// The paths, and every tenant.
    pub overview: CspOverview,
    /// The roles to choose from.
    pub roles: RoleCatalogue,
}

/// One tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Its setup.
    pub setup: CspSetup,
    /// The address to which Microsoft sends the browser back.
    pub redirect_uri: String,
}

/// What the wizard begins with.
#[server(prefix = "/app/do", endpoint = "csp/start")]
pub async fn read_start() -> Result<Start, AppError> {
    let (services, who) = asked()?;
    Ok(Start {
        roles: services.csp.roles(&who.actor)?,
        overview: services.csp.overview(&who.actor).await?,
    })
}

/// Begins a tenant, or goes on with the one that was begun.
#[server(prefix = "/app/do", endpoint = "csp/begin")]
pub async fn begin_setup(
    path: String,
    tenant_id: String,
    #[server(default)] name: String,
    #[server(default)] set: String,
    #[server(default)] roles: Vec<String>,
    #[server(default)] days: String,
    #[server(default)] auto_extend: bool,
) -> Result<(), AppError> {
    let (services, who) = asked()?;
    let path = CspPath::parse(&path).ok_or_else(|| Problem::not_found("path"))?;
    let catalogue = services.csp.roles(&who.actor)?;
    let (roles, global_administrator_confirmed) = chosen(&catalogue, None, &set, roles);
    let template = RelationshipDraft {
        roles,
        days: days.trim().parse().unwrap_or_default(),
        auto_extend,
        global_administrator_confirmed,
        ..RelationshipDraft::default()
    };
    let new = NewCspSetup {
        tenant_id: tenant_id.trim().to_owned(),
        path,
        template: Some(template),
        name: name.trim().to_owned(),
    };
    let setup = services.csp.begin(&who.actor, new).await?;
    leptos_axum::redirect(&format!("/app/csp-wizard/{}", setup.id));
    Ok(())
}

/// One tenant.
#[server(prefix = "/app/do", endpoint = "csp/get")]
pub async fn read_setup(id: String) -> Result<Opened, AppError> {
    let (services, who) = asked()?;
    let overview = services.csp.overview(&who.actor).await?;
    Ok(Opened {
        setup: services.csp.get(&who.actor, &CspSetupId::known(&id)?).await?,
        redirect_uri: overview.redirect_uri,
    })
}

/// Makes the address at which the person who asks signs in.
#[server(prefix = "/app/do", endpoint = "csp/sign_in")]
pub async fn start_sign_in(id: String, purpose: String) -> Result<SignInAddress, AppError> {
    let (services, who) = asked()?;
    let purpose = SignInPurpose::parse(&purpose).ok_or_else(|| Problem::not_found("purpose"))?;
    Ok(services
        .csp
        .sign_in(&who, &CspSetupId::known(&id)?, purpose)
        .await?)
}

/// Lets the steps go on.
#[server(prefix = "/app/do", endpoint = "csp/resume")]
pub async fn resume_setup(id: String) -> Result<(), AppError> {
    let (services, who) = asked()?;
    services.csp.resume(&who.actor, &CspSetupId::known(&id)?).await?;
    Ok(())
}

/// Does without an optional step.
#[server(prefix = "/app/do", endpoint = "csp/skip")]
pub async fn skip_step(id: String, step: String) -> Result<(), AppError> {
    let (services, who) = asked()?;
    services
        .csp
        .skip(&who.actor, &CspSetupId::known(&id)?, &step)
        .await?;
    Ok(())
}

/// Looks at the tenant whether a step holds.
#[server(prefix = "/app/do", endpoint = "csp/check")]
pub async fn check_step(id: String, step: String) -> Result<(), AppError> {
    let (services, who) = asked()?;
    services
        .csp
        .check(&who.actor, &CspSetupId::known(&id)?, &step)
        .await?;
    Ok(())
}

/// Keeps what a person gives on the manual path, and looks whether it holds.
#[server(prefix = "/app/do", endpoint = "csp/fill")]
pub async fn fill_values(
    id: String,
    step: String,
    #[server(default)] application_id: String,
    #[server(default)] client_secret: String,
) -> Result<(), AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    let values = ManualValues {
        application_id: some(application_id),
        client_secret: some(client_secret),
    };
    services.csp.fill(&who.actor, &id, values).await?;
    services.csp.check(&who.actor, &id, &step).await?;
    Ok(())
}

/// Forgets a tenant that made nothing, or whose removal was proved.
#[server(prefix = "/app/do", endpoint = "csp/forget")]
pub async fn forget_setup(id: String) -> Result<(), AppError> {
    let (services, who) = asked()?;
    services.csp.forget(&who.actor, &CspSetupId::known(&id)?).await?;
    leptos_axum::redirect("/app/csp-wizard?done=forgotten");
    Ok(())
}

/// The vendor's codes, explained.
#[server(prefix = "/app/do", endpoint = "csp/codes")]
pub async fn read_codes() -> Result<Vec<ExplainedCode>, AppError> {
    let (services, who) = asked()?;
    // Ready at once; the browser's half of this function is what waits.
    Ok(std::future::ready(services.csp.codes(&who.actor)).await?)
}
