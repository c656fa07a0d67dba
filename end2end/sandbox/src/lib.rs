//! The vendors' doubles: small servers that answer as the vendors do, mistakes included.
//!
//! They are for tests and for `cargo xtask run`, never for the product binary. A double knows only what
//! the vendor's fact sheet says; it knows nothing of the product. Where the sheet says "unknown", the
//! answer is a knob, so that nobody comes to rely on a guess.
//!
//! ```text
//!   listener ─→ journal ─→ fault? ─→ the vendor's rules ─→ answer      (serve/)
//!      one per host     a test can switch one on      one folder per vendor
//! ```
//!
//! Every host of a double also answers `/_sandbox/{faults,journal,knobs,reset}`, which the vendor's rules
//! never see and the journal never records.

pub mod autotask;
pub mod datto_edr;
pub mod datto_rmm;
mod exchange;
pub mod faults;
pub mod hall;
pub mod it_glue;
pub mod journal;
pub mod key_vault;
pub mod microsoft365;
pub mod pax8;
mod rolling;
mod serve;
pub mod unifi;

pub use faults::{Fault, Faults, Rule};
pub use journal::{Entry, Journal};
pub use serve::Hosts;
