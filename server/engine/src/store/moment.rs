//! What time it is for a lease: the database's own clock, so that nodes whose clocks differ agree; or a given moment, for
//! tests that move it.

use super::Store;
use sea_orm::sea_query::{Expr, ExprTrait as _, SimpleExpr};

/// A moment for leases and queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The database's clock, read when the statement runs.
    Database,
    /// This one, in milliseconds since 1970.
    Given(i64),
}

impl Store {
    /// The moment as SQL, some milliseconds later.
    pub(super) fn moment(&self, moment: Moment, later_ms: i64) -> SimpleExpr {
        match moment {
            Moment::Given(now) => Expr::value(now.saturating_add(later_ms)),
            Moment::Database if self.is_postgres() => {
                Expr::cust("CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)").add(later_ms)
            }
            Moment::Database => Expr::cust("CAST(unixepoch('subsec') * 1000 AS INTEGER)").add(later_ms),
        }
    }
}
