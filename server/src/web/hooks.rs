//! The door at which vendors post. Nobody is signed in here: the delivery proves itself, or the port refuses it.
//!
//! The body is read piece by piece and given up as soon as it is larger than is taken, so no sender can fill the memory.
//! What comes is handed on byte for byte, whatever its content type.

use super::{peer, problem::Refused, state::Web};
use axum::{
    Router,
    body::{Body as Incoming, BodyDataStream},
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::post,
};
use contract::delivery::{Body, Delivery, Receipt};
use futures::StreamExt as _;
use serde_json::json;

/// The routes of the door: the secret may stand behind the token, for vendors that can set no header.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/hooks/{token}", post(take))
        .route("/hooks/{token}/{secret}", post(take_with_secret))
}

async fn take(State(web): State<Web>, Path(token): Path<String>, request: Request) -> Response {
    answer(&web, token, None, request).await
}

async fn take_with_secret(
    State(web): State<Web>,
    Path((token, secret)): Path<(String, String)>,
    request: Request,
) -> Response {
    answer(&web, token, Some(secret), request).await
}

async fn answer(web: &Web, token: String, path_secret: Option<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let largest = web.services.receiver.largest();
    let delivery = Delivery {
        token,
        path_secret,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        method: "POST".into(),
        address: peer::origin(&parts.extensions, &parts.headers, &web.config.trusted_proxies).address,
        forwarded_for: forwarded_for(&parts.headers),
        body: read(&parts.headers, body, largest).await,
        headers: headers(parts.headers),
    };
    match web.services.receiver.receive(delivery).await {
        Ok(Receipt::Event(id)) => (StatusCode::ACCEPTED, axum::Json(json!({ "event": id }))).into_response(),
        // Exactly what was asked for: nothing is escaped and nothing added.
        Ok(Receipt::Echo(text)) => {
            let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (plain, text).into_response()
        }
        Err(problem) => Refused::from(problem).into_response(),
    }
}

/// Reads a body, but not past what is taken.
async fn read(headers: &HeaderMap, body: Incoming, largest: usize) -> Body {
    let told = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<usize>().ok());
    if told.is_some_and(|told| told > largest) {
        return Body::TooLarge;
    }
    let mut stream: BodyDataStream = body.into_data_stream();
    let mut bytes = Vec::with_capacity(told.unwrap_or_default());
    while let Some(piece) = stream.next().await {
        let Ok(piece) = piece else { return Body::Cut };
        if bytes.len() + piece.len() > largest {
            return Body::TooLarge;
        }
        bytes.extend_from_slice(&piece);
    }
    Body::Whole(bytes)
}

fn headers(headers: HeaderMap) -> Vec<(String, Vec<u8>)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect()
}

fn forwarded_for(headers: &HeaderMap) -> String {
    let told: Vec<_> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    told.join(", ")
}

/// Whether a path is the door's; the token in it proves nothing and no browser's cookie counts here.
pub fn is_hook(path: &str) -> bool {
    path.starts_with("/hooks/")
}
