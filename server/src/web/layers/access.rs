//! One line in the log, one span and one count for each request.
//!
//! The route's pattern is written, never the path, the query, a header or a body: a path may hold a receiver's token.

use super::{RequestId, problems::Told, trace_context};
use crate::web::state::Web;
use axum::{
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::Instrument as _;

/// Logs and counts the request once its answer has begun.
pub async fn log(State(web): State<Web>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = route(&request);
    let method = method(&request);
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let span = trace_context::begun(method, &route, id.as_deref(), request.headers());
    let response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    web.metrics.count(method, &route, status, took);
    let code = response.extensions().get::<Told>().map(|told| told.0.as_ref());
    trace_context::ended(&span, status, code);
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let id = id.as_deref();
    if is_routine(&route) && status < 500 {
        tracing::debug!(
            http.method = method,
            http.route = route,
            http.status = status,
            duration_ms,
            request.id = id
        );
    } else {
        tracing::info!(
            http.method = method,
            http.route = route,
            http.status = status,
            duration_ms,
            request.id = id,
            problem.code = code,
            "answered {method} {route} with {status}"
        );
    }
    response
}

/// Rationale: a method is free text for whoever sends it, so it could make labels without end.
fn method(request: &Request) -> &'static str {
    match *request.method() {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

fn route(request: &Request) -> String {
    match request.extensions().get::<MatchedPath>().map(MatchedPath::as_str) {
        // The router's own name for "all below" is no name for a person.
        Some(path) if path.starts_with("/pkg/") => "/pkg/{file}".to_owned(),
        Some(path) => path.to_owned(),
        None => "unmatched".to_owned(),
    }
}

/// Asked every few seconds by machines, or with every page.
fn is_routine(route: &str) -> bool {
    matches!(
        route,
        "/healthz" | "/readyz" | "/metrics" | "/pkg/{file}" | "/favicon.svg"
    )
}
