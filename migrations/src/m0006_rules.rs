//! Rules of operations, what an approval is bound to, and calls by their idempotency keys.
//!
//! `policy` is one row: whoever changes a rule counts it up, so that an approval can tell whether a rule moved since it was
//! asked for.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE policy (
        id INTEGER PRIMARY KEY,
        version BIGINT NOT NULL
    )",
    "INSERT INTO policy (id, version) VALUES (1, 0)",
    "CREATE TABLE operation_rules (
        id TEXT PRIMARY KEY,
        vendor TEXT NOT NULL,
        operation TEXT NOT NULL,
        integration_id TEXT REFERENCES integrations (id) ON DELETE CASCADE,
        rule TEXT NOT NULL,
        policy_version BIGINT NOT NULL,
        set_by TEXT NOT NULL,
        set_at BIGINT NOT NULL,
        reason TEXT
    )",
    "CREATE INDEX operation_rules_operation ON operation_rules (vendor, operation)",
    "CREATE INDEX operation_rules_integration ON operation_rules (integration_id)",
    "CREATE TABLE keyed_calls (
        owner TEXT NOT NULL,
        idempotency_key TEXT NOT NULL,
        vendor TEXT NOT NULL,
        operation TEXT NOT NULL,
        integration_id TEXT NOT NULL,
        input_sha256 TEXT NOT NULL,
        state TEXT NOT NULL,
        answer TEXT,
        approval_id TEXT,
        begun_at BIGINT NOT NULL,
        ended_at BIGINT,
        PRIMARY KEY (owner, idempotency_key)
    )",
    "CREATE INDEX keyed_calls_begun ON keyed_calls (begun_at)",
    "ALTER TABLE approvals ADD COLUMN why TEXT",
    "ALTER TABLE approvals ADD COLUMN rule TEXT NOT NULL DEFAULT 'tech'",
    "ALTER TABLE approvals ADD COLUMN rule_origin TEXT NOT NULL DEFAULT 'seed'",
    "ALTER TABLE approvals ADD COLUMN policy_version BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE approvals ADD COLUMN account_sha256 TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE approvals ADD COLUMN target TEXT",
    "ALTER TABLE approvals ADD COLUMN target_unread TEXT",
    "ALTER TABLE approvals ADD COLUMN differences TEXT",
    "ALTER TABLE approvals ADD COLUMN decider_owner TEXT",
];

const DOWN: &[&str] = &[
    "ALTER TABLE approvals DROP COLUMN decider_owner",
    "ALTER TABLE approvals DROP COLUMN differences",
    "ALTER TABLE approvals DROP COLUMN target_unread",
    "ALTER TABLE approvals DROP COLUMN target",
    "ALTER TABLE approvals DROP COLUMN account_sha256",
    "ALTER TABLE approvals DROP COLUMN policy_version",
    "ALTER TABLE approvals DROP COLUMN rule_origin",
    "ALTER TABLE approvals DROP COLUMN rule",
    "ALTER TABLE approvals DROP COLUMN why",
    "DROP TABLE keyed_calls",
    "DROP TABLE operation_rules",
    "DROP TABLE policy",
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
        for statement in DOWN {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
