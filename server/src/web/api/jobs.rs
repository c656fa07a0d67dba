//! Durable jobs: looked at, paused, resumed, cancelled.

use super::{
    body::Body,
    lists::List,
    query::{Query, between},
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
};
use contract::{
    field::FieldError,
    ids::JobId,
    job::{Job, JobStatus},
    problem::Problem,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// How many.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HowMany {
    /// How many at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// What becomes of a job.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SteerBody {
    /// `paused`, `running` (to resume it) or `cancelled`.
    status: String,
}

/// The jobs, newest first.
#[utoipa::path(get, path = "/jobs", tag = "Jobs", operation_id = "listJobs", params(HowMany),
    responses((status = 200, body = List<schemas::Job>), Failures))]
pub async fn list(
    State(web): State<Web>,
    who: Signed,
    Query(how): Query<HowMany>,
) -> Result<Json<List<Job>>, Refused> {
    let limit = between("limit", how.limit, 50, 1, 200)?;
    Ok(Json(web.services.jobs.list(who.actor(), limit).await?.into()))
}

/// One job.
#[utoipa::path(get, path = "/jobs/{id}", tag = "Jobs", operation_id = "getJob",
    params(("id" = String, Path, description = "The job, `job_…`.")),
    responses((status = 200, body = schemas::Job), Failures))]
pub async fn get(State(web): State<Web>, who: Signed, Path(id): Path<String>) -> Result<Json<Job>, Refused> {
    Ok(Json(
        web.services.jobs.get(who.actor(), &JobId::known(&id)?).await?,
    ))
}

/// Pauses, resumes or cancels a job; what it has done already stays done.
#[utoipa::path(patch, path = "/jobs/{id}", tag = "Jobs", operation_id = "steerJob", request_body = SteerBody,
    params(("id" = String, Path, description = "The job, `job_…`.")),
    responses((status = 200, description = "As it now stands.", body = schemas::Job), Failures))]
pub async fn steer(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<SteerBody>,
) -> Result<Json<Job>, Refused> {
    let to = JobStatus::parse(&body.status).ok_or_else(|| {
        let text = "status must be one of: running, paused, cancelled.";
        Problem::invalid(vec![FieldError::new("status", "not_a_choice", text)])
    })?;
    let jobs = &web.services.jobs;
    Ok(Json(jobs.steer(who.actor(), &JobId::known(&id)?, to).await?))
}
