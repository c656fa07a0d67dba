//! Webhooks with their sealed secrets, the events they received, each attempt at them, and durable jobs.
//!
//! A row of `events` is narrow, because lists walk over millions of them; bodies and headers lie beside it and may go before
//! it. `next_attempt_at` is the whole queue: when a worker may take the event (received, retrying, waiting), or when the
//! lease of the worker that has it ends; nothing once it is final. `delivery_id` is the dedup key, and is nothing for what
//! was refused; `fingerprint` groups dead letters, and is nothing once one was replayed. An identifier sorts by time, so
//! every filter is an index whose second column is the identifier.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE webhooks (
        id TEXT PRIMARY KEY,
        integration_id TEXT NOT NULL,
        vendor TEXT NOT NULL,
        name TEXT NOT NULL,
        token TEXT NOT NULL,
        enabled BOOLEAN NOT NULL DEFAULT TRUE,
        allowed_networks TEXT NOT NULL DEFAULT '[]',
        payload_days BIGINT NOT NULL,
        event_days BIGINT NOT NULL,
        registered TEXT,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        deleted_at BIGINT
    )",
    "CREATE UNIQUE INDEX webhooks_token ON webhooks (token)",
    "CREATE INDEX webhooks_integration ON webhooks (integration_id)",
    "CREATE TABLE webhook_secrets (
        id TEXT PRIMARY KEY,
        webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
        integration_id TEXT NOT NULL,
        vendor TEXT NOT NULL,
        sealed TEXT NOT NULL,
        hint TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        created_by TEXT NOT NULL,
        retires_at BIGINT,
        last_matched_at BIGINT
    )",
    "CREATE INDEX webhook_secrets_webhook ON webhook_secrets (webhook_id)",
    "CREATE TABLE events (
        id TEXT PRIMARY KEY,
        webhook_id TEXT NOT NULL,
        vendor TEXT NOT NULL,
        integration_id TEXT NOT NULL,
        status TEXT NOT NULL,
        lane BIGINT NOT NULL,
        received_at BIGINT NOT NULL,
        next_attempt_at BIGINT,
        claim TEXT,
        attempts BIGINT NOT NULL DEFAULT 0,
        tries BIGINT NOT NULL DEFAULT 0,
        delivery_id TEXT,
        weak_identity BOOLEAN NOT NULL DEFAULT FALSE,
        body_sha256 TEXT NOT NULL,
        size BIGINT NOT NULL,
        duplicates BIGINT NOT NULL DEFAULT 0,
        last_duplicate_at BIGINT,
        conflicting BOOLEAN NOT NULL DEFAULT FALSE,
        lineage TEXT NOT NULL,
        replay_of TEXT,
        replayed_as TEXT,
        replayed_by TEXT,
        replay_reason TEXT,
        remote_address TEXT,
        matched_secret TEXT,
        preview TEXT NOT NULL,
        kind TEXT,
        subject TEXT,
        customer_ref TEXT,
        customer_id TEXT,
        customer_name TEXT,
        sop_id TEXT,
        sop_name TEXT,
        run_id TEXT,
        approval_id TEXT,
        stage TEXT,
        code TEXT,
        fingerprint TEXT,
        failure TEXT,
        finished_at BIGINT
    )",
    "CREATE UNIQUE INDEX events_delivery ON events (webhook_id, delivery_id)",
    "CREATE INDEX events_due ON events (lane, next_attempt_at, id) WHERE next_attempt_at IS NOT NULL",
    "CREATE INDEX events_webhook ON events (webhook_id, id)",
    "CREATE INDEX events_status ON events (status, id)",
    "CREATE INDEX events_vendor ON events (vendor, id)",
    "CREATE INDEX events_kind ON events (kind, id) WHERE kind IS NOT NULL",
    "CREATE INDEX events_code ON events (code, id) WHERE code IS NOT NULL",
    "CREATE INDEX events_customer ON events (customer_id, id) WHERE customer_id IS NOT NULL",
    "CREATE INDEX events_dead ON events (fingerprint, id) WHERE fingerprint IS NOT NULL",
    "CREATE INDEX events_approval ON events (approval_id) WHERE approval_id IS NOT NULL",
    "CREATE INDEX events_replay ON events (replay_of) WHERE replay_of IS NOT NULL",
    "CREATE TABLE event_payloads (
        event_id TEXT PRIMARY KEY,
        body {bytes} NOT NULL,
        headers TEXT NOT NULL
    )",
    "CREATE TABLE event_attempts (
        event_id TEXT NOT NULL,
        n BIGINT NOT NULL,
        started_at BIGINT NOT NULL,
        stages TEXT NOT NULL,
        error TEXT,
        PRIMARY KEY (event_id, n)
    )",
    "CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        request TEXT NOT NULL,
        place TEXT NOT NULL DEFAULT '',
        total BIGINT NOT NULL DEFAULT 0,
        done BIGINT NOT NULL DEFAULT 0,
        failed BIGINT NOT NULL DEFAULT 0,
        note TEXT NOT NULL DEFAULT '',
        requester_kind TEXT NOT NULL,
        requester_id TEXT NOT NULL,
        requester_name TEXT NOT NULL,
        claim TEXT,
        lease_until BIGINT NOT NULL DEFAULT 0,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        finished_at BIGINT
    )",
    "CREATE INDEX jobs_status ON jobs (status, kind)",
];

const DOWN: &[&str] = &[
    "jobs",
    "event_attempts",
    "event_payloads",
    "events",
    "webhook_secrets",
    "webhooks",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        // The one word that the two spell differently.
        let bytes = match connection.get_database_backend() {
            DbBackend::Postgres => "BYTEA",
            _ => "BLOB",
        };
        for statement in UP {
            connection
                .execute_unprepared(&statement.replace("{bytes}", bytes))
                .await?;
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
