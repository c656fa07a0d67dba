//! Passwords that were made for somebody, sealed until they are told once.
//!
//! `handovers.owner` is who asked, and nothing where nobody did: then whoever may call writes may take it.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE handovers (
        id TEXT PRIMARY KEY,
        owner TEXT,
        vendor TEXT NOT NULL,
        operation TEXT NOT NULL,
        integration_id TEXT NOT NULL,
        sealed TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL
    )",
    "CREATE INDEX handovers_expires ON handovers (expires_at)",
];

const DOWN: &[&str] = &["DROP TABLE handovers"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in UP {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in DOWN {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
