//! The main page, rendered for a signed-in person, against a bare route that answers the same bytes.

use crate::{house::House, load, report::Report};
use axum::{Router, routing::get};
use contract::account::{FirstAdmin, Origin};
use server::{
    web::{Ready, WebConfig},
    wiring,
};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const TIME: Duration = Duration::from_secs(5);
const WORKERS: usize = 16;

/// Measures requests per second and the slowest of a hundred.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    let house = House::build().await?;
    let services = house.machine.services();
    let link = engine::ports::issue_setup_link(&house.machine.store, &house.machine.act.clock).await?;
    let admin = FirstAdmin {
        link: link.unwrap_or_default(),
        email: "ada@msp.example".into(),
        name: "Ada".into(),
        password: "correct horse battery".into(),
    };
    let session = services
        .accounts
        .first_admin(admin, Origin::default())
        .await?
        .secret;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let here = format!("http://{}", listener.local_addr()?);
    let ready: Ready = Arc::new(|| Box::pin(std::future::ready(Ok(()))));
    let config = WebConfig {
        public_url: here.parse()?,
        site_root: PathBuf::from("site"),
        trusted_proxies: Vec::new(),
        metrics_open: false,
        ready,
        more_numbers: Arc::new(String::new),
        stop: CancellationToken::new(),
    };
    tokio::spawn(wiring::serve_on(
        listener,
        services,
        config,
        CancellationToken::new(),
    ));
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let page = format!("{here}/app/integrations");
    let cookie = format!("opsai_session={session}");
    let fetch = |url: String| {
        let (client, cookie) = (client.clone(), cookie.clone());
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
