//! What opening and authenticating add to a call: the whole road through the port against a bare request to the same double.

use crate::{
    house::{House, admin},
    load,
    report::Report,
};
use contract::operation::OperationCall;
use serde_json::json;

/// Below the vendor's hourly limit for both, which connector and double keep.
const TIMES: usize = 2_000;

/// Measures one reader that calls again and again; the double's own limit allows it.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    let (house, double) = House::with_autotask().await?;
    let operations = house.machine.services().operations;
    let who = admin();
    let input = json!({ "id": first_ticket(&double)? });
    let ours = load::count(TIMES, || async {
        let call = OperationCall {
            input: input.clone(),
            ..OperationCall::default()
        };
        operations.call(&who, "autotask", "tickets.get", call).await?;
        Ok(())
    })
    .await?;
    let good = sandbox::autotask::GOOD;
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{}/ATServicesRest/V1.0/Tickets/{}", double.zone, input["id"]);
    let bare = load::count(TIMES, || async {
        let answer = client
            .get(&url)
            .header("UserName", good.user_name)
            .header("Secret", good.secret)
            .header("ApiIntegrationCode", good.integration_code)
            .send()
            .await?;
        anyhow::ensure!(
            answer.status().is_success(),
            "the bare request was refused: {}",
            answer.status()
        );
        answer.json::<serde_json::Value>().await?;
        Ok(())
    })
    .await?;
    report.at_most(
        "one call, p50 (open, authenticate, send)",
        ours.p50_ms,
        bare.p50_ms,
        "ms",
        9.0,
    );
    report.at_most("one call, p99", ours.p99_ms, bare.p99_ms, "ms", 8.0);
    Ok(())
}

fn first_ticket(double: &sandbox::autotask::Running) -> anyhow::Result<i64> {
    let rows = double.rows("Tickets");
    rows.first()
        .and_then(|row| row["id"].as_i64())
        .ok_or_else(|| anyhow::anyhow!("the double has no tickets"))
}
