//! The twin of a problem, and the answers that every call has.

use super::integrations::{Advice, TestReport};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::{
    IntoResponses, ToSchema,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder},
};

/// What went wrong, why, and what to do (RFC 9457).
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// The closed word for it; decide on this.
    code: String,
    /// A short sentence.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened and what to do.
    detail: Option<String>,
    /// Field by field, where the input is at fault.
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// The vendor's HTTP status, where a vendor answered.
    vendor_status: Option<u16>,
    /// The vendor's body, verbatim.
    vendor_message: Option<String>,
    /// The vendor's identifier of the request.
    vendor_request_id: Option<String>,
    /// Seconds after which another try makes sense.
    retry_after: Option<u64>,
    /// One suggested action.
    advice: Option<Advice>,
    /// Our identifier of the request: what support asks for.
    request_id: Option<String>,
    /// With `test_failed`: what the test found.
    report: Option<TestReport>,
}

/// What is wrong with one field.
#[derive(Serialize, ToSchema)]
pub struct FieldError {
    /// The field's key, or the member's place.
    field: String,
    /// The closed word for it.
    code: String,
    /// What is wrong and what to do.
    message: String,
}

/// The answers that every call has beside its own.
pub struct Failures;

impl IntoResponses for Failures {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            (
                "401",
                "Nobody is signed in, or the token is unknown, revoked or expired.",
            ),
            (
                "403",
                "The caller's role does not allow it, or a browser came from another site.",
            ),
            (
                "default",
                "Anything else that fails, as a problem with its own status and code.",
            ),
        ]
        .into_iter()
        .map(|(status, text)| {
            let content = ContentBuilder::new()
                .schema(Some(Ref::from_schema_name("Problem")))
                .build();
            let response = ResponseBuilder::new()
                .description(text)
                .content("application/problem+json", content)
                .build();
            (status.to_owned(), response.into())
        })
        .collect()
    }
}
