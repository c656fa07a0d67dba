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
    connector::{Authorities, EgressMap, Memory, Wire, WireConfig},
    pipeline::{Automation, AutomationSettings, Hooks, Parts, Pipeline, Sops},
    ports::Machine,
    store::Store,
    vault::{FileSource, MissingFile, Vault},
    vendors::Registry,
};
use std::{sync::Arc, time::Duration};

/// The host that steps may call.
pub const HTTP_HOST: &str = "hooks.example.com";

/// When the tests begin.
pub const START: i64 = 1_795_500_000_000;

pub struct House {
    pub machine: Machine,
    pub services: Services,
    pub hand: Hand,
    pub autotask: sandbox::autotask::Running,
    pub it_glue: sandbox::it_glue::Running,
    pub datto_edr: sandbox::datto_edr::Running,
    keys: tempfile::TempDir,
}

impl House {
    pub async fn on(store: Store) -> Self {
        Self::with(store, None).await
    }

    /// A house whose steps may call [`HTTP_HOST`], which leads to this address.
    pub async fn calling(store: Store, address: &str) -> Self {
        Self::built(
            store,
            None,
            vec![(format!("https://{HTTP_HOST}"), address.to_owned())],
        )
        .await
    }

    /// A house whose pipeline runs these SOPs in place of the house's own.
    pub async fn with(store: Store, sops: Option<Arc<dyn Sops>>) -> Self {
        Self::built(store, sops, Vec::new()).await
    }

    /// A house whose wire also leads there; it believes the authority of the doubles' notices.
    pub async fn mapped(store: Store, more: Vec<(String, String)>) -> Self {
        Self::built(store, None, more).await
    }

    async fn built(store: Store, sops: Option<Arc<dyn Sops>>, more: Vec<(String, String)>) -> Self {
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
            .chain(datto_edr.egress_map())
            .chain(more);
        let keys = tempfile::tempdir().unwrap();
        let source = FileSource::new(keys.path().join("fernet.keys"), MissingFile::Create);
        let now = clock.clone();
        let vault = Vault::start(Arc::new(source), Arc::new(move || now.now())).await;
        let wire = Wire::new(WireConfig {
            timeout: Duration::from_secs(5),
            backoff: Duration::from_millis(1),
            egress_map: EgressMap::new(pairs).unwrap(),
        })
        .unwrap()
        .believing(Authorities::these([sandbox::microsoft365::der(
            sandbox::microsoft365::NOTICES_ROOT,
        )]));
        let act = Act {
            vault,
            registry: Registry::new(),
            memory: Memory::new(clock.clone()),
            wire,
            clock,
            store: Some(store.clone()),
        };
        let live = engine::live::Live::default();
        let automation = Automation::new(
            act.clone(),
            store.clone(),
            live.clone(),
            AutomationSettings {
                public_url: "https://ops.example.com".into(),
                http_hosts: vec![HTTP_HOST.into()],
            },
        );
        let lookout = engine::probes::Lookout::default();
        let automation = engine::ports::equipped(automation, &lookout);
        let pipeline = Pipeline::new(Parts {
            act: act.clone(),
            store: store.clone(),
            live: live.clone(),
            sops: sops.unwrap_or_else(|| Arc::new(automation.clone())),
            settings: engine::pipeline::Settings {
                own_clock: true,
                ..engine::pipeline::Settings::default()
            },
            hooks: Hooks::default(),
        });
        let csp = engine::ports::partner_setups(
            act.clone(),
            store.clone(),
            live.clone(),
            engine::csp::CspSettings::default(),
        );
        let machine = Machine {
            pipeline,
            public_url: "https://ops.example.com/".into(),
            automation,
            act,
            store,
            probe_interval: Duration::from_secs(300),
            live,
            csp,
            lookout,
        };
        Self {
            services: machine.services(),
            machine,
            hand,
            autotask,
            it_glue,
            datto_edr,
            keys,
        }
    }

    /// Takes the key source away.
    pub fn lose_keys(&self) {
        std::fs::remove_file(self.keys.path().join("fernet.keys")).unwrap();
    }

    /// The pipeline of a second node on the same database and keys.
    pub fn second_node(&self, sops: Arc<dyn Sops>) -> Pipeline {
        Pipeline::new(Parts {
            act: self.machine.act.clone(),
            store: self.machine.store.clone(),
            live: engine::live::Live::default(),
            sops,
            settings: engine::pipeline::Settings {
                own_clock: true,
                ..engine::pipeline::Settings::default()
            },
            hooks: Hooks::default(),
        })
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
