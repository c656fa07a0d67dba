//! The document itself, and the page that shows it without a request to anybody else.

use super::docs_page;
use crate::web::state::Web;
use axum::{
    Router,
    http::header,
    response::{Html, IntoResponse},
    routing::get,
};
use std::sync::Arc;
use utoipa::openapi::OpenApi;

const STYLE: &str = include_str!("docs.css");

/// The three routes that describe the others. They are open: they tell what can be asked, not what is there.
pub fn routes(document: &OpenApi) -> Router<Web> {
    // An unserialisable document would be a fault of the build; the tests read it as every reader does.
    let json: Arc<str> = document.to_pretty_json().unwrap_or_default().into();
    let page: Arc<str> = docs_page::write(&serde_json::from_str(&json).unwrap_or_default()).into();
    let kept = |kind: &'static str| [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")];
    Router::new()
        .route(
            "/openapi.json",
            get(async move || (kept("application/json"), json.to_string()).into_response()),
        )
        .route("/docs", get(async move || Html(page.to_string())))
        .route(
            "/docs/style.css",
            get(async move || (kept("text/css; charset=utf-8"), STYLE)),
        )
}
