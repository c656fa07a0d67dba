//! The settings, read once at start: small typed configs, each of which knows its own variables.
//!
//! ```text
//!   environment ─┐
//!                ├─▶ Source ─▶ WebSettings, Database, KeyStore, VendorSettings ─▶ Config
//!   ops-ai.toml ─┘       └───▶ warnings (a name that nothing asked for)
//! ```
//!
//! The environment wins over the file. This is the only place that reads `std::env`. It refuses to know what the
//! machine does with a setting; it only refuses values that cannot be meant.

mod azure;
mod csp;
mod database;
mod egress;
mod error;
mod events;
mod hidden;
mod keys;
mod mail;
mod network;
mod parse;
mod source;
mod traces;
mod vendors;
mod web;

pub use azure::AzureLogin;
pub use csp::{BootstrapApp, CspSettings};
pub use database::Database;
pub use error::ConfigError;
pub use events::EventSettings;
pub use hidden::Hidden;
pub use keys::KeyStore;
pub use mail::{MailSecurity, MailServer};
pub use network::Network;
pub use source::Source;
pub use traces::TraceSettings;
pub use vendors::VendorSettings;
pub use web::WebSettings;

use std::path::PathBuf;

/// Every setting.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database and the key file lie.
    pub data_dir: PathBuf,
    /// The filter of the log, e.g. `info` or `info,engine=debug`.
    pub log: String,
    /// The address, the public URL and the pages.
    pub web: WebSettings,
    /// The database.
    pub database: Database,
    /// Where the key ring is kept.
    pub keys: KeyStore,
    /// How vendors are called.
    pub vendors: VendorSettings,
    /// The mail server by which people are told.
    pub mail: Option<MailServer>,
    /// What may become of events.
    pub events: EventSettings,
    /// How partners' tenants are connected.
    pub csp: CspSettings,
    /// Whether traces are sent.
    pub traces: TraceSettings,
    /// Names that no setting has, each as a sentence for the log.
    pub warnings: Vec<String>,
}

impl Config {
    /// Reads the environment and the file.
    pub fn load() -> Result<Self, ConfigError> {
        Self::from_source(&Source::read()?)
    }

    /// Reads what a source holds.
    pub fn from_source(source: &Source) -> Result<Self, ConfigError> {
        let data_dir = PathBuf::from(source.text("OPSAI_DATA_DIR").unwrap_or("data"));
        let log = parse::log_filter(source)?;
        let web = WebSettings::from_source(source)?;
        let database = Database::from_source(source, &data_dir)?;
        let keys = KeyStore::from_source(source, &data_dir)?;
        let vendors = VendorSettings::from_source(source)?;
        let mail = MailServer::from_source(source)?;
        let events = EventSettings::from_source(source)?;
        let csp = CspSettings::from_source(source)?;
        let traces = TraceSettings::from_source(source)?;
        let warnings = source.leftovers();
        Ok(Self {
            data_dir,
            log,
            web,
            database,
            keys,
            vendors,
            mail,
            events,
            csp,
            traces,
            warnings,
        })
    }
}

#[cfg(test)]
mod tests;
