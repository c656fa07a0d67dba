//! Quick jobs: sent as documented, once, and followed to their output.

use super::{Bed, input, uid};
use crate::connector::{CallErrorKind, NetworkFault};
use sandbox::{
    Fault, Rule,
    datto_rmm::{GOOD, READ_ONLY},
};
use serde_json::{Value, json};

/// An online device and a component that takes `ServiceName`.
fn pair(bed: &Bed) -> (String, String) {
    let (devices, components) = (bed.vendor.devices(), bed.vendor.components());
    (uid(&devices[0]).to_owned(), uid(&components[0]).to_owned())
}

fn sent(bed: &Bed) -> Vec<Value> {
    let entries = bed.vendor.journal.to_path("/quickjob");
    entries
        .iter()
        .map(|entry| serde_json::from_slice(&entry.body).unwrap())
        .collect()
}

#[tokio::test]
async fn a_quick_job_is_one_put_as_documented() {
    let bed = Bed::new().await;
    let (device, component) = pair(&bed);
    let run = json!({
        "device_uid": device, "component_uid": component, "job_name": "Ops AI: restart spooler",
        "variables": {"ServiceName": "Spooler"},
    });
    let made = bed.call("jobs.run", run).await;
    assert_eq!(
        sent(&bed),
        [json!({
            "jobName": "Ops AI: restart spooler",
            "jobComponent": {
                "componentUid": component, "variables": [{"name": "ServiceName", "value": "Spooler"}],
            },
        })]
    );
    let entry = bed.vendor.journal.last().unwrap();
    assert_eq!(
        (entry.method.as_str(), entry.path),
        ("PUT", format!("/api/v2/device/{device}/quickjob"))
    );
    assert_eq!(made["job"]["id"], 9_007_199_254_740_993_u64);
    assert_eq!(made["job"]["status"], "active");
    assert_eq!(made["jobComponents"][0]["variables"][0]["value"], "Spooler");
    assert_eq!(bed.vendor.jobs(), 1);
}

#[tokio::test]
async fn without_variables_the_component_is_not_looked_up() {
    let bed = Bed::new().await;
    let (device, component) = pair(&bed);
    bed.call(
        "jobs.run",
        json!({"device_uid": device, "component_uid": component}),
    )
    .await;
    assert_eq!(
        sent(&bed),
        [json!({"jobName": "Ops AI", "jobComponent": {"componentUid": component}})]
    );
    assert_eq!(bed.vendor.journal.total(), 2, "the sign-in and the job");
}

#[tokio::test]
async fn a_variable_that_the_component_does_not_take_is_refused_before_anything_runs() {
    let bed = Bed::new().await;
    let (device, component) = pair(&bed);
    // Two pages away, and it takes none.
    let last = uid(&bed.vendor.components()[259]).to_owned();
    for (component, name, words) in [
        (&component, "servicename", "it takes ServiceName (case counts)"),
        (&component, "Result", "it takes ServiceName"),
        (&last, "ServiceName", "it takes none"),
    ] {
        let run = json!({"device_uid": device, "component_uid": component, "variables": {name: "x"}});
        let error = bed.failure(GOOD, "jobs.run", run).await;
        let (field, why) = input(&error);
        assert_eq!(field, format!("variables.{name}"));
        assert!(why.contains(words), "{why}");
    }
    assert!(sent(&bed).is_empty());
    assert_eq!(bed.vendor.jobs(), 0);
}

#[tokio::test]
async fn a_component_that_cannot_be_seen_is_left_to_the_vendor() {
    let bed = Bed::new().await;
    let (device, _) = pair(&bed);
    let run = json!({"device_uid": device, "component_uid": "hidden", "variables": {"a": "b"}});
    let error = bed.failure(GOOD, "jobs.run", run).await;
    assert_eq!((error.kind, error.attempts), (CallErrorKind::Rejected, 1));
    assert_eq!(
        error.said.unwrap().body,
        r#"{"message":"Request data is invalid."}"#
    );
}

