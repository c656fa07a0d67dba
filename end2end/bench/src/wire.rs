//! What the connector adds to a long list: 10,000 devices of Datto RMM, page after page, through the port, against the same
//! pages fetched from the same double by a bare client, one after the other.

use crate::{
    database::Database,
    house::{House, admin},
    load,
    report::Report,
};
use anyhow::{Context as _, ensure};
use contract::{
    integration::SavePolicy,
    operation::{OperationAnswer, OperationCall},
};
use sandbox::datto_rmm::{CLIENT, Double, GOOD, Options};
use serde_json::{Value, json};

const DEVICES: u64 = 10_000;
const PAGE: u64 = 250;

/// Lists of each kind; with the warm-up both stay below the 600 requests a minute that connector and double keep.
const LISTS: usize = 5;

/// Measures devices a second.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    let options = Options {
        devices: DEVICES,
        ..Options::default()
    };
    let double = Double::start(options).await?;
    let house = House::on(Database::sqlite().await?, double.egress_map()).await?;
    let settings = [("url", GOOD.url)];
    let credentials = [("api_key", GOOD.api_key), ("api_secret", GOOD.api_secret)];
    house
        .connect("datto_rmm", &settings, &credentials, SavePolicy::WhenTestPasses)
        .await?;
    let operations = house.machine.services().operations;
    let who = admin();
    let ours = load::count(LISTS, || async {
        let call = OperationCall {
            input: json!({}),
            ..OperationCall::default()
        };
        let answer = operations.call(&who, "datto_rmm", "devices.list", call).await?;
        let OperationAnswer::Output(output) = answer else {
            anyhow::bail!("the list waits for an approval");
        };
        let rows = output["items"].as_array().map_or(0, Vec::len);
        ensure!(rows as u64 == DEVICES, "{rows} devices came");
        Ok(())
    })
    .await?;
    double.set_usage(0);
    let bare = bare(&double).await?;
    let devices = |lists: f64| lists * f64::from(u32::try_from(DEVICES).unwrap_or(0));
    report.at_least(
        "10,000 devices by pages, devices a second",
        devices(ours.per_second),
        devices(bare.per_second),
        "/s",
        0.5,
    );
    Ok(())
}

async fn bare(double: &sandbox::datto_rmm::Running) -> anyhow::Result<load::Seen> {
    let origin = double.origin("concord");
    let client = reqwest::Client::builder().no_proxy().build()?;
    let form = [
        ("grant_type", "password"),
        ("username", GOOD.api_key),
        ("password", GOOD.api_secret),
    ];
    let signed: Value = client
        .post(format!("{origin}/auth/oauth/token"))
        .header("authorization", CLIENT)
        .form(&form)
        .send()
        .await?
        .json()
        .await?;
    let token = signed["access_token"].as_str().context("no token came")?;
    let bearer = format!("Bearer {token}");
    load::count(LISTS, || async {
        for page in 0..DEVICES / PAGE {
            let url = format!("{origin}/api/v2/account/devices?page={page}&max={PAGE}");
            let answer = client.get(url).header("authorization", &bearer).send().await?;
            ensure!(
                answer.status().is_success(),
                "a page was refused: {}",
                answer.status()
            );
            answer.bytes().await?;
        }
        Ok(())
    })
    .await
}
