//! Writes refusals down: JSON for programs, a page for a browser that asked for one.

use super::RequestId;
use crate::web::{problem::Refused, problem_page, state::Web};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use contract::problem::Problem;

/// Turns a [`Refused`] (and the router's own bare refusals) into a body.
pub async fn write(State(web): State<Web>, request: Request, next: Next) -> Response {
    let as_page = wants_page(&request);
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let mut response = next.run(request).await;
    let refused = match response.extensions_mut().remove::<Refused>() {
        Some(refused) => refused,
        None => match bare(response.status()) {
            Some(refused) => refused,
            None => return response,
        },
    };
    let refused = refused.with_request_id(id.as_deref().unwrap_or_default());
    let (kind, body) = if as_page {
        let page = problem_page::write(&refused, &web.assets.css);
        ("text/html; charset=utf-8", page.into_bytes())
    } else {
        ("application/problem+json", refused.to_json().unwrap_or_default())
    };
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

/// The refusals that the router and the size limit make themselves.
fn bare(status: StatusCode) -> Option<Refused> {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Some(
            Problem::new(
                405,
                "method_not_allowed",
                "This path does not answer that method.",
            )
            .with_detail("The header `Allow` lists the methods it answers.")
            .into(),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Refused::too_large()),
        _ => None,
    }
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
