//! Makes the random parts of a webhook: the token in its address, and its secrets, which are sealed at once.

use super::secrets::random_text;
use crate::{
    store::{NewWebhookSecret, fresh_ulid, webhook_field},
    vault::{Binding, Secret, Vault, VaultError},
};
use contract::{
    ids::{IntegrationId, WebhookId, WebhookSecretId},
    problem::Problem,
};

/// Characters of a secret: 256 bits, and no longer than any vendor takes.
const LENGTH: usize = 43;

/// Characters of a secret that tell it from another.
const HINT: usize = 4;

/// What a secret is bound to.
pub struct Place<'a> {
    /// The webhook.
    pub webhook: &'a WebhookId,
    /// Its integration.
    pub integration: &'a IntegrationId,
    /// Whose.
    pub vendor: &'a str,
}

/// What stands in a webhook's address: 22 characters, 131 bits.
pub fn token(length: usize) -> Result<String, Problem> {
    random_text(length).map_err(|_| no_randomness())
}

/// A new secret, sealed; and as it is shown this once.
pub async fn make(vault: &Vault, now: i64, place: Place<'_>) -> Result<(NewWebhookSecret, String), Problem> {
    let plain = random_text(LENGTH).map_err(|_| no_randomness())?;
    let id = WebhookSecretId::from_ulid(&fresh_ulid(now));
    let field = webhook_field(place.webhook.as_str(), id.as_str());
    let binding = Binding {
        integration: place.integration.as_str(),
        vendor: place.vendor,
        field: &field,
    };
    let sealed = vault
        .seal(binding, &Secret::new(plain.clone()))
        .await
        .map_err(|error| sealing(&error))?;
    let fresh = NewWebhookSecret {
        id,
        sealed: sealed.as_str().to_owned(),
        hint: plain[LENGTH - HINT..].to_owned(),
    };
    Ok((fresh, plain))
}

/// The key ring is out of reach.
pub fn out_of_reach() -> Problem {
    let mut problem = Problem::new(
        503,
        "key_unavailable",
        "The webhook's secret cannot be opened now.",
    )
    .with_detail("The key source is out of reach; the Keys page says why. Nothing was changed.");
    problem.retry_after = Some(30);
    problem
}

fn sealing(error: &VaultError) -> Problem {
    tracing::warn!(error = %error, "a webhook's secret could not be sealed");
    out_of_reach()
}

fn no_randomness() -> Problem {
    Problem::new(500, "internal", "No randomness on this machine.")
}
