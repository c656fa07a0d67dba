//! One change of something that others change too: what is there is read, what is still to be done is decided from it, and
//! the change names what was read.
//!
//! ```text
//!   read ─▶ as wanted? ─── yes ──▶ done
//!    ▲          │ no, and it still makes sense
//!    │          ▼
//!    └─ 412 ─ change ─▶ done
//! ```
//!
//! Where somebody was faster it is read and decided anew, a few times and not for ever. It knows no relationship and no
//! group: what "wanted" and "makes sense" are is said by whoever changes something.

use super::places::Ground;
use crate::connector::{CallError, CallErrorKind, PartnerReads, Told};
use contract::problem::Problem;
use futures::future::BoxFuture;

/// How often a change is tried.
const TRIES: u32 = 3;

impl Ground<'_> {
    /// Changes something that was read as `first`.
    ///
    /// `plan` says what is still to be done: nothing where it is what is wanted, one change, or why none makes sense.
    pub(super) async fn change<'w, S>(
        &self,
        (what, reads): (&str, &'w (impl PartnerReads + ?Sized)),
        first: S,
        read: impl Fn() -> BoxFuture<'w, Result<S, Problem>>,
        plan: impl Fn(S) -> Result<Option<Told<'w, ()>>, Problem>,
    ) -> Result<(), Problem> {
        let mut next = plan(first)?;
        let mut tries = 1;
        while let Some(change) = next {
            let error = match change.await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            if error.kind != CallErrorKind::Conflict {
                let done = may_be_done(&error) && matches!(look(&read, &plan).await, Ok(None));
                return if done { Ok(()) } else { Err(self.problem(&error)) };
            }
            reads.rest().await;
            next = plan(read().await?)?;
            if next.is_some() && tries == TRIES {
                return Err(self.overtaken(what, &error));
            }
            tries += 1;
        }
        Ok(())
    }

    /// Somebody was faster each time; the vendor's words stand beside it.
    fn overtaken(&self, what: &str, error: &CallError) -> Problem {
        let mut problem = self.problem(error);
        problem.status = 409;
        problem.code = "changed_meanwhile".into();
        problem.title = format!("Somebody else keeps changing {what}.");
        problem.detail = Some(format!(
            "It was read and decided anew {TRIES} times, and each time it had been changed before ours arrived. Nothing of \
             yours was done. Look at it again, then decide again."
        ));
        problem
    }
}

/// What is still to be done now.
async fn look<'w, S>(
    read: impl Fn() -> BoxFuture<'w, Result<S, Problem>>,
    plan: impl Fn(S) -> Result<Option<Told<'w, ()>>, Problem>,
) -> Result<Option<Told<'w, ()>>, Problem> {
    plan(read().await?)
}

/// Whether this failure may hide that it is as wanted: somebody else did the same first, or only the answer was lost.
fn may_be_done(error: &CallError) -> bool {
    matches!(
        error.kind,
        CallErrorKind::Rejected
            | CallErrorKind::NotFound
            | CallErrorKind::VendorDown
            | CallErrorKind::Timeout
            | CallErrorKind::Network(_)
    )
}
