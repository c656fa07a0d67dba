//! Customers and the vendors' records that stand for them, routing rules, SOPs with every version, and runs.
//!
//! `automation` is one row: whoever changes a rule, a SOP or a customer counts it up first, which serialises those
//! changes and tells every node that what it compiled is old. A deleted SOP keeps its versions: a run that began
//! with one goes on with it.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE automation (
        id INTEGER PRIMARY KEY,
        revision BIGINT NOT NULL
    )",
    "INSERT INTO automation (id, revision) VALUES (1, 1)",
    "CREATE TABLE customers (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
    )",
    "CREATE TABLE customer_links (
        id TEXT PRIMARY KEY,
        customer_id TEXT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        vendor TEXT NOT NULL,
        integration_id TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
        external_id TEXT NOT NULL,
        name TEXT NOT NULL,
        created_at BIGINT NOT NULL
    )",
    "CREATE UNIQUE INDEX customer_links_one_customer ON customer_links (integration_id, external_id)",
    "CREATE INDEX customer_links_customer ON customer_links (customer_id)",
    "CREATE TABLE vendor_records (
        integration_id TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
        external_id TEXT NOT NULL,
        vendor TEXT NOT NULL,
        name TEXT NOT NULL,
        domain TEXT,
        foreign_id TEXT,
        ignored BOOLEAN NOT NULL DEFAULT FALSE,
        seen_at BIGINT NOT NULL,
        PRIMARY KEY (integration_id, external_id)
    )",
    "CREATE TABLE sops (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        enabled BOOLEAN NOT NULL,
        customer_id TEXT REFERENCES customers (id),
        template TEXT,
        created_at BIGINT NOT NULL,
        deleted_at BIGINT
    )",
    "CREATE INDEX sops_customer ON sops (customer_id)",
    "CREATE TABLE sop_versions (
        sop_id TEXT NOT NULL REFERENCES sops (id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        at BIGINT NOT NULL,
        by_name TEXT NOT NULL,
        note TEXT,
        body TEXT NOT NULL,
        PRIMARY KEY (sop_id, version)
    )",
    "CREATE TABLE routing_rules (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        enabled BOOLEAN NOT NULL,
        customer_id TEXT REFERENCES customers (id),
        conditions TEXT NOT NULL,
        sop_id TEXT REFERENCES sops (id),
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
    )",
    "CREATE INDEX routing_rules_position ON routing_rules (position)",
    "CREATE INDEX routing_rules_sop ON routing_rules (sop_id)",
    "CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        sop_id TEXT NOT NULL,
        sop_name TEXT NOT NULL,
        sop_version INTEGER NOT NULL,
        mode TEXT NOT NULL,
        event_id TEXT,
        lineage TEXT NOT NULL,
        subject TEXT NOT NULL,
        customer_id TEXT,
        customer_name TEXT,
        integration_id TEXT,
        status TEXT NOT NULL,
        code TEXT,
        detail TEXT NOT NULL,
        report TEXT,
        reported_at BIGINT,
        about TEXT NOT NULL,
        rerun_of TEXT,
        from_step TEXT,
        starter_kind TEXT NOT NULL,
        starter_id TEXT NOT NULL,
        starter_name TEXT NOT NULL,
        starter_owner TEXT NOT NULL,
        started_at BIGINT NOT NULL,
        finished_at BIGINT,
        claim TEXT,
        claimed_until BIGINT NOT NULL DEFAULT 0
    )",
    "CREATE UNIQUE INDEX runs_one_per_event ON runs (event_id) WHERE rerun_of IS NULL",
    "CREATE INDEX runs_sop ON runs (sop_id, id)",
    "CREATE INDEX runs_status ON runs (status, claimed_until)",
    "CREATE TABLE run_steps (
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        n INTEGER NOT NULL,
        step_id TEXT NOT NULL,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        outcome TEXT NOT NULL,
        calls TEXT,
        integration_id TEXT,
        integration_name TEXT,
        template TEXT NOT NULL,
        input TEXT NOT NULL,
        output TEXT,
        code TEXT,
        detail TEXT NOT NULL,
        vendor_status INTEGER,
        vendor_message TEXT,
        vendor_request_id TEXT,
        approval_id TEXT,
        idempotency_key TEXT,
        tries INTEGER NOT NULL,
        started_at BIGINT NOT NULL,
        finished_at BIGINT,
        PRIMARY KEY (run_id, n)
    )",
    "CREATE TABLE effects (
        idempotency_key TEXT PRIMARY KEY,
        lineage TEXT NOT NULL,
        run_id TEXT NOT NULL,
        n INTEGER NOT NULL,
        state TEXT NOT NULL,
        words TEXT NOT NULL,
        output TEXT,
        at BIGINT NOT NULL
    )",
    "CREATE INDEX effects_lineage ON effects (lineage)",
    "ALTER TABLE approvals ADD COLUMN run_id TEXT",
    "ALTER TABLE approvals ADD COLUMN step_id TEXT",
    "ALTER TABLE approvals ADD COLUMN needs_role TEXT NOT NULL DEFAULT 'tech'",
    "CREATE INDEX approvals_run ON approvals (run_id)",
];

const DOWN: &[&str] = &[
    "DROP INDEX approvals_run",
    "ALTER TABLE approvals DROP COLUMN needs_role",
    "ALTER TABLE approvals DROP COLUMN step_id",
    "ALTER TABLE approvals DROP COLUMN run_id",
    "DROP TABLE effects",
    "DROP TABLE run_steps",
    "DROP TABLE runs",
    "DROP TABLE routing_rules",
    "DROP TABLE sop_versions",
    "DROP TABLE sops",
    "DROP TABLE vendor_records",
    "DROP TABLE customer_links",
    "DROP TABLE customers",
    "DROP TABLE automation",
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
