//! A password that a call made, through the real server: told once to whoever asked, and in no answer, page, frame, log or file.

use crate::{
    canary::{listening, signed_in},
    house::{House, Running},
    street::post,
};
use futures::future::join_all;
use sandbox::microsoft365::{Double, GOOD, Options, user_id};
use sea_orm::{ConnectionTrait as _, Database};
use serde_json::{Value, json};

/// How often something is asked for before it is given up.
const ASKED: usize = 20_000;

struct Desk {
    double: sandbox::microsoft365::Running,
    house: House,
    running: Running,
    /// A technician who asks.
    asks: String,
    /// Another one.
    other: String,
    /// An administrator who decides.
    decides: String,
    looks: String,
    integration: String,
    /// Whatever anybody was told that must hold no password.
    seen: String,
}

impl Desk {
    async fn new() -> Self {
        let double = Double::start(Options::default()).await.unwrap();
        let house = House::new().mapped(double.egress_map());
        let [asks, other, decides, looks] = ["tech", "tech", "admin", "viewer"].map(|role| house.token(role));
        let running = house.serve();
        let account = json!({
            "vendor": "microsoft365",
            "settings": { "tenant_id": GOOD.tenant_id, "client_id": GOOD.client_id },
            "credentials": { "client_secret": GOOD.client_secret },
        });
        let (status, account) = running.post("/api/v1/integrations", &asks, account).await;
        assert_eq!(status, 201, "{account}");
        Self {
            double,
            house,
            running,
            asks,
            other,
            decides,
            looks,
            integration: account["id"].as_str().unwrap().to_owned(),
            seen: String::new(),
        }
    }

    async fn post(&mut self, path: &str, token: &str, body: Value) -> (u16, Value) {
        let answer = self.running.post(&format!("/api/v1{path}"), token, body).await;
        self.seen += &answer.1.to_string();
        answer
    }

    async fn get(&mut self, path: &str) -> Value {
        let (status, answer) = self.running.get(&format!("/api/v1{path}"), &self.decides).await;
        assert_eq!(status, 200, "{path}: {answer}");
        self.seen += &answer.to_string();
        answer
    }

    /// Makes a user; whose handover the answer holds, and who it is.
    async fn made(&mut self, token: &str, name: &str) -> (String, String) {
        let (_, domain) = self.known_name();
        let input = json!({ "user_principal_name": format!("{name}@{domain}"), "display_name": name });
        let call = json!({ "input": input, "idempotency_key": name });
        let (status, answer) = self
            .post("/operations/microsoft365/users.create", token, call.clone())
            .await;
        assert_eq!(status, 200, "{answer}");
        // The same key gets the same handover, and never a password.
        let again = self
            .post("/operations/microsoft365/users.create", token, call)
            .await;
        assert_eq!(again, (200, answer.clone()));
        let output = &answer["output"];
        (
            handover(output),
            output["user"]["id"].as_str().unwrap().to_owned(),
        )
    }

    fn known_name(&self) -> (String, String) {
        let user = self.double.user(GOOD.tenant_id, &user_id(1, 1)).unwrap();
        let name = user["userPrincipalName"].as_str().unwrap();
        let (name, domain) = name.split_once('@').unwrap();
        (name.to_owned(), domain.to_owned())
    }

    fn password(&self, user: &str) -> String {
        let user = self.double.user(GOOD.tenant_id, user).unwrap();
        user["password"].as_str().unwrap().to_owned()
    }

    /// Asks to be told; the one answer that may hold a password.
    async fn reveals(&self, token: &str, id: &str) -> (u16, Value) {
        let path = format!("/api/v1/handovers/{id}");
        self.running.post(&path, token, json!({})).await
    }

    async fn refused(&self, token: &str, id: &str, status: u16, code: &str) {
        let (answered, problem) = self.reveals(token, id).await;
        assert_eq!(
            (answered, problem["code"].as_str()),
            (status, Some(code)),
            "{problem}"
        );
        assert_eq!(problem["secret"], Value::Null);
    }

    /// None of these passwords stands anywhere once the server has ended.
    async fn nowhere(mut self, passwords: &[String], frames: tokio::task::JoinHandle<String>) {
        let trail = self.get("/audit?limit=200").await;
        assert!(trail.to_string().contains("handover.told"), "{trail}");
        let Self {
            running, house, seen, ..
        } = self;
        let log = running.stop();
        let frames = frames.await.unwrap();
        assert!(!frames.is_empty());
        for password in passwords {
            assert_eq!(password.len(), 20, "{password}");
            for (place, text) in [("an answer", &seen), ("the log", &log), ("the stream", &frames)] {
                assert!(!text.contains(password), "a password stands in {place}");
            }
            for file in std::fs::read_dir(house.path()).unwrap() {
                let file = file.unwrap().path();
                let bytes = std::fs::read(&file).unwrap();
                let text = String::from_utf8_lossy(&bytes);
                assert!(
                    !text.contains(password),
                    "a password stands in {}",
                    file.display()
                );
            }
        }
    }
}

