//! Which database: the embedded SQLite, or PostgreSQL for several nodes.

use super::{error::ConfigError, hidden::Hidden, source::Source};
use std::path::Path;

/// The database's address; hidden, because it may hold a password.
#[derive(Clone, Debug)]
pub struct Database {
    /// `sqlite://…` or `postgres://…`.
    pub url: Hidden,
}

impl Database {
    pub(super) fn from_source(source: &Source, data_dir: &Path) -> Result<Self, ConfigError> {
        let url = source.parsed("OPSAI_DATABASE_URL", "sqlite://data/ops-ai.db", |text| {
            let (scheme, rest) = text.split_once("://").unwrap_or((text, ""));
            match scheme {
                _ if rest.is_empty() => Err("must look like sqlite://… or postgres://…".to_owned()),
                "sqlite" | "postgres" | "postgresql" => Ok(text.to_owned()),
                _ => Err("must begin with sqlite:// or postgres://".to_owned()),
            }
        })?;
        let url = url.unwrap_or_else(|| format!("sqlite://{}", data_dir.join("ops-ai.db").display()));
        Ok(Self {
            url: Hidden::new(url),
        })
    }

    /// True for the embedded database.
    pub fn is_sqlite(&self) -> bool {
        self.url.expose().starts_with("sqlite:")
    }
}
