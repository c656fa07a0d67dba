//! What every request passes through, whatever it asks for; outermost first:
//!
//! ```text
//!   request id → log and numbers → security headers → compression → problems → panics → cross-site → size → routes
//! ```
//!
//! Each layer knows one thing and refuses to know the routes.

mod access;
mod cross_site;
mod panics;
mod problems;
mod request_id;
mod security;
mod trace_context;

pub use request_id::RequestId;
pub use security::page_policy;

use super::state::Web;
use axum::{Router, middleware::from_fn_with_state};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

/// The largest request, in bytes; the door of the vendors' deliveries has a limit of its own.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// Puts the layers around the routes.
pub fn around(routes: Router<Web>, web: &Web) -> Router<Web> {
    routes
        .layer(from_fn_with_state(web.clone(), cross_site::refuse))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(web.clone(), problems::write))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(web.clone(), security::headers))
        .layer(from_fn_with_state(web.clone(), access::log))
        .layer(from_fn_with_state(web.clone(), request_id::give))
}
