//! The database's shape, step by step. Expand first, contract later: a node with the older code must go on working while
//! another already runs the newer.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::{MigrationTrait, async_trait};

mod m0001_house;
mod m0002_approvals;
mod m0003_health;
mod m0004_events;
mod m0005_automation;
mod m0006_rules;
mod m0007_order;
mod m0008_csp;
mod m0009_slow_probes;
mod m0010_registrations;
mod m0011_handovers;

/// Every step, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_house::Migration),
            Box::new(m0002_approvals::Migration),
            Box::new(m0003_health::Migration),
            Box::new(m0004_events::Migration),
            Box::new(m0005_automation::Migration),
            Box::new(m0006_rules::Migration),
            Box::new(m0007_order::Migration),
            Box::new(m0008_csp::Migration),
            Box::new(m0009_slow_probes::Migration),
            Box::new(m0010_registrations::Migration),
            Box::new(m0011_handovers::Migration),
        ]
    }
}
