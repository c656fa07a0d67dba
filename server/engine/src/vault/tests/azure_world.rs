//! A Key Vault double over TLS and what reaches it: the SDK's own client, with its checks on.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration as StdDuration,
};

use async_trait::async_trait;
use azure_core::{
    credentials::{AccessToken, TokenCredential, TokenRequestOptions},
    http::{
        AsyncRawResponse, ClientOptions, FixedRetryOptions, HttpClient, Method, Request, RetryOptions,
        Transport,
    },
    time::{Duration, OffsetDateTime},
};
use sandbox::key_vault::{Double, Options, Running, TOKEN};

use crate::vault::{AzureSource, KeySource as _};

/// The secret's name.
pub(super) const SECRET: &str = "ops-ai-keys";

/// Hands out one token and remembers what for.
#[derive(Debug)]
pub(super) struct Credential {
    pub(super) token: &'static str,
    pub(super) scopes: Mutex<Vec<String>>,
}

#[async_trait]
impl TokenCredential for Credential {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        self.scopes
            .lock()
            .unwrap()
            .extend(scopes.iter().map(|scope| (*scope).to_owned()));
        Ok(AccessToken::new(
            self.token,
            OffsetDateTime::now_utc() + Duration::hours(1),
        ))
    }
}

/// A rival that writes these rings, one just before each of our writes.
#[derive(Default)]
pub(super) struct Rival {
    rings: Mutex<Vec<String>>,
    pub(super) met: AtomicUsize,
}

/// The network, with the rival in it.
struct Wire {
    client: reqwest::Client,
    vault: Arc<Running>,
    rival: Arc<Rival>,
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wire")
    }
}

#[async_trait]
impl HttpClient for Wire {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        if request.method() == Method::Put
            && let Some(ring) = self.rival.rings.lock().unwrap().pop()
        {
            self.vault.put(SECRET, &ring);
            self.rival.met.fetch_add(1, SeqCst);
        }
        self.client.execute_request(request).await
    }
}

/// A vault and a source that reads it.
pub(super) struct World {
    pub(super) vault: Arc<Running>,
    pub(super) credential: Arc<Credential>,
    pub(super) source: Arc<AzureSource>,
    pub(super) rival: Arc<Rival>,
}

impl World {
    /// A vault in which the secret holds `ring`, or does not exist.
    pub(super) async fn new(ring: Option<&str>) -> Self {
        Self::with_token(ring, TOKEN).await
    }

    pub(super) async fn with_token(ring: Option<&str>, token: &'static str) -> Self {
        let secrets = ring
            .map(|ring| (SECRET.to_owned(), ring.to_owned()))
            .into_iter()
            .collect();
        let vault = Arc::new(
            Double::start(Options {
                secrets,
                ..Options::default()
            })
            .await
            .unwrap(),
        );
        let credential = Arc::new(Credential {
            token,
            scopes: Mutex::default(),
        });
        let rival = Arc::<Rival>::default();
        let source = Arc::new(source(&vault, &credential, &rival));
        Self {
            vault,
            credential,
            source,
            rival,
        }
    }

    /// Another node with a client of its own.
    pub(super) fn another_source(&self) -> Arc<AzureSource> {
        Arc::new(source(&self.vault, &self.credential, &Arc::default()))
    }

    /// Before our next writes, somebody else writes these, the last one first.
    pub(super) fn let_rival_write(&self, rings: &[&str]) {
        *self.rival.rings.lock().unwrap() = rings.iter().map(|ring| (*ring).to_owned()).collect();
    }

    /// The present ring's text.
    pub(super) fn stored(&self) -> String {
        self.vault.values(SECRET).last().unwrap().clone()
    }

    /// What a read says when it fails.
    pub(super) async fn refusal(&self) -> crate::vault::KeySourceError {
        self.source.read().await.unwrap_err()
    }
}

fn source(vault: &Arc<Running>, credential: &Arc<Credential>, rival: &Arc<Rival>) -> AzureSource {
    let host = vault.vault_url.strip_prefix("https://").unwrap();
    let client = reqwest::Client::builder()
        .resolve(host, vault.address)
        .tls_certs_only([reqwest::Certificate::from_der(&vault.ca_der).unwrap()])
        .timeout(StdDuration::from_secs(20))
        .build()
        .unwrap();
    let wire = Wire {
        client,
        vault: vault.clone(),
        rival: rival.clone(),
    };
    let retry = FixedRetryOptions {
        delay: Duration::ZERO,
        max_retries: 2,
        ..FixedRetryOptions::default()
    };
    let options = ClientOptions {
        transport: Some(Transport::new(Arc::new(wire))),
        retry: RetryOptions::fixed(retry),
        ..ClientOptions::default()
    };
    AzureSource::new(&vault.vault_url, SECRET, credential.clone(), options).unwrap()
}
