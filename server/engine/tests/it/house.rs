//! A whole machine on a database of its own, with the vendors' doubles behind it.

use contract::{
    actor::{Actor, ActorKind, Role},
    integration::{Integration, IntegrationDraft, SaveOutcome, SavePolicy},
    manifest::Values,
    ports::Services,
};
use engine::{
    act::Act,
    clock::{Clock, Hand},
    connector::{EgressMap, Memory, Wire, WireConfig},
    ports::Machine,
    store::Store,
    vault::{FileSource, MissingFile, Vault},
    vendors::Registry,
};
use std::{sync::Arc, time::Duration};

/// When the tests begin.
pub const START: i64 = 1_795_500_000_000;

pub struct House {
    pub machine: Machine,
    pub services: Services,
    pub hand: Hand,
    pub autotask: sandbox::autotask::Running,
    pub it_glue: sandbox::it_glue::Running,
    pub datto_edr: sandbox::datto_edr::Running,
    _keys: tempfile::TempDir,
}

impl House {
    pub async fn on(store: Store) -> Self {
        let (clock, hand) = Clock::standing(START);
        let autotask = sandbox::autotask::Double::start(sandbox::autotask::Options::default())
            .await
            .unwrap();
        let it_glue = sandbox::it_glue::Double::start(sandbox::it_glue::Options::default())
            .await
            .unwrap();
        let datto_edr = sandbox::datto_edr::Double::start(sandbox::datto_edr::Options::default())
            .await
            .unwrap();
        let pairs = autotask
            .egress_map()
            .into_iter()
            .chain(it_glue.egress_map())
            .chain(datto_edr.egress_map());
        let keys = tempfile::tempdir().unwrap();
        let source = FileSource::new(keys.path().join("fernet.keys"), MissingFile::Create);
        let now = clock.clone();
        let vault = Vault::start(Arc::new(source), Arc::new(move || now.now())).await;
        let wire = Wire::new(WireConfig {
            timeout: Duration::from_secs(5),
            backoff: Duration::from_millis(1),
            egress_map: EgressMap::new(pairs).unwrap(),
        })
        .unwrap();
        let act = Act {
            vault,
            registry: Registry::new(),
            memory: Memory::new(clock.clone()),
            wire,
            clock,
        };
        let machine = Machine {
            act,
            store,
            probe_interval: Duration::from_secs(300),
        };
        Self {
            services: machine.services(),
            machine,
            hand,
            autotask,
            it_glue,
            datto_edr,
            _keys: keys,
        }
    }

    /// Saves an Autotask account that works.
    pub async fn connected(&self) -> Integration {
        match self
            .services
            .integrations
            .create(&tech(), autotask_draft(), SavePolicy::WhenTestPasses)
            .await
            .unwrap()
        {
            SaveOutcome::Saved { integration, .. } => *integration,
            SaveOutcome::TestFailed(report) => panic!("{report:?}"),
        }
    }
}

pub fn actor(role: Role) -> Actor {
    Actor {
        kind: ActorKind::User,
        id: format!("usr_{}", role.as_str()),
        name: "Sam".into(),
        role,
    }
}

pub fn tech() -> Actor {
    actor(Role::Tech)
}

pub fn admin() -> Actor {
    actor(Role::Admin)
}

pub fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
    pairs
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

pub fn autotask_draft() -> IntegrationDraft {
    let good = sandbox::autotask::GOOD;
    IntegrationDraft {
        vendor: "autotask".into(),
        name: String::new(),
        settings: values([("username", good.user_name)]),
        credentials: values([
            ("integration_code", good.integration_code),
            ("secret", good.secret),
        ]),
    }
}

pub fn it_glue_draft(base_url: &str, key: &str) -> IntegrationDraft {
    IntegrationDraft {
        vendor: "it_glue".into(),
        name: String::new(),
        settings: if base_url.is_empty() {
            Values::new()
        } else {
            values([("base_url", base_url)])
        },
        credentials: values([("api_key", key)]),
    }
}
