//! Registrations at vendors that forget them: what is kept of one, and when it must be looked after.
//!
//! `webhooks.registration` is JSON of the vendor's folder and holds no secret; `webhooks.due_at` is when the next look is due,
//! `0` for at once, and nothing where the vendor never forgets.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "ALTER TABLE webhooks ADD COLUMN registration TEXT",
    "ALTER TABLE webhooks ADD COLUMN due_at BIGINT",
    "CREATE INDEX webhooks_due ON webhooks (due_at) WHERE due_at IS NOT NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX webhooks_due",
    "ALTER TABLE webhooks DROP COLUMN due_at",
    "ALTER TABLE webhooks DROP COLUMN registration",
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
