//! The web: every door through which a person or a program comes in.
//!
//! ```text
//!   request ─▶ layers (id, log, headers, compression, problems, panics, size, cross-site)
//!                 ├─ /app/…  /sign-in  /setup    pages, forms and server functions   (session cookie)
//!                 ├─ /csp/callback               back from a partner's sign-in        (session cookie)
//!                 ├─ /api/v1/…                   JSON                                (bearer token, or session)
//!                 ├─ /hooks/{token}              deliveries of the vendors            (their own proof)
//!                 ├─ /pkg/…  /favicon.svg        files of the browser's part
//!                 └─ /healthz  /readyz  /metrics for the machines that watch us
//! ```
//!
//! It translates between HTTP and the ports of `contract`, and refuses to know what is behind them: who may do what is
//! decided there, so pages, server functions and REST cannot differ.

mod api;
mod assets;
mod cookies;
mod csp_callback;
mod fields;
mod forms;
mod gate;
mod health;
mod hooks;
mod layers;
mod live;
mod metrics;
mod pages;
mod peer;
mod problem;
mod problem_page;
mod session;
mod state;

pub use api::document;
pub use problem::Refused;
pub use state::{MoreNumbers, Ready, WebConfig};

use axum::{Router, middleware::from_fn_with_state};
use contract::ports::Services;
use state::Web;
use tower_http::limit::RequestBodyLimitLayer;

/// The whole web, ready to be served.
pub fn router(services: Services, config: WebConfig) -> Router {
    let web = Web::new(services, config);
    let people = pages::routes(&web)
        .merge(forms::routes())
        .merge(csp_callback::routes())
        .layer(from_fn_with_state(web.clone(), gate::open))
        .layer(from_fn_with_state(web.clone(), session::of_a_person));
    let programs = api::routes().layer(from_fn_with_state(web.clone(), session::of_a_program));
    let doors = Router::new()
        .merge(people)
        .nest("/api/v1", programs)
        .merge(assets::routes(&web.config.site_root))
        .merge(health::routes())
        .layer(RequestBodyLimitLayer::new(layers::LARGEST_BODY))
        // Beside the limit: a delivery that is too large is written down as well, so its own door says so.
        .merge(hooks::routes());
    layers::around(doors, &web).with_state(web)
}
