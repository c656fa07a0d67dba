//! A machine of its own: a database in a folder that goes away, the vendors' doubles behind it, one connected account.

use contract::{
    actor::{Actor, Role},
    integration::{IntegrationDraft, SaveOutcome, SavePolicy},
    manifest::Values,
};
use engine::{
    act::Act,
    clock::Clock,
    connector::{EgressMap, Memory, Wire, WireConfig},
    pipeline::{Automation, AutomationSettings, Parts, Pipeline},
    ports::Machine,
    store::{Settings, Store},
    vault::{FileSource, MissingFile, Vault},
    vendors::Registry,
};
use migrations::{Migrator, MigratorTrait};
use std::{sync::Arc, time::Duration};

/// The machine under measurement.
pub struct House {
    /// The engine.
    pub machine: Machine,
    /// The double that it calls.
    pub double: sandbox::autotask::Running,
    _folder: tempfile::TempDir,
}

impl House {
    /// Builds it and connects an account.
    pub async fn build() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite://{}", folder.path().join("bench.db").display());
        let store = Store::open(&Settings { url, connections: 16 }).await?;
        Migrator::up(store.connection(), None).await?;
        let double = sandbox::autotask::Double::start(sandbox::autotask::Options::default()).await?;
        let clock = Clock::system();
        let now = clock.clone();
        let source = FileSource::new(folder.path().join("fernet.keys"), MissingFile::Create);
        let vault = Vault::start(Arc::new(source), Arc::new(move || now.now())).await;
        let egress_map = EgressMap::new(double.egress_map()).map_err(anyhow::Error::msg)?;
        let wire = Wire::new(WireConfig {
            egress_map,
            ..WireConfig::default()
        })
        .map_err(|e| anyhow::anyhow!(e))?;
        let act = Act {
            vault,
            registry: Registry::new(),
            memory: Memory::new(clock.clone()),
            wire,
            clock,
        };
        let live = engine::live::Live::default();
        let automation = Automation::new(
            act.clone(),
            store.clone(),
            live.clone(),
            AutomationSettings::default(),
        );
        let pipeline = Pipeline::new(Parts {
            act: act.clone(),
            store: store.clone(),
            live: live.clone(),
            procedures: Arc::new(automation.clone()),
            settings: engine::pipeline::Settings::default(),
            hooks: engine::pipeline::Hooks::default(),
        });
        let machine = Machine {
            act,
            store,
            probe_interval: Duration::from_mins(5),
            live,
            lookout: engine::probes::Lookout::default(),
            pipeline,
            public_url: "http://127.0.0.1".into(),
            automation,
        };
        let draft = draft();
        match machine
            .services()
            .integrations
            .create(&admin(), draft, SavePolicy::WhenTestPasses)
            .await?
        {
            SaveOutcome::Saved { .. } => Ok(Self {
                machine,
                double,
                _folder: folder,
            }),
            SaveOutcome::TestFailed(report) => anyhow::bail!("the double refused the account: {report:?}"),
        }
    }
}

/// Who measures.
pub fn admin() -> Actor {
    Actor {
        role: Role::Admin,
        ..Actor::system("bench")
    }
}

fn draft() -> IntegrationDraft {
    let good = sandbox::autotask::GOOD;
    let values = |pairs: &[(&str, &str)]| -> Values {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    };
    IntegrationDraft {
        vendor: "autotask".into(),
        name: String::new(),
        settings: values(&[("username", good.user_name)]),
        credentials: values(&[
            ("integration_code", good.integration_code),
            ("secret", good.secret),
        ]),
    }
}
