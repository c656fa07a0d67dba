//! How a double stands on the network. Knows requests, answers and faults; refuses to know any vendor.
//!
//! ```text
//! listener.rs    a port: opens, refuses on demand, closes when dropped
//! connection.rs  HTTP/1.1 on one connection, broken on purpose where a fault wants it
//! breakable.rs   a connection that can be reset
//! host.rs        control path? → journal → fault? → rules → answer
//! drift.rs       an answer whose members have changed
//! control.rs     /_sandbox/…
//! knobs.rs       what a test may turn while the double runs
//! ```

mod breakable;
mod connection;
mod control;
mod drift;
mod host;
mod knobs;
mod listener;

pub(crate) use host::{Host, Outcome, Rules, Stage};
pub(crate) use knobs::Knobs;
pub use listener::Hosts;
pub(crate) use listener::Listener;
