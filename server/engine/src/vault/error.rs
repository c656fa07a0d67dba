//! Why a value cannot be sealed or opened.
//!
//! Refuses to know what a caller does about it. Carries ids and places, never keys or values.

use std::sync::Arc;

use super::source::KeySourceError;

/// A refusal of the vault. None of its words holds key material or a plaintext.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no key ring to work with: an outage of ours, not a fault of the value or the vendor.
    #[error("the key ring is not available: {why}")]
    KeyUnavailable {
        /// What is missing, and since when.
        why: String,
        /// What the key source said last.
        #[source]
        source: Option<Arc<KeySourceError>>,
    },
    /// The value was sealed with a key that the ring, read just now, does not hold.
    #[error("it was sealed with key {key_id}, which is not in the key ring")]
    UnknownKey {
        /// The key's id.
        key_id: String,
    },
    /// The value is genuine but was sealed for another place: somebody moved it.
    #[error("it was sealed for {found} and does not open for {asked}")]
    Bound {
        /// Where it belongs: integration, vendor, field.
        found: String,
        /// Where it was found.
        asked: String,
    },
    /// The value is not one of ours, or not any more.
    #[error("the sealed value is damaged: {what}")]
    Damaged {
        /// What is wrong with it.
        what: &'static str,
    },
}

/// An error and its causes in one line.
pub(super) fn words(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |line, cause| format!("{line}: {cause}"))
}
