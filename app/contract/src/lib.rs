//! The words that cross a wall: models, ports and problems.
//!
//! One word per thing, the same in code, tables, URLs, logs and screens (docs/ARCHITECTURE.md has the list). This crate
//! knows serde and nothing else: no clock, no database, no HTTP, no component. What stands here reaches the browser.

pub mod account;
pub mod actor;
pub mod approval;
pub mod audit;
pub mod csp;
pub mod customer;
pub mod delivery;
pub mod event;
pub mod failure;
pub mod field;
pub mod health;
pub mod ids;
pub mod integration;
pub mod job;
pub mod keys;
pub mod live;
pub mod manifest;
pub mod notification;
pub mod operation;
pub mod operation_rule;
pub mod pem;
pub mod ports;
pub mod probe;
pub mod problem;
pub mod routing;
pub mod run;
pub mod sop;
pub mod target;
pub mod test_report;
pub mod webhook;

/// A moment as RFC 3339 in UTC with milliseconds, e.g. `2026-11-24T06:00:00.000Z`; sorts as text.
pub type Time = String;

/// Text that is `'static` on the server and owned in the browser.
pub type Text = std::borrow::Cow<'static, str>;
