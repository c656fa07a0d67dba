//! The store: the only place that knows tables. Rows never leave it.
//!
//! SQLite (WAL, `synchronous=FULL`) for one node, PostgreSQL for several; the same code and the same constraints. Every
//! change and its audit entry are one transaction. This module knows no vendor, no HTTP, and no plain secret.

mod approvals;
mod audit;
mod connect;
mod entities;
mod errors;
mod integrations;
mod people;
mod probes;
mod sealed;
mod sessions;
mod setup;
mod throttle;
mod tokens;

pub use approvals::{Ended, NewApproval};
pub use audit::AuditRecord;
pub use connect::{Settings, Store};
pub use errors::StoreError;
pub use integrations::{IntegrationRow, LastProbe, NewIntegration, Patch, SealedField};
pub use people::{NewPerson, PersonChange, PersonRow};
pub use probes::ProbeRow;
pub use sealed::SealedValueRow;
pub use sessions::{Ending, NewSessionRow, SessionRow};
pub use tokens::{NewTokenRow, TokenRow};

/// A new identifier's ULID: sorts by time, and within a millisecond by chance.
pub fn fresh_ulid(now_ms: i64) -> String {
    let mut bytes = [0u8; 10];
    // Rationale: a machine without randomness could not have made its keys either.
    let _ = getrandom::fill(&mut bytes);
    let random = bytes
        .iter()
        .fold(0u128, |all, byte| (all << 8) | u128::from(*byte));
    ulid::Ulid::from_parts(u64::try_from(now_ms).unwrap_or(0), random).to_string()
}
