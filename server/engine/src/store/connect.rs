//! Opens the database, and begins transactions that write.

use super::{
    IntegrationRow,
    errors::StoreError,
    together::Together,
    turns::{Turn, Turns},
    writing::Writing,
};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
    sqlx::{self, Connection as _, SqliteConnection},
};
use std::{sync::Arc, time::Duration};

/// Rows that the driver of SQLite reads ahead. Its thread and ours wake each other for each row while none is ahead.
const ROWS: usize = 1_000;

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
    turns: Arc<Turns>,
    /// Every integration, for all who want to see the status now.
    pub(super) narrow: Arc<Together<Vec<IntegrationRow>>>,
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
                    .row_buffer_size(ROWS)
            })
            .map_sqlx_sqlite_pool_opts(|pool| {
                pool.after_release(|connection, _| Box::pin(is_out_of_its_transaction(connection)))
            });
        Ok(Self {
            db: Database::connect(options).await?,
            turns: Arc::default(),
            narrow: Arc::default(),
        })
    }

    /// Waits for one's turn to write.
    pub(super) async fn turn(&self) -> Option<Turn<'_>> {
        if self.is_postgres() {
            None
        } else {
            Some(self.turns.wait().await)
        }
    }

    /// Waits for the turn to write so many deliveries.
    pub(super) async fn turn_with(&self, deliveries: usize) -> Option<Turn<'_>> {
        if self.is_postgres() {
            None
        } else {
            Some(self.turns.wait_with(deliveries).await)
        }
    }

    /// Why a commit may not be on disk, where the database is set so; `None` when it is. SQLite is opened so that it is.
    pub async fn may_lose(&self) -> Result<Option<&'static str>, StoreError> {
        if !self.is_postgres() {
            return Ok(None);
        }
        for (setting, why) in [
            ("synchronous_commit", "synchronous_commit is off"),
            ("fsync", "fsync is off"),
        ] {
            let row = self
                .db
                .query_one_raw(Statement::from_string(
                    DbBackend::Postgres,
                    format!("SHOW {setting}"),
                ))
                .await?;
            let value: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?;
            if value.as_deref() == Some("off") {
                return Ok(Some(why));
            }
        }
        Ok(None)
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
    ///
    /// Rationale: it is begun in a task of its own, to its end. The driver of PostgreSQL (sqlx 0.9) forgets a `BEGIN` whose future is
    /// dropped before the answer has come: the connection would go back to the pool within a transaction that nobody ends, and
    /// what is written over it afterwards would never be kept. Of one that nobody waits for any more, the task's end is the
    /// rollback.
    pub(super) async fn begin(&self) -> Result<Writing, StoreError> {
        let span = Writing::span(self.db.get_database_backend());
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let db = self.db.clone();
        let begun = tokio::spawn(async move { db.begin_with_options(options).await });
        let begun = begun
            .await
            .map_err(|broken| DbErr::Custom(format!("a transaction was not begun: {broken}")))?;
        Ok(Writing::new(begun?, span))
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

/// False for a connection that did not get out of its transaction: it is closed instead of being used again.
///
/// Rationale: where a write fails (the disk is full or broken), SQLite rolls back by itself, the driver's own `ROLLBACK` finds
/// nothing to roll back, and the driver counts the transaction as open for ever. The next one on this connection would be a
/// savepoint, whose rollback leaves the database locked for everybody.
async fn is_out_of_its_transaction(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if !connection.is_in_transaction() {
        return Ok(true);
    }
    // The rollback of a transaction that was let go is still on its way; it is over when the next question is answered.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}
