//! Events: the rows that the whole pipeline hands on.
//!
//! ```text
//!   insert (grouped, with the dedup key) ─▶ queue: claim, renew, finish ─▶ list, dead letters, replay ─▶ prune
//! ```
//!
//! A status changes only under the claim that was given out with the event, so a worker that slept too long changes nothing.

mod dead;
mod insert;
mod list;
mod prune;
mod queue;
mod read;
mod replay;
mod shapes;

pub use dead::{GroupRow, WebhookNumbers};
pub use insert::{Identity, Inserted, NewEvent, Refusal, ReplayMark};
pub use list::{EventPageRow, EventQuery, first_id_of};
pub use prune::Pruned;
pub use queue::{Claimed, Completion, Next};
pub(super) use read::summary;
pub use read::{AttemptRow, EventRow, Failure, Payload};
pub use replay::ReplayStep;

/// The lane of what has just come.
pub const FRESH: i64 = 0;
/// The lane of what failed or waits, so that it never delays what has just come.
pub const RETRY: i64 = 1;
/// The lane of replays.
pub const REPLAY: i64 = 2;

/// Text that every database takes: PostgreSQL has no NUL in text.
fn clean(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
