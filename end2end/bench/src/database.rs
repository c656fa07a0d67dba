//! A database for one benchmark: a file of SQLite that goes away with its folder, or a database of PostgreSQL that is dropped.

use engine::store::{Settings, Store, fresh_ulid};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database as Connections};
use std::path::{Path, PathBuf};

/// The administrator's address of PostgreSQL, as for the tests.
const POSTGRES: &str = "OPSAI_TEST_POSTGRES";

/// A fresh database.
pub struct Database {
    /// Its store, brought to the newest version.
    pub store: Store,
    /// Its address.
    pub url: String,
    /// What it is called in the table.
    pub name: &'static str,
    folder: tempfile::TempDir,
    /// The administrator's address and the name to drop.
    drop: Option<(String, String)>,
}

impl Database {
    /// A file of SQLite.
    pub async fn sqlite() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite://{}", folder.path().join("bench.db").display());
        Self::open(url, "SQLite", folder, None).await
    }

    /// SQLite, and PostgreSQL where its address is set.
    pub async fn each() -> anyhow::Result<Vec<Self>> {
        let mut all = vec![Self::sqlite().await?];
        match std::env::var(POSTGRES) {
            Ok(admin) => all.push(Self::postgres(admin).await?),
            Err(_) => println!("  {POSTGRES} is not set: SQLite alone is measured"),
        }
        Ok(all)
    }

    async fn postgres(admin: String) -> anyhow::Result<Self> {
        let ulid = fresh_ulid(engine::clock::Clock::system().now_ms());
        let name = format!("bench_{}", ulid.to_lowercase());
        let server = Connections::connect(&admin).await?;
        server
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await?;
        server.close().await?;
        let base = admin.rsplit_once('/').map_or(admin.as_str(), |(base, _)| base);
        let url = format!("{base}/{name}");
        Self::open(url, "PostgreSQL", tempfile::tempdir()?, Some((admin, name))).await
    }

    async fn open(
        url: String,
        name: &'static str,
        folder: tempfile::TempDir,
        drop: Option<(String, String)>,
    ) -> anyhow::Result<Self> {
        let settings = Settings {
            url: url.clone(),
            connections: 16,
        };
        let store = Store::open(&settings).await?;
        Migrator::up(store.connection(), None).await?;
        Ok(Self {
            store,
            url,
            name,
            folder,
            drop,
        })
    }

    /// Where the keys lie.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file of the keys.
    pub fn keys(&self) -> PathBuf {
        self.folder().join("fernet.keys")
    }

    /// Runs a statement as it stands.
    pub async fn run(&self, statement: &str) -> anyhow::Result<()> {
        self.store.connection().execute_unprepared(statement).await?;
        Ok(())
    }

    /// Brings a table that was filled at one go to the state in which the database's own upkeep would leave it.
    pub async fn settle(&self, table: &str) -> anyhow::Result<()> {
        let upkeep = match self.drop {
            Some(_) => format!("VACUUM (ANALYZE) {table}"),
            None => "PRAGMA wal_checkpoint(TRUNCATE)".to_owned(),
        };
        self.run(&upkeep).await
    }

    /// Ends it; PostgreSQL keeps nothing of it.
    pub async fn end(self) -> anyhow::Result<()> {
        let Self { store, drop, .. } = self;
        store.connection().clone().close().await?;
        if let Some((admin, name)) = drop {
            let server = Connections::connect(&admin).await?;
            server
                .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .await?;
            server.close().await?;
        }
        Ok(())
    }
}
