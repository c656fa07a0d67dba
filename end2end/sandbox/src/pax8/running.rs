//! The double as a test holds it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::Value;

use super::access::ORIGIN;
use super::behaviour::Behaviour;
use super::rules::Pax8;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::serve::{Host, Hosts, Listener, Rules, Stage};

/// How to start.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Port on 127.0.0.1; 0 lets the system choose.
    pub port: u16,
    /// The positions of the knobs, to which a reset returns.
    pub behaviour: Behaviour,
}

/// The Pax8 double.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl Double {
    /// Opens the port.
    pub async fn start(options: Options) -> io::Result<Running> {
        let rules = Arc::new(Pax8::new(options.behaviour));
        let stage = Stage::new();
        let host = Arc::new(Host {
            name: "api",
            rules: Arc::clone(&rules),
            stage: stage.clone(),
        });
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = Listener::open(address, host, None).await?;
        Ok(Running {
            origin: format!("http://{}", listener.address),
            journal: stage.journal,
            faults: stage.faults,
            hosts: Hosts(vec![("api", listener)]),
            rules,
        })
    }
}

/// A running double; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    /// Origin that plays `https://api.pax8.com` (host name `api`).
    pub origin: String,
    /// What the host was asked.
    pub journal: Journal,
    /// What goes wrong.
    pub faults: Faults,
    /// The port.
    pub hosts: Hosts,
    rules: Arc<Pax8>,
}

impl Running {
    /// Real origin → sandbox origin, for the product's egress map.
    pub fn egress_map(&self) -> Vec<(String, String)> {
        vec![(ORIGIN.to_owned(), self.origin.clone())]
    }

    /// Turns knobs.
    pub fn turn(&self, how: impl FnOnce(&mut Behaviour)) {
        self.rules.knobs().change(how);
    }

    /// Sets the request count of the last minute.
    pub fn set_usage(&self, requests: u64) {
        self.rules.usage.clear();
        self.turn(|behaviour| behaviour.already_used = requests);
    }

    /// How many tokens were given.
    pub fn tokens_given(&self) -> u64 {
        self.rules.tokens.given()
    }

    /// Ends every token; keys stay good.
    pub fn revoke_tokens(&self) {
        self.rules.tokens.revoke();
    }

    /// How many orders were ever placed.
    pub fn order_count(&self) -> usize {
        self.rules.account().orders.len()
    }

    /// An order as it is kept.
    pub fn order(&self, id: &str) -> Option<Value> {
        find(&self.rules.account().orders, id)
    }

    /// A subscription as it is kept.
    pub fn subscription(&self, id: &str) -> Option<Value> {
        find(&self.rules.account().subscriptions, id)
    }

    /// Data, tokens, counters, knobs, faults and journal as on the first day.
    pub fn reset(&self) {
        self.journal.clear();
        self.faults.clear();
        self.rules.knobs().reset();
        self.rules.reset();
    }
}

fn find(rows: &[Value], id: &str) -> Option<Value> {
    rows.iter().find(|row| row["id"] == id).cloned()
}
