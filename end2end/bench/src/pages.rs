//! The main page, rendered for a signed-in person, against a bare route that answers the same bytes.

use crate::{house::House, load, report::Report, site::Site};
use axum::{Router, routing::get};
use std::time::Duration;
use tokio::net::TcpListener;

const TIME: Duration = Duration::from_secs(5);
const WORKERS: usize = 16;

/// Measures requests per second and the slowest of a hundred.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    let (house, _double) = House::with_autotask().await?;
    let site = Site::of(&house).await?;
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let page = format!("{}/app/integrations", site.origin());
    let fetch = |url: String| {
        let (client, cookie) = (client.clone(), site.cookie.clone());
        async move {
            let answer = client.get(url).header("cookie", cookie).send().await?;
            anyhow::ensure!(
                answer.status().as_u16() == 200,
                "the page answered {}",
                answer.status()
            );
            anyhow::Ok(answer.bytes().await?)
        }
    };
    let body = fetch(page.clone()).await?;
    let bytes = body.len();
    let bare = bare_route(body).await?;
    let ours = load::run(WORKERS, TIME, || async { fetch(page.clone()).await.map(|_| ()) }).await?;
    let reference = load::run(WORKERS, TIME, || async { fetch(bare.clone()).await.map(|_| ()) }).await?;
    println!("  the page has {bytes} bytes of HTML");
    report.at_least(
        "Integrations page, requests a second",
        ours.per_second,
        reference.per_second,
        "/s",
        0.005,
    );
    report.at_most(
        "Integrations page, p99",
        ours.p99_ms,
        reference.p99_ms,
        "ms",
        220.0,
    );
    Ok(())
}

async fn bare_route(body: axum::body::Bytes) -> anyhow::Result<String> {
    let app = Router::new().route(
        "/",
        get(move || std::future::ready(axum::response::Html(body.clone()))),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(url)
}
