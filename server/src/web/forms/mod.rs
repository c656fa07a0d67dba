//! Plain forms: everything that must work before the wasm has loaded, or without it.
//!
//! A form posts to the address of its page. Success redirects (303), so that reloading repeats nothing; anything else
//! renders the same page again with what was typed (never a secret) and what is wrong with it. Decisions are made by
//! the ports; this only carries fields in and words out.

mod delete;
mod integration;
mod operation;
mod setup;
mod sign_in;
mod sign_out;
mod theme;

use super::{pages, problem::Refused, state::Web};
use app::context::Posted;
use axum::{
    Router,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use contract::{manifest::Values, problem::Problem};

/// The routes of the forms.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/sign-in", post(sign_in::post))
        .route("/setup", post(setup::post))
        .route("/sign-out", post(sign_out::post))
        .route("/theme", post(theme::post))
        .route("/app/integrations/new/{id}", post(integration::create))
        .route("/app/integrations/{id}", post(integration::change))
        .route("/app/integrations/{id}/delete", post(delete::post))
        .route("/app/operations/{id}/{id2}", post(operation::call))
}

/// The page again, with the problem beside what was typed, and the problem's own status.
async fn refused(web: &Web, parts: Parts, form: &str, values: Values, problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let retry_after = problem.retry_after;
    let posted = Posted {
        form: form.to_owned(),
        values,
        errors: problem.errors.clone(),
        problem: Some(problem),
        ..Posted::default()
    };
    let mut response = pages::again(web, parts, posted, status).await;
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Sends the browser on with a cookie.
fn go_on_with(cookie: Option<HeaderValue>, to: &str) -> Response {
    let Some(cookie) = cookie else {
        let problem = Problem::new(500, "internal", "The cookie could not be written.");
        return Refused::from(problem).into_response();
    };
    ([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response()
}
