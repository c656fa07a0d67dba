//! For the machines that watch us: alive, ready, and the numbers.

use super::{problem::Refused, session, state::Web};
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, header},
    response::IntoResponse,
    routing::get,
};
use contract::problem::Problem;

/// The routes of the watchers.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
}

async fn readyz(State(web): State<Web>) -> Result<&'static str, Refused> {
    (web.config.ready)().await.map_err(|mut problem| {
        // Rationale: balancers decide on the status alone, and whatever the cause is, the answer is "not now".
        problem.status = 503;
        problem
    })?;
    Ok("ready")
}

async fn metrics(State(web): State<Web>, headers: HeaderMap) -> Result<impl IntoResponse, Refused> {
    if !web.config.metrics_open && session::by_token(&web, &headers).await?.is_none() {
        return Err(Problem::unauthenticated().into());
    }
    let plain = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    let watchers = web.services.live.watchers();
    let text = format!(
        "{}{}# TYPE opsai_live_subscribers gauge\nopsai_live_subscribers {watchers}\n",
        web.metrics,
        (web.config.more_numbers)()
    );
    Ok((plain, text))
}
