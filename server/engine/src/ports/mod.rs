//! The machine's side of the contract's ports. Every door (pages, server functions, REST) comes through here, and who may
//! do what is asked here and nowhere else.

mod accounts;
mod approvals;
mod audit;
mod canonical;
mod draft;
mod health;
mod integrations;
mod keys;
mod operations;
mod passwords;
mod problems;
mod rows;
mod save;
mod secrets;
mod setup;
mod throttle;
mod tokens;
mod users;
mod vendors;

pub use rows::StoredValues;
pub use setup::issue_setup_link;

use crate::{act::Act, probes::Prober, store::Store};
use contract::ports::Services;
use std::{sync::Arc, time::Duration};

/// What the ports stand on.
#[derive(Clone)]
pub struct Machine {
    /// Acts at the vendors'.
    pub act: Act,
    /// Keeps everything.
    pub store: Store,
    /// How often each integration is probed; what is twice as old is no longer believed.
    pub probe_interval: Duration,
}

impl Machine {
    /// The ports of this machine.
    pub fn services(&self) -> Services {
        let machine = Arc::new(self.clone());
        Services {
            vendors: machine.clone(),
            integrations: machine.clone(),
            operations: machine.clone(),
            approvals: machine.clone(),
            accounts: machine.clone(),
            audit: machine.clone(),
            keys: machine,
        }
    }

    /// The prober of this machine.
    pub fn prober(&self) -> Prober {
        Prober {
            act: self.act.clone(),
            store: self.store.clone(),
        }
    }

    fn now(&self) -> i64 {
        self.act.clock.now_ms()
    }
}
