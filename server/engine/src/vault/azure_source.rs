//! The key ring as one secret of an Azure Key Vault; each write is a new version of the secret.
//!
//! Key Vault keeps no condition on a write, so two rotations at once could each write a ring without
//! the other's key. [`AzureSource`] looks before and after it writes and, when another version has
//! slipped in between, writes the union: no key is ever lost. Refuses to know what a ring is used
//! for and how we sign in (see `azure_credential`).

use std::{collections::HashSet, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use azure_core::{
    credentials::TokenCredential,
    http::{ClientOptions, ExponentialRetryOptions, RetryOptions, Url},
};
use azure_security_keyvault_secrets::{
    ResourceExt, SecretClient, SecretClientOptions,
    models::{SecretClientGetSecretOptions, SetSecretParameters},
};
use futures::TryStreamExt as _;
use zeroize::Zeroizing;

use super::{
    azure_error::explain,
    key::Key,
    ring,
    source::{KeySource, KeySourceError, RingText, RingVersion},
};

/// Looks after a write that found yet another version.
const TRIES: usize = 5;
/// Key Vault takes no larger secret.
const MAX_BYTES: usize = 25 * 1024;

/// A key ring in an Azure Key Vault.
pub struct AzureSource {
    client: SecretClient,
    secret: String,
    name: String,
}

impl AzureSource {
    /// The secret `secret` of the vault at `vault_url`, which the `credential` may get, list and set.
    pub fn new(
        vault_url: &str,
        secret: &str,
        credential: Arc<dyn TokenCredential>,
        client_options: ClientOptions,
    ) -> Result<Self, KeySourceError> {
        let url = Url::parse(vault_url)
            .ok()
            .filter(|url| url.scheme() == "https" && url.has_host());
        let url =
            url.ok_or_else(|| refused(format!("{vault_url:?} is not the https address of a key vault")))?;
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if secret.is_empty() || secret.len() > 127 || !secret.bytes().all(fits) {
            return Err(refused(format!(
                "{secret:?} is not the name of a secret: letters, digits and hyphens"
            )));
        }
        let name = format!("secret {secret} of {}", url.origin().ascii_serialization());
        let options = SecretClientOptions {
            client_options,
            ..SecretClientOptions::default()
        };
        let client = SecretClient::new(url.as_str(), credential, Some(options))
            .map_err(|error| explain(&name, "preparing", &error, ""))?;
        Ok(Self {
            client,
            secret: secret.to_owned(),
            name,
        })
    }

    /// Options with retries that end within the source's patience.
    pub fn client_options() -> ClientOptions {
        let retry = ExponentialRetryOptions {
            max_retries: 3,
            ..ExponentialRetryOptions::default()
        };
        ClientOptions {
            retry: RetryOptions::exponential(retry),
            ..ClientOptions::default()
        }
    }

    /// The ring as the given version, or the present one, holds it.
    async fn get(&self, version: Option<&str>) -> Result<RingText, KeySourceError> {
        let options = SecretClientGetSecretOptions {
            secret_version: version.map(str::to_owned),
            ..Default::default()
        };
        let explained = |error: azure_core::Error| explain(&self.name, "reading", &error, "");
        let answer = self
            .client
            .get_secret(&self.secret, Some(options))
            .await
            .map_err(explained)?;
        let mut secret = answer.into_model().map_err(explained)?;
        let text = Zeroizing::new(secret.value.take().unwrap_or_default());
        Ok(RingText::new(text, RingVersion::new(self.version_of(&secret)?)))
    }

    async fn set(&self, text: &str) -> Result<String, KeySourceError> {
        if text.len() > MAX_BYTES {
            return Err(refused(format!(
                "the key ring is too long for a secret: {} bytes",
                text.len()
            )));
        }
        let explained = |error: azure_core::Error| explain(&self.name, "writing", &error, text);
        let parameters = SetSecretParameters {
            value: Some(text.to_owned()),
            content_type: Some("text/plain".to_owned()),
            ..SetSecretParameters::default()
        };
        let parameters = parameters.try_into().map_err(explained)?;
        let answer = self
            .client
            .set_secret(&self.secret, parameters, None)
            .await
            .map_err(explained)?;
        self.version_of(&answer.into_model().map_err(explained)?)
    }

    /// The versions that can be read; none where there is no such secret.
    async fn versions(&self) -> Result<HashSet<String>, KeySourceError> {
        let explained = |error: azure_core::Error| explain(&self.name, "listing the versions of", &error, "");
        let mut pager = self
            .client
            .list_secret_properties_versions(&self.secret, None)
            .map_err(explained)?;
        let mut versions = HashSet::new();
        loop {
            match pager.try_next().await.map_err(explained) {
                Ok(Some(secret)) => {
                    if secret
                        .attributes
                        .as_ref()
                        .is_none_or(|about| about.enabled != Some(false))
                    {
                        versions.insert(self.version_of(&secret)?);
                    }
                }
                Ok(None) => return Ok(versions),
                Err(KeySourceError::Absent { .. }) => return Ok(HashSet::new()),
                Err(error) => return Err(error),
            }
        }
    }

    fn version_of(&self, secret: &impl ResourceExt) -> Result<String, KeySourceError> {
        let id = secret
            .resource_id()
            .map_err(|error| explain(&self.name, "reading", &error, ""))?;
        id.version.ok_or_else(|| KeySourceError::Invalid {
            what: format!("reading {}: the answer names no version", self.name),
        })
    }

    async fn present(&self) -> Result<RingVersion, KeySourceError> {
        match self.get(None).await {
            Ok(text) => Ok(text.version().clone()),
            Err(KeySourceError::Absent { .. }) => Ok(RingVersion::ABSENT),
            Err(error) => Err(error),
        }
    }
}

#[async_trait]
impl KeySource for AzureSource {
    fn name(&self) -> String {
        format!("Azure Key Vault, {}", self.name)
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(10)
    }

    async fn read(&self) -> Result<RingText, KeySourceError> {
        self.get(None).await
    }

    async fn write(&self, new: &RingText, expect: &RingVersion) -> Result<(), KeySourceError> {
        let mut known = self.versions().await?;
        if self.present().await? != *expect {
            return Err(KeySourceError::Conflict);
        }
        let mut text = Zeroizing::new(new.expose().to_owned());
        let mut disturbed = false;
        for _ in 0..TRIES {
            known.insert(self.set(&text).await?);
            let mut complete = true;
            for version in self.versions().await? {
                if known.insert(version.clone()) {
                    complete &= !add_missing(&mut text, self.get(Some(&version)).await?.expose());
                }
            }
            if complete {
                return if disturbed {
                    Err(KeySourceError::Conflict)
                } else {
                    Ok(())
                };
            }
            disturbed = true;
        }
        Err(KeySourceError::Conflict)
    }
}

impl fmt::Debug for AzureSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AzureSource").field(&self.name).finish()
    }
}

/// Puts keys of another ring behind ours that ours lacks; tells whether there were any.
fn add_missing(ours: &mut Zeroizing<String>, theirs: &str) -> bool {
    let keys = |text: &str| {
        text.lines()
            .filter_map(|line| Key::parse(line.trim()))
            .collect::<Vec<_>>()
    };
    let have: HashSet<String> = keys(ours).iter().map(|key| key.id().to_owned()).collect();
    let lacks = |line: &&str| Key::parse(line.trim()).is_some_and(|key| !have.contains(key.id()));
    let missing: Vec<&str> = theirs.lines().filter(lacks).collect();
    if missing.is_empty() {
        return false;
    }
    *ours = ring::with_keys_behind(ours, &missing);
    true
}

fn refused(what: String) -> KeySourceError {
    KeySourceError::Refused { what, source: None }
}
