//! The double as a test holds it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use super::certificate;
use super::rules::{Behaviour, KeyVault};
use crate::faults::Faults;
use crate::journal::Journal;
use crate::serve::{Host, Hosts, Listener, Rules, Stage};

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// The vault's name: `https://{vault}.vault.azure.net`.
    pub vault: String,
    /// Secrets that are there from the beginning; the same name again is a newer version.
    pub secrets: Vec<(String, String)>,
    /// The positions of the knobs, to which a reset returns.
    pub behaviour: Behaviour,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            vault: "sandbox".to_owned(),
            secrets: Vec::new(),
            behaviour: Behaviour::default(),
        }
    }
}

/// The Key Vault double.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl Double {
    /// Makes certificates and opens both ports.
    pub async fn start(options: Options) -> io::Result<Running> {
        let identity = certificate::make()?;
        let rules = Arc::new(KeyVault::new(
            options.vault.clone(),
            &options.secrets,
            options.behaviour,
        ));
        let stage = Stage::new();
        let open = async |name, tls| {
            let host = Arc::new(Host {
                name,
                rules: Arc::clone(&rules),
                stage: stage.clone(),
            });
            Listener::open(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), host, tls).await
        };
        let tls = open("tls", Some(identity.acceptor)).await?;
        let plain = open("plain", None).await?;
        Ok(Running {
            vault_url: format!("https://{}.vault.azure.net", options.vault),
            address: tls.address,
            origin: format!("https://{}", tls.address),
            plain_origin: format!("http://{}", plain.address),
            ca_pem: identity.ca_pem,
            ca_der: identity.ca_der,
            journal: stage.journal,
            faults: stage.faults,
            hosts: Hosts(vec![("tls", tls), ("plain", plain)]),
            rules,
        })
    }
}

/// A running double; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    /// The vault's real-looking URL; the certificate covers it, DNS does not.
    pub vault_url: String,
    /// The TLS address, for a client that resolves the vault's name by itself.
    pub address: SocketAddr,
    /// `https://127.0.0.1:…` (host name `tls`).
    pub origin: String,
    /// `http://127.0.0.1:…` (host name `plain`), for a transport that rewrites URLs.
    pub plain_origin: String,
    /// The authority to trust, as PEM.
    pub ca_pem: String,
    /// The authority to trust, as DER.
    pub ca_der: Vec<u8>,
    /// What both hosts were asked.
    pub journal: Journal,
    /// What goes wrong; see [`super::throttled`], [`super::outage`] and [`super::forbidden`].
    pub faults: Faults,
    /// The ports: `refuse` is an outage that answers nothing.
    pub hosts: Hosts,
    rules: Arc<KeyVault>,
}

impl Running {
    /// Turns knobs.
    pub fn turn(&self, how: impl FnOnce(&mut Behaviour)) {
        self.rules.knobs().change(how);
    }

    /// Adds a version from outside, and says its id.
    pub fn put(&self, name: &str, value: &str) -> String {
        self.rules.put(name, value)
    }

    /// Values of all versions, oldest first.
    pub fn values(&self, name: &str) -> Vec<String> {
        self.rules.values(name)
    }

    /// Switches a version on or off; `false` when there is none.
    pub fn set_enabled(&self, name: &str, version: &str, enabled: bool) -> bool {
        self.rules.set_enabled(name, version, enabled)
    }

    /// Secrets, knobs, faults and journal as on the first day.
    pub fn reset(&self) {
        self.journal.clear();
        self.faults.clear();
        self.rules.knobs().reset();
        self.rules.reset();
    }
}
