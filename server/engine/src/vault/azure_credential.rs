//! Who we are at Azure: the identities that `azure_identity` offers, chosen by the server's config.
//!
//! Refuses to read the environment and to guess: a chain of attempts hides which identity is used.

use std::{path::PathBuf, sync::Arc};

use azure_core::{credentials::TokenCredential, http::ClientOptions};
use azure_identity::{
    ClientAssertionCredentialOptions, ClientSecretCredential, ClientSecretCredentialOptions,
    DeveloperToolsCredential, ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId,
    WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};

use super::{azure_error::explain, secret::Secret, source::KeySourceError};

/// The identity to read the key vault with.
#[derive(Clone, Debug)]
pub enum AzureIdentity {
    /// The identity that Azure gives to the virtual machine or app service we run on.
    Managed {
        /// The client id of a user-assigned identity; none means the system-assigned one.
        client_id: Option<String>,
    },
    /// The identity of a Kubernetes service account.
    Workload {
        /// The directory (tenant).
        tenant_id: String,
        /// The application.
        client_id: String,
        /// The file in which Kubernetes keeps the account's token.
        token_file: PathBuf,
    },
    /// An app registration with a client secret.
    ClientSecret {
        /// The directory (tenant).
        tenant_id: String,
        /// The application.
        client_id: String,
        /// Its secret.
        secret: Secret,
    },
    /// Whoever is signed in to the Azure CLI (`az login`, `azd auth login`): for development.
    DeveloperTools,
}

/// Makes the credential. `options` reach the token requests of all but the developer tools.
pub fn azure_credential(
    identity: AzureIdentity,
    options: ClientOptions,
) -> Result<Arc<dyn TokenCredential>, KeySourceError> {
    make(identity, options).map_err(|error| explain("Azure", "choosing the identity for", &error, ""))
}

fn make(
    identity: AzureIdentity,
    client_options: ClientOptions,
) -> azure_core::Result<Arc<dyn TokenCredential>> {
    Ok(match identity {
        AzureIdentity::Managed { client_id } => {
            let user_assigned_id = client_id.map(UserAssignedId::ClientId);
            ManagedIdentityCredential::new(Some(ManagedIdentityCredentialOptions {
                user_assigned_id,
                client_options,
            }))?
        }
        AzureIdentity::Workload {
            tenant_id,
            client_id,
            token_file,
        } => {
            let credential_options = ClientAssertionCredentialOptions { client_options };
            WorkloadIdentityCredential::new(Some(WorkloadIdentityCredentialOptions {
                credential_options,
                client_id: Some(client_id),
                tenant_id: Some(tenant_id),
                token_file_path: Some(token_file),
            }))?
        }
        AzureIdentity::ClientSecret {
            tenant_id,
            client_id,
            secret,
        } => {
            let secret = secret.expose().to_owned().into();
            let options = ClientSecretCredentialOptions { client_options };
            ClientSecretCredential::new(&tenant_id, client_id, secret, Some(options))?
        }
        AzureIdentity::DeveloperTools => DeveloperToolsCredential::new(None)?,
    })
}
