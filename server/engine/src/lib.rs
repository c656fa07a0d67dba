//! What the machine does. It never meets the people's side: both know only `contract`.
//!
//! Arrows go down this list: `ports → pipeline, probes, csp → act → sop → vendors → connector → policy → vault → store →
//! clock`. A test reads the sources for it.

#[cfg(test)]
mod testing;

pub mod act;
pub mod clock;
pub mod connector;
pub mod csp;
pub mod live;
pub mod pipeline;
pub mod policy;
pub mod ports;
pub mod probes;
pub mod sop;
pub mod store;
pub mod vault;
pub mod vendors;
