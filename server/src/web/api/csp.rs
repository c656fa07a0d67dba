//! Connecting a partner's tenant. What a browser brings back from a sign-in comes by `/csp/callback` and not here.

use super::{
    body::Body,
    lists::List,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::IntoResponse,
};
use contract::{
    csp::{
        CspOverview, CspSetup, ExplainedCode, ManualValues, NewCspSetup, RoleCatalogue, SignInAddress,
        SignInPurpose,
    },
    ids::CspSetupId,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Whose sign-in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// What for.
    #[schema(value_type = schemas::CspSignInPurpose)]
    purpose: SignInPurpose,
}

/// What the wizard begins with: whether it can run by itself, and every setup.
#[utoipa::path(get, path = "/csp", tag = "Partner", operation_id = "getPartnerOverview",
    responses((status = 200, body = schemas::CspOverview), Failures))]
pub async fn overview(State(web): State<Web>, who: Signed) -> Result<Json<CspOverview>, Refused> {
    Ok(Json(web.services.csp.overview(who.actor()).await?))
}

/// Begins a setup, or answers the one of this tenant that is not over.
#[utoipa::path(post, path = "/csp/setups", tag = "Partner", operation_id = "beginPartnerSetup",
    request_body = schemas::NewCspSetup,
    responses((status = 201, description = "It stands.", body = schemas::CspSetup,
        headers(("Location" = String, description = "Where it is."))), Failures))]
pub async fn begin(
    State(web): State<Web>,
    who: Signed,
    Body(new): Body<NewCspSetup>,
) -> Result<impl IntoResponse, Refused> {
    let setup = web.services.csp.begin(who.actor(), new).await?;
    let place = format!("/api/v1/csp/setups/{}", setup.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(setup)))
}

/// One setup with its steps.
#[utoipa::path(get, path = "/csp/setups/{id}", tag = "Partner", operation_id = "getPartnerSetup",
    params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 200, body = schemas::CspSetup), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<CspSetup>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(web.services.csp.get(who.actor(), &id).await?))
}

/// Forgets a setup that made nothing, or whose removal was proved.
#[utoipa::path(delete, path = "/csp/setups/{id}", tag = "Partner", operation_id = "forgetPartnerSetup",
    params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 204, description = "It is forgotten."), Failures))]
pub async fn forget(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    web.services
        .csp
        .forget(who.actor(), &CspSetupId::known(&id)?)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The address at which a person signs in; for a signed-in browser, not for a token.
#[utoipa::path(post, path = "/csp/setups/{id}/sign-in", tag = "Partner", operation_id = "beginPartnerSignIn",
    request_body = SignInBody, params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 200, body = schemas::CspSignInAddress), Failures))]
pub async fn sign_in(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<SignInBody>,
) -> Result<Json<SignInAddress>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(web.services.csp.sign_in(&who.0, &id, body.purpose).await?))
}

/// Lets the steps go on, from the first that is not done.
#[utoipa::path(post, path = "/csp/setups/{id}/resume", tag = "Partner", operation_id = "resumePartnerSetup",
    params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 202, description = "It goes on.", body = schemas::CspSetup), Failures))]
pub async fn resume(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<CspSetup>), Refused> {
    let id = CspSetupId::known(&id)?;
    let setup = web.services.csp.resume(who.actor(), &id).await?;
    Ok((StatusCode::ACCEPTED, Json(setup)))
}

/// Keeps what a person gives on the manual path; the secret goes to the vault and never comes back.
#[utoipa::path(put, path = "/csp/setups/{id}/values", tag = "Partner", operation_id = "fillPartnerSetup",
    request_body = schemas::CspManualValues, params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 200, body = schemas::CspSetup), Failures))]
pub async fn fill(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(values): Body<ManualValues>,
) -> Result<Json<CspSetup>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(web.services.csp.fill(who.actor(), &id, values).await?))
}

/// Looks at the tenant whether a step holds.
#[utoipa::path(post, path = "/csp/setups/{id}/steps/{step}/check", tag = "Partner", operation_id = "checkPartnerStep",
    params(("id" = String, Path, description = "The setup, `csp_…`."), ("step" = String, Path, description = "The step's key.")),
    responses((status = 200, body = schemas::CspSetup), Failures))]
pub async fn check(
    State(web): State<Web>,
    who: Signed,
    Path((id, step)): Path<(String, String)>,
) -> Result<Json<CspSetup>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(web.services.csp.check(who.actor(), &id, &step).await?))
}

/// Does without an optional step.
#[utoipa::path(post, path = "/csp/setups/{id}/steps/{step}/skip", tag = "Partner", operation_id = "skipPartnerStep",
    params(("id" = String, Path, description = "The setup, `csp_…`."), ("step" = String, Path, description = "The step's key.")),
    responses((status = 200, body = schemas::CspSetup), Failures))]
pub async fn skip(
    State(web): State<Web>,
    who: Signed,
    Path((id, step)): Path<(String, String)>,
) -> Result<Json<CspSetup>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(web.services.csp.skip(who.actor(), &id, &step).await?))
}

/// Directory roles, and the recommended sets of them.
#[utoipa::path(get, path = "/csp/roles", tag = "Partner", operation_id = "listDirectoryRoles",
    responses((status = 200, body = schemas::DirectoryRoles), Failures))]
pub async fn roles(State(web): State<Web>, who: Signed) -> Result<Json<RoleCatalogue>, Refused> {
    Ok(Json(web.services.csp.roles(who.actor())?))
}

/// The vendor's codes, explained.
#[utoipa::path(get, path = "/csp/codes", tag = "Partner", operation_id = "listPartnerCodes",
    responses((status = 200, body = List<schemas::ExplainedCode>), Failures))]
pub async fn codes(State(web): State<Web>, who: Signed) -> Result<Json<List<ExplainedCode>>, Refused> {
    Ok(Json(web.services.csp.codes(who.actor())?.into()))
}
