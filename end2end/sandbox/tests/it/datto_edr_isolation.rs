//! Datto EDR's response extensions: what `targets/scan` takes, and what becomes of it.

use sandbox::datto_edr::{GOOD_TOKEN, READ_ONLY_TOKEN, Running};
use serde_json::{Value, json};

use crate::{Said, client, datto_edr, send};

fn body(running: &Running, agent: u32, extension: u32) -> Value {
    let row = running.row("AgentDetails", &running.agent_id(agent)).unwrap();
    json!({
        "target": row["hostname"], "targetGroup": {"id": row["locationId"]},
        "options": {"process": false, "module": false, "driver": false, "memory": false, "account": false,
            "artifact": false, "autostart": false, "application": false, "installed": false, "hook": false,
            "network": false, "events": false,
            "extensions": [{"id": running.extension_id(extension), "args": {}, "order": 0}]},
    })
}

async fn scan(running: &Running, body: &Value, token: &str) -> Said {
    let url = format!("{}/api/targets/scan", running.origin);
    send(client().post(url).header("authorization", token).json(body)).await
}

async fn task(running: &Running, id: &Value) -> Value {
    let url = format!("{}/api/usertasks/{}", running.origin, id.as_str().unwrap());
    send(client().get(url).header("authorization", GOOD_TOKEN))
        .await
        .json()
}

fn isolated(running: &Running, agent: u32) -> Value {
    running.row("AgentDetails", &running.agent_id(agent)).unwrap()["isolated"].clone()
}

#[tokio::test]
async fn an_extension_makes_a_task_that_ends_and_then_the_host_is_isolated_and_released_again() {
    let running = datto_edr().await;
    for (extension, after) in [(0, true), (1, false)] {
        let said = scan(&running, &body(&running, 3, extension), GOOD_TOKEN).await;
        assert_eq!(said.status, 200, "{}", said.text);
        let id = said.json()["scanTaskId"].clone();
        assert_eq!(isolated(&running, 3), !after);
        assert_eq!(task(&running, &id).await["status"], "Active");
        let ended = task(&running, &id).await;
        assert_eq!(
            (&ended["status"], &ended["progress"]),
            (&json!("Completed"), &json!(100))
        );
        assert_eq!(isolated(&running, 3), after);
    }
}

#[tokio::test]
async fn a_task_that_fails_isolates_nothing_and_a_flag_that_does_not_move_is_a_knob() {
    let running = datto_edr().await;
    running.turn(|behaviour| {
        behaviour.task_reads = 1;
        behaviour.task_ends = "Failed".into();
    });
    let said = scan(&running, &body(&running, 3, 0), GOOD_TOKEN).await;
    assert_eq!(
        task(&running, &said.json()["scanTaskId"]).await["status"],
        "Failed"
    );
    assert_eq!(isolated(&running, 3), false);
    running.turn(|behaviour| {
        behaviour.task_ends = "Completed".into();
        behaviour.extension_sets_flag = false;
    });
    let said = scan(&running, &body(&running, 3, 0), GOOD_TOKEN).await;
    assert_eq!(
        task(&running, &said.json()["scanTaskId"]).await["status"],
        "Completed"
    );
    assert_eq!(isolated(&running, 3), false);
}

#[tokio::test]
async fn a_reader_may_not_run_one() {
    let running = datto_edr().await;
    let said = scan(&running, &body(&running, 3, 0), READ_ONLY_TOKEN).await;
    assert_eq!(
        (said.status, &said.json()["error"]["code"]),
        (403, &json!("ACCESS_DENIED"))
    );
    assert_eq!(running.count("usertasks"), 1_120);
}

#[tokio::test]
async fn without_an_active_agent_in_that_group_it_is_a_server_error() {
    let running = datto_edr().await;
    assert_eq!(
        scan(&running, &body(&running, 8, 0), GOOD_TOKEN).await.status,
        500
    );
    let mut elsewhere = body(&running, 3, 0);
    elsewhere["targetGroup"]["id"] = running.group_id(4).into();
    assert_eq!(scan(&running, &elsewhere, GOOD_TOKEN).await.status, 500);
}

#[tokio::test]
async fn a_body_that_is_not_the_documented_one_is_a_400() {
    let running = datto_edr().await;
    let good = body(&running, 3, 0);
    for (pointer, value) in [
        ("/target", json!("")),
        ("/targetGroup", json!(null)),
        ("/options/process", json!("no")),
        ("/options/isolate", json!(true)),
        ("/options/extensions", json!([])),
        ("/options/extensions/0/args", json!(null)),
    ] {
        let mut wrong = good.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        wrong.pointer_mut(parent).unwrap()[key] = value;
        assert_eq!(scan(&running, &wrong, GOOD_TOKEN).await.status, 400, "{pointer}");
    }
    let mut unknown = good;
    unknown["options"]["extensions"][0]["id"] = json!("nobody");
    assert_eq!(scan(&running, &unknown, GOOD_TOKEN).await.status, 404);
}
