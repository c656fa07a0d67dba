//! Health: probes each active integration in its turn and keeps what was found.
//!
//! A probe holds a `Client<Read>`, so it cannot change anything. This module does not decide what a badge looks like.

mod run;
mod scheduler;

pub use run::{Prober, record_of};
pub use scheduler::Scheduler;
