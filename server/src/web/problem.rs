//! A refusal on its way out.
//!
//! A handler answers with a [`Refused`]; the outer layer `layers::problems` writes it down as JSON or as a page, because
//! only there the request's id and the reader are known.

use axum::{
    Extension,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use contract::{field::FieldError, problem::Problem, test_report::TestReport};

/// A problem, and the report of the test that caused it.
#[derive(Clone, Debug)]
pub struct Refused {
    problem: Box<Problem>,
    report: Option<Box<TestReport>>,
}

impl Refused {
    /// A test of a connection failed, so nothing was saved.
    pub fn test_failed(report: TestReport) -> Self {
        let mut problem = Problem::new(
            422,
            "test_failed",
            "The connection test failed, so nothing was saved.",
        )
        .with_detail("Mend what the report says, or save it anyway with `\"save\": \"anyway\"`.");
        problem.vendor_status = report.vendor_status;
        problem.vendor_message.clone_from(&report.vendor_message);
        problem.vendor_request_id.clone_from(&report.vendor_request_id);
        problem.advice.clone_from(&report.advice);
        Self {
            problem: Box::new(problem),
            report: Some(Box::new(report)),
        }
    }

    /// One part of the input is wrong.
    pub fn invalid(field: &str, code: &'static str, message: impl Into<String>) -> Self {
        Problem::invalid(vec![FieldError::new(field, code, message)]).into()
    }

    /// The request is larger than any we take.
    pub fn too_large() -> Self {
        Problem::new(413, "payload_too_large", "The request is larger than 1 MiB.")
            .with_detail("Nothing was read or saved. Check what was pasted.")
            .into()
    }

    /// There is nothing at this path.
    pub fn no_such_path() -> Self {
        Problem::not_found("page or call").into()
    }

    /// What went wrong.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    pub(super) fn with_request_id(mut self, id: &str) -> Self {
        self.problem.request_id = Some(id.to_owned());
        self
    }

    pub(super) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The problem as a program reads it.
    pub(super) fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let mut value = serde_json::to_value(&self.problem)?;
        if let (Some(report), Some(members)) = (&self.report, value.as_object_mut()) {
            members.insert("report".to_owned(), serde_json::to_value(report)?);
        }
        serde_json::to_vec(&value)
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self {
            problem: Box::new(problem),
            report: None,
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.status(), Extension(self)).into_response()
    }
}
