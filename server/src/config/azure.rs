//! Who we are at Azure. Chosen, never guessed: a chain of attempts hides which identity is used.

use super::{error::ConfigError, hidden::Hidden, source::Source};
use std::path::PathBuf;

/// The identity with which the key vault is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AzureLogin {
    /// The identity that Azure gives to the machine we run on.
    Managed {
        /// The client id of a user-assigned identity; none for the machine's own.
        client_id: Option<String>,
    },
    /// The identity of a Kubernetes service account.
    Workload {
        /// The directory.
        tenant_id: String,
        /// The application.
        client_id: String,
        /// The file with the account's token.
        token_file: PathBuf,
    },
    /// An app registration with a client secret.
    ClientSecret {
        /// The directory.
        tenant_id: String,
        /// The application.
        client_id: String,
        /// Its secret.
        secret: Hidden,
    },
    /// Whoever is signed in to the Azure command line: for development.
    DeveloperTools,
}

const LOGIN: &str = "OPSAI_AZURE_LOGIN";
const UUID: &str = "8f1c0c3e-0000-4000-8000-000000000000";
const TOKEN_FILE: &str = "/var/run/secrets/azure/tokens/azure-identity-token";

impl AzureLogin {
    pub(super) fn from_source(source: &Source) -> Result<Self, ConfigError> {
        // Rationale: all are asked for whatever the choice is, so that an unused one is not called unknown.
        let tenant_id = source.text("OPSAI_AZURE_TENANT_ID");
        let client_id = source.text("OPSAI_AZURE_CLIENT_ID");
        let secret = source.text("OPSAI_AZURE_CLIENT_SECRET");
        let token_file = source.text("OPSAI_AZURE_TOKEN_FILE").unwrap_or(TOKEN_FILE);
        let choice = source.parsed(LOGIN, "managed", |text| match text {
            "managed" | "workload" | "client-secret" | "developer-tools" => Ok(text.to_owned()),
            _ => Err("must be managed, workload, client-secret or developer-tools".to_owned()),
        })?;
        let need = |value: Option<&str>, name, example| {
            let because = "OPSAI_AZURE_LOGIN asks for it";
            value.map(ToOwned::to_owned).ok_or(ConfigError::Missing {
                name,
                because,
                example,
            })
        };
        Ok(match choice.as_deref() {
            Some("workload") => Self::Workload {
                tenant_id: need(tenant_id, "OPSAI_AZURE_TENANT_ID", UUID)?,
                client_id: need(client_id, "OPSAI_AZURE_CLIENT_ID", UUID)?,
                token_file: token_file.into(),
            },
            Some("client-secret") => Self::ClientSecret {
                tenant_id: need(tenant_id, "OPSAI_AZURE_TENANT_ID", UUID)?,
                client_id: need(client_id, "OPSAI_AZURE_CLIENT_ID", UUID)?,
                secret: Hidden::new(need(secret, "OPSAI_AZURE_CLIENT_SECRET", "…")?),
            },
            Some("developer-tools") => Self::DeveloperTools,
            _ => Self::Managed {
                client_id: client_id.map(ToOwned::to_owned),
            },
        })
    }
}
