//! The double as a test holds it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::Value;

use super::behaviour::Behaviour;
use super::certificate;
use super::credentials::{CLASSIC_ORIGIN, CLOUD_ORIGIN, CONSOLE_ORIGIN};
use super::rules::UniFi;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::rolling::lock;
use crate::serve::{Host, Hosts, Listener, Rules, Stage};

/// How to start.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Ports of console, classic controller, Site Manager, and the console by TLS, on 127.0.0.1; 0 lets the system choose.
    pub ports: [u16; 4],
    /// The positions of the knobs, to which a reset returns.
    pub behaviour: Behaviour,
}

/// The UniFi double.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl Double {
    /// Makes a certificate and opens the ports.
    pub async fn start(options: Options) -> io::Result<Running> {
        let (acceptor, certificate) = certificate::make()?;
        let rules = Arc::new(UniFi::new(options.behaviour));
        let stage = Stage::new();
        let open = async |name, port, tls| {
            let host = Arc::new(Host {
                name,
                rules: Arc::clone(&rules),
                stage: stage.clone(),
            });
            Listener::open(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), host, tls).await
        };
        let [console, classic, cloud, tls] = options.ports;
        let console = open("console", console, None).await?;
        let classic = open("classic", classic, None).await?;
        let cloud = open("cloud", cloud, None).await?;
        let tls = open("tls", tls, Some(acceptor)).await?;
        Ok(Running {
            console: format!("http://{}", console.address),
            classic: format!("http://{}", classic.address),
            cloud: format!("http://{}", cloud.address),
            tls: format!("https://{}", tls.address),
            certificate,
            journal: stage.journal,
            faults: stage.faults,
            hosts: Hosts(vec![
                ("console", console),
                ("classic", classic),
                ("cloud", cloud),
                ("tls", tls),
            ]),
            rules,
        })
    }
}

/// A running double; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    /// Origin that plays the console (host name `console`).
    pub console: String,
    /// Origin that plays the classic controller (host name `classic`).
    pub classic: String,
    /// Origin that plays `https://api.ui.com` (host name `cloud`).
    pub cloud: String,
    /// The console by TLS with a self-signed certificate (host name `tls`); to be asked without an egress map.
    pub tls: String,
    /// That certificate, as DER.
    pub certificate: Vec<u8>,
    /// What the hosts were asked.
    pub journal: Journal,
    /// What goes wrong.
    pub faults: Faults,
    /// The ports.
    pub hosts: Hosts,
    rules: Arc<UniFi>,
}

impl Running {
    /// Real origin → sandbox origin, for the product's egress map.
    pub fn egress_map(&self) -> Vec<(String, String)> {
        [
            (CONSOLE_ORIGIN, &self.console),
            (CLASSIC_ORIGIN, &self.classic),
            (CLOUD_ORIGIN, &self.cloud),
        ]
        .map(|(real, ours)| (real.to_owned(), ours.clone()))
        .to_vec()
    }

    /// Turns knobs.
    pub fn turn(&self, how: impl FnOnce(&mut Behaviour)) {
        self.rules.knobs().change(how);
    }

    /// How often the device at this place (from 1) of the console's first site was restarted.
    pub fn restarts(&self, at: usize) -> u32 {
        let world = lock(&self.rules.console);
        world.sites[0]
            .devices
            .get(at - 1)
            .map_or(0, |device| device.restarts)
    }

    /// The ports of that device whose power was cycled.
    pub fn cycles(&self, at: usize) -> Vec<u32> {
        let world = lock(&self.rules.console);
        world.sites[0]
            .devices
            .get(at - 1)
            .map(|device| device.cycles.clone())
            .unwrap_or_default()
    }

    /// The official policies of the console's first site, under the fact sheet's names.
    pub fn policies(&self) -> Vec<Value> {
        lock(&self.rules.console).sites[0].policies.clone()
    }

    /// The private API's policies of the console's first site.
    pub fn private_policies(&self) -> Vec<Value> {
        lock(&self.rules.console).sites[0].private_policies.clone()
    }

    /// The classic rules of the console's first site.
    pub fn rules(&self) -> Vec<Value> {
        lock(&self.rules.console).sites[0].rules.clone()
    }

    /// The classic rules of the classic controller's first site.
    pub fn classic_rules(&self) -> Vec<Value> {
        lock(&self.rules.classic).sites[0].rules.clone()
    }

    /// How many logins the console and the classic controller saw.
    pub fn logins(&self) -> u32 {
        self.rules.console_sessions.logins() + self.rules.classic_sessions.logins()
    }

    /// Ends every session of both, as a restart does.
    pub fn end_sessions(&self) {
        self.rules.console_sessions.end();
        self.rules.classic_sessions.end();
    }

    /// Data, sessions, locks, knobs, faults and journal as on the first day.
    pub fn reset(&self) {
        self.journal.clear();
        self.faults.clear();
        self.rules.knobs().reset();
        self.rules.reset();
    }
}
