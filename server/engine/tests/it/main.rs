//! The engine from outside: real databases, the vendors' doubles, a clock that the tests move.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test that cannot go on says where"
)]

mod accounts;
mod approvals;
mod audit;
mod canary;
mod database_faults;
mod databases;
mod house;
mod integrations;
mod operations;
mod probes;
mod rotation;
mod store;
mod vendor_contract;
