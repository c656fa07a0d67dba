//! The pages of `app` and its server functions.
//!
//! Everything that a page, a server function or the not-found page finds in its context is provided in one place,
//! [`provide`]: two lists would differ some day.

use super::{
    cookies,
    gate::HOME,
    layers::{RequestId, page_policy},
    peer,
    problem::Refused,
    session::Caller,
    state::Web,
};
use app::{
    App,
    context::{Posted, Visitor},
    shell,
};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodFilter, any, get, on},
};
use leptos::{
    nonce::use_nonce,
    prelude::{provide_context, use_context},
    server_fn::axum::server_fn_paths,
};
use leptos_axum::{AxumRouteListing, ResponseOptions};
use leptos_router::SsrMode;
use std::sync::OnceLock;

/// Where the server functions are.
pub const SERVER_FUNCTIONS: &str = "/app/do/";

/// The routes that `app` declares, its server functions, and the page for what is not there.
pub fn routes(web: &Web) -> Router<Web> {
    let home = || get(async || Redirect::to(HOME));
    let mut router = Router::new().route("/", home()).route("/app", home());
    for route in listed() {
        let mode = route.mode().clone();
        let page =
            move |State(web): State<Web>, request: Request| async move { render(&web, request, &mode).await };
        match one_spelling(route.path()).as_str() {
            "/" | "/app" => {}
            path => router = router.route(path, get(page)),
        }
    }
    for (path, method) in server_fn_paths() {
        match MethodFilter::try_from(method) {
            Ok(method) if path.starts_with(SERVER_FUNCTIONS) => {
                router = router.route(path, on(method, server_function));
            }
            _ => tracing::error!(path, "a server function outside {SERVER_FUNCTIONS} is not served"),
        }
    }
    router
        .route(
            &format!("{SERVER_FUNCTIONS}{{*rest}}"),
            any(async || Refused::no_such_path()),
        )
        .fallback(not_found)
        .with_state(web.clone())
}

/// The routes that `app` declares, found once for the whole process.
///
/// Rationale: while Leptos walks through the application for them it holds back every resource of the process, and one
/// that a page asks for at that moment is never loaded. So no page may be rendered before this is done, nor may it be
/// done twice.
fn listed() -> &'static [AxumRouteListing] {
    static LISTED: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    LISTED.get_or_init(|| leptos_axum::generate_route_list(App))
}

/// The page at the same address again, after a form was posted to it.
pub async fn again(web: &Web, mut parts: Parts, posted: Posted, status: StatusCode) -> Response {
    parts.method = Method::GET;
    for name in [
        header::CONTENT_LENGTH,
        header::CONTENT_TYPE,
        header::TRANSFER_ENCODING,
    ] {
        parts.headers.remove(name);
    }
    parts.extensions.insert(posted);
    let mut response = render(web, Request::from_parts(parts, Body::empty()), &SsrMode::Async).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

async fn render(web: &Web, request: Request, mode: &SsrMode) -> Response {
    let context = {
        let web = web.clone();
        move || provide(&web)
    };
    let assets = web.assets.clone();
    let page = move || shell(&assets);
    match mode {
        SsrMode::Async => leptos_axum::render_app_async_with_context(context, page)(request).await,
        SsrMode::InOrder => {
            leptos_axum::render_app_to_stream_in_order_with_context(context, page)(request).await
        }
        _ => leptos_axum::render_app_to_stream_with_context(context, page)(request).await,
    }
}

async fn server_function(State(web): State<Web>, request: Request) -> Response {
    leptos_axum::handle_server_fns_with_context(move || provide(&web), request)
        .await
        .into_response()
}

async fn not_found(State(web): State<Web>, request: Request) -> Response {
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    if *request.method() != Method::GET || !accept.is_some_and(|accept| accept.contains("text/html")) {
        return Refused::no_such_path().into_response();
    }
    let mut response = render(&web, request, &SsrMode::Async).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// The one place that fills the context.
fn provide(web: &Web) {
    let Some(parts) = use_context::<Parts>() else {
        return;
    };
    provide_context(web.services.clone());
    provide_context(visitor(web, &parts));
    provide_context(parts.extensions.get::<Posted>().cloned().unwrap_or_default());
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::try_from(page_policy(&nonce))
    {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn visitor(web: &Web, parts: &Parts) -> Visitor {
    let caller = parts.extensions.get::<Caller>().cloned();
    let (who, origin) = match caller {
        Some(caller) => (caller.who, caller.origin),
        None => (
            None,
            peer::origin(&parts.extensions, &parts.headers, &web.config.trusted_proxies),
        ),
    };
    let id = parts.extensions.get::<RequestId>();
    Visitor {
        who,
        origin,
        request_id: id.map(|id| id.0.to_string()).unwrap_or_default(),
        theme: cookies::read(&parts.headers, cookies::THEME).map(ToOwned::to_owned),
    }
}

/// A pattern with its parameters named by their place, so that pages and forms of one address are one route,
/// whatever either calls them.
pub fn one_spelling(path: &str) -> String {
    let mut count = 0;
    path.split('/')
        .map(|segment| {
            if segment.starts_with("{*") {
                "{*rest}".to_owned()
            } else if segment.starts_with('{') {
                count += 1;
                if count == 1 {
                    "{id}".to_owned()
                } else {
                    format!("{{id{count}}}")
                }
            } else {
                segment.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::one_spelling;

    #[test]
    fn parameters_are_named_by_their_place() {
        assert_eq!(
            one_spelling("/app/integrations/new/{vendor}"),
            "/app/integrations/new/{id}"
        );
        assert_eq!(one_spelling("/app/x/{a}/y/{b}"), "/app/x/{id}/y/{id2}");
        assert_eq!(one_spelling("/app/files/{*path}"), "/app/files/{*rest}");
        assert_eq!(one_spelling("/"), "/");
    }
}
