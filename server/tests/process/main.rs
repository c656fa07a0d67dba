//! The binary as its operator meets it: a process, a data directory, signals.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails here"
)]

mod canary;
mod commands;
mod first_start;
mod handovers;
mod house;
mod killed;
mod lost_keys;
mod notices;
mod notices_partner;
mod read_only;
mod rotation;
mod street;
mod traces;
mod traces_probe;
