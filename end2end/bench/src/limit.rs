//! Many callers of one account: 200 at once keep Microsoft 365's limit of 1,100 requests in ten seconds exactly, and leave
//! next to nothing of it unused. A caller who is told to wait waits as long as it is told, and asks again.

use crate::{
    database::Database,
    graph::Graph,
    house::{House, admin},
    report::Report,
};
use contract::{integration::SavePolicy, operation::OperationCall};
use engine::vendors::Registry;
use futures::future::try_join_all;
use serde_json::json;
use std::time::{Duration, Instant};

const CALLERS: usize = 200;

/// Windows that are watched.
const WINDOWS: u32 = 3;

/// Measures the fullest window and what was left of all.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    let graph = Graph::open().await?;
    let house = House::on(Database::sqlite().await?, graph.egress_map()).await?;
    let settings = [
        ("tenant_id", "11111111-1111-4111-8111-111111111111"),
        ("client_id", "33333333-3333-4333-8333-333333333333"),
    ];
    let credentials = [("client_secret", "a~secret.of-the-benchmark")];
    house
        .connect("microsoft365", &settings, &credentials, SavePolicy::Anyway)
        .await?;
    let registry = Registry::new();
    let limits = registry
        .connector("microsoft365")
        .map(|connector| connector.limits())
        .and_then(|limits| limits.window);
    let (most, window) = limits.ok_or_else(|| anyhow::anyhow!("Microsoft 365 has no limit"))?;
    graph.take();
    let until = Instant::now() + window * WINDOWS + Duration::from_secs(1);
    try_join_all((0..CALLERS).map(|_| caller(&house, until))).await?;
    let came = graph.take();
    let (fullest, used) = (fullest(&came, window), within(&came, window * WINDOWS));
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    report.at_most(
        "200 callers, requests in the fullest 10 s",
        number(fullest),
        number(most),
        "",
        1.0,
    );
    report.at_least(
        "200 callers, of the vendor's limit used",
        number(used),
        number(most) * f64::from(WINDOWS),
        "",
        0.95,
    );
    Ok(())
}

async fn caller(house: &House, until: Instant) -> anyhow::Result<()> {
    let operations = house.machine.services().operations;
    let who = admin();
    while Instant::now() < until {
        let call = OperationCall {
            input: json!({}),
            ..OperationCall::default()
        };
        match operations
            .call(&who, "microsoft365", "organization.get", call)
            .await
        {
            Ok(_) => {}
            Err(problem) if problem.status == 429 => {
                let wait = Duration::from_secs(problem.retry_after.unwrap_or(1));
                let left = until.saturating_duration_since(Instant::now());
                tokio::time::sleep(wait.min(left)).await;
            }
            Err(problem) => return Err(problem.into()),
        }
    }
    Ok(())
}

/// The most that came within any window of this length.
fn fullest(came: &[Instant], window: Duration) -> usize {
    let mut first = 0;
    let mut most = 0;
    for (last, at) in came.iter().enumerate() {
        while at.duration_since(came[first]) >= window {
            first += 1;
        }
        most = most.max(last - first + 1);
    }
    most
}

/// How many came within this time from the first on.
fn within(came: &[Instant], time: Duration) -> usize {
    let Some(begun) = came.first() else { return 0 };
    came.iter()
        .take_while(|at| at.duration_since(*begun) < time)
        .count()
}
