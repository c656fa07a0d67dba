//! Server functions of customers: how each stands, checking one, onboarding many, what was granted.

use crate::error::AppError;
use contract::{
    csp::{CspCustomer, CspCustomers, PermissionReport},
    job::Job,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{called, some};
#[cfg(feature = "ssr")]
use crate::context::asked;
#[cfg(feature = "ssr")]
use contract::{
    csp::OnboardRequest,
    field::FieldError,
    ids::{CspSetupId, JobId},
    job::JobStatus,
    problem::Problem,
};

/// What the job is called that onboards customers.
pub const ONBOARDING: &str = "csp_onboard";

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Customers {
    /// The partner's tenant.
    pub tenant: String,
    /// The customers.
    pub customers: CspCustomers,
    /// Role ids and their names.
    pub roles: Vec<(String, String)>,
    /// True for a person who may onboard.
    pub may_onboard: bool,
}

/// The customers of every list, merged.
#[server(prefix = "/app/do", endpoint = "csp/customers")]
pub async fn read_customers(id: String) -> Result<Customers, AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    let catalogue = services.csp.roles(&who.actor)?;
    let roles = catalogue.roles.iter();
    Ok(Customers {
        tenant: called(&services.csp.get(&who.actor, &id).await?),
        customers: services.csp.customers(&who.actor, &id).await?,
        roles: roles
            .map(|role| (role.id.to_string(), role.name.to_string()))
            .collect(),
        may_onboard: who.actor.role >= contract::actor::Role::Admin,
    })
}

/// Reads one customer anew.
#[server(prefix = "/app/do", endpoint = "csp/check_customer")]
pub async fn check_customer(id: String, tenant: String) -> Result<CspCustomer, AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    Ok(services.csp.check_customer(&who.actor, &id, &tenant).await?)
}

/// Onboards customers as a durable job.
#[server(prefix = "/app/do", endpoint = "csp/onboard")]
pub async fn onboard(
    id: String,
    #[server(default)] tenants: Vec<String>,
    #[server(default)] link: bool,
) -> Result<Job, AppError> {
    let (services, who) = asked()?;
    if tenants.is_empty() {
        let nobody = FieldError::new("tenants", "required", "Choose at least one customer.".to_owned());
        return Err(Problem::invalid(vec![nobody]).into());
    }
    let request = OnboardRequest { tenants, link };
    let id = CspSetupId::known(&id)?;
    Ok(services.csp.onboard(&who.actor, &id, request).await?)
}

/// The newest onboarding of this tenant's customers, if there was one lately.
#[server(prefix = "/app/do", endpoint = "csp/onboarding")]
pub async fn read_onboarding(id: String) -> Result<Option<Job>, AppError> {
    let (services, who) = asked()?;
    let jobs = services.jobs.list(&who.actor, 20).await?;
    let ours = |job: &Job| job.request.get("setup").is_none_or(|setup| *setup == id.as_str());
    Ok(jobs.into_iter().find(|job| job.kind == ONBOARDING && ours(job)))
}

/// Cancels an onboarding.
#[server(prefix = "/app/do", endpoint = "csp/steer_onboarding")]
pub async fn steer_onboarding(job: String, to: String) -> Result<(), AppError> {
    let (services, who) = asked()?;
    let to = JobStatus::parse(&to).ok_or_else(|| Problem::not_found("status"))?;
    services.jobs.steer(&who.actor, &JobId::known(&job)?, to).await?;
    Ok(())
}

/// Wanted against granted: in the partner's own tenant, or in a customer's.
#[server(prefix = "/app/do", endpoint = "csp/permissions")]
pub async fn read_permissions(
    id: String,
    #[server(default)] tenant: String,
) -> Result<PermissionReport, AppError> {
    let (services, who) = asked()?;
    let id = CspSetupId::known(&id)?;
    let tenant = some(tenant);
    Ok(services
        .csp
        .permissions(&who.actor, &id, tenant.as_deref())
        .await?)
}
