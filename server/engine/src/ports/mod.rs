//! The machine's side of the contract's ports. Every door (pages, server functions, REST) comes through here, and who may
//! do what is asked here and nowhere else.

mod accounts;
mod approvals;
mod audit;
mod banners;
mod board;
mod board_rows;
mod carry_out;
mod channels;
mod chat;
mod csp;
mod csp_trail;
mod customer_matches;
mod customers;
mod draft;
mod equip;
mod event_story;
mod events;
mod handovers;
mod health;
mod holds;
mod incidents;
mod integrations;
mod jobs;
mod keys;
mod live;
mod names;
mod operation_rules;
mod operations;
mod passwords;
mod receiver;
mod routing;
mod rows;
mod runs;
mod save;
mod secrets;
mod setup;
mod sops;
mod throttle;
mod tokens;
mod users;
mod vendors;
mod watch;
mod webhook_change;
mod webhook_secrets;
mod webhooks;

pub use chat::Chats;
pub use equip::equipped;
pub use live::Told;
pub use rows::StoredValues;
pub use setup::issue_setup_link;
pub use watch::Watch;

use crate::{
    act::Act,
    csp::{Csp, CspSettings, Judged},
    live::Live,
    pipeline::{Automation, Pipeline},
    probes::{Lookout, Prober, judge, record_of},
    store::Store,
};
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
    /// Where changes are told.
    pub live: Live,
    /// What probes and notices need beside the rest.
    pub lookout: Lookout,
    /// What happens to deliveries.
    pub pipeline: Pipeline,
    /// The address people and vendors use.
    pub public_url: String,
    /// Rules and SOPs at work.
    pub automation: Automation,
    /// Partners' tenants being connected.
    pub csp: Csp,
}

/// The part that connects partners' tenants; first tests are judged as the probes judge them.
pub fn partner_setups(act: Act, store: Store, live: Live, settings: CspSettings) -> Csp {
    let judged = Judged {
        record: record_of,
        judge,
    };
    Csp::new(act, store, live, judged, settings)
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
            operation_rules: machine.clone(),
            accounts: machine.clone(),
            audit: machine.clone(),
            keys: machine.clone(),
            webhooks: machine.clone(),
            events: machine.clone(),
            jobs: machine.clone(),
            receiver: machine.clone(),
            customers: machine.clone(),
            routing: machine.clone(),
            sops: machine.clone(),
            runs: machine.clone(),
            live: machine.clone(),
            health: machine.clone(),
            notifications: machine.clone(),
            csp: machine,
        }
    }

    /// The prober of this machine.
    pub fn prober(&self) -> Prober {
        Prober {
            act: self.act.clone(),
            store: self.store.clone(),
            live: self.live.clone(),
            numbers: self.lookout.numbers.clone(),
        }
    }

    fn now(&self) -> i64 {
        self.act.clock.now_ms()
    }
}
