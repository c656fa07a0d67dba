//! Writing methods. A connector of ours must never use one; the journal counts them. They are answered as
//! if they had worked, so that a test sees the attempt in the count and not in a lucky refusal.

use hyper::Method;
use serde_json::{Value, json};

use super::kinds::Kind;
use super::says;
use crate::exchange::{Answer, Received};

/// Answers a write to a kind, or to one record of it; no row changes.
pub(crate) fn answer(request: &Received, kind: &Kind, id: Option<i64>) -> Answer {
    if request.method == Method::DELETE {
        return says::document(200, &json!({"data": []}));
    }
    if request.media_type() != says::MEDIA_TYPE {
        return says::unsupported();
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let Some(data) = body.get("data") else {
        return says::unprocessable("must exist", "/data");
    };
    let attributes = data.get("attributes").cloned().unwrap_or_else(|| json!({}));
    let id = id.unwrap_or(1).to_string();
    let status = if request.method == Method::POST { 201 } else { 200 };
    says::document(
        status,
        &json!({"data": {"id": id, "type": kind.name, "attributes": attributes}}),
    )
}
