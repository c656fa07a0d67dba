//! The double as a test holds it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::Value;

use super::behaviour::Behaviour;
use super::credentials::Platform;
use super::rules::DattoRmm;
use super::tenant::by;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::serve::{Host, Hosts, Listener, Rules, Stage};

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Ports of pinotage, merlot, concord, vidal, zinfandel and syrah on 127.0.0.1; 0 lets the system choose.
    pub ports: [u16; 6],
    /// How many devices the large account has.
    pub devices: u64,
    /// The positions of the knobs, to which a reset returns.
    pub behaviour: Behaviour,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            ports: [0; 6],
            devices: 620,
            behaviour: Behaviour::default(),
        }
    }
}

/// The Datto RMM double.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl Double {
    /// Opens the six ports.
    pub async fn start(options: Options) -> io::Result<Running> {
        let rules = Arc::new(DattoRmm::new(options.devices, options.behaviour));
        let stage = Stage::new();
        let mut listeners = Vec::new();
        for (platform, port) in Platform::ALL.into_iter().zip(options.ports) {
            let host = Arc::new(Host {
                name: platform.host(),
                rules: Arc::clone(&rules),
                stage: stage.clone(),
            });
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            listeners.push((platform.host(), Listener::open(address, host, None).await?));
        }
        Ok(Running {
            journal: stage.journal,
            faults: stage.faults,
            hosts: Hosts(listeners),
            rules,
        })
    }
}

/// A running double; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    /// What the six hosts were asked.
    pub journal: Journal,
    /// What goes wrong.
    pub faults: Faults,
    /// The ports.
    pub hosts: Hosts,
    rules: Arc<DattoRmm>,
}

impl Running {
    /// The sandbox origin that plays this platform (`concord`); blank where there is none.
    pub fn origin(&self, platform: &str) -> String {
        let found = self.hosts.0.iter().find(|(host, _)| *host == platform);
        found
            .map(|(_, port)| format!("http://{}", port.address))
            .unwrap_or_default()
    }

    /// Real origin → sandbox origin, for the product's egress map.
    pub fn egress_map(&self) -> Vec<(String, String)> {
        Platform::ALL
            .into_iter()
            .map(|platform| (platform.origin(), self.origin(platform.host())))
            .collect()
    }

    /// Turns knobs.
    pub fn turn(&self, how: impl FnOnce(&mut Behaviour)) {
        self.rules.knobs().change(how);
    }

    /// Sets the request count of the last minute, of both accounts, and lifts a block.
    pub fn set_usage(&self, requests: u64) {
        self.rules.forget_usage();
        self.turn(|behaviour| behaviour.already_used = requests);
    }

    /// Every token given so far is refused from now on.
    pub fn expire_tokens(&self) {
        self.rules.tokens.expire();
    }

    /// The devices of the large account.
    pub fn devices(&self) -> Vec<Value> {
        self.rules.main().data().devices.clone()
    }

    /// The alerts of the large account, open and resolved.
    pub fn alerts(&self) -> Vec<Value> {
        self.rules.main().data().alerts.clone()
    }

    /// One alert of the large account as it stands.
    pub fn alert(&self, uid: &str) -> Option<Value> {
        by(&self.rules.main().data().alerts, "alertUid", uid).cloned()
    }

    /// The sites of the large account.
    pub fn sites(&self) -> Vec<Value> {
        self.rules.main().data().sites.clone()
    }

    /// The components of the large account.
    pub fn components(&self) -> Vec<Value> {
        self.rules.main().data().components.clone()
    }

    /// How many quick jobs were made in the large account.
    pub fn jobs(&self) -> usize {
        self.rules.main().data().jobs.len()
    }

    /// Data, tokens, counters, knobs, faults and journal as on the first day.
    pub fn reset(&self) {
        self.journal.clear();
        self.faults.clear();
        self.rules.knobs().reset();
        self.rules.reset();
    }
}
