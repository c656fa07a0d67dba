//! A panic ends one request and nothing else.

use crate::web::problem::Refused;
use axum::response::{IntoResponse, Response};
use contract::problem::Problem;
use std::any::Any;

/// The answer to a request whose handler panicked. The panic's text is not read: it may hold anything.
pub fn answer(_: Box<dyn Any + Send>) -> Response {
    let problem = Problem::new(500, "internal", "Ops AI failed at this request.").with_detail(
        "It is our fault, and it is logged. Try again; if it stays, tell support the request's id.",
    );
    Refused::from(problem).into_response()
}
