//! The double as a test holds it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::Value;

use super::access::ORIGIN;
use super::behaviour::Behaviour;
use super::rules::DattoEdr;
use super::{models, seed, tables};
use crate::faults::Faults;
use crate::journal::Journal;
use crate::rolling::lock;
use crate::serve::{Host, Hosts, Listener, Rules, Stage};

/// The one host's name in the journal.
const HOST: &str = "northgate";

/// How to start.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Its port on 127.0.0.1; 0 lets the system choose.
    pub port: u16,
    /// The positions of the knobs, to which a reset returns.
    pub behaviour: Behaviour,
}

/// The Datto EDR double.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl Double {
    /// Opens the port.
    pub async fn start(options: Options) -> io::Result<Running> {
        let rules = Arc::new(DattoEdr::new(options.behaviour));
        let stage = Stage::new();
        let host = Arc::new(Host {
            name: HOST,
            rules: Arc::clone(&rules),
            stage: stage.clone(),
        });
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = Listener::open(address, host, None).await?;
        Ok(Running {
            origin: format!("http://{}", listener.address),
            journal: stage.journal,
            faults: stage.faults,
            hosts: Hosts(vec![(HOST, listener)]),
            rules,
        })
    }
}

/// A running double; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    /// Origin that plays [`ORIGIN`].
    pub origin: String,
    /// What it was asked.
    pub journal: Journal,
    /// What goes wrong.
    pub faults: Faults,
    /// The port.
    pub hosts: Hosts,
    rules: Arc<DattoEdr>,
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

    /// A row as it stands (`row("AgentDetails", &agent_id(3))`); asking here moves no task on.
    pub fn row(&self, model: &str, id: &str) -> Option<Value> {
        let tables = lock(&self.rules.tables);
        tables.get(models::model(model)?, id).cloned().map(Value::Object)
    }

    /// How many rows a model has.
    pub fn count(&self, model: &str) -> usize {
        models::model(model).map_or(0, |model| lock(&self.rules.tables).rows(model).count())
    }

    /// Lays members over a row, as somebody else at the vendor's may do.
    pub fn change(&self, model: &str, id: &str, with: &Value) {
        if let Some(model) = models::model(model) {
            lock(&self.rules.tables).change(model, id, with);
        }
    }

    /// Adds a row; it needs an `id`.
    pub fn add(&self, model: &str, row: Value) {
        if let Some(model) = models::model(model) {
            lock(&self.rules.tables).put(model, tables::object(row));
        }
    }

    /// Takes a row away.
    pub fn remove(&self, model: &str, id: &str) {
        if let Some(model) = models::model(model) {
            lock(&self.rules.tables).remove(model, id);
        }
    }

    /// The id of a seeded agent. 1 and 13 share a host name within one group, 2 shares it in another group; 5 is isolated,
    /// 8 is not active.
    pub fn agent_id(&self, number: u32) -> String {
        seed::agent_id(number)
    }

    /// The id of a seeded target group.
    pub fn group_id(&self, number: u32) -> String {
        seed::group_id(number)
    }

    /// The id of a seeded alert; from 2,300 on they are in the archive.
    pub fn alert_id(&self, number: u32) -> String {
        seed::alert_id(number)
    }

    /// The id of a seeded task.
    pub fn task_id(&self, number: u32) -> String {
        seed::task_id(number)
    }

    /// The id of a seeded extension: 0 isolates, 1 restores.
    pub fn extension_id(&self, number: u32) -> String {
        seed::extension_id(number)
    }

    /// Data, knobs, faults and journal as on the first day.
    pub fn reset(&self) {
        self.journal.clear();
        self.faults.clear();
        self.rules.knobs().reset();
        self.rules.reset();
    }
}
