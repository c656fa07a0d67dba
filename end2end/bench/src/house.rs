//! A machine of its own on a database that goes away, with the vendors' doubles behind it.

use crate::{child::Server, database::Database};
use contract::{
    actor::{Actor, Role},
    ids::IntegrationId,
    integration::{IntegrationDraft, SaveOutcome, SavePolicy},
    manifest::Values,
};
use engine::{
    act::Act,
    clock::Clock,
    connector::{EgressMap, Memory, Wire, WireConfig},
    pipeline::{Automation, AutomationSettings, Parts, Pipeline},
    ports::Machine,
    vault::{FileSource, MissingFile, Vault},
    vendors::Registry,
};
use std::{sync::Arc, time::Duration};

/// The machine under measurement.
pub struct House {
    /// The engine.
    pub machine: Machine,
    /// Its database.
    pub database: Database,
    /// Where vendors' origins really lead.
    egress: Vec<(String, String)>,
}

impl House {
    /// Builds it on a database; vendors' origins lead where the pairs say.
    pub async fn on(
        database: Database,
        egress: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let egress: Vec<_> = egress.into_iter().collect();
        let store = database.store.clone();
        let clock = Clock::system();
        let now = clock.clone();
        let source = FileSource::new(database.keys(), MissingFile::Create);
        let vault = Vault::start(Arc::new(source), Arc::new(move || now.now())).await;
        let egress_map = EgressMap::new(egress.clone()).map_err(anyhow::Error::msg)?;
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
            store: Some(store.clone()),
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
            sops: Arc::new(automation.clone()),
            settings: engine::pipeline::Settings::default(),
            hooks: engine::pipeline::Hooks::default(),
        });
        let csp = engine::ports::partner_setups(
            act.clone(),
            store.clone(),
            live.clone(),
            engine::csp::CspSettings::default(),
        );
        let machine = Machine {
            csp,
            act,
            store,
            probe_interval: Duration::from_mins(5),
            live,
            lookout: engine::probes::Lookout::default(),
            pipeline,
            public_url: "http://127.0.0.1".into(),
            automation,
        };
        Ok(Self {
            machine,
            database,
            egress,
        })
    }

    /// A house on SQLite with one connected account of Autotask, and the double behind it.
    pub async fn with_autotask() -> anyhow::Result<(Self, sandbox::autotask::Running)> {
        let double = sandbox::autotask::Double::start(sandbox::autotask::Options::default()).await?;
        let house = Self::on(Database::sqlite().await?, double.egress_map()).await?;
        let good = sandbox::autotask::GOOD;
        let settings = [("username", good.user_name)];
        let credentials = [
            ("integration_code", good.integration_code),
            ("secret", good.secret),
        ];
        house
            .connect("autotask", &settings, &credentials, SavePolicy::WhenTestPasses)
            .await?;
        Ok((house, double))
    }

    /// The server as a process of its own on the same database, keys and vendors.
    pub async fn serve(&self) -> anyhow::Result<Server> {
        let map = self.database.folder().join("egress.toml");
        let lines = self
            .egress
            .iter()
            .map(|(real, ours)| format!("\"{real}\" = \"{ours}\"\n"));
        std::fs::write(&map, lines.collect::<String>())?;
        let settings = [
            ("OPSAI_DATABASE_URL", self.database.url.clone()),
            ("OPSAI_EGRESS_MAP", map.display().to_string()),
        ];
        Server::start(self.database.folder(), &settings).await
    }

    /// Connects an account.
    pub async fn connect(
        &self,
        vendor: &str,
        settings: &[(&str, &str)],
        credentials: &[(&str, &str)],
        policy: SavePolicy,
    ) -> anyhow::Result<IntegrationId> {
        let draft = IntegrationDraft {
            vendor: vendor.into(),
            name: String::new(),
            settings: values(settings),
            credentials: values(credentials),
        };
        let services = self.machine.services();
        match services.integrations.create(&admin(), draft, policy).await? {
            SaveOutcome::Saved { integration, .. } => Ok(integration.id),
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

/// Fields as a form has them.
pub fn values(pairs: &[(&str, &str)]) -> Values {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}
