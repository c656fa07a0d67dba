//! The pipeline: from the door to the end, on both databases.

mod attempts;
mod bulk;
mod door;
mod double;
mod duplicates;
mod export;
mod faults;
mod lists;
mod notices;
mod notices_partner;
mod notices_yard;
mod order;
mod outages;
mod refusals;
mod registration;
mod replays;
mod retention;
mod secrets;
mod storm;
mod workers;

use crate::house::{House, tech, values};
use contract::{
    delivery::{Body, Delivery, Receipt},
    event::{EventDetail, EventStatus},
    ids::{EventId, IntegrationId},
    integration::{IntegrationDraft, SaveOutcome, SavePolicy},
    problem::Problem,
    webhook::{IssuedWebhook, NewWebhook},
};
use double::Double;
use engine::{
    pipeline::Pipeline,
    store::{FRESH, REPLAY, RETRY, Store},
};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// A house with a webhook of a vendor that signs nothing, and SOPs of the test's own.
pub struct Gate {
    pub house: House,
    pub sops: Arc<Double>,
    pub webhook: IssuedWebhook,
    pub integration: IntegrationId,
    _stop: tokio_util::sync::DropGuard,
}

impl Gate {
    pub async fn on(store: Store) -> Self {
        let sops = Arc::new(Double::default());
        let house = House::with(store, Some(sops.clone())).await;
        let stop = CancellationToken::new();
        house.machine.pipeline.start(&stop);
        let integration = edr(&house).await;
        let webhook = webhook(&house, &integration).await;
        Self {
            house,
            sops,
            webhook,
            integration,
            _stop: stop.drop_guard(),
        }
    }

    pub fn pipeline(&self) -> &Pipeline {
        &self.house.machine.pipeline
    }

    /// A detection as the vendor would post it, proven.
    pub fn delivery(&self, body: &Value) -> Delivery {
        delivery(&self.webhook, body.to_string().as_bytes())
    }

    /// Posts a delivery that must be taken.
    pub async fn post(&self, body: &Value) -> EventId {
        taken(self.pipeline().receive(self.delivery(body)).await)
    }

    /// Posts a delivery that must be refused.
    pub async fn refused(&self, delivery: Delivery) -> Problem {
        match self.pipeline().receive(delivery).await {
            Err(problem) => problem,
            Ok(receipt) => panic!("it was taken: {receipt:?}"),
        }
    }

    pub async fn event(&self, id: &EventId) -> EventDetail {
        self.house.services.events.get(&tech(), id).await.unwrap()
    }

    pub async fn status(&self, id: &EventId) -> EventStatus {
        self.event(id).await.summary.status
    }

    /// Works on everything that is due, in every lane, once.
    pub async fn turn(&self) -> usize {
        let mut worked = 0;
        for lane in [FRESH, RETRY, REPLAY] {
            worked += self.pipeline().turn(lane, 100).await.unwrap();
        }
        worked
    }

    /// The events of a status, newest first.
    pub async fn of_status(&self, status: &str) -> Vec<contract::event::EventSummary> {
        let filter = contract::event::EventFilter {
            status: Some(status.into()),
            ..Default::default()
        };
        self.house
            .services
            .events
            .list(&tech(), filter, None, 200)
            .await
            .unwrap()
            .items
    }
}

/// A detection; the number makes it another one.
pub fn detection(number: u32) -> Value {
    json!({ "id": format!("alert-{number}"), "threatName": "Ransom.Example", "hostname": "LAPTOP-07", "threatWeight": 10 })
}

pub fn delivery(webhook: &IssuedWebhook, body: &[u8]) -> Delivery {
    Delivery {
        token: webhook.url.rsplit('/').next().unwrap().to_owned(),
        path_secret: None,
        query: String::new(),
        method: "POST".into(),
        headers: vec![
            ("content-type".into(), b"application/json".to_vec()),
            ("x-opsai-secret".into(), webhook.secret.clone().into_bytes()),
        ],
        body: Body::Whole(body.to_vec()),
        address: "203.0.113.9".into(),
        forwarded_for: String::new(),
    }
}

pub fn taken(answer: Result<Receipt, Problem>) -> EventId {
    match answer {
        Ok(Receipt::Event(id)) => id,
        other => panic!("it was not taken: {other:?}"),
    }
}

/// An account of Datto EDR that works.
pub async fn edr(house: &House) -> IntegrationId {
    let draft = IntegrationDraft {
        vendor: "datto_edr".into(),
        name: "EDR".into(),
        settings: values([("instance", "northgate")]),
        credentials: values([("api_token", sandbox::datto_edr::GOOD_TOKEN)]),
    };
    match house
        .services
        .integrations
        .create(&tech(), draft, SavePolicy::Anyway)
        .await
        .unwrap()
    {
        SaveOutcome::Saved { integration, .. } => integration.id,
        SaveOutcome::TestFailed(report) => panic!("{report:?}"),
    }
}

pub async fn webhook(house: &House, integration: &IntegrationId) -> IssuedWebhook {
    let new = NewWebhook {
        integration: integration.to_string(),
        name: String::new(),
    };
    house.services.webhooks.create(&tech(), new).await.unwrap()
}
