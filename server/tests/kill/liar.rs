//! A receiver that acknowledges before anything is committed: what the harness must catch. It is no part of the product.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
};

#[derive(Clone)]
struct Liar {
    behind: String,
    client: reqwest::Client,
}

/// Opens a port before an origin; gives its own.
pub async fn start(behind: &str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let liar = Liar {
        behind: behind.to_owned(),
        client: reqwest::Client::new(),
    };
    let routes = Router::new().fallback(taken).with_state(liar);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    origin
}

async fn taken(State(liar): State<Liar>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    tokio::spawn(async move {
        let mut request = liar.client.post(format!("{}{uri}", liar.behind)).body(body);
        for name in ["content-type", "x-hook-signature"] {
            if let Some(value) = headers.get(name) {
                request = request.header(name, value.as_bytes());
            }
        }
        // Whatever came of it: the sender was told long ago.
        let _ = request.send().await;
    });
    StatusCode::ACCEPTED
}
