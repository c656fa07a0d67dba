//! What stands around the nodes: a vendor's double, a listed host, a SOP that acts, and the sender.

use super::{
    effects::{Effects, HOST},
    ledger::Ledger,
    load::{Load, client},
    node::Node,
    place::Place,
};
use sandbox::autotask::{Double, GOOD, Options, Running};
use serde_json::{Value, json};
use std::sync::Arc;

pub struct World {
    pub place: Place,
    pub vendor: Running,
    pub effects: Effects,
    pub load: Arc<Load>,
    token: String,
    client: reqwest::Client,
}

impl World {
    /// Connects an account, registers a webhook, and makes a SOP that calls the host; the report writes a note.
    pub async fn on(place: Place) -> Self {
        let vendor = Double::start(Options::default()).await.unwrap();
        let (effects, origin) = Effects::start().await;
        let mut pairs = vendor.egress_map();
        pairs.push((format!("https://{HOST}"), origin));
        place.map(&pairs);
        let token = place.command(&["token", "create", "--name", "kill", "--role", "admin"]);
        let token = output(token);
        let ledger = Ledger::in_folder(place.folder.path());
        let client = client();
        let mut world = Self {
            load: Arc::new(Load::to(String::new(), String::new(), Vec::new(), ledger)),
            place,
            vendor,
            effects,
            token,
            client,
        };
        let mut node = Node::ready(&world.place);
        let (path, secret) = world.set_up().await;
        node.kill();
        let ledger = Ledger::in_folder(world.place.folder.path());
        let tickets = world.vendor.rows("Tickets");
        let tickets = tickets.iter().filter_map(|row| row["id"].as_i64()).collect();
        world.load = Arc::new(Load::to(path, secret, tickets, ledger));
        world
    }

    /// The webhook's path and secret.
    async fn set_up(&self) -> (String, String) {
        let account = json!({
            "vendor": "autotask",
            "settings": { "username": GOOD.user_name },
            "credentials": { "secret": GOOD.secret, "integration_code": GOOD.integration_code },
        });
        let account = self.post("/api/v1/integrations", account).await;
        let hook = json!({ "integration": account["id"], "name": "Tickets" });
        let hook = self.post("/api/v1/webhooks", hook).await;
        let step = json!({
            "id": "call", "kind": "http",
            "input": { "method": "POST", "url": format!("https://{HOST}/done"),
                "body": { "delivery": "{{ event.vendor.SequenceNumber }}" } },
        });
        let sop = json!({ "name": "Act", "mode": "full_auto", "steps": [step] });
        let sop = self.post("/api/v1/sops", sop).await;
        let rule = json!({ "name": "All", "when": { "kinds": ["ticket.*"] }, "then": { "sop": sop["id"] } });
        self.post("/api/v1/routing-rules", rule).await;
        let url = hook["url"].as_str().unwrap();
        let path = url.find("/hooks/").map(|at| url[at..].to_owned()).unwrap();
        (path, hook["secret"].as_str().unwrap().to_owned())
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.place.port)
    }

    pub async fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}{path}", self.origin()));
        answer(request.bearer_auth(&self.token)).await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.try_post(path, body).await.unwrap()
    }

    /// None where the node died on it.
    pub async fn try_post(&self, path: &str, body: Value) -> Option<Value> {
        let request = self.client.post(format!("{}{path}", self.origin()));
        answer(request.bearer_auth(&self.token).json(&body)).await
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Option<Value> {
    let answer = request.send().await.ok()?;
    let status = answer.status();
    let text = answer.text().await.ok()?;
    assert!(status.is_success(), "{status}: {text}");
    Some(serde_json::from_str(&text).unwrap())
}

fn output(mut command: std::process::Command) -> String {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