#[tokio::test]
async fn a_job_whose_answer_was_lost_is_not_sent_again() {
    for fault in [Fault::LostAnswer, Fault::Empty { status: 503 }, Fault::Truncated] {
        let bed = Bed::new().await;
        let (device, component) = pair(&bed);
        bed.vendor.faults.add(Rule::always(fault).on_path("/quickjob"));
        let run = json!({"device_uid": device, "component_uid": component});
        let error = bed.failure(GOOD, "jobs.run", run).await;
        let expected = [
            CallErrorKind::Network(NetworkFault::Cut),
            CallErrorKind::VendorDown,
        ];
        assert!(expected.contains(&error.kind), "{error}");
        assert_eq!((error.attempts, sent(&bed).len()), (1, 1));
        assert!(bed.vendor.jobs() <= 1);
    }
}

#[tokio::test]
async fn a_key_that_may_not_run_jobs_is_told_so() {
    let bed = Bed::new().await;
    let (device, component) = pair(&bed);
    let run = json!({"device_uid": device, "component_uid": component});
    let error = bed.failure(READ_ONLY, "jobs.run", run).await;
    assert_eq!(error.kind, CallErrorKind::Permission);
    assert_eq!(bed.vendor.jobs(), 0);
}

#[tokio::test]
async fn a_job_is_followed_from_not_reported_to_its_output() {
    for unreported in [404, 200] {
        let bed = Bed::new().await;
        bed.vendor.turn(|knobs| knobs.unreported_status = unreported);
        let (device, component) = pair(&bed);
        let run = json!({"device_uid": device, "component_uid": component});
        let made = bed.call("jobs.run", run).await;
        let of = json!({"uid": made["job"]["uid"], "device_uid": device});
        let first = bed.call("jobs.result", of.clone()).await;
        if unreported == 404 {
            assert_eq!(
                (&first["reported"], &first["job"]["status"]),
                (&json!(false), &json!("active"))
            );
        } else {
            assert_eq!(first["results"]["jobDeploymentStatus"], "Pending");
        }
        let second = bed.call("jobs.output", of.clone()).await;
        assert_eq!(second["results"]["jobDeploymentStatus"], "Running");
        assert_eq!(second["stdout"], json!([]));
        bed.vendor.journal.clear();
        let third = bed.call("jobs.output", of.clone()).await;
        assert_eq!(third["results"]["jobDeploymentStatus"], "Success");
        assert_eq!(third["results"]["ranOn"], "2026-01-01T00:00:00.000Z");
        assert!(third["stdout"][0]["stdData"].as_str().unwrap().contains("ran"));
        assert_eq!(third["stderr"], json!([]));
        assert_eq!(bed.vendor.journal.total(), 2, "an empty stream is not asked for");
        let job = bed.call("jobs.get", json!({"uid": made["job"]["uid"]})).await;
        assert_eq!(job["status"], "completed");
        let runs = bed
            .call("jobs.components", json!({"uid": made["job"]["uid"]}))
            .await;
        assert_eq!(runs["items"][0]["uid"], json!(component));
    }
}

#[tokio::test]
async fn an_offline_device_has_not_reported_and_a_job_that_is_not_there_is_not_found() {
    let bed = Bed::new().await;
    let offline = uid(&bed.vendor.devices()[3]).to_owned();
    let (_, component) = pair(&bed);
    let run = json!({"device_uid": offline, "component_uid": component});
    let made = bed.call("jobs.run", run).await;
    for _ in 0..4 {
        let of = json!({"uid": made["job"]["uid"], "device_uid": offline});
        assert_eq!(bed.call("jobs.output", of).await["reported"], false);
    }
    for operation in ["jobs.result", "jobs.output"] {
        let of = json!({"uid": "nobody", "device_uid": offline});
        let error = bed.failure(GOOD, operation, of).await;
        assert_eq!(error.kind, CallErrorKind::NotFound);
    }
}

#[tokio::test]
async fn a_stream_that_nobody_announced_and_that_is_not_there_is_empty() {
    let bed = Bed::new().await;
    let (device, component) = pair(&bed);
    let made = bed
        .call(
            "jobs.run",
            json!({"device_uid": device, "component_uid": component}),
        )
        .await;
    let body = json!({"jobDeploymentStatus": "Success", "componentResults": [{"componentName": "x"}]});
    let told = Fault::status(200, &body.to_string());
    bed.vendor.faults.add(Rule::next(1, told).on_path("/results/"));
    let of = json!({"uid": made["job"]["uid"], "device_uid": device});
    let output = bed.call("jobs.output", of).await;
    assert_eq!((&output["stdout"], &output["stderr"]), (&json!([]), &json!([])));
    assert_eq!(bed.vendor.journal.to_path("/std").len(), 2);
}
