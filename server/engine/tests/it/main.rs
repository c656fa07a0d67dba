//! The engine from outside: real databases, the vendors' doubles, a clock that the tests move.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test that cannot go on says where"
)]

mod accounts;
mod approval_nodes;
mod approval_targets;
mod approvals;
mod audit;
mod automation;
mod automation_chat;
mod automation_crashes;
mod automation_customers;
mod automation_discovery;
mod automation_endings;
mod automation_events;
mod automation_faults;
mod automation_health;
mod automation_http;
mod automation_rules;
mod automation_runs;
mod automation_sops;
mod board;
mod call_keys;
mod canary;
mod channels;
mod csp;
mod database_faults;
mod databases;
mod days;
mod desk;
mod faults;
mod health;
mod house;
mod integrations;
mod leases;
mod live;
mod mail;
mod nodes;
mod operation_rules;
mod operations;
mod pipeline;
mod probes;
mod rotation;
mod store;
mod typed_tokens;
mod vendor_contract;
