//! Health: slots that nodes share, days of probes, incidents, holds, and what people are told.
//!
//! A slot is a lease: `next_probe_at` is when an integration may be taken, or when the lease of the node that has it ends;
//! `slot_at` is the time it was due. A day of probes is one row of 48 half hours, packed; after 90 days only its sum stays.
//! `health_changes` is written with the probe that caused it, so that no change is lost between a probe and what people hear
//! of it.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "ALTER TABLE integrations ADD COLUMN slot_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE integrations ADD COLUMN probe_claim TEXT",
    "ALTER TABLE integrations ADD COLUMN recent TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE integrations ADD COLUMN steady TEXT",
    "ALTER TABLE integrations ADD COLUMN unconfirmed BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE integrations ADD COLUMN flapping BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE integrations ADD COLUMN slow BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE integrations ADD COLUMN down BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE integrations ADD COLUMN median_ms BIGINT",
    "ALTER TABLE integrations ADD COLUMN expires_at BIGINT",
    "ALTER TABLE integrations ADD COLUMN expires_source TEXT",
    "ALTER TABLE integrations ADD COLUMN expiry_told BIGINT",
    "ALTER TABLE integrations ADD COLUMN error_at BIGINT",
    "ALTER TABLE integrations ADD COLUMN error_outcome TEXT",
    "ALTER TABLE integrations ADD COLUMN error_detail TEXT",
    "ALTER TABLE integrations ADD COLUMN error_status INTEGER",
    "ALTER TABLE integrations ADD COLUMN error_message TEXT",
    "ALTER TABLE integrations ADD COLUMN error_request_id TEXT",
    "CREATE INDEX integrations_expiry ON integrations (expires_at) WHERE expires_at IS NOT NULL",
    "CREATE TABLE probe_days (
        integration_id TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
        day BIGINT NOT NULL,
        whole BOOLEAN NOT NULL,
        slots TEXT NOT NULL,
        PRIMARY KEY (integration_id, day)
    )",
    "CREATE INDEX probe_days_day ON probe_days (whole, day)",
    "CREATE TABLE health_marks (
        name TEXT PRIMARY KEY,
        at BIGINT NOT NULL
    )",
    "CREATE TABLE health_changes (
        id TEXT PRIMARY KEY,
        integration_id TEXT NOT NULL,
        vendor TEXT NOT NULL,
        name TEXT NOT NULL,
        what TEXT NOT NULL,
        outcome TEXT NOT NULL,
        at BIGINT NOT NULL
    )",
    "CREATE TABLE incidents (
        id TEXT PRIMARY KEY,
        vendor TEXT NOT NULL,
        own BOOLEAN NOT NULL,
        began_at BIGINT NOT NULL,
        joined_at BIGINT NOT NULL,
        ended_at BIGINT,
        told_at BIGINT,
        over_told_at BIGINT,
        ack_by TEXT,
        ack_at BIGINT,
        ack_note TEXT
    )",
    "CREATE INDEX incidents_open ON incidents (vendor) WHERE ended_at IS NULL",
    "CREATE TABLE incident_members (
        incident_id TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
        integration_id TEXT NOT NULL,
        name TEXT NOT NULL,
        outcome TEXT NOT NULL,
        since BIGINT NOT NULL,
        until BIGINT,
        PRIMARY KEY (incident_id, integration_id)
    )",
    "CREATE INDEX incident_members_integration ON incident_members (integration_id, incident_id)",
    "CREATE TABLE holds (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        integration_id TEXT,
        vendor TEXT,
        from_at BIGINT NOT NULL,
        until_at BIGINT,
        note TEXT NOT NULL,
        by_name TEXT NOT NULL,
        ended_at BIGINT
    )",
    "CREATE INDEX holds_open ON holds (until_at) WHERE ended_at IS NULL",
    "CREATE TABLE channels (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        recipients TEXT NOT NULL,
        hint TEXT NOT NULL,
        sealed TEXT,
        floor TEXT NOT NULL,
        enabled BOOLEAN NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
    )",
    "CREATE TABLE notices (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        level TEXT NOT NULL,
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        incident_id TEXT,
        integration_id TEXT,
        vendor TEXT,
        created_at BIGINT NOT NULL
    )",
    "CREATE TABLE notice_deliveries (
        id TEXT PRIMARY KEY,
        notice_id TEXT NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
        channel_id TEXT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
        status TEXT NOT NULL,
        attempts BIGINT NOT NULL DEFAULT 0,
        error TEXT,
        created_at BIGINT NOT NULL,
        next_at BIGINT,
        finished_at BIGINT,
        claim TEXT
    )",
    "CREATE UNIQUE INDEX notice_deliveries_once ON notice_deliveries (notice_id, channel_id)",
    "CREATE INDEX notice_deliveries_due ON notice_deliveries (next_at) WHERE next_at IS NOT NULL",
    "CREATE INDEX notice_deliveries_channel ON notice_deliveries (channel_id, id)",
];

/// The columns that `integrations` got.
const COLUMNS: &[&str] = &[
    "slot_at",
    "probe_claim",
    "recent",
    "steady",
    "unconfirmed",
    "flapping",
    "slow",
    "down",
    "median_ms",
    "expires_at",
    "expires_source",
    "expiry_told",
    "error_at",
    "error_outcome",
    "error_detail",
    "error_status",
    "error_message",
    "error_request_id",
];

const TABLES: &[&str] = &[
    "notice_deliveries",
    "notices",
    "channels",
    "holds",
    "incident_members",
    "incidents",
    "health_changes",
    "health_marks",
    "probe_days",
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
        let connection = manager.get_connection();
        for table in TABLES {
            connection
                .execute_unprepared(&format!("DROP TABLE {table}"))
                .await?;
        }
        connection
            .execute_unprepared("DROP INDEX integrations_expiry")
            .await?;
        for column in COLUMNS {
            connection
                .execute_unprepared(&format!("ALTER TABLE integrations DROP COLUMN {column}"))
                .await?;
        }
        Ok(())
    }
}
