//! The double as a test holds it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::{Value, json};

use super::accounts::{GRAPH_ORIGIN, LOGIN_ORIGIN, PARTNER_CENTER_ORIGIN};
use super::behaviour::Behaviour;
use super::certificates::{ISSUERS_ORIGIN, NOTICES_ORIGIN};
use super::rules::Microsoft;
use super::world::shown;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::serve::{Host, Hosts, Listener, Rules, Stage};

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Ports of sign-in, Graph, Partner Center and the certificates on 127.0.0.1; 0 lets the system choose.
    pub ports: [u16; 4],
    /// How many customers the partner has; from the thirteenth on all are alike.
    pub customers: usize,
    /// The positions of the knobs, to which a reset returns.
    pub behaviour: Behaviour,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            ports: [0; 4],
            customers: 12,
            behaviour: Behaviour::default(),
        }
    }
}

/// The Microsoft 365 double.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl Double {
    /// Opens the four ports.
    pub async fn start(options: Options) -> io::Result<Running> {
        let rules = Arc::new(Microsoft::new(options.customers, options.behaviour));
        let stage = Stage::new();
        let mut listeners = Vec::new();
        for (name, port) in ["login", "graph", "partner_center", "certificates"]
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
            let found = listeners.get(at);
            found
                .map(|(_, port)| format!("http://{}", port.address))
                .unwrap_or_default()
        };
        Ok(Running {
            login: origin(0),
            graph: origin(1),
            partner_center: origin(2),
            certificates: origin(3),
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
    /// Origin that plays `https://login.microsoftonline.com` (host name `login`).
    pub login: String,
    /// Origin that plays `https://graph.microsoft.com` (host name `graph`).
    pub graph: String,
    /// Origin that plays `https://api.partnercenter.microsoft.com` (host name `partner_center`).
    pub partner_center: String,
    /// Origin that plays the two at which certificates lie (host name `certificates`).
    pub certificates: String,
    /// What the hosts were asked.
    pub journal: Journal,
    /// What goes wrong.
    pub faults: Faults,
    /// The ports.
    pub hosts: Hosts,
    rules: Arc<Microsoft>,
}

impl Running {
    /// Real origin → sandbox origin, for the product's egress map.
    pub fn egress_map(&self) -> Vec<(String, String)> {
        [
            (LOGIN_ORIGIN, &self.login),
            (GRAPH_ORIGIN, &self.graph),
            (PARTNER_CENTER_ORIGIN, &self.partner_center),
            (NOTICES_ORIGIN, &self.certificates),
            (ISSUERS_ORIGIN, &self.certificates),
        ]
        .map(|(real, ours)| (real.to_owned(), ours.clone()))
        .to_vec()
    }

    /// Turns knobs.
    pub fn turn(&self, how: impl FnOnce(&mut Behaviour)) {
        self.rules.knobs().change(how);
    }

    /// Sets what was used of Graph's (8,000 units for the largest customer) and Partner Center's (50 requests) limits.
    pub fn set_usage(&self, units: u64) {
        self.rules.clear_usage();
        self.turn(|behaviour| behaviour.already_used = units);
    }

    /// What Graph tells whom of: each subscription with its client state and its tenant as `tenantId`.
    pub fn subscriptions(&self) -> Vec<Value> {
        let world = self.rules.world();
        let all = world.subscriptions.iter().map(|one| {
            let mut whole = Value::Object(one.row.clone());
            whole["tenantId"] = one.tenant.clone().into();
            whole
        });
        all.collect()
    }

    /// Graph forgets every subscription.
    pub fn forget_subscriptions(&self) {
        self.rules.world().subscriptions.clear();
    }

    /// The address that Partner Center posts to, as it is registered.
    pub fn webhook_registration(&self) -> Option<Value> {
        self.rules.world().registration.clone()
    }

    /// Somebody else's address is registered at Partner Center.
    pub fn register_webhook_of(&self, url: &str) {
        let registration = json!({ "webhookUrl": url, "webhookEvents": ["test-created"] });
        self.rules.world().registration = Some(registration);
    }

    /// How many tokens were given and are remembered.
    pub fn tokens_given(&self) -> usize {
        self.rules.world().identity.bearers.len()
    }

    /// Ends every access token; refresh tokens stay good.
    pub fn expire_tokens(&self) {
        for bearer in &mut self.rules.world().identity.bearers {
            bearer.until = 0;
        }
    }

    /// A user as it is kept, by id or sign-in name; with the password as `password`, which Graph never shows.
    pub fn user(&self, tenant: &str, user: &str) -> Option<Value> {
        let world = self.rules.world();
        let row = world.tenant(tenant)?.user(user, u64::MAX)?;
        let mut whole = shown(row);
        whole["password"] = row.get("_password").cloned().unwrap_or_default();
        Some(whole)
    }

    /// The ids of a group's members.
    pub fn members(&self, tenant: &str, group: &str) -> Vec<String> {
        let world = self.rules.world();
        let members = world.tenant(tenant).and_then(|tenant| tenant.members.get(group));
        members.cloned().unwrap_or_default()
    }

    /// A relationship as it is kept.
    pub fn relationship(&self, id: &str) -> Option<Value> {
        let world = self.rules.world();
        let one = world.relationships.iter().find(|one| one.id == id)?;
        Some(one.to_json(&world))
    }

    /// Everything: `{"turn", "tenants": {id: {"users", "groups", "members", "applications", …}}, "relationships"}`.
    pub fn state(&self) -> Value {
        self.rules.world().to_json()
    }

    /// A customer's administrator accepts an invitation. `Err` says why that cannot be.
    pub fn approve(&self, relationship: &str, customer: Option<&str>) -> Result<Value, String> {
        self.act(
            "approve",
            &json!({"relationship": relationship, "customer": customer}),
        )
    }

    /// Anything of `POST /_sandbox/do/…`: `approve`, `end`, `expire`, `revoke`, `forget`, `ungrant`, `disable`.
    pub fn act(&self, what: &str, with: &Value) -> Result<Value, String> {
        self.rules.act(what, with)
    }

    /// Data, tokens, counters, knobs, faults and journal as on the first day.
    pub fn reset(&self) {
        self.journal.clear();
        self.faults.clear();
        self.rules.knobs().reset();
        self.rules.reset();
    }
}
