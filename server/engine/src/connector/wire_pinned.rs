//! The wire to hosts that are known by a pinned certificate: one client a pin, made when it is first needed.

use super::pin::{self, CertificatePin};
use std::{
    collections::HashMap,
    error::Error,
    sync::{Mutex, PoisonError},
};

/// More pins than one deployment has consoles; beyond it the clients are made anew.
const KEPT: usize = 256;

/// The clients, by pin. Each accepts exactly the certificate of its pin.
#[derive(Default)]
pub(super) struct PinnedClients(Mutex<HashMap<CertificatePin, reqwest::Client>>);

impl PinnedClients {
    /// The client of a pin; `base` is what all clients have in common.
    pub(super) fn client(
        &self,
        pin: CertificatePin,
        base: impl FnOnce() -> reqwest::ClientBuilder,
    ) -> Result<reqwest::Client, Box<dyn Error + Send + Sync>> {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&pin) {
            return Ok(client.clone());
        }
        let client = base().tls_backend_preconfigured(pin::trusting(pin)?).build()?;
        if clients.len() >= KEPT {
            clients.clear();
        }
        clients.insert(pin, client.clone());
        Ok(client)
    }
}
