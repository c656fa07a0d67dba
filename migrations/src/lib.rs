//! The database's shape, step by step. Expand first, contract later: a node with the older code must go on working while
//! another already runs the newer.

use sea_orm_migration::prelude::*;

mod m0001_house;

/// Every step, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_house::Migration)]
    }
}
