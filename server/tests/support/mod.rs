//! A hub with fakes behind its ports, and short words for asking it.

pub mod accounts;
mod ask;
mod automation;
mod csp;
pub mod events;
mod health;
mod integrations;
pub mod others;
pub mod samples;
pub mod samples_automation;
pub mod samples_csp;
pub mod samples_events;
pub mod samples_health;

pub use ask::{Answer, Ask, delete, get, patch, post, put, squeezed};

use axum::Router;
use contract::{
    account::Authenticated,
    actor::{Actor, ActorKind, Role},
    ids::SessionId,
    ports::Services,
    problem::Problem,
};
use server::web::{WebConfig, router};
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio_util::sync::CancellationToken;

/// What the fakes remember and are told.
#[derive(Default)]
pub struct Fake {
    calls: Mutex<Vec<String>>,
    pub needs_setup: AtomicBool,
    pub out_of_order: AtomicBool,
    /// True once every session was ended.
    pub revoked: AtomicBool,
}

impl Fake {
    pub fn note(&self, call: impl Into<String>) {
        self.calls.lock().unwrap().push(call.into());
    }
}

/// The whole web in front of fakes.
pub struct Hub {
    pub fake: Arc<Fake>,
    pub router: Router,
}

impl Hub {
    /// A hub as it stands without any setting.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// A hub whose settings are changed first.
    pub fn with(change: impl FnOnce(&mut WebConfig)) -> Self {
        let fake = Arc::new(Fake::default());
        let asked = fake.clone();
        let mut config = WebConfig {
            public_url: "http://ops.example.com".parse().unwrap(),
            site_root: PathBuf::from("/nonexistent"),
            trusted_proxies: Vec::new(),
            metrics_open: false,
            ready: Arc::new(move || {
                let broken = asked.out_of_order.load(Ordering::SeqCst);
                Box::pin(async move {
                    if broken {
                        Err(Problem::new(
                            500,
                            "database_unavailable",
                            "The database does not answer.",
                        ))
                    } else {
                        Ok(())
                    }
                })
            }),
            more_numbers: Arc::new(|| "opsai_probes_under_way 4\n".to_owned()),
            stop: CancellationToken::new(),
        };
        change(&mut config);
        Self {
            router: router(services(&fake), config),
            fake,
        }
    }

    /// What the ports were asked, in order.
    pub fn calls(&self) -> Vec<String> {
        self.fake.calls.lock().unwrap().clone()
    }
}

pub fn services(fake: &Arc<Fake>) -> Services {
    Services {
        vendors: fake.clone(),
        integrations: fake.clone(),
        operations: fake.clone(),
        approvals: fake.clone(),
        operation_rules: fake.clone(),
        accounts: fake.clone(),
        audit: fake.clone(),
        keys: fake.clone(),
        webhooks: fake.clone(),
        events: fake.clone(),
        jobs: fake.clone(),
        receiver: fake.clone(),
        customers: fake.clone(),
        routing: fake.clone(),
        sops: fake.clone(),
        runs: fake.clone(),
        live: fake.clone(),
        health: fake.clone(),
        notifications: fake.clone(),
        csp: fake.clone(),
    }
}

pub fn person(role: Role) -> Authenticated {
    Authenticated {
        actor: Actor {
            kind: ActorKind::User,
            id: format!("usr_{}", role.as_str()),
            name: format!("Person {}", role.as_str()),
            role,
        },
        session: SessionId::parse(&format!("ses_{}", role.as_str())),
    }
}

/// The rule of roles, as the engine's ports have it.
pub fn needs(who: &Actor, role: Role, to: &str) -> Result<(), Problem> {
    if who.role >= role {
        Ok(())
    } else {
        Err(Problem::forbidden(role, who.role, to))
    }
}
