//! A house with a webhook: deliveries that prove themselves, and the bare commits of the same store beside them.

use crate::{
    database::Database,
    house::{House, admin},
    load,
    post::Post,
};
use contract::{
    delivery::{Body, Delivery, Receipt},
    ids::{EventId, IntegrationId, VendorId},
    integration::SavePolicy,
    webhook::{IssuedWebhook, NewWebhook},
};
use engine::store::{FRESH, Identity, Inserted, Moment, NewEvent, fresh_ulid};
use serde_json::json;
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio_util::sync::{CancellationToken, DropGuard};

/// A house that takes deliveries of Datto EDR.
pub struct Gate {
    /// The house.
    pub house: House,
    /// The account whose webhook it is.
    pub integration: IntegrationId,
    /// The webhook.
    pub webhook: IssuedWebhook,
    next: AtomicUsize,
    _double: sandbox::datto_edr::Running,
    _stop: DropGuard,
}

impl Gate {
    /// Opens it on a database; nothing works on what is taken yet.
    pub async fn on(database: Database) -> anyhow::Result<Self> {
        let double = sandbox::datto_edr::Double::start(sandbox::datto_edr::Options::default()).await?;
        let house = House::on(database, double.egress_map()).await?;
        let settings = [("instance", "northgate")];
        let credentials = [("api_token", sandbox::datto_edr::GOOD_TOKEN)];
        let integration = house
            .connect("datto_edr", &settings, &credentials, SavePolicy::WhenTestPasses)
            .await?;
        let new = NewWebhook {
            integration: integration.to_string(),
            name: "Benchmark".into(),
        };
        let webhook = house.machine.services().webhooks.create(&admin(), new).await?;
        let stop = CancellationToken::new();
        house.machine.pipeline.start(&stop);
        Ok(Self {
            house,
            integration,
            webhook,
            next: AtomicUsize::new(1),
            _double: double,
            _stop: stop.drop_guard(),
        })
    }

    /// The last part of the webhook's address.
    fn token(&self) -> &str {
        self.webhook.url.rsplit('/').next().unwrap_or_default()
    }

    fn number(&self) -> usize {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Hands a delivery to the port, as the web does; it must be taken.
    pub async fn deliver(&self) -> anyhow::Result<EventId> {
        let delivery = Delivery {
            token: self.token().to_owned(),
            path_secret: None,
            query: String::new(),
            method: "POST".into(),
            headers: vec![
                ("content-type".into(), b"application/json".to_vec()),
                ("x-opsai-secret".into(), self.webhook.secret.clone().into_bytes()),
            ],
            body: Body::Whole(body(self.number()).into_bytes()),
            address: "203.0.113.9".into(),
            forwarded_for: String::new(),
        };
        match self.house.machine.pipeline.receive(delivery).await? {
            Receipt::Event(id) => Ok(id),
            Receipt::Echo(text) => anyhow::bail!("it was answered with {text}"),
        }
    }

    /// Posts a delivery over a connection; it must be taken.
    pub async fn post(&self, connection: &mut Post) -> anyhow::Result<()> {
        let path = format!("/hooks/{}", self.token());
        let status = connection
            .send(&path, &self.webhook.secret, &body(self.number()))
            .await?;
        anyhow::ensure!(status == 202, "a delivery was answered {status}");
        Ok(())
    }

    /// A delivery as the store is handed it.
    pub fn row(&self, lane: i64, received_at: i64) -> NewEvent {
        let number = self.number();
        let id = EventId::from_ulid(&fresh_ulid(received_at));
        let body = body(number);
        NewEvent {
            id,
            webhook: self.webhook.id.clone(),
            vendor: VendorId::new("datto_edr"),
            integration: self.integration.clone(),
            lane,
            received_at,
            identity: Some(Identity {
                key: format!("vendor:row-{number}"),
                window_ms: None,
            }),
            body_sha256: format!("{number:064x}"),
            size: number as u64,
            preview: body.chars().take(200).collect(),
            headers: r#"{"content-type":"application/json"}"#.into(),
            body: body.into_bytes(),
            remote_address: Some("203.0.113.9".into()),
            matched_secret: None,
            refused: None,
            replay: None,
            object: None,
        }
    }

    /// What the store alone commits: this many at once by so many writers, again and again. Its figures are commits.
    pub async fn commits(&self, writers: usize, group: usize, time: Duration) -> anyhow::Result<load::Seen> {
        let store = &self.house.machine.store;
        load::run(writers, time, || async {
            let now = self.house.machine.act.clock.now_ms();
            let rows: Vec<_> = (0..group).map(|_| self.row(FRESH, now)).collect();
            let kept = store.insert_events(Moment::Database, &rows).await?;
            anyhow::ensure!(
                kept.iter().all(|one| *one == Inserted::Fresh),
                "a row was taken for a copy"
            );
            Ok(())
        })
        .await
    }

    /// Fills a lane with so many events that are due.
    pub async fn fill(&self, lane: i64, many: usize) -> anyhow::Result<()> {
        let now = self.house.machine.act.clock.now_ms();
        for begin in (0..many).step_by(500) {
            let rows: Vec<_> = (begin..many.min(begin + 500))
                .map(|_| self.row(lane, now))
                .collect();
            self.house
                .machine
                .store
                .insert_events(Moment::Database, &rows)
                .await?;
        }
        Ok(())
    }

    /// Takes away every event.
    pub async fn empty(&self) -> anyhow::Result<()> {
        for table in ["event_attempts", "event_payloads", "events"] {
            self.house.database.run(&format!("DELETE FROM {table}")).await?;
        }
        Ok(())
    }

    /// Ends it with its database.
    pub async fn end(self) -> anyhow::Result<()> {
        self.house.database.end().await
    }
}

/// A detection as the vendor would post it; the number makes it another one.
fn body(number: usize) -> String {
    json!({ "id": format!("alert-{number}"), "instance": "northgate.infocyte.com", "threatName": "Ransom.Example",
        "threatWeight": 10, "malicious": true, "hostname": "LAPTOP-07", "fileName": "invoice.exe",
        "agentId": "6f7a8b9c-0d1e-4f2a-8b3c-4d5e6f7a8b9c", "createdOn": "2026-11-23T09:30:00.000Z" })
    .to_string()
}
