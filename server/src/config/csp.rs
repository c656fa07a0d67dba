//! The short-lived application by which an administrator of a partner's tenant lets Ops AI set everything up. It belongs to
//! whoever publishes this deployment, so it is a setting and nobody types it.

use super::{error::ConfigError, hidden::Hidden, source::Source};

/// The application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BootstrapApp {
    /// Its application (client) id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Hidden,
}

/// How partners' tenants are connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CspSettings {
    /// The short-lived application; without it the manual path alone can be taken.
    pub bootstrap: Option<BootstrapApp>,
}

const CLIENT_ID: &str = "OPSAI_CSP_BOOTSTRAP_CLIENT_ID";
const CLIENT_SECRET: &str = "OPSAI_CSP_BOOTSTRAP_CLIENT_SECRET";

impl CspSettings {
    pub(super) fn from_source(source: &Source) -> Result<Self, ConfigError> {
        let client_id = source.parsed(CLIENT_ID, "8f1c0c3e-0000-4000-8000-000000000000", |text| {
            let is_id = text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
            if is_id {
                Ok(text.to_ascii_lowercase())
            } else {
                Err("must be an application (client) id".to_owned())
            }
        })?;
        let missing = |name, because| ConfigError::Missing {
            name,
            because,
            example: "…",
        };
        let bootstrap = match (client_id, source.text(CLIENT_SECRET)) {
            (None, None) => None,
            (Some(client_id), Some(secret)) => Some(BootstrapApp {
                client_id,
                client_secret: Hidden::new(secret),
            }),
            (Some(_), None) => {
                return Err(missing(CLIENT_SECRET, "OPSAI_CSP_BOOTSTRAP_CLIENT_ID is set"));
            }
            (None, Some(_)) => {
                return Err(missing(CLIENT_ID, "OPSAI_CSP_BOOTSTRAP_CLIENT_SECRET is set"));
            }
        };
        Ok(Self { bootstrap })
    }
}
