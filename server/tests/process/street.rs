//! A house with an account of Microsoft 365 on it: the real server, the double of Entra, Graph and Partner Center, and what posts
//! to the door as Microsoft does.

use crate::house::{House, Running};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::{Response, header::HeaderMap};
use sandbox::microsoft365::{Behaviour, Double, NOTICES_CERTIFICATE, Options, PARTNER, REFRESH_TOKEN, der};
use serde_json::{Value, json};

/// How often something is asked for before it is given up.
const ASKED: usize = 20_000;

pub struct Street {
    pub double: sandbox::microsoft365::Running,
    pub running: Running,
    /// An administrator's.
    pub token: String,
    /// The webhook, as it was shown once.
    pub webhook: Value,
    /// Its data directory goes with it.
    _house: House,
}

impl Street {
    pub async fn new() -> Self {
        Self::believing(sandbox::microsoft365::NOTICES_ROOT, Behaviour::default()).await
    }

    /// A machine whose one authority is this one, and a Microsoft that behaves so.
    pub async fn believing(root: &str, behaviour: Behaviour) -> Self {
        let options = Options {
            behaviour,
            ..Options::default()
        };
        let double = Double::start(options).await.unwrap();
        let house = House::new().mapped(double.egress_map());
        let authorities = house.path().join("authorities.pem");
        std::fs::write(&authorities, root).unwrap();
        let house = house.with("SSL_CERT_FILE", authorities.to_str().unwrap());
        let token = house.token("admin");
        let running = house.serve();
        // The double reaches the whole internet, which is this server.
        double.turn(|knobs| {
            knobs.reaches.insert(running.url.clone(), running.url.clone());
        });
        let account = json!({
            "vendor": "microsoft365",
            "settings": { "tenant_id": PARTNER.tenant_id, "client_id": PARTNER.client_id },
            "credentials": { "client_secret": PARTNER.client_secret, "refresh_token": REFRESH_TOKEN },
            "save": "when_test_passes",
        });
        let (status, account) = running.post("/api/v1/integrations", &token, account).await;
        assert_eq!(status, 201, "{account}");
        let hook = json!({ "integration": account["id"], "name": "Microsoft" });
        let (status, webhook) = running.post("/api/v1/webhooks", &token, hook).await;
        assert_eq!(status, 201, "{webhook}");
        Self {
            double,
            running,
            token,
            webhook,
            _house: house,
        }
    }

    /// The address of the door.
    pub fn door(&self) -> &str {
        self.webhook["url"].as_str().unwrap()
    }

    /// The same with the secret at its end.
    pub fn secret_door(&self) -> &str {
        self.webhook["url_with_secret"].as_str().unwrap()
    }

    pub fn secret(&self) -> &str {
        self.webhook["secret"].as_str().unwrap()
    }

    /// Posts as Graph does.
    pub async fn notified(&self, all: &[Value]) -> Response {
        post(self.door(), &[], json!({ "value": all }).to_string()).await
    }

    /// What Graph says of a subscription itself.
    pub fn lifecycle(&self, event: &str) -> Value {
        json!({ "lifecycleEvent": event, "resource": "users", "tenantId": PARTNER.tenant_id,
            "clientState": self.secret(), "subscriptionId": "0d1e2f30-0000-4000-8000-000000000001",
            "subscriptionExpirationDateTime": "2026-12-22T10:00:00Z" })
    }

    /// An event as it is told.
    pub async fn event(&self, id: &str) -> Value {
        let path = format!("/api/v1/events/{id}");
        let (status, event) = self.running.get(&path, &self.token).await;
        assert_eq!(status, 200, "{event}");
        event
    }

    /// The same once it is over.
    pub async fn ended(&self, id: &str) -> Value {
        for _ in 0..ASKED {
            let event = self.event(id).await;
            if !matches!(event["status"].as_str(), Some("received" | "processing")) {
                return event;
            }
        }
        panic!("{id} does not end");
    }

    /// Every event, newest first.
    pub async fn events(&self) -> Vec<Value> {
        let (_, page) = self.running.get("/api/v1/events?limit=100", &self.token).await;
        page["items"].as_array().unwrap().clone()
    }
}

/// A change of a user, with this client state.
pub fn change(id: &str, state: &str) -> Value {
    json!({ "id": id, "changeType": "updated", "subscriptionId": "0d1e2f30-0000-4000-8000-000000000001",
        "tenantId": PARTNER.tenant_id, "clientState": state, "resource": "Users/99999999-9999-4999-8999-999999999999",
        "resourceData": { "@odata.type": "#Microsoft.Graph.User", "id": "99999999-9999-4999-8999-999999999999" } })
}

/// Posts to an address with these headers.
pub async fn post(url: &str, headers: &[(&str, &str)], body: impl Into<String>) -> Response {
    let mut all = HeaderMap::new();
    all.insert("content-type", "application/json".parse().unwrap());
    for (name, value) in headers {
        let name: reqwest::header::HeaderName = name.parse().unwrap();
        all.insert(name, value.parse().unwrap());
    }
    let request = reqwest::Client::new().post(url).headers(all).body(body.into());
    request.send().await.unwrap()
}

/// Posts as Partner Center does: signed by `ring`, which is not what verifies.
pub async fn signed(url: &str, key: &str, signs: &str, body: &str) -> Response {
    let pair = ring::signature::RsaKeyPair::from_pkcs8(&der(key)).unwrap();
    let mut signature = vec![0; pair.public().modulus_len()];
    let (algorithm, random) = (
        &ring::signature::RSA_PKCS1_SHA256,
        ring::rand::SystemRandom::new(),
    );
    pair.sign(algorithm, &random, signs.as_bytes(), &mut signature)
        .unwrap();
    let signature = format!("Signature {}", BASE64_STANDARD.encode(signature));
    let headers = [
        ("x-ms-signature", signature.as_str()),
        ("x-ms-signature-algorithm", "rsa-sha256"),
        ("x-ms-certificate-url", NOTICES_CERTIFICATE),
    ];
    post(url, &headers, body).await
}

/// The event that an answer tells of.
pub async fn taken(answer: Response) -> String {
    assert_eq!(answer.status(), 202);
    let told: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(told.as_object().unwrap().len(), 1, "{told}");
    told["event"].as_str().unwrap().to_owned()
}

/// The problem that an answer is, by its status.
pub async fn refused(answer: Response, status: u16) -> Value {
    assert_eq!(answer.status(), status);
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    assert_eq!(kind, "application/problem+json");
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}
