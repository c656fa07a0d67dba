//! Vendor calls.

use super::{
    body::Body,
    lists::List,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use contract::{
    ids::IntegrationId,
    operation::{OperationAnswer, OperationCall, OperationInfo},
    problem::Problem,
};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What to call it with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallBody {
    /// Which account; the vendor's default when absent.
    #[serde(default)]
    integration: Option<String>,
    /// The input, as the operation's `input_schema` says.
    #[serde(default)]
    #[schema(value_type = Object)]
    input: Value,
}

/// Everything that can be called, with the JSON Schemas of input and output.
#[utoipa::path(get, path = "/operations", tag = "Operations", operation_id = "listOperations",
    responses((status = 200, body = List<schemas::OperationInfo>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<OperationInfo>>, Refused> {
    Ok(Json(web.services.operations.catalogue(who.actor())?.into()))
}

/// Calls an operation.
#[utoipa::path(post, path = "/operations/{vendor}/{operation}", tag = "Operations", operation_id = "callOperation", request_body = CallBody,
    params(
        ("vendor" = String, Path, description = "The vendor's key, e.g. `autotask`."),
        ("operation" = String, Path, description = "The operation, e.g. `tickets.list`.")
    ),
    responses(
        (status = 200, description = "It ran.", body = schemas::OperationAnswer),
        (status = 202, description = "It is held until another person approves it.", body = schemas::HeldAnswer),
        Failures))]
pub async fn call(
    State(web): State<Web>,
    who: Signed,
    Path((vendor, operation)): Path<(String, String)>,
    Body(body): Body<CallBody>,
) -> Result<Response, Refused> {
    let integration = match body.integration.as_deref().map(IntegrationId::parse) {
        Some(None) => return Err(Problem::not_found("integration").into()),
        Some(id) => id,
        None => None,
    };
    let call = OperationCall {
        integration,
        input: body.input,
    };
    let answer = web
        .services
        .operations
        .call(who.actor(), &vendor, &operation, call)
        .await?;
    Ok(match answer {
        OperationAnswer::Output(_) => Json(answer).into_response(),
        OperationAnswer::Approval(_) => (StatusCode::ACCEPTED, Json(answer)).into_response(),
    })
}
