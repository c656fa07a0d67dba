//! Where key rings are kept: the port to a file or a cloud vault.
//!
//! Refuses to know how often a ring is read and what it is used for.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::{key::Key, ring};

/// The version of a ring as its source counts: what a writer has seen before it writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingVersion(Option<String>);

impl RingVersion {
    /// No ring is there yet.
    pub const ABSENT: Self = Self(None);

    /// The source's own name for a version; it must not contain key material.
    pub fn new(version: impl Into<String>) -> Self {
        Self(Some(version.into()))
    }

    /// The source's own name, or `None` where there is no ring.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// A ring's text as read from its source: wiped on drop, prints its version only.
#[derive(Clone)]
pub struct RingText {
    text: Zeroizing<String>,
    version: RingVersion,
}

impl RingText {
    /// A text and the version it was read as.
    pub fn new(text: Zeroizing<String>, version: RingVersion) -> Self {
        Self { text, version }
    }

    /// A text with one fresh key, to be written where no ring is.
    pub fn fresh() -> Result<Self, KeySourceError> {
        Ok(Self::new(ring::with_key("", &new_key()?), RingVersion::ABSENT))
    }

    /// The text: key material. For sources, which have to store it.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What to compare before writing over it.
    pub fn version(&self) -> &RingVersion {
        &self.version
    }

    /// The same ring with a fresh key in front.
    pub(super) fn with_new_key(&self) -> Result<Self, KeySourceError> {
        Ok(Self::new(
            ring::with_key(&self.text, &new_key()?),
            self.version.clone(),
        ))
    }
}

impl fmt::Debug for RingText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RingText(.., {:?})", self.version)
    }
}

fn new_key() -> Result<Zeroizing<String>, KeySourceError> {
    Key::generate().map_err(|error| KeySourceError::Refused {
        what: format!("the system gave no random bytes for a new key: {error}"),
        source: None,
    })
}

/// Any error's cause.
pub(super) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong at the source of the keys. Its words hold no key material.
#[derive(Debug, thiserror::Error)]
pub enum KeySourceError {
    /// There is no ring.
    #[error("{what}")]
    Absent {
        /// Where none was found.
        what: String,
    },
    /// The source cannot be reached, is throttled or did not answer in time; it may answer later.
    #[error("{what}")]
    Unreachable {
        /// What happened, in the source's own words.
        what: String,
        /// The cause.
        #[source]
        source: Option<Cause>,
    },
    /// The source refuses: permissions, credentials, configuration. A person must act.
    #[error("{what}")]
    Refused {
        /// What is refused and what to do.
        what: String,
        /// The cause.
        #[source]
        source: Option<Cause>,
    },
    /// What is stored there is not a key ring.
    #[error("{what}")]
    Invalid {
        /// What is wrong with it.
        what: String,
    },
    /// Somebody else wrote the ring since it was read; read it again.
    #[error("the key ring was changed by someone else in the meantime")]
    Conflict,
}

/// A place that keeps one key ring.
#[async_trait]
pub trait KeySource: Send + Sync {
    /// The place in words, for a person.
    fn name(&self) -> String;

    /// The longest time one read may take; a slower one counts as unreachable.
    fn patience(&self) -> Duration;

    /// Reads the present ring.
    async fn read(&self) -> Result<RingText, KeySourceError>;

    /// Replaces the ring, but only while its version is still `expect`: two rotations at once must
    /// not lose each other's key.
    async fn write(&self, new: &RingText, expect: &RingVersion) -> Result<(), KeySourceError>;
}

/// Puts a ring with one fresh key where none is; tells whether it did.
///
/// Only for a new installation: where sealed values exist, a missing ring is a fault to mend, and a
/// fresh key would hide it.
pub async fn create_ring(source: &dyn KeySource) -> Result<bool, KeySourceError> {
    match source.read().await {
        Err(KeySourceError::Absent { .. }) => {}
        Err(error) => return Err(error),
        Ok(_) => return Ok(false),
    }
    match source.write(&RingText::fresh()?, &RingVersion::ABSENT).await {
        Ok(()) => Ok(true),
        Err(KeySourceError::Conflict) => Ok(false),
        Err(error) => Err(error),
    }
}
