//! Errors as the people's side carries them from a server function to the screen.
//!
//! Without JavaScript, Leptos hands the error of a form to the page *inside the URL*, and URLs reach logs, history and
//! referrers. So there are two types: [`AppError`], which holds neither a vendor's body nor a submitted value and is the
//! error of everything a form may post to, and [`WholeError`], which holds the whole problem and is for server functions
//! that take JSON, which no form can send.

use crate::codec::TextJson;
use contract::{Text, field::FieldError, problem::Problem};
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A problem small enough to stand in a URL: no vendor body, no submitted value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppError {
    /// The closed word for it.
    pub code: Text,
    /// A short sentence.
    pub title: String,
    /// The HTTP status it is answered with.
    pub status: u16,
    /// What happened and what to do.
    #[serde(default)]
    pub detail: Option<String>,
    /// Field by field, where the input is at fault.
    #[serde(default)]
    pub errors: Vec<FieldError>,
    /// Our identifier of the request.
    #[serde(default)]
    pub request_id: Option<String>,
}

/// A problem with everything that is known of it, the vendor's own words included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WholeError(pub Problem);

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        let problem = stamp(problem);
        Self {
            code: problem.code,
            title: problem.title,
            status: problem.status,
            detail: problem.detail,
            errors: problem.errors,
            request_id: problem.request_id,
        }
    }
}

impl From<Problem> for WholeError {
    fn from(problem: Problem) -> Self {
        Self(stamp(problem))
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let mut problem = Problem::new(error.status, error.code, error.title);
        problem.detail = error.detail;
        problem.errors = error.errors;
        problem.request_id = error.request_id;
        problem
    }
}

impl From<WholeError> for Problem {
    fn from(error: WholeError) -> Self {
        error.0
    }
}

impl From<AppError> for WholeError {
    fn from(error: AppError) -> Self {
        Self(error.into())
    }
}

impl FromServerFnError for AppError {
    type Encoder = TextJson;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        transport(&value).into()
    }
}

impl FromServerFnError for WholeError {
    type Encoder = TextJson;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        transport(&value).into()
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Problem::from(self.clone()).fmt(f)
    }
}

impl fmt::Display for WholeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for AppError {}
impl std::error::Error for WholeError {}

/// What went wrong between the browser and a server function.
///
/// Rationale: the text inside is dropped on purpose. A decoder's message repeats what was submitted, and this error may
/// travel in a URL.
fn transport(error: &ServerFnErrorErr) -> Problem {
    match error {
        ServerFnErrorErr::Request(_) | ServerFnErrorErr::UnsupportedRequestMethod(_) => {
            Problem::new(503, "unreachable", "Ops AI did not answer.").with_detail(
                "Check your network and try again. If you were changing something, look first whether it has been done.",
            )
        }
        ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Serialization(_) => {
            Problem::new(400, "bad_form", "The form could not be read.")
                .with_detail("Nothing was changed. Reload the page and fill the form in again.")
        }
        ServerFnErrorErr::Deserialization(_) => {
            Problem::new(502, "unexpected_answer", "Ops AI answered something this page does not understand.")
                .with_detail("It was probably updated while the page was open: reload the page.")
        }
        _ => Problem::new(500, "internal", "Ops AI met an error of its own.")
            .with_detail("Try again; if it stays, give the request id to whoever runs Ops AI."),
    }
}

/// Adds the request's identifier, and gives a server function's answer the problem's own HTTP status.
///
/// A page that shows a problem in one of its parts stays a page (200), and a form without JavaScript is answered by a
/// redirect, so neither takes the status.
#[cfg(feature = "ssr")]
fn stamp(mut problem: Problem) -> Problem {
    use leptos::prelude::use_context;

    if problem.request_id.is_none() {
        problem.request_id = use_context::<crate::context::Visitor>().map(|visitor| visitor.request_id);
    }
    let by_script = use_context::<http::request::Parts>().is_some_and(|parts| {
        let accepts = parts.headers.get(http::header::ACCEPT);
        parts.uri.path().starts_with("/app/do/")
            && !accepts.is_some_and(|value| value.to_str().is_ok_and(|text| text.contains("text/html")))
    });
    if by_script
        && let Some(response) = use_context::<leptos_axum::ResponseOptions>()
        && let Ok(status) = http::StatusCode::from_u16(problem.status)
    {
        response.set_status(status);
    }
    problem
}

#[cfg(not(feature = "ssr"))]
fn stamp(problem: Problem) -> Problem {
    problem
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_error_that_may_stand_in_a_url_drops_the_vendors_words() {
        let mut problem = Problem::new(502, "vendor_down", "The vendor failed.");
        problem.vendor_message = Some("customer data".into());
        let text = serde_json::to_string(&AppError::from(problem)).unwrap();
        assert!(!text.contains("customer data"));
    }

    #[test]
    fn an_error_for_scripts_keeps_the_vendors_words() {
        let mut problem = Problem::new(502, "vendor_down", "The vendor failed.");
        problem.vendor_message = Some("exact words".into());
        let back: WholeError =
            serde_json::from_str(&serde_json::to_string(&WholeError::from(problem.clone())).unwrap())
                .unwrap();
        assert_eq!(Problem::from(back), problem);
    }

    #[test]
    fn a_form_that_could_not_be_read_does_not_repeat_what_was_submitted() {
        let error = AppError::from_server_fn_error(ServerFnErrorErr::Args("invalid digit: hunter2".into()));
        assert_eq!(error.code, "bad_form");
        assert!(!serde_json::to_string(&error).unwrap().contains("hunter2"));
    }
}
