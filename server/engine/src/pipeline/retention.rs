//! Takes away what has been kept long enough, webhook by webhook, a little at a time.

use super::Pipeline;
use crate::store::{StoreError, first_id_of};
use contract::ids::WebhookId;
use std::{collections::BTreeMap, time::Duration};
use tokio_util::sync::CancellationToken;

/// Rows that go in one commit: few, so that nobody waits for it.
const BATCH: u64 = 500;

/// Batches in one turn.
const BATCHES: usize = 20;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// How often it looks.
const LOOKS: Duration = Duration::from_mins(1);

/// The clockwork of taking away.
pub struct Retention {
    pipeline: Pipeline,
    /// Up to which event the payloads of a webhook are gone.
    looked_at: BTreeMap<WebhookId, String>,
}

impl Retention {
    /// Looks at everything once, and from then on at what is new.
    pub fn new(pipeline: Pipeline) -> Self {
        Self {
            pipeline,
            looked_at: BTreeMap::new(),
        }
    }

    /// Runs until it is told to stop.
    pub async fn run(mut self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOKS) => {
                    if let Err(error) = self.turn().await {
                        tracing::warn!(error = %error, "old events could not be taken away");
                    }
                }
            }
        }
    }

    /// One look; says how many events and payloads went.
    pub async fn turn(&mut self) -> Result<(u64, u64), StoreError> {
        let store = self.pipeline.0.store.clone();
        let now = self.pipeline.now();
        let (mut events, mut payloads) = (0, 0);
        for webhook in store.webhooks(true).await? {
            let edge = |days: i64| first_id_of(now - days.saturating_mul(DAY_MS));
            for _ in 0..BATCHES {
                let gone = store
                    .prune_events(&webhook.id, &edge(webhook.event_days), BATCH)
                    .await?;
                events += gone;
                if gone < BATCH {
                    break;
                }
            }
            for _ in 0..BATCHES {
                let after = self.looked_at.get(&webhook.id).map_or("", String::as_str);
                let pruned = store
                    .prune_payloads(&webhook.id, &edge(webhook.payload_days), after, BATCH)
                    .await?;
                payloads += pruned.count;
                match pruned.last {
                    Some(last) => self.looked_at.insert(webhook.id.clone(), last),
                    None => break,
                };
            }
        }
        Ok((events, payloads))
    }
}
