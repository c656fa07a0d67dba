//! The vault: seals credentials before they are stored and opens them for a call.
//!
//! ```text
//!   KeySource ──read──▶ RingText ──parse──▶ Ring ──▶ Cache (warm, stale, cold)
//!   (file, Azure)                                       │
//!        ▲                              seal, open ◀── Vault ──▶ VaultStatus
//!        └──────write──── rotation ──▶ SealedRows (the store's rows)
//! ```
//!
//! The keys live outside the database; the database holds only [`Sealed`] values. A value is bound
//! to its integration, vendor and field, so that a row copied over another one does not open.
//!
//! Refuses to know: the database (rotation meets rows through [`SealedRows`]), the environment (the
//! server's config hands values in), vendors and their forms.

mod azure_credential;
mod azure_error;
mod azure_source;
mod cache;
mod error;
mod file_source;
mod keeper;
mod key;
mod ring;
mod rotation;
mod rows;
mod sealed;
mod secret;
mod source;
mod status;
mod verify;

#[cfg(test)]
mod tests;

pub use azure_credential::{AzureIdentity, azure_credential};
pub use azure_source::AzureSource;
pub use error::VaultError;
pub use file_source::{FileSource, MissingFile};
pub use keeper::{Now, Vault};
pub use rotation::{Progress, Report, Rotation, RotationError, rotate};
pub use rows::{RowFailure, RowsError, SealedRow, SealedRows};
pub use sealed::{Binding, Sealed};
pub use secret::Secret;
pub use source::{KeySource, KeySourceError, RingText, RingVersion, create_ring};
pub use status::{KeyState, KeyStatus, RingState, VaultStatus};
pub use verify::{VerifyReport, verify};
