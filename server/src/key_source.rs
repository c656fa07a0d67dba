//! From the settings to the vault: which source the key ring is read from, and who we are there.

use crate::config::{AzureLogin, Config, KeyStore};
use anyhow::Context as _;
use engine::{
    clock::Clock,
    store::Store,
    vault::{
        AzureIdentity, AzureSource, FileSource, KeySource, MissingFile, Secret, Vault, azure_credential,
        create_ring,
    },
};
use std::sync::Arc;

/// The vault. A source that is out of reach makes a cold one that recovers; only settings that cannot be meant are errors.
pub async fn vault(config: &Config, store: &Store, clock: &Clock) -> anyhow::Result<Vault> {
    let source: Arc<dyn KeySource> = match &config.keys {
        KeyStore::File(path) => Arc::new(FileSource::new(path, missing_file(store).await)),
        KeyStore::AzureKeyVault { url, secret, login } => {
            let credential = azure_credential(identity(login), AzureSource::client_options())
                .context("the identity for Azure Key Vault cannot be used (OPSAI_AZURE_LOGIN)")?;
            let source = AzureSource::new(url.as_str(), secret, credential, AzureSource::client_options())
                .context("the key vault cannot be used (OPSAI_KEY_VAULT_URL, OPSAI_KEY_VAULT_SECRET)")?;
            if missing_file(store).await == MissingFile::Create {
                // A vault that is out of reach now makes a cold start, which recovers; the ring is then made by hand.
                match create_ring(&source).await {
                    Ok(true) => tracing::info!("a fresh key ring was made in the key vault"),
                    Ok(false) => {}
                    Err(error) => {
                        tracing::warn!(error = %error, "no key ring could be made in the key vault");
                    }
                }
            }
            Arc::new(source)
        }
    };
    let clock = clock.clone();
    Ok(Vault::start(source, Arc::new(move || clock.now())).await)
}

/// A fresh ring is made on a first start only: where sealed values stand beside a missing key file, the file was lost, and a
/// new one would hide that.
async fn missing_file(store: &Store) -> MissingFile {
    match store.sealed_page(None, 1).await {
        Ok(rows) if rows.is_empty() => MissingFile::Create,
        _ => MissingFile::Refuse,
    }
}

fn identity(login: &AzureLogin) -> AzureIdentity {
    match login {
        AzureLogin::Managed { client_id } => AzureIdentity::Managed {
            client_id: client_id.clone(),
        },
        AzureLogin::Workload {
            tenant_id,
            client_id,
            token_file,
        } => AzureIdentity::Workload {
            tenant_id: tenant_id.clone(),
            client_id: client_id.clone(),
            token_file: token_file.clone(),
        },
        AzureLogin::ClientSecret {
            tenant_id,
            client_id,
            secret,
        } => AzureIdentity::ClientSecret {
            tenant_id: tenant_id.clone(),
            client_id: client_id.clone(),
            secret: Secret::new(secret.expose().to_owned()),
        },
        AzureLogin::DeveloperTools => AzureIdentity::DeveloperTools,
    }
}
