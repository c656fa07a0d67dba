//! Order per object: a webhook may have its events about one ticket or device carried out one after the other.
//!
//! `events.object` is the ticket or device of a webhook that wants order, and nothing for all others; the index holds only
//! what is not over yet, so that asking for an earlier one costs the same however many events there are.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "ALTER TABLE webhooks ADD COLUMN ordered BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE events ADD COLUMN object TEXT",
    "CREATE INDEX events_object ON events (object, id) WHERE object IS NOT NULL AND next_attempt_at IS NOT NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX events_object",
    "ALTER TABLE events DROP COLUMN object",
    "ALTER TABLE webhooks DROP COLUMN ordered",
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
