//! Writes refusals down: JSON for programs, a page for a browser that asked for one.

use super::RequestId;
use crate::web::{pages::SERVER_FUNCTIONS, problem::Refused, problem_page, state::Web};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use contract::{Text, problem::Problem};

/// The code of the problem that was written, for the log.
#[derive(Clone)]
pub struct Told(pub Text);

/// Turns a [`Refused`] (and the router's own bare refusals) into a body.
pub async fn write(State(web): State<Web>, request: Request, next: Next) -> Response {
    let as_page = wants_page(&request);
    let is_server_function = request.uri().path().starts_with(SERVER_FUNCTIONS);
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let mut response = next.run(request).await;
    let refused = match response.extensions_mut().remove::<Refused>() {
        None if is_server_function || !is_plain(response.headers()) => None,
        None => bare(response.status()),
        refused => refused,
    };
    let Some(refused) = refused else {
        return response;
    };
    let refused = refused.with_request_id(id.as_deref().unwrap_or_default());
    let (kind, body) = if as_page {
        let page = problem_page::write(&refused, &web.assets.css);
        ("text/html; charset=utf-8", page.into_bytes())
    } else {
        ("application/problem+json", refused.to_json().unwrap_or_default())
    };
    response
        .extensions_mut()
        .insert(Told(refused.problem().code.clone()));
    *response.status_mut() = refused.status();
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if refused.status() == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = refused.problem().retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The refusals that the router, its extractors and the size limit make themselves.
fn bare(status: StatusCode) -> Option<Refused> {
    let problem = match status {
        StatusCode::BAD_REQUEST => Problem::new(400, "malformed_request", "The request could not be read.")
            .with_detail("Its path or its query is not written as the rules of URLs want it."),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(
            405,
            "method_not_allowed",
            "This path does not answer that method.",
        )
        .with_detail("The header `Allow` lists the methods it answers."),
        StatusCode::PAYLOAD_TOO_LARGE => return Some(Refused::too_large()),
        _ => return None,
    };
    Some(problem.into())
}

fn is_plain(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

fn wants_page(request: &Request) -> bool {
    let path = request.uri().path();
    let accepts = request
        .headers()
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"));
    accepts && path != "/api/v1" && !path.starts_with("/api/")
}
