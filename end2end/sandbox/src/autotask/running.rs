//! The double as a test holds it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::Value;

use super::behaviour::Behaviour;
use super::credentials::{LOCATOR_ORIGIN, Zone};
use super::routes::Autotask;
use super::schema;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::serve::{Host, Hosts, Listener, Rules, Stage};

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Ports of locator, zone and other zone on 127.0.0.1; 0 lets the system choose.
    pub ports: [u16; 3],
    /// How many rows the main tenant has, beside its tickets.
    pub size: Size,
    /// The positions of the knobs, to which a reset returns.
    pub behaviour: Behaviour,
}

/// How many rows there are of what an ordinary tenant has few of. Tickets are of the first of them, however many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Companies.
    pub companies: u16,
    /// Resources.
    pub resources: u16,
}

impl Size {
    /// So many that every list has pages.
    pub const SEVERAL_HUNDRED: Self = Self {
        companies: 640,
        resources: 620,
    };
}

impl Default for Options {
    fn default() -> Self {
        Self {
            ports: [0; 3],
            size: Size {
                companies: 12,
                resources: 8,
            },
            behaviour: Behaviour::default(),
        }
    }
}

/// The Autotask double.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl Double {
    /// Opens the three ports.
    pub async fn start(options: Options) -> io::Result<Running> {
        let rules = Arc::new(Autotask::new(options.size, options.behaviour));
        let stage = Stage::new();
        let mut listeners = Vec::new();
        for (name, port) in ["locator", Zone::Main.host(), Zone::Other.host()]
            .into_iter()
            .zip(options.ports)
        {
            let host = Arc::new(Host {
                name,
                rules: Arc::clone(&rules),
                stage: stage.clone(),
            });
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            listeners.push((name, Listener::open(address, host, None).await?));
        }
        let origin = |at: usize| {
            listeners
                .get(at)
                .map(|(_, port)| format!("http://{}", port.address))
                .unwrap_or_default()
        };
        let (locator, zone, other_zone) = (origin(0), origin(1), origin(2));
        let (journal, faults) = (stage.journal, stage.faults);
        Ok(Running {
            locator,
            zone,
            other_zone,
            journal,
            faults,
            hosts: Hosts(listeners),
            rules,
        })
    }
}

/// A running double; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    /// Origin that plays `https://webservices2.autotask.net` (host name `locator`).
    pub locator: String,
    /// Origin that plays `https://webservices15.autotask.net` (host name `zone15`).
    pub zone: String,
    /// Origin that plays `https://webservices4.autotask.net` (host name `zone4`).
    pub other_zone: String,
    /// What the three hosts were asked.
    pub journal: Journal,
    /// What goes wrong.
    pub faults: Faults,
    /// The ports.
    pub hosts: Hosts,
    rules: Arc<Autotask>,
}

impl Running {
    /// Real origin → sandbox origin, for the product's egress map.
    pub fn egress_map(&self) -> Vec<(String, String)> {
        [
            (LOCATOR_ORIGIN, &self.locator),
            (Zone::Main.origin(), &self.zone),
            (Zone::Other.origin(), &self.other_zone),
        ]
        .map(|(real, ours)| (real.to_owned(), ours.clone()))
        .to_vec()
    }

    /// Turns knobs.
    pub fn turn(&self, how: impl FnOnce(&mut Behaviour)) {
        self.rules.knobs().change(how);
    }

    /// Sets the request count of the last hour, as `ThresholdInformation` will tell it but for new calls.
    pub fn set_usage(&self, requests: u64) {
        self.rules.forget_usage();
        self.turn(|behaviour| behaviour.already_used = requests);
    }

    /// Requests stop inside the double, each holding its thread, until [`Running::release`].
    pub fn hold(&self) {
        self.turn(|behaviour| behaviour.hold = true);
    }

    /// Lets held requests go on.
    pub fn release(&self) {
        self.turn(|behaviour| behaviour.hold = false);
    }

    /// The most requests that were ever inside the double at once for one entity (`Tickets`), all
    /// integration codes compared; refused ones are not inside.
    pub fn peak_threads(&self, entity: &str) -> u32 {
        self.rules.peak_threads(entity)
    }

    /// Whether wrong secrets have locked this user.
    pub fn is_locked(&self, user_name: &str) -> bool {
        self.rules.is_locked(user_name)
    }

    /// What the administrator does when a user is locked.
    pub fn unlock(&self, user_name: &str) {
        self.rules.unlock(user_name);
    }

    /// A row of the main tenant as it stands (`row("Tickets", 350_000)`).
    pub fn row(&self, entity: &str, id: i64) -> Option<Value> {
        let entity = schema::entity(entity)?;
        self.rules
            .main()
            .data()
            .get(entity, id)
            .cloned()
            .map(Value::Object)
    }

    /// All rows of an entity of the main tenant, by id.
    pub fn rows(&self, entity: &str) -> Vec<Value> {
        let Some(entity) = schema::entity(entity) else {
            return Vec::new();
        };
        self.rules
            .main()
            .data()
            .rows(entity)
            .cloned()
            .map(Value::Object)
            .collect()
    }

    /// Data, counters, locks, knobs, faults and journal as on the first day.
    pub fn reset(&self) {
        self.journal.clear();
        self.faults.clear();
        self.rules.knobs().reset();
        self.rules.reset();
    }
}
