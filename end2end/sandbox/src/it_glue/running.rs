//! The double as a test holds it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use super::keys::Region;
use super::rules::{Behaviour, ItGlue};
use crate::faults::Faults;
use crate::journal::Journal;
use crate::serve::{Host, Hosts, Listener, Rules, Stage};

/// How to start.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Ports of US, EU and AU on 127.0.0.1; 0 lets the system choose.
    pub ports: [u16; 3],
    /// The positions of the knobs, to which a reset returns.
    pub behaviour: Behaviour,
}

/// The IT Glue double.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl Double {
    /// Opens the three ports.
    pub async fn start(options: Options) -> io::Result<Running> {
        let rules = Arc::new(ItGlue::new(options.behaviour));
        let stage = Stage::new();
        let mut listeners = Vec::new();
        for (region, port) in Region::ALL.into_iter().zip(options.ports) {
            let host = Arc::new(Host {
                name: region.host(),
                rules: Arc::clone(&rules),
                stage: stage.clone(),
            });
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            listeners.push((region.host(), Listener::open(address, host, None).await?));
        }
        let origin = |at: usize| {
            listeners
                .get(at)
                .map(|(_, port)| format!("http://{}", port.address))
                .unwrap_or_default()
        };
        let (us, eu, au) = (origin(0), origin(1), origin(2));
        Ok(Running {
            us,
            eu,
            au,
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
    /// Origin that plays `https://api.itglue.com` (host name `us`).
    pub us: String,
    /// Origin that plays `https://api.eu.itglue.com` (host name `eu`).
    pub eu: String,
    /// Origin that plays `https://api.au.itglue.com` (host name `au`).
    pub au: String,
    /// What the three hosts were asked; its `writes` proves that nothing was written.
    pub journal: Journal,
    /// What goes wrong.
    pub faults: Faults,
    /// The ports.
    pub hosts: Hosts,
    rules: Arc<ItGlue>,
}

impl Running {
    /// Real origin → sandbox origin, for the product's egress map.
    pub fn egress_map(&self) -> Vec<(String, String)> {
        let ours = [&self.us, &self.eu, &self.au];
        Region::ALL
            .into_iter()
            .zip(ours)
            .map(|(region, ours)| (region.origin().to_owned(), ours.clone()))
            .collect()
    }

    /// Turns knobs.
    pub fn turn(&self, how: impl FnOnce(&mut Behaviour)) {
        self.rules.knobs().change(how);
    }

    /// Sets the request count of the last five minutes, of every region.
    pub fn set_usage(&self, requests: u64) {
        self.rules.forget_usage();
        self.turn(|behaviour| behaviour.already_used = requests);
    }

    /// Counters, knobs, faults and journal as on the first day.
    pub fn reset(&self) {
        self.journal.clear();
        self.faults.clear();
        self.rules.knobs().reset();
        self.rules.reset();
    }
}
