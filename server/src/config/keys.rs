//! Where the key ring is kept.

use super::{azure::AzureLogin, error::ConfigError, parse, source::Source};
use std::path::{Path, PathBuf};
use url::Url;

/// The place of the key ring.
#[derive(Clone, Debug)]
pub enum KeyStore {
    /// A file in the data directory.
    File(PathBuf),
    /// A secret of an Azure Key Vault.
    AzureKeyVault {
        /// The vault.
        url: Url,
        /// The secret's name.
        secret: String,
        /// Who we are there.
        login: AzureLogin,
    },
}

impl KeyStore {
    pub(super) fn from_source(source: &Source, data_dir: &Path) -> Result<Self, ConfigError> {
        let azure = source.parsed("OPSAI_KEY_SOURCE", "file", |text| match text {
            "file" => Ok(false),
            "azure-key-vault" => Ok(true),
            _ => Err("must be file or azure-key-vault".to_owned()),
        })?;
        let because = "OPSAI_KEY_SOURCE is azure-key-vault";
        let example = "https://my-vault.vault.azure.net";
        let url = source.parsed("OPSAI_KEY_VAULT_URL", example, |text| {
            let url = parse::origin(text)?;
            if url.scheme() == "https" {
                Ok(url)
            } else {
                Err("must begin with https://".to_owned())
            }
        })?;
        let secret = source.text("OPSAI_KEY_VAULT_SECRET");
        let login = AzureLogin::from_source(source)?;
        if azure != Some(true) {
            return Ok(Self::File(data_dir.join("fernet.keys")));
        }
        let missing = |name, example| ConfigError::Missing {
            name,
            because,
            example,
        };
        Ok(Self::AzureKeyVault {
            url: url.ok_or(missing("OPSAI_KEY_VAULT_URL", example))?,
            secret: secret
                .ok_or(missing("OPSAI_KEY_VAULT_SECRET", "ops-ai-keys"))?
                .to_owned(),
            login,
        })
    }
}
