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
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use contract::{
    ids::IntegrationId,
    operation::{OperationAnswer, OperationCall, OperationInfo},
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
    /// Your own word for this call, the same as the header `Idempotency-Key`.
    #[serde(default)]
    idempotency_key: Option<String>,
    /// Why it is asked for; whoever decides on a held call reads it.
    #[serde(default)]
    why: Option<String>,
}

/// Everything that can be called, with the JSON Schemas of input and output.
#[utoipa::path(get, path = "/operations", tag = "Operations", operation_id = "listOperations",
    responses((status = 200, body = List<schemas::OperationInfo>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<OperationInfo>>, Refused> {
    Ok(Json(web.services.operations.catalogue(who.actor())?.into()))
}

/// Calls an operation. With an idempotency key the same call is made once: a later one with the same key and arguments gets the
/// first answer for 24 hours (without members that hold a secret), or 409 `in_progress` while the first is under way, or 409
/// `outcome_unknown` where its process ended. Another call with a used key is refused with 422 `idempotency_key_reused`.
#[utoipa::path(post, path = "/operations/{vendor}/{operation}", tag = "Operations", operation_id = "callOperation", request_body = CallBody,
    params(
        ("vendor" = String, Path, description = "The vendor's key, e.g. `autotask`."),
        ("operation" = String, Path, description = "The operation, e.g. `tickets.list`."),
        ("Idempotency-Key" = Option<String>, Header, description = "Your own word for this call, 1 to 255 plain signs.")
    ),
    responses(
        (status = 200, description = "It ran.", body = schemas::OperationAnswer),
        (status = 202, description = "It is held until another person approves it.", body = schemas::HeldAnswer),
        Failures))]
pub async fn call(
    State(web): State<Web>,
    who: Signed,
    Path((vendor, operation)): Path<(String, String)>,
    headers: HeaderMap,
    Body(body): Body<CallBody>,
) -> Result<Response, Refused> {
    let integration = body
        .integration
        .as_deref()
        .map(IntegrationId::known)
        .transpose()?;
    let call = OperationCall {
        integration,
        input: body.input,
        idempotency_key: one_key(&headers, body.idempotency_key)?,
        why: body.why,
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

/// The key of a call, from the header or the body; the two may not differ.
fn one_key(headers: &HeaderMap, in_body: Option<String>) -> Result<Option<String>, Refused> {
    let Some(header) = headers.get("idempotency-key") else {
        return Ok(in_body);
    };
    // What is not text is no key either; the port says what one looks like.
    let header = header.to_str().unwrap_or_default().trim().to_owned();
    match in_body {
        Some(body) if body != header => Err(Refused::invalid(
            "idempotency_key",
            "not_accepted",
            "The header Idempotency-Key and the member idempotency_key differ: give one of them.",
        )),
        _ => Ok(Some(header)),
    }
}
