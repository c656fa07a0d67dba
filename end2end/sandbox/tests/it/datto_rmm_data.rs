//! Datto RMM: lists, audits, alerts and jobs.

use reqwest::Method;
use sandbox::datto_rmm::{EndOfList, GOOD, OverMax, READ_ONLY, Running};
use serde_json::{Value, json};

use crate::datto_rmm_access::{get, start, token};
use crate::{Said, client, send};

async fn write(running: &Running, method: Method, path: &str, body: Option<Value>) -> Said {
    let token = token(running, GOOD).await;
    let url = format!("{}/api/v2/{path}", running.origin("concord"));
    let request = client().request(method, url).bearer_auth(token);
    send(match body {
        Some(body) => request.json(&body),
        None => request,
    })
    .await
}

fn uid(row: &Value) -> &str {
    row["uid"].as_str().unwrap()
}

#[tokio::test]
async fn devices_come_in_pages_of_250_and_the_link_forgets_the_filters() {
    let running = start().await;
    let mut seen = 0;
    for (page, rows) in [(0, 250), (1, 250), (2, 120)] {
        let said = get(&running, GOOD, &format!("account/devices?page={page}&max=250"))
            .await
            .json();
        assert_eq!(said["devices"].as_array().unwrap().len(), rows);
        assert_eq!(said["pageDetails"]["totalCount"], 620);
        seen += rows;
    }
    assert_eq!(seen, 620);
    let said = get(&running, GOOD, "account/devices?max=10&hostname=srv")
        .await
        .json();
    assert_eq!(
        said["pageDetails"]["nextPageUrl"],
        "https://concord-api.centrastage.net/api/v2/account/devices?max=10&page=1"
    );
    let names: Vec<&str> = said["devices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|device| device["hostname"].as_str().unwrap())
        .collect();
    assert!(names.iter().all(|name| name.starts_with("SRV-")), "{names:?}");
}

#[tokio::test]
async fn the_last_page_says_so_in_three_ways() {
    let running = start().await;
    for (how, expected) in [
        (EndOfList::Null, Some(json!(null))),
        (EndOfList::Blank, Some(json!(""))),
        (EndOfList::Absent, None),
    ] {
        running.turn(|knobs| knobs.end_of_list = how);
        let said = get(&running, GOOD, "account/sites?page=1").await.json();
        assert_eq!(said["pageDetails"].get("nextPageUrl"), expected.as_ref());
    }
}

#[tokio::test]
async fn too_large_a_page_or_an_unknown_parameter_is_refused_unless_the_knob_clamps() {
    let running = start().await;
    for query in ["max=251", "max=0", "page=-1", "hostnam=a", "filterId=1"] {
        let said = get(&running, GOOD, &format!("account/devices?{query}")).await;
        assert!([400, 404].contains(&said.status), "{query} {said:?}");
    }
    assert_eq!(
        get(&running, GOOD, "account/alerts/open?max=250").await.status,
        400
    );
    running.turn(|knobs| knobs.over_max = OverMax::Clamped);
    let said = get(&running, GOOD, "account/alerts/open?max=250").await.json();
    assert_eq!(said["alerts"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn a_filter_id_decides_alone() {
    let running = start().await;
    let said = get(&running, GOOD, "account/devices?filterId=7001&hostname=WS")
        .await
        .json();
    let rows = said["devices"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row["deviceType"]["category"] == "Server"));
}

#[tokio::test]
async fn times_are_milliseconds_never_is_year_one_and_nulls_may_be_missing() {
    let running = start().await;
    let devices = running.devices();
    assert!(devices[0]["lastSeen"].is_i64());
    assert_eq!(devices[4]["lastReboot"], -62_135_596_800_000_i64);
    assert!(devices[0].get("description").is_some() && devices[1].get("description").is_none());
}

#[tokio::test]
async fn an_audit_is_asked_for_by_the_devices_class() {
    let running = start().await;
    let devices = running.devices();
    for (at, class) in [(0, "device"), (4, "printer"), (5, "esxihost")] {
        for asked in ["device", "printer", "esxihost"] {
            let said = get(&running, GOOD, &format!("audit/{asked}/{}", uid(&devices[at]))).await;
            assert_eq!(
                said.status,
                if asked == class { 200 } else { 400 },
                "{class} {asked}"
            );
        }
    }
    let software = format!("audit/device/{}/software?page=1", uid(&devices[0]));
    assert_eq!(
        get(&running, GOOD, &software).await.json()["pageDetails"]["count"],
        11
    );
}

#[tokio::test]
async fn a_resolved_alert_moves_and_resolving_it_again_is_what_the_knob_says() {
    let running = start().await;
    let alert = running.alerts()[0]["alertUid"].as_str().unwrap().to_owned();
    let path = format!("alert/{alert}/resolve");
    let said = write(&running, Method::POST, &path, None).await;
    assert_eq!((said.status, said.text.as_str()), (200, ""));
    assert_eq!(running.alert(&alert).unwrap()["resolved"], true);
    assert_eq!(
        get(&running, GOOD, "account/alerts/open").await.json()["pageDetails"]["totalCount"],
        309
    );
    assert_eq!(write(&running, Method::POST, &path, None).await.status, 409);
    running.turn(|knobs| knobs.resolve_again_status = 200);
    assert_eq!(write(&running, Method::POST, &path, None).await.status, 200);
}

#[tokio::test]
async fn each_put_makes_a_job_and_its_output_comes_when_the_device_has_reported() {
    let running = start().await;
    let device = uid(&running.devices()[0]).to_owned();
    let component = uid(&running.components()[0]).to_owned();
    let body = json!({
        "jobName": "Restart",
        "jobComponent": {"componentUid": component, "variables": [{"name": "ServiceName", "value": "Spooler"}]},
    });
    let path = format!("device/{device}/quickjob");
    let made = write(&running, Method::PUT, &path, Some(body.clone()))
        .await
        .json();
    let again = write(&running, Method::PUT, &path, Some(body)).await.json();
    assert_ne!(made["job"]["uid"], again["job"]["uid"]);
    assert_eq!((running.jobs(), &made["job"]["status"]), (2, &json!("active")));
    let job = uid(&made["job"]).to_owned();
    let results = format!("job/{job}/results/{device}");
    assert_eq!(
        get(&running, GOOD, &results).await.status,
        404,
        "not reported yet"
    );
    assert_eq!(
        get(&running, GOOD, &results).await.json()["jobDeploymentStatus"],
        "Running"
    );
    assert_eq!(
        get(&running, GOOD, &results).await.json()["jobDeploymentStatus"],
        "Success"
    );
    let said = get(&running, GOOD, &format!("{results}/stdout")).await.json();
    assert!(
        said[0]["stdData"]
            .as_str()
            .unwrap()
            .contains("ServiceName=Spooler")
    );
    assert_eq!(
        get(&running, GOOD, &format!("{results}/stderr")).await.json(),
        json!([])
    );
    assert_eq!(
        get(&running, GOOD, &format!("job/{job}")).await.json()["status"],
        "completed"
    );
}

#[tokio::test]
async fn a_job_without_a_name_or_component_or_with_an_odd_value_is_refused() {
    let running = start().await;
    let path = format!("device/{}/quickjob", uid(&running.devices()[0]));
    let component = uid(&running.components()[0]).to_owned();
    for body in [
        json!({"jobComponent": {"componentUid": component}}),
        json!({"jobName": "x"}),
        json!({"jobName": "x", "jobComponent": {"componentUid": "unknown"}}),
        json!({"jobName": "x", "jobComponent": {"componentUid": component, "variables": [{"name": "a", "value": 1}]}}),
        json!({"jobName": "x", "jobComponent": {"componentUid": component}, "priority": 1}),
    ] {
        assert_eq!(
            write(&running, Method::PUT, &path, Some(body.clone()))
                .await
                .status,
            400,
            "{body}"
        );
    }
    assert_eq!(running.jobs(), 0);
}

#[tokio::test]
async fn a_key_that_may_only_read_runs_nothing() {
    let running = start().await;
    let token = token(&running, READ_ONLY).await;
    let path = format!("device/{}/quickjob", uid(&running.devices()[0]));
    let url = format!("{}/api/v2/{path}", running.origin("concord"));
    assert_eq!(
        send(client().put(url).bearer_auth(token).json(&json!({})))
            .await
            .status,
        403
    );
    assert_eq!(running.jobs(), 0);
}

#[tokio::test]
async fn the_large_account_has_as_many_devices_as_are_asked_for() {
    let options = sandbox::datto_rmm::Options {
        devices: 1_000,
        ..sandbox::datto_rmm::Options::default()
    };
    let running = sandbox::datto_rmm::Double::start(options).await.unwrap();
    assert_eq!(running.devices().len(), 1_000);
    running.reset();
    assert_eq!(running.devices().len(), 1_000);
}
