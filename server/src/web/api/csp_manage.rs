//! What is looked after once a partner's tenant is connected: customers, permissions, secrets; and leaving.

use super::{
    body::{Body, OptionalBody},
    query::Query,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use contract::{
    csp::{
        CspAccount, CspCustomer, CspCustomers, OnboardRequest, PermissionReport, Removal, RemovalPlan,
        RemovalRequest, RotationRequest,
    },
    ids::CspSetupId,
    job::Job,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Whose permissions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfTenant {
    /// A customer's tenant; the partner's own when absent.
    tenant: Option<String>,
}

/// What a plan includes.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Including {
    /// `true` to end the relationships with customers too.
    end_relationships: Option<bool>,
}

/// Customers of all lists, merged, with what was last read of each.
#[utoipa::path(get, path = "/csp/setups/{id}/customers", tag = "Partner", operation_id = "listPartnerCustomers",
    params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 200, body = schemas::CspCustomers), Failures))]
pub async fn customers(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<CspCustomers>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(web.services.csp.customers(who.actor(), &id).await?))
}

/// Reads one customer anew.
#[utoipa::path(post, path = "/csp/setups/{id}/customers/{tenant}/check", tag = "Partner", operation_id = "checkPartnerCustomer",
    params(("id" = String, Path, description = "The setup, `csp_…`."),
        ("tenant" = String, Path, description = "The customer's tenant.")),
    responses((status = 200, body = schemas::CspCustomer), Failures))]
pub async fn check_customer(
    State(web): State<Web>,
    who: Signed,
    Path((id, tenant)): Path<(String, String)>,
) -> Result<Json<CspCustomer>, Refused> {
    let id = CspSetupId::known(&id)?;
    let csp = &web.services.csp;
    Ok(Json(csp.check_customer(who.actor(), &id, &tenant).await?))
}

/// Onboards customers as a durable job.
#[utoipa::path(post, path = "/csp/setups/{id}/onboard", tag = "Partner", operation_id = "onboardPartnerCustomers",
    request_body = schemas::CspOnboardRequest, params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 202, description = "The job works.", body = schemas::Job), Failures))]
pub async fn onboard(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(request): Body<OnboardRequest>,
) -> Result<(StatusCode, Json<Job>), Refused> {
    let id = CspSetupId::known(&id)?;
    let job = web.services.csp.onboard(who.actor(), &id, request).await?;
    Ok((StatusCode::ACCEPTED, Json(job)))
}

/// Permissions: wanted against granted.
#[utoipa::path(get, path = "/csp/setups/{id}/permissions", tag = "Partner", operation_id = "getPartnerPermissions",
    params(("id" = String, Path, description = "The setup, `csp_…`."), OfTenant),
    responses((status = 200, body = schemas::PermissionReport), Failures))]
pub async fn permissions(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Query(of): Query<OfTenant>,
) -> Result<Json<PermissionReport>, Refused> {
    let id = CspSetupId::known(&id)?;
    let csp = &web.services.csp;
    Ok(Json(
        csp.permissions(who.actor(), &id, of.tenant.as_deref()).await?,
    ))
}

/// Secrets and sign-ins, and when they end.
#[utoipa::path(get, path = "/csp/setups/{id}/account", tag = "Partner", operation_id = "getPartnerAccount",
    params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 200, body = schemas::CspAccount), Failures))]
pub async fn account(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<CspAccount>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(web.services.csp.account(who.actor(), &id).await?))
}

/// Makes a new secret and uses it once it has proved to work, or takes the old ones away.
#[utoipa::path(post, path = "/csp/setups/{id}/rotate", tag = "Partner", operation_id = "rotatePartnerSecret",
    request_body = Option<schemas::CspRotationRequest>, params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 200, body = schemas::CspAccount), Failures))]
pub async fn rotate(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    OptionalBody(request): OptionalBody<RotationRequest>,
) -> Result<Json<CspAccount>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(web.services.csp.rotate(who.actor(), &id, request).await?))
}

/// Exactly what disconnecting would remove.
#[utoipa::path(get, path = "/csp/setups/{id}/removal", tag = "Partner", operation_id = "planPartnerRemoval",
    params(("id" = String, Path, description = "The setup, `csp_…`."), Including),
    responses((status = 200, body = schemas::CspRemovalPlan), Failures))]
pub async fn plan(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Query(including): Query<Including>,
) -> Result<Json<RemovalPlan>, Refused> {
    let id = CspSetupId::known(&id)?;
    let all = including.end_relationships.unwrap_or_default();
    Ok(Json(web.services.csp.removal_plan(who.actor(), &id, all).await?))
}

/// Removes what the plan names, and looks whether each thing is gone.
#[utoipa::path(post, path = "/csp/setups/{id}/removal", tag = "Partner", operation_id = "removePartnerSetup",
    request_body = schemas::CspRemovalRequest, params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 200, body = schemas::CspRemoval), Failures))]
pub async fn remove(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(request): Body<RemovalRequest>,
) -> Result<Json<Removal>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(web.services.csp.remove(who.actor(), &id, request).await?))
}
