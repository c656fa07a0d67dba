//! Rows of customers, rules, SOPs and runs.
//!
//! Every change of a rule, a SOP or a customer begins by counting up the one row of `automation`: that serialises such
//! changes (so a customer cannot go while a rule is being made that names it), and by the number each node sees that what it
//! compiled is old. Runs do not touch it: they are many, and change no rule.

mod customers;
mod effects;
mod entities;
mod links;
mod records;
mod rules;
mod run_rows;
mod run_steps;
mod runs;
mod sops;

pub use effects::{Effect, EffectKey, EffectState};
pub use links::{NewCustomer, NewLink};
pub use records::{FoundRecord, RecordRow};
pub use rules::NewRule;
pub use run_steps::{Advance, StepEnd, StepStart};
pub use runs::{NewRun, RunRow, RunState};
pub use sops::{NewSop, SopSave};

use super::{Store, StoreError};
use entities::automation;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

impl Store {
    /// Counts up, within a change of rules, SOPs or customers; holds the row until the transaction ends.
    async fn touch(&self, txn: &DatabaseTransaction) -> Result<(), StoreError> {
        automation::Entity::update_many()
            .filter(automation::Column::Id.eq(1))
            .col_expr(
                automation::Column::Revision,
                Expr::col(automation::Column::Revision).add(1),
            )
            .exec(txn)
            .await?;
        Ok(())
    }

    /// How often rules, SOPs or customers were changed; what was compiled at another number is old.
    pub async fn automation_revision(&self) -> Result<i64, StoreError> {
        let row = automation::Entity::find_by_id(1).one(self.connection()).await?;
        row.map(|row| row.revision).ok_or(StoreError::Missing)
    }
}
