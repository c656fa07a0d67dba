//! Held calls that wait for a person's decision.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE approvals (
        id TEXT PRIMARY KEY,
        status TEXT NOT NULL,
        vendor TEXT NOT NULL,
        operation TEXT NOT NULL,
        title TEXT NOT NULL,
        risk TEXT NOT NULL,
        integration_id TEXT NOT NULL,
        integration_name TEXT NOT NULL,
        input TEXT NOT NULL,
        input_sha256 TEXT NOT NULL,
        requester_kind TEXT NOT NULL,
        requester_id TEXT NOT NULL,
        requester_name TEXT NOT NULL,
        requester_owner TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        decider_kind TEXT,
        decider_id TEXT,
        decider_name TEXT,
        decided_at BIGINT,
        decision_reason TEXT,
        started_at BIGINT,
        finished_at BIGINT,
        output TEXT,
        problem TEXT
    )",
    "CREATE INDEX approvals_status ON approvals (status, id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in UP {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE approvals")
            .await?;
        Ok(())
    }
}
