//! The status of 2,000 integrations with a day of history each: how long `GET /api/v1/status` takes over the web, and how many
//! bytes it has as they are sent; and what the page asks in one question, through the port.

use crate::{
    database::Database,
    house::{House, admin},
    load, many,
    report::Report,
    site::Site,
};
use contract::health::BoardQuery;
use engine::probes::history;
use std::time::Duration;

const INTEGRATIONS: usize = 2_000;
const WORKERS: usize = 4;
const TIME: Duration = Duration::from_secs(5);

const BUDGET_MS: f64 = 100.0;
const BUDGET_KIB: f64 = 60.0;

/// One in twenty fails, with words of the vendor's.
const FOUND: &str = "UPDATE integrations SET checked_at = {now}, since = {now}, latency_ms = 180, next_probe_at = {now} + 300000,
  outcome = CASE WHEN substr(name, 10) % 20 = 0 THEN 'credentials' ELSE 'ok' END,
  badge = CASE WHEN substr(name, 10) % 20 = 0 THEN 'disconnected' ELSE 'connected' END,
  detail = CASE WHEN substr(name, 10) % 20 = 0 THEN 'The vendor refused the credentials.' ELSE 'signed in as opsai' END,
  vendor_status = CASE WHEN substr(name, 10) % 20 = 0 THEN 401 END,
  vendor_message = CASE WHEN substr(name, 10) % 20 = 0
    THEN '{\"error\":{\"statusCode\":401,\"name\":\"Error\",\"message\":\"Authorization Required for ' || name || '\"}}' END";

/// A probe each five minutes.
const HISTORY: &str = "WITH RECURSIVE turns (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM turns WHERE n < 288)
  INSERT INTO probes (id, integration_id, at, outcome, latency_ms, trigger_word, detail)
  SELECT 'prb_' || integrations.id || turns.n, integrations.id, {now} - turns.n * 300000,
    CASE WHEN (turns.n + length(name)) % 97 = 0 THEN 'timeout' ELSE 'ok' END, 150 + turns.n % 90, 'schedule', ''
  FROM integrations, turns";

/// Measures time and size.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    let house = House::on(Database::sqlite().await?, []).await?;
    many::integrations(&house, INTEGRATIONS).await?;
    let now = house.machine.act.clock.now_ms().to_string();
    for statement in [FOUND, HISTORY] {
        house.database.run(&statement.replace("{now}", &now)).await?;
    }
    // As a server does by itself: half hours that are over are added up.
    while history::add_up(&house.machine.store, house.machine.act.clock.now_ms()).await? {}
    let site = Site::of(&house).await?;
    // As it is sent: the client unpacks nothing.
    let client = reqwest::Client::builder().no_proxy().no_gzip().build()?;
    let url = format!("{}/api/v1/status", site.origin());
    let fetch = || async {
        let asked = client.get(&url).header("cookie", &site.cookie);
        let answer = asked.header("accept-encoding", "gzip, br").send().await?;
        anyhow::ensure!(
            answer.status().is_success(),
            "the status answered {}",
            answer.status()
        );
        let packed = answer.headers().contains_key("content-encoding");
        anyhow::ensure!(packed, "the status was not compressed");
        Ok(answer.bytes().await?)
    };
    let bytes = fetch().await?.len();
    let seen = load::run(WORKERS, TIME, || async { fetch().await.map(|_| ()) }).await?;
    let who = admin();
    let health = house.machine.services().health;
    // Each on whatever thread is free, as the web does it.
    let board = load::run(WORKERS, TIME, || async {
        let (health, who) = (health.clone(), who.clone());
        tokio::spawn(async move { health.board(&who, BoardQuery::default()).await }).await??;
        Ok(())
    })
    .await?;
    let kib = f64::from(u32::try_from(bytes)?) / 1024.0;
    report.at_most(
        "status of 2,000, p95, by the web",
        seen.p95_ms,
        BUDGET_MS,
        "ms",
        1.0,
    );
    report.at_most("status of 2,000, compressed", kib, BUDGET_KIB, "KiB", 1.0);
    report.at_most(
        "board of 2,000, p95, by the port",
        board.p95_ms,
        BUDGET_MS,
        "ms",
        1.0,
    );
    house.database.end().await
}
