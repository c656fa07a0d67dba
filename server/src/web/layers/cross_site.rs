//! Another site must not make a signed-in browser change something here.
//!
//! A request that changes state and that a browser could have sent with our cookie must come from our own pages. A
//! bearer token is exempt: no other site can make a browser send one. So are the vendors' deliveries, where no cookie counts.

use crate::web::{
    cookies, hooks,
    problem::Refused,
    state::{Web, WebConfig},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::problem::Problem;
use url::Url;

/// Refuses requests from elsewhere.
pub async fn refuse(State(web): State<Web>, request: Request, next: Next) -> Response {
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    );
    if reads || is_exempt(&web.config, &request) || is_ours(&web.config, &request) {
        return next.run(request).await;
    }
    let problem = Problem::new(403, "cross_site", "This request did not come from an Ops AI page.").with_detail(
        "Nothing was changed. Browsers: use Ops AI at its own address. Programs: send `Authorization: Bearer opsai_…` \
         to /api/v1.",
    );
    Refused::from(problem).into_response()
}

/// Calls of the API that bring a token are judged by it alone, and those without token and cookie are nobody's.
fn is_exempt(config: &WebConfig, request: &Request) -> bool {
    let headers = request.headers();
    if hooks::is_hook(request.uri().path()) {
        return true;
    }
    request.uri().path().starts_with("/api/v1/")
        && (headers.contains_key(header::AUTHORIZATION)
            || cookies::read(headers, cookies::session_name(config)).is_none())
}

fn is_ours(config: &WebConfig, request: &Request) -> bool {
    let headers = request.headers();
    if let Some(site) = text(headers, "sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(headers, "origin").and_then(|origin| Url::parse(origin).ok()) else {
        return false;
    };
    let host = text(headers, "host").or_else(|| request.uri().authority().map(Authority::as_str));
    // The host's scheme is the one the browser used, which behind a proxy only the browser knows.
    let here = host.and_then(|host| Url::parse(&format!("{}://{host}", origin.scheme())).ok());
    [here.as_ref(), Some(&config.public_url)]
        .into_iter()
        .flatten()
        .any(|own| own.origin() == origin.origin())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