fn handover(output: &Value) -> String {
    let id = output["password"].as_str().unwrap();
    assert!(id.starts_with("hnd_"), "{output}");
    id.to_owned()
}

async fn browser(running: &Running) -> reqwest::Client {
    let link = running.printed.iter().find(|line| line.contains("/setup?link="));
    signed_in(&running.url, link.unwrap().trim()).await
}

#[tokio::test]
async fn a_password_is_told_once_to_whoever_asked_and_to_nobody_else() {
    let mut desk = Desk::new().await;
    let ada = browser(&desk.running).await;
    let frames = listening(&ada, &desk.running.url).await;
    let asks = desk.asks.clone();
    let (id, user) = desk.made(&asks, "first.person").await;
    desk.refused(&desk.other, &id, 404, "not_found").await;
    desk.refused(&desk.decides, &id, 404, "not_found").await;
    desk.refused(&desk.looks, &id, 403, "forbidden").await;
    desk.refused("opsai_nobody", &id, 401, "unauthenticated").await;
    desk.refused(&asks, "hnd_01jdg8m0000000000000000000", 404, "not_found")
        .await;
    let request = reqwest::Client::new()
        .post(format!("{}/api/v1/handovers/{id}", desk.running.url))
        .bearer_auth(&asks);
    let answer = request.send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["cache-control"]),
        (200, &"no-store".parse().unwrap())
    );
    let told: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let first = desk.password(&user);
    assert_eq!(
        told,
        json!({ "secret": first, "operation": "microsoft365.users.create" })
    );
    desk.refused(&asks, &id, 404, "not_found").await;

    // Of many who press at once one is told.
    let (id, user) = desk.made(&asks, "second.person").await;
    let second = desk.password(&user);
    let told = join_all((0..12).map(|_| desk.reveals(&asks, &id))).await;
    let good: Vec<_> = told.iter().filter(|(status, _)| *status == 200).collect();
    assert_eq!((good.len(), &good[0].1["secret"]), (1, &json!(second)));
    assert!(told.iter().all(|(status, _)| matches!(status, 200 | 404)));

    // A day later.
    let (id, user) = desk.made(&asks, "third.person").await;
    let third = desk.password(&user);
    let url = format!("sqlite://{}", desk.house.path().join("ops-ai.db").display());
    let database = Database::connect(url).await.unwrap();
    let late = "UPDATE handovers SET expires_at = 1";
    assert_eq!(
        database.execute_unprepared(late).await.unwrap().rows_affected(),
        1
    );
    desk.refused(&asks, &id, 404, "not_found").await;
    desk.nowhere(&[first, second, third], frames).await;
}

#[tokio::test]
async fn a_person_and_their_own_tokens_are_one_and_another_persons_are_not() {
    let mut desk = Desk::new().await;
    let ada = browser(&desk.running).await;
    let frames = listening(&ada, &desk.running.url).await;
    let new = |name: &str| {
        let request = ada.post(format!("{}/api/v1/tokens", desk.running.url));
        request
            .header("origin", &desk.running.url)
            .json(&json!({ "name": name, "role": "tech" }))
    };
    let mut own = Vec::new();
    for name in ["script", "phone"] {
        let answer = new(name).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        let told: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        own.push(told["secret"].as_str().unwrap().to_owned());
    }
    let (id, user) = desk.made(&own[0], "by.token").await;
    let first = desk.password(&user);
    desk.refused(&desk.asks, &id, 404, "not_found").await;
    assert_eq!(desk.reveals(&own[1], &id).await.1["secret"], first.as_str());

    // What the script asked for the person reveals on the page.
    let (id, user) = desk.made(&own[0], "by.page").await;
    let second = desk.password(&user);
    let press = || {
        ada.post(format!("{}/app/do/operations/handover", desk.running.url))
            .header("origin", &desk.running.url)
            .json(&json!({ "id": id }))
    };
    let answer = press().send().await.unwrap();
    let told: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(told["secret"], second.as_str());
    let again = press().send().await.unwrap();
    assert!(!again.status().is_success());
    assert!(!again.text().await.unwrap().contains(&second));
    desk.nowhere(&[first, second], frames).await;
}

