//! Opens the database, and begins transactions that write.

use super::errors::StoreError;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::time::Duration;

/// Where the database is.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite://path` or `postgres://…`.
    pub url: String,
    /// Connections at most.
    pub connections: u32,
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    db: DatabaseConnection,
}

impl Store {
    /// Opens the database; SQLite's file is made when it is missing.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(&settings.url);
        options
            .max_connections(settings.connections)
            .connect_timeout(Duration::from_secs(10))
            .acquire_timeout(Duration::from_secs(10))
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .create_if_missing(true)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(5))
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", "FULL")
            });
        Ok(Self {
            db: Database::connect(options).await?,
        })
    }

    /// The connection, for migrations and for this module's own queries.
    pub fn connection(&self) -> &DatabaseConnection {
        &self.db
    }

    /// True for PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Postgres
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once: a lock taken later can be refused
    /// without waiting.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.db.begin_with_options(options).await?)
    }

    /// Proves that the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.db.ping().await?)
    }

    /// Copies a SQLite database, whole and consistent, to a new file.
    pub async fn backup_to(&self, file: &str) -> Result<(), StoreError> {
        let quoted = file.replace('\'', "''");
        self.db
            .execute_unprepared(&format!("VACUUM INTO '{quoted}'"))
            .await?;
        Ok(())
    }
}
