//! Calling an operation without JavaScript: the input as JSON, the answer on the same page.

use super::refused;
use crate::web::{fields::Fields, pages, session::Signed, state::Web};
use app::context::Posted;
use axum::{
    extract::{Path, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use contract::{
    field::FieldError,
    ids::IntegrationId,
    manifest::Values,
    operation::{OperationAnswer, OperationCall},
    problem::Problem,
};
use serde_json::Value;

const FORM: &str = "operation";

/// Calls the operation in the path.
pub async fn call(
    State(web): State<Web>,
    who: Signed,
    Path((vendor, operation)): Path<(String, String)>,
    parts: Parts,
    mut fields: Fields,
) -> Response {
    let names = ["integration", "input", "why"];
    let values: Values = names.map(|name| (name.to_owned(), fields.take(name))).into();
    let answer = match read(&values) {
        Ok(call) => {
            web.services
                .operations
                .call(who.actor(), &vendor, &operation, call)
                .await
        }
        Err(problem) => Err(problem),
    };
    match answer {
        Ok(answer) => {
            let status = match answer {
                OperationAnswer::Output(_) => StatusCode::OK,
                OperationAnswer::Approval(_) => StatusCode::ACCEPTED,
            };
            let posted = Posted {
                form: FORM.to_owned(),
                values,
                answer: Some(answer),
                ..Posted::default()
            };
            pages::again(&web, parts, posted, status).await
        }
        Err(problem) => refused(&web, parts, FORM, values, problem).await,
    }
}

fn read(values: &Values) -> Result<OperationCall, Problem> {
    let value = |name: &str| values.get(name).map(|text| text.trim()).unwrap_or_default();
    let integration = match value("integration") {
        "" => None,
        id => Some(IntegrationId::known(id)?),
    };
    let input = match value("input") {
        "" => Value::Object(serde_json::Map::new()),
        typed => serde_json::from_str(typed).map_err(|error| {
            // Only the place: what was typed is beside it anyway.
            let (line, column) = (error.line(), error.column());
            let text = format!("The input is not JSON: it breaks at line {line}, column {column}.");
            Problem::invalid(vec![FieldError::new("input", "malformed_json", text)])
        })?,
    };
    let why = value("why");
    Ok(OperationCall {
        integration,
        input,
        why: (!why.is_empty()).then(|| why.to_owned()),
        ..OperationCall::default()
    })
}
