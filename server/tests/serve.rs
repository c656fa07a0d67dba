//! The server on a real socket: it knows its peers and ends when it is told to.

use crate::support::{Fake, services};
use server::{web::WebConfig, wiring::serve_on};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn it_serves_until_it_is_told_to_stop() {
    let fake = Arc::new(Fake::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let config = WebConfig {
        public_url: format!("http://{address}").parse().unwrap(),
        site_root: "/nonexistent".into(),
        trusted_proxies: Vec::new(),
        metrics_open: false,
        ready: Arc::new(|| Box::pin(async { Ok(()) })),
        more_numbers: Arc::new(String::new),
        stop: CancellationToken::new(),
    };
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve_on(listener, services(&fake), config, stop.clone()));
    let client = reqwest::Client::new();
    let url = format!("http://{address}/sign-in");
    let typed = [("email", "a@b.c"), ("password", "x")];
    let answer = client
        .post(&url)
        .header("origin", format!("http://{address}"))
        .form(&typed)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 401);
    stop.cancel();
    serving.await.unwrap().unwrap();
    assert!(client.get(&url).send().await.is_err());
}
