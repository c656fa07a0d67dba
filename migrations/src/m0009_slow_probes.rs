//! A probe knows whether it was slow against the median of then: medians move, and a bar must not change behind people's
//! backs.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = "ALTER TABLE probes ADD COLUMN slow BOOLEAN NOT NULL DEFAULT FALSE";
        manager.get_connection().execute_unprepared(add).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = "ALTER TABLE probes DROP COLUMN slow";
        manager.get_connection().execute_unprepared(drop).await?;
        Ok(())
    }
}