#[tokio::test]
async fn a_held_reset_is_revealed_by_whoever_asked_and_not_by_whoever_approved() {
    let mut desk = Desk::new().await;
    let ada = browser(&desk.running).await;
    let frames = listening(&ada, &desk.running.url).await;
    let (asks, decides, user) = (desk.asks.clone(), desk.decides.clone(), user_id(1, 1));
    let call = json!({ "input": { "user": user }, "why": "They called from a known number." });
    let (status, held) = desk
        .post("/operations/microsoft365/users.reset_password", &asks, call)
        .await;
    assert_eq!(status, 202, "{held}");
    let approval = held["approval"]["id"].as_str().unwrap().to_owned();
    let path = format!("/approvals/{approval}/approve");
    let (status, done) = desk.post(&path, &decides, json!({})).await;
    assert_eq!((status, &done["status"]), (200, &json!("succeeded")), "{done}");
    let id = handover(&done["output"]);
    let password = desk.password(&user);
    desk.get(&format!("/approvals/{approval}")).await;
    desk.get("/approvals").await;
    for page in [
        format!("/app/approvals/{approval}"),
        "/app/approvals/history".into(),
        "/app/audit".into(),
    ] {
        let answer = ada
            .get(format!("{}{page}", desk.running.url))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{page}");
        desk.seen += &answer.text().await.unwrap();
    }
    for (token, status) in [(&decides, 404), (&desk.other, 404)] {
        desk.refused(token, &id, status, "not_found").await;
    }
    let (status, told) = desk.reveals(&asks, &id).await;
    let expected = json!({ "secret": password, "operation": "microsoft365.users.reset_password" });
    assert_eq!((status, told), (200, expected));
    desk.refused(&asks, &id, 404, "not_found").await;
    desk.nowhere(&[password], frames).await;
}

/// Waits until an answer is as it should be.
async fn once(desk: &mut Desk, path: &str, is: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..ASKED {
        let (status, now) = desk.running.get(&format!("/api/v1{path}"), &desk.decides).await;
        assert_eq!(status, 200, "{path}: {now}");
        if is(&now) {
            desk.seen += &now.to_string();
            return now;
        }
    }
    panic!("{path} does not become as it should");
}

#[tokio::test]
async fn what_a_run_of_an_event_made_is_told_once_to_whoever_may_call_writes() {
    let mut desk = Desk::new().await;
    let ada = browser(&desk.running).await;
    let frames = listening(&ada, &desk.running.url).await;
    let (decides, user) = (desk.decides.clone(), user_id(1, 1));
    let sop = json!({
        "name": "Reset", "mode": "full_auto",
        "triggers": { "vendor": "microsoft365", "kinds": ["user.updated"] },
        "steps": [{ "id": "reset", "kind": "operation", "vendor": "microsoft365", "operation": "users.reset_password",
            "input": { "user": user } }],
    });
    let (status, sop) = desk.post("/sops", &decides, sop).await;
    assert_eq!(status, 201, "{sop}");
    let hook = json!({ "integration": desk.integration, "name": "Graph" });
    let (status, hook) = desk.running.post("/api/v1/webhooks", &decides, hook).await;
    assert_eq!(status, 201, "{hook}");
    let change = json!({ "value": [{ "id": "a", "changeType": "updated", "tenantId": GOOD.tenant_id,
        "clientState": hook["secret"], "resource": format!("Users/{user}"),
        "resourceData": { "@odata.type": "#Microsoft.Graph.User", "id": user } }] });
    let taken = post(hook["url"].as_str().unwrap(), &[], change.to_string()).await;
    assert_eq!(taken.status(), 202);
    let pending = once(&mut desk, "/approvals?status=pending", |page| {
        page["items"][0].is_object()
    })
    .await;
    let approval = pending["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/approvals/{approval}/approve");
    let (status, done) = desk.post(&path, &decides, json!({})).await;
    assert_eq!((status, &done["status"]), (200, &json!("succeeded")), "{done}");
    let runs = once(&mut desk, "/runs", |page| {
        page["items"][0]["status"] == "succeeded"
    })
    .await;
    let run = runs["items"][0]["id"].as_str().unwrap().to_owned();
    let detail = desk.get(&format!("/runs/{run}")).await;
    let id = handover(&detail["steps"][0]["output"]);
    assert_eq!(id, handover(&done["output"]));
    let password = desk.password(&user);
    for page in [
        format!("/app/runs/{run}"),
        format!("/app/approvals/{approval}"),
        "/app/webhooks/events".into(),
    ] {
        let answer = ada
            .get(format!("{}{page}", desk.running.url))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{page}");
        desk.seen += &answer.text().await.unwrap();
    }
    assert!(
        desk.seen.contains("A password was made"),
        "the run's page offers it"
    );
    desk.refused(&desk.looks, &id, 403, "forbidden").await;
    let (status, told) = desk.reveals(&desk.other, &id).await;
    assert_eq!((status, &told["secret"]), (200, &json!(password)));
    desk.refused(&desk.other, &id, 404, "not_found").await;
    desk.nowhere(&[password], frames).await;
}
