//! Health: probes each active integration in its turn, judges what was found, and tells people what they need to hear.
//!
//! ```text
//!   scheduler ─▶ slot (a lease) ─▶ probe ─▶ judge ─▶ store: history, badge, turns ─▶ live
//!                                                        └─▶ incidents ─▶ notices ─▶ channels
//! ```
//!
//! A probe holds a `Client<Read>`, so it cannot change anything. This module does not decide what a badge looks like.

mod deliver;
pub mod flapping;
pub mod history;
mod judge;
pub mod message;
mod numbers;
mod run;
mod scheduler;
mod slots;
mod tend;
pub mod words;

pub use deliver::{Address, Courier, Undelivered, binding};
pub use judge::{change_of, judge};
pub use numbers::Numbers;
pub use run::{Prober, record_of};
pub use scheduler::{LEASE_MS, Scheduler};
pub use slots::next_slot;
pub use tend::Tender;

use crate::connector::Mail;
use crate::store::{HoldRow, Store, StoreError};
use std::sync::{Arc, PoisonError, RwLock};

/// What probes and notices need beside the machine's other parts.
#[derive(Clone, Default)]
pub struct Lookout {
    /// What the probes did, counted.
    pub numbers: Numbers,
    /// Sends mail; none where the operator set no mail server.
    pub mail: Option<Mail>,
    holds: Arc<RwLock<Arc<Vec<HoldRow>>>>,
}

impl Lookout {
    /// With this mail server; none where the operator set none.
    pub fn new(mail: Option<Mail>) -> Self {
        Self {
            mail,
            ..Self::default()
        }
    }

    /// The holds as they were last read on this node.
    pub fn holds(&self) -> Arc<Vec<HoldRow>> {
        self.holds.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the holds again.
    pub async fn read_holds(&self, store: &Store, now: i64) -> Result<(), StoreError> {
        let holds = Arc::new(store.holds(now).await?);
        *self.holds.write().unwrap_or_else(PoisonError::into_inner) = holds;
        Ok(())
    }
}
