//! The webhooks that deliveries come to, with their secrets opened: kept in memory for as long as they are sealed alike, so
//! that neither each delivery nor an outage of the key vault costs an opening.

use crate::{
    act::Act,
    connector::Scrubber,
    pipeline::networks::Network,
    store::{Store, StoreError, WebhookRow, webhook_field},
    vault::{Binding, Sealed, Secret},
};
use contract::ids::WebhookSecretId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// For how long a row is believed before it is read again. Another node may have switched the webhook off.
const BELIEVED: Duration = Duration::from_secs(2);

/// How many webhooks are kept; beyond it all are forgotten.
const MOST: usize = 10_000;

/// A webhook, ready to judge a delivery.
pub struct Known {
    /// As it is kept.
    pub row: WebhookRow,
    /// Networks that may post.
    pub networks: Vec<Network>,
    /// Its secrets, opened, newest first.
    pub secrets: Vec<OpenSecret>,
    /// True when a secret could not be opened: then what does not match proves nothing.
    pub incomplete: bool,
    /// Takes the secrets out of text.
    pub scrubber: Scrubber,
    read_at: Instant,
}

/// An opened secret.
pub struct OpenSecret {
    /// Which.
    pub id: WebhookSecretId,
    /// Until when it is accepted.
    pub retires_at: Option<i64>,
    /// Its value.
    pub value: Secret,
    sealed: String,
}

impl Known {
    /// The secrets that are accepted now, and which they are.
    pub fn accepted(&self, now: i64) -> (Vec<Secret>, Vec<&WebhookSecretId>) {
        self.secrets
            .iter()
            .filter(|secret| secret.retires_at.is_none_or(|at| at > now))
            .map(|secret| (secret.value.clone(), &secret.id))
            .unzip()
    }

    /// The secrets that were accepted once, with their last characters; for telling why a proof failed.
    pub fn retired(&self, now: i64) -> Vec<Secret> {
        self.secrets
            .iter()
            .filter(|secret| secret.retires_at.is_some_and(|at| at <= now))
            .map(|secret| secret.value.clone())
            .collect()
    }
}

/// All that were met.
#[derive(Default)]
pub struct Webhooks(Mutex<HashMap<String, Arc<Known>>>);

impl Webhooks {
    /// The webhook with this token; none when there is none.
    pub async fn get(&self, store: &Store, act: &Act, token: &str) -> Result<Option<Arc<Known>>, StoreError> {
        let before = self.lock().get(token).cloned();
        if let Some(known) = before.as_ref().filter(|known| known.read_at.elapsed() < BELIEVED) {
            return Ok(Some(known.clone()));
        }
        let Some(row) = store.webhook_by_token(token).await? else {
            self.lock().remove(token);
            return Ok(None);
        };
        let known = Arc::new(open(act, row, before.as_deref()).await);
        let mut all = self.lock();
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(token.to_owned(), known.clone());
        Ok(Some(known))
    }

    /// Forgets one: it was changed.
    pub fn forget(&self, token: &str) {
        self.lock().remove(token);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Known>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn open(act: &Act, row: WebhookRow, before: Option<&Known>) -> Known {
    let mut secrets = Vec::with_capacity(row.secrets.len());
    let mut incomplete = false;
    for kept in &row.secrets {
        let known = before.and_then(|known| {
            known
                .secrets
                .iter()
                .find(|secret| secret.id == kept.id && secret.sealed == kept.sealed)
        });
        let value = match known {
            Some(secret) => Some(secret.value.clone()),
            None => open_one(act, &row, &kept.id, &kept.sealed).await,
        };
        match value {
            Some(value) => secrets.push(OpenSecret {
                id: kept.id.clone(),
                retires_at: kept.retires_at,
                value,
                sealed: kept.sealed.clone(),
            }),
            None => incomplete = true,
        }
    }
    Known {
        networks: row
            .allowed_networks
            .iter()
            .filter_map(|text| Network::parse(text))
            .collect(),
        scrubber: Scrubber::new(secrets.iter().map(|secret| &secret.value)),
        secrets,
        incomplete,
        row,
        read_at: Instant::now(),
    }
}

/// Opens one secret of a webhook; none when the key is out of reach, which is logged.
pub async fn open_one(act: &Act, row: &WebhookRow, secret: &WebhookSecretId, sealed: &str) -> Option<Secret> {
    let field = webhook_field(row.id.as_str(), secret.as_str());
    let binding = Binding {
        integration: row.integration.as_str(),
        vendor: row.vendor.as_str(),
        field: &field,
    };
    let opened = match Sealed::parse(sealed) {
        Ok(sealed) => act.vault.open(binding, &sealed).await,
        Err(error) => Err(error),
    };
    match opened {
        Ok(value) => Some(value),
        Err(error) => {
            tracing::warn!(webhook.id = %row.id, error = %error, "a webhook's secret cannot be opened");
            None
        }
    }
}
