//! One line in the log and one count for each request.
//!
//! The route's pattern is written, never the path, the query, a header or a body: a path may hold a receiver's token.

use super::RequestId;
use crate::web::state::Web;
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use std::time::Instant;

/// Logs and counts the request once its answer has begun.
pub async fn log(State(web): State<Web>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    // Rationale: the method is free text for whoever sends it, so it could make labels without end.
    let label = if route == "unmatched" {
        "any"
    } else {
        method.as_str()
    };
    web.metrics.count(label, &route, status, took);
    tracing::info!(
        http.method = label,
        http.route = route,
        http.status = status,
        duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        request.id = id.as_deref(),
        "answered {label} {route} with {status}"
    );
    response
}
