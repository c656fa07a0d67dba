//! Connecting a partner's tenant: setups, what they keep sealed, sign-ins under way, and customers as last read.
//!
//! `csp_setups.open_tenant` holds the tenant while a setup is not over, so that a tenant has one open setup at most.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE csp_setups (
        id TEXT PRIMARY KEY,
        tenant_id TEXT NOT NULL,
        open_tenant TEXT,
        path TEXT NOT NULL,
        document TEXT NOT NULL,
        version BIGINT NOT NULL,
        wanted INTEGER NOT NULL DEFAULT 0,
        claim TEXT,
        lease_until BIGINT NOT NULL DEFAULT 0,
        created_by TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
    )",
    "CREATE UNIQUE INDEX csp_setups_open_tenant ON csp_setups (open_tenant)",
    "CREATE INDEX csp_setups_wanted ON csp_setups (wanted, lease_until)",
    "CREATE TABLE csp_secrets (
        setup_id TEXT NOT NULL REFERENCES csp_setups (id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        vendor TEXT NOT NULL,
        sealed TEXT NOT NULL,
        set_at BIGINT NOT NULL,
        PRIMARY KEY (setup_id, field)
    )",
    "CREATE TABLE csp_sign_ins (
        state_sha256 TEXT PRIMARY KEY,
        setup_id TEXT NOT NULL REFERENCES csp_setups (id) ON DELETE CASCADE,
        session_id TEXT NOT NULL,
        purpose TEXT NOT NULL,
        nonce TEXT NOT NULL,
        expires_at BIGINT NOT NULL
    )",
    "CREATE INDEX csp_sign_ins_expires ON csp_sign_ins (expires_at)",
    "CREATE TABLE csp_customers (
        setup_id TEXT NOT NULL REFERENCES csp_setups (id) ON DELETE CASCADE,
        tenant_id TEXT NOT NULL,
        document TEXT NOT NULL,
        updated_at BIGINT NOT NULL,
        PRIMARY KEY (setup_id, tenant_id)
    )",
];

const DOWN: &[&str] = &[
    "DROP TABLE csp_customers",
    "DROP TABLE csp_sign_ins",
    "DROP TABLE csp_secrets",
    "DROP TABLE csp_setups",
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
