//! Held calls: looked at, approved, rejected.

use super::{
    body::OptionalBody,
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
    approval::{Approval, ApprovalStatus},
    field::FieldError,
    ids::ApprovalId,
    problem::Problem,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which held calls.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `pending`, `approved`, `running`, `succeeded`, `failed`, `rejected`, `expired` or `stale`; all when absent.
    status: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Why.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// Goes back to whoever asked.
    #[serde(default)]
    reason: Option<String>,
}

/// Held calls, newest first.
#[utoipa::path(get, path = "/approvals", tag = "Approvals", operation_id = "listApprovals", params(Which),
    responses((status = 200, body = List<schemas::Approval>), Failures))]
pub async fn list(
    State(web): State<Web>,
    who: Signed,
    Query(which): Query<Which>,
) -> Result<Json<List<Approval>>, Refused> {
    let status = which
        .status
        .as_deref()
        .map(|word| ApprovalStatus::parse(word).ok_or_else(|| unknown(word)))
        .transpose()?;
    let cursor = which
        .cursor
        .as_deref()
        .map(|text| ApprovalId::parse(text).ok_or_else(wrong_cursor))
        .transpose()?;
    let limit = between("limit", which.limit, 50, 1, 200)?;
    let items = web
        .services
        .approvals
        .list(who.actor(), status, cursor.as_ref(), limit)
        .await?;
    let full = items.len() >= limit as usize;
    let next_cursor = items.last().filter(|_| full).map(|last| last.id.to_string());
    Ok(Json(List { items, next_cursor }))
}

/// One held call with its exact arguments.
#[utoipa::path(get, path = "/approvals/{id}", tag = "Approvals", operation_id = "getApproval",
    params(("id" = String, Path, description = "The approval, `apr_…`.")),
    responses((status = 200, body = schemas::Approval), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Approval>, Refused> {
    Ok(Json(
        web.services
            .approvals
            .get(who.actor(), &ApprovalId::known(&id)?)
            .await?,
    ))
}

/// Looks whether a pending call is still what was asked for, at the vendor's too. One that is not becomes `stale`, with its
/// `differences`.
#[utoipa::path(post, path = "/approvals/{id}/check", tag = "Approvals", operation_id = "checkApproval",
    params(("id" = String, Path, description = "The approval, `apr_…`.")),
    responses((status = 200, body = schemas::Approval), Failures))]
pub async fn check(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Approval>, Refused> {
    Ok(Json(
        web.services
            .approvals
            .check(who.actor(), &ApprovalId::known(&id)?)
            .await?,
    ))
}

/// Approves a held call and makes it; answers how it went: `succeeded`, `failed`, or `stale` where what it acts on changed and
/// nothing was called. Nobody approves their own request; a decision counts once.
#[utoipa::path(post, path = "/approvals/{id}/approve", tag = "Approvals", operation_id = "approve",
    request_body = Option<DecisionBody>, params(("id" = String, Path, description = "The approval, `apr_…`.")),
    responses((status = 200, body = schemas::Approval), Failures))]
pub async fn approve(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    OptionalBody(body): OptionalBody<DecisionBody>,
) -> Result<Json<Approval>, Refused> {
    Ok(Json(
        web.services
            .approvals
            .approve(who.actor(), &ApprovalId::known(&id)?, body.reason)
            .await?,
    ))
}

/// Rejects a held call; nothing is called.
#[utoipa::path(post, path = "/approvals/{id}/reject", tag = "Approvals", operation_id = "reject",
    request_body = Option<DecisionBody>, params(("id" = String, Path, description = "The approval, `apr_…`.")),
    responses((status = 200, body = schemas::Approval), Failures))]
pub async fn reject(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    OptionalBody(body): OptionalBody<DecisionBody>,
) -> Result<Json<Approval>, Refused> {
    Ok(Json(
        web.services
            .approvals
            .reject(who.actor(), &ApprovalId::known(&id)?, body.reason)
            .await?,
    ))
}

fn unknown(word: &str) -> Problem {
    let known: Vec<_> = ApprovalStatus::ALL
        .into_iter()
        .map(ApprovalStatus::as_str)
        .collect();
    let text = format!("There is no status `{word}`; there are: {}.", known.join(", "));
    Problem::invalid(vec![FieldError::new("status", "not_a_choice", text)])
}

fn wrong_cursor() -> Problem {
    Problem::invalid(vec![FieldError::new(
        "cursor",
        "not_accepted",
        "The cursor is not one that this list gave.",
    )])
}
