//! A transaction that writes, and its span: from the wait for its turn to the end of the commit. No statement and no value is
//! in it.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::ops::Deref;
use tracing::{Span, field::Empty};

/// A transaction that writes. Dropped without a commit it is rolled back.
pub struct Writing {
    txn: DatabaseTransaction,
    span: Span,
}

impl Writing {
    /// The span of a transaction that is about to begin.
    pub fn span(backend: DbBackend) -> Span {
        let system = match backend {
            DbBackend::Postgres => "postgresql",
            _ => "sqlite",
        };
        tracing::info_span!(
            target: "ops_ai::spans",
            "transaction",
            otel.kind = "client",
            db.system.name = system,
            committed = Empty
        )
    }

    /// A transaction that has begun within this span.
    pub fn new(txn: DatabaseTransaction, span: Span) -> Self {
        Self { txn, span }
    }

    /// Keeps what was written.
    pub async fn commit(self) -> Result<(), DbErr> {
        let ended = self.txn.commit().await;
        self.span.record("committed", ended.is_ok());
        ended
    }
}

impl Deref for Writing {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.txn
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Writing {
    fn get_database_backend(&self) -> DbBackend {
        self.txn.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.txn.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.txn.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.txn.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.txn.query_all_raw(statement).await
    }
}
