//! Integrations with their sealed credentials and probes, people with their sessions and tokens, and the audit trail.
//!
//! Times are milliseconds since 1970, UTC. One text for SQLite and PostgreSQL, so that both have the same constraints.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE integrations (
        id TEXT PRIMARY KEY,
        vendor TEXT NOT NULL,
        name TEXT NOT NULL,
        settings TEXT NOT NULL,
        identity TEXT NOT NULL,
        is_default BOOLEAN NOT NULL DEFAULT FALSE,
        paused BOOLEAN NOT NULL DEFAULT FALSE,
        version BIGINT NOT NULL DEFAULT 1,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        next_probe_at BIGINT NOT NULL DEFAULT 0,
        outcome TEXT,
        checked_at BIGINT,
        since BIGINT,
        latency_ms BIGINT,
        detail TEXT,
        attention TEXT,
        vendor_status INTEGER,
        vendor_message TEXT,
        badge TEXT
    )",
    "CREATE UNIQUE INDEX integrations_identity ON integrations (vendor, identity)",
    "CREATE UNIQUE INDEX integrations_one_default ON integrations (vendor) WHERE is_default",
    "CREATE INDEX integrations_next_probe ON integrations (next_probe_at)",
    "CREATE TABLE sealed_values (
        integration_id TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        sealed TEXT NOT NULL,
        set_at BIGINT NOT NULL,
        set_by TEXT NOT NULL,
        PRIMARY KEY (integration_id, field)
    )",
    "CREATE TABLE probes (
        id TEXT PRIMARY KEY,
        integration_id TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
        at BIGINT NOT NULL,
        outcome TEXT NOT NULL,
        latency_ms BIGINT NOT NULL,
        trigger_word TEXT NOT NULL,
        detail TEXT NOT NULL,
        vendor_status INTEGER,
        vendor_message TEXT,
        vendor_request_id TEXT
    )",
    "CREATE INDEX probes_of_integration ON probes (integration_id, at)",
    "CREATE TABLE users (
        id TEXT PRIMARY KEY,
        email TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        disabled BOOLEAN NOT NULL DEFAULT FALSE,
        created_at BIGINT NOT NULL,
        last_seen_at BIGINT
    )",
    "CREATE UNIQUE INDEX users_email ON users (email)",
    "CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        secret_hash TEXT NOT NULL,
        user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        agent TEXT NOT NULL,
        address TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        seen_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL
    )",
    "CREATE UNIQUE INDEX sessions_secret ON sessions (secret_hash)",
    "CREATE INDEX sessions_user ON sessions (user_id)",
    "CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        secret_hash TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        hint TEXT NOT NULL,
        created_by TEXT NOT NULL,
        created_by_name TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        expires_at BIGINT,
        last_used_at BIGINT,
        revoked_at BIGINT
    )",
    "CREATE UNIQUE INDEX tokens_secret ON tokens (secret_hash)",
    "CREATE TABLE setup_links (
        secret_hash TEXT PRIMARY KEY,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        used_at BIGINT
    )",
    "CREATE TABLE sign_in_failures (
        id TEXT PRIMARY KEY,
        throttle_key TEXT NOT NULL,
        at BIGINT NOT NULL
    )",
    "CREATE INDEX sign_in_failures_key ON sign_in_failures (throttle_key, at)",
    "CREATE TABLE audit (
        seq BIGINT PRIMARY KEY,
        at BIGINT NOT NULL,
        actor_kind TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        actor_name TEXT NOT NULL,
        action TEXT NOT NULL,
        target TEXT NOT NULL,
        detail TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    )",
];

const DOWN: &[&str] = &[
    "audit",
    "sign_in_failures",
    "setup_links",
    "tokens",
    "sessions",
    "users",
    "probes",
    "sealed_values",
    "integrations",
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
        for table in DOWN {
            manager
                .get_connection()
                .execute_unprepared(&format!("DROP TABLE {table}"))
                .await?;
        }
        Ok(())
    }
}
