//! The JSON interface: one file per area, each handler beside its description.
//!
//! `OpenApiRouter` takes routes and descriptions from the same line, so the document and the router cannot differ. The
//! handlers take the caller and the input apart, ask a port and write its answer down; they decide nothing.

mod approvals;
mod audit;
mod body;
mod channels;
mod csp;
mod csp_manage;
mod csp_relationships;
mod customers;
mod dead_letters;
mod docs;
mod docs_page;
mod event_export;
mod events;
mod handovers;
mod health;
mod holds;
mod incidents;
mod integrations;
mod jobs;
mod keys;
mod lists;
mod notices;
mod operations;
mod query;
mod routing;
mod rules;
mod runs;
mod save;
pub(super) mod schemas;
mod sops;
mod status;
mod testing;
mod tokens;
mod vendors;
mod webhooks;

use super::{live, problem::Refused, state::Web};
use axum::Router;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The head of the document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Ops AI",
        description = "Connect vendors, see whether they work, call their operations. Every failure is \
                       `application/problem+json` with a `code`; lists are `{items, next_cursor}`; times are RFC 3339 \
                       UTC. Make a token with `ops-ai token create` or on the page Settings, and send it as \
                       `Authorization: Bearer opsai_…`."
    ),
    servers((url = "/api/v1")),
    security(("token" = []), ("session" = [])),
    components(schemas(schemas::Problem)),
    modifiers(&Security)
)]
struct Head;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("opsai_…")
            .build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        let session = ApiKeyValue::with_description(
            "opsai_session",
            "A signed-in browser; changes are taken from our own pages only. Under https the name begins with `__Host-`.",
        );
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    }
}

fn described() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(Head::openapi())
        .routes(routes!(vendors::list))
        .routes(routes!(vendors::get))
        .routes(routes!(testing::draft))
        .routes(routes!(integrations::list, integrations::create))
        .routes(routes!(
            integrations::get,
            integrations::change,
            integrations::delete
        ))
        .routes(routes!(testing::saved))
        .routes(routes!(status::probe))
        .routes(routes!(integrations::make_default))
        .routes(routes!(status::history))
        .routes(routes!(status::status))
        .merge(health_and_notices())
        .routes(routes!(operations::list))
        .routes(routes!(operations::call))
        .routes(routes!(handovers::take))
        .routes(routes!(rules::list, rules::set))
        .routes(routes!(approvals::list))
        .routes(routes!(approvals::get))
        .routes(routes!(approvals::check))
        .routes(routes!(approvals::approve))
        .routes(routes!(approvals::reject))
        .routes(routes!(audit::list))
        .routes(routes!(audit::verify))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::revoke))
        .routes(routes!(keys::ring))
        .routes(routes!(webhooks::list, webhooks::create))
        .routes(routes!(webhooks::get, webhooks::change, webhooks::delete))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::register))
        .routes(routes!(webhooks::retire))
        .routes(routes!(events::list))
        .routes(routes!(event_export::export))
        .routes(routes!(events::get))
        .routes(routes!(events::replay))
        .routes(routes!(dead_letters::list))
        .routes(routes!(dead_letters::count))
        .routes(routes!(dead_letters::replay))
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::get, jobs::steer))
        .routes(routes!(live::stream))
        .routes(routes!(customers::list, customers::create))
        .routes(routes!(customers::get, customers::change, customers::delete))
        .routes(routes!(customers::merge))
        .routes(routes!(customers::split))
        .routes(routes!(customers::links, customers::link))
        .routes(routes!(customers::unlink))
        .routes(routes!(customers::records))
        .routes(routes!(customers::accept))
        .routes(routes!(customers::ignore))
        .routes(routes!(customers::discover))
        .routes(routes!(routing::list, routing::create))
        .routes(routes!(routing::change, routing::delete))
        .routes(routes!(routing::move_to))
        .routes(routes!(routing::test))
        .routes(routes!(routing::samples))
        .routes(routes!(routing::hints))
        .routes(routes!(sops::list, sops::create))
        .routes(routes!(sops::get, sops::change, sops::delete))
        .routes(routes!(sops::versions))
        .routes(routes!(sops::roll_back))
        .routes(routes!(sops::run))
        .routes(routes!(sops::templates))
        .routes(routes!(sops::check))
        .routes(routes!(sops::preview))
        .routes(routes!(sops::dry_run))
        .routes(routes!(csp::overview))
        .routes(routes!(csp::begin))
        .routes(routes!(csp::get, csp::forget))
        .routes(routes!(csp::sign_in))
        .routes(routes!(csp::resume))
        .routes(routes!(csp::fill))
        .routes(routes!(csp::check))
        .routes(routes!(csp::skip))
        .routes(routes!(csp::roles))
        .routes(routes!(csp::codes))
        .routes(routes!(csp_relationships::list, csp_relationships::create))
        .routes(routes!(
            csp_relationships::get,
            csp_relationships::extend,
            csp_relationships::end
        ))
        .routes(routes!(csp_relationships::lock))
        .routes(routes!(csp_relationships::assign))
        .routes(routes!(csp_manage::customers))
        .routes(routes!(csp_manage::check_customer))
        .routes(routes!(csp_manage::onboard))
        .routes(routes!(csp_manage::permissions))
        .routes(routes!(csp_manage::account))
        .routes(routes!(csp_manage::rotate))
        .routes(routes!(csp_manage::plan, csp_manage::remove))
        .routes(routes!(runs::list))
        .routes(routes!(runs::get))
        .routes(routes!(runs::cancel))
        .routes(routes!(runs::rerun))
}

/// What Integration Status and Notifications show and do.
fn health_and_notices() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(health::detail))
        .routes(routes!(health::set_expiry))
        .routes(routes!(incidents::list))
        .routes(routes!(incidents::get))
        .routes(routes!(incidents::acknowledge))
        .routes(routes!(holds::list, holds::create))
        .routes(routes!(holds::end))
        .routes(routes!(channels::list, channels::create))
        .routes(routes!(channels::get, channels::change, channels::delete))
        .routes(routes!(channels::test))
        .routes(routes!(notices::deliveries))
}

/// The OpenAPI document.
pub fn document() -> Document {
    described().into_openapi()
}

/// The routes below `/api/v1`.
pub fn routes() -> Router<Web> {
    let (router, document) = described().split_for_parts();
    router
        .merge(docs::routes(&document))
        .fallback(async || Refused::no_such_path())
}
