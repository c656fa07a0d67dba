//! The lease of one event: renewed while its stages run, and asked before each effect.

use super::{Pipeline, sops::Fence};
use contract::ids::EventId;
use futures::future::BoxFuture;
use std::time::Duration;

/// For how long a worker has an event without renewing it, in milliseconds.
pub const LEASE_MS: i64 = 30_000;

/// How often it is renewed.
const RENEWED: Duration = Duration::from_secs(10);

/// A worker's hold on an event.
pub struct Lease {
    pipeline: Pipeline,
    id: EventId,
    claim: String,
}

impl Lease {
    /// The hold that a claim gave.
    pub fn new(pipeline: Pipeline, id: EventId, claim: String) -> Self {
        Self { pipeline, id, claim }
    }

    /// Renews it again and again; ends when another worker has the event.
    pub async fn keep(&self) {
        loop {
            tokio::time::sleep(RENEWED).await;
            if !self.renew().await {
                return;
            }
        }
    }

    async fn renew(&self) -> bool {
        let inner = &self.pipeline.0;
        let renewed = inner
            .store
            .renew_event(self.pipeline.at(), &self.id, &self.claim, LEASE_MS)
            .await;
        match renewed {
            Ok(held) => held,
            // An outage of our own says nothing of the lease; the end of the attempt will.
            Err(error) => {
                tracing::warn!(event.id = %self.id, error = %error, "the lease of an event could not be renewed");
                true
            }
        }
    }
}

impl Fence for Lease {
    fn holds(&self) -> BoxFuture<'_, bool> {
        Box::pin(async move {
            let inner = &self.pipeline.0;
            inner
                .store
                .renew_event(self.pipeline.at(), &self.id, &self.claim, LEASE_MS)
                .await
                .unwrap_or(false)
        })
    }
}
