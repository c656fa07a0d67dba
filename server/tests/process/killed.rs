//! A process that is killed between a decision and its call, or during a call: what was not begun is made by the next process,
//! once; what was begun is never made again, and everybody is told that nobody knows.

use crate::house::{House, Running};
use sandbox::datto_edr::{Double, GOOD_TOKEN, ORIGIN, Options};
use sandbox::{Fault, Rule};
use serde_json::{Value, json};

const QUARANTINE: &str = "/api/v1/operations/datto_edr/agents.quarantine";

/// Two people: one asks and one decides.
struct People {
    asks: String,
    decides: String,
}

impl People {
    fn of(house: &House) -> Self {
        Self {
            asks: house.token("tech"),
            decides: house.token("admin"),
        }
    }
}

async fn connected(house: &House) -> (Running, People) {
    let people = People::of(house);
    let running = house.serve();
    let account = json!({
        "vendor": "datto_edr",
        "settings": { "instance": ORIGIN },
        "credentials": { "api_token": GOOD_TOKEN },
    });
    let (status, made) = running.post("/api/v1/integrations", &people.asks, account).await;
    assert_eq!(status, 201, "{made}");
    (running, people)
}

fn scans(double: &sandbox::datto_edr::Running) -> usize {
    let asked = double.journal.to_path("scan").into_iter();
    asked.filter(|entry| entry.method == "POST").count()
}

/// Waits until the double has been asked for something.
async fn until(double: &sandbox::datto_edr::Running, asked: impl Fn() -> bool) {
    loop {
        let total = double.journal.total();
        if asked() {
            return;
        }
        double.journal.reached(total + 1).await;
    }
}

/// Waits until the approval is in none of these states.
async fn beyond(running: &Running, token: &str, id: &str, states: &[&str]) -> Value {
    for _ in 0..20_000 {
        let (_, approval) = running.get(&format!("/api/v1/approvals/{id}"), token).await;
        if !states.contains(&approval["status"].as_str().unwrap_or_default()) {
            return approval;
        }
    }
    panic!("the approval {id} stays in one of {states:?}");
}

async fn held(running: &Running, people: &People, input: &Value) -> String {
    let (status, answer) = running
        .post(QUARANTINE, &people.asks, json!({ "input": input }))
        .await;
    assert_eq!(status, 202, "{answer}");
    answer["approval"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_decision_whose_process_was_killed_before_the_call_is_carried_out_once_by_the_next() {
    let double = Double::start(Options::default()).await.unwrap();
    let house = House::new().mapped(double.egress_map());
    let (running, people) = connected(&house).await;
    let id = held(&running, &people, &json!({ "agent_id": double.agent_id(3) })).await;
    // The look at the target before the call never ends, so the process is killed between decision and call.
    double
        .faults
        .add(Rule::always(Fault::Hang).on_path("AgentDetails"));
    let before = double.journal.to_path("AgentDetails").len();
    let approve = format!("/api/v1/approvals/{id}/approve");
    let kill = until(&double, || double.journal.to_path("AgentDetails").len() > before);
    tokio::select! {
        () = kill => {}
        answer = running.post(&approve, &people.decides, json!({})) => panic!("it was decided and done: {answer:?}"),
    }
    let (_, decided) = running
        .get(&format!("/api/v1/approvals/{id}"), &people.asks)
        .await;
    assert_eq!(decided["status"], "approved", "{decided}");
    running.stop();
    assert_eq!(scans(&double), 0, "nothing was called yet");
    double.faults.clear();
    let next = house.serve();
    let done = beyond(&next, &people.asks, &id, &["approved", "running"]).await;
    assert_eq!(done["status"], "succeeded", "{done}");
    assert_eq!(scans(&double), 1);
    next.stop();
    let third = house.serve();
    let (_, still) = third.get(&format!("/api/v1/approvals/{id}"), &people.asks).await;
    assert_eq!(still["status"], "succeeded");
    assert_eq!(scans(&double), 1);
}

#[tokio::test]
async fn a_call_whose_process_was_killed_is_never_made_again() {
    let double = Double::start(Options::default()).await.unwrap();
    let house = House::new().mapped(double.egress_map());
    let (running, people) = connected(&house).await;
    let id = held(&running, &people, &json!({ "agent_id": double.agent_id(3) })).await;
    double
        .faults
        .add(Rule::always(Fault::Hang).on_method("POST").on_path("scan"));
    let approve = format!("/api/v1/approvals/{id}/approve");
    let sent = until(&double, || scans(&double) > 0);
    tokio::select! {
        () = sent => {}
        answer = running.post(&approve, &people.decides, json!({})) => panic!("it was decided and done: {answer:?}"),
    }
    running.stop();
    double.faults.clear();
    let next = house.serve();
    let ended = beyond(&next, &people.asks, &id, &["approved", "running"]).await;
    assert_eq!(
        (ended["status"].as_str(), ended["problem"]["code"].as_str()),
        (Some("failed"), Some("interrupted")),
        "{ended}"
    );
    assert_eq!(scans(&double), 1, "it was sent once, and never again");
}

#[tokio::test]
async fn a_write_with_a_key_whose_process_was_killed_says_that_nobody_knows() {
    let double = Double::start(Options::default()).await.unwrap();
    let house = House::new().mapped(double.egress_map());
    let (running, people) = connected(&house).await;
    let rule = json!({ "vendor": "datto_edr", "operation": "agents.quarantine", "rule": "auto" });
    let (status, set) = running
        .put("/api/v1/operation-rules", &people.decides, rule)
        .await;
    assert_eq!(status, 200, "{set}");
    double
        .faults
        .add(Rule::always(Fault::Hang).on_method("POST").on_path("scan"));
    let call = json!({ "input": { "agent_id": double.agent_id(3) }, "idempotency_key": "ticket-4711" });
    let sent = until(&double, || scans(&double) > 0);
    tokio::select! {
        () = sent => {}
        answer = running.post(QUARANTINE, &people.asks, call.clone()) => panic!("it was done: {answer:?}"),
    }
    running.stop();
    double.faults.clear();
    let next = house.serve();
    let mut answer = next.post(QUARANTINE, &people.asks, call.clone()).await;
    for _ in 0..20_000 {
        if answer.1["code"] != "in_progress" {
            break;
        }
        answer = next.post(QUARANTINE, &people.asks, call.clone()).await;
    }
    let (status, problem) = answer;
    assert_eq!(
        (status, problem["code"].as_str()),
        (409, Some("outcome_unknown")),
        "{problem}"
    );
    assert_eq!(scans(&double), 1);
}
