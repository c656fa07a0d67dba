//! A sealed value, `k<key id>.<fernet token>`, and its binding to one field of one integration.
//!
//! Fernet binds no context, so the plaintext names the place it belongs to and every open compares.
//! Refuses to know where rows are kept and how the ring was read.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{error::VaultError, key::ID_LENGTH, ring::Ring, secret::Secret};

/// The place a sealed value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding<'a> {
    /// The integration's id.
    pub integration: &'a str,
    /// The vendor's name.
    pub vendor: &'a str,
    /// The field's key.
    pub field: &'a str,
}

impl fmt::Display for Binding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.integration, self.vendor, self.field)
    }
}

/// A value as the database stores it. Prints only the id of the key that sealed it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sealed(String);

impl Sealed {
    /// Accepts text of the right form; whether it opens is another question.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let (id, token) = text
            .strip_prefix('k')
            .and_then(|rest| rest.split_once('.'))
            .ok_or(NOT_SEALED)?;
        let id_fits = id.len() == ID_LENGTH && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let token_fits = !token.is_empty()
            && token.len().is_multiple_of(4)
            && token
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'='));
        if id_fits && token_fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(NOT_SEALED)
        }
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of the key that sealed it.
    pub fn key_id(&self) -> &str {
        self.parts().0
    }

    fn parts(&self) -> (&str, &str) {
        // Only `parse` and `Ring::seal` make values, and both put the dot there.
        self.0
            .get(1..)
            .and_then(|rest| rest.split_once('.'))
            .unwrap_or_default()
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed(k{}..)", self.key_id())
    }
}

const NOT_SEALED: VaultError = VaultError::Damaged {
    what: "it does not have the form k<key id>.<token>",
};
const NOT_AUTHENTIC: VaultError = VaultError::Damaged {
    what: "it was changed after it was sealed",
};
const NOT_OURS: VaultError = VaultError::Damaged {
    what: "its content is not what this version seals",
};

/// Version of the plaintext's form.
const VERSION: u8 = 1;

/// What is inside the token.
#[derive(Serialize, Deserialize)]
struct Plaintext<'a> {
    v: u8,
    #[serde(borrow)]
    integration: Cow<'a, str>,
    #[serde(borrow)]
    vendor: Cow<'a, str>,
    #[serde(borrow)]
    field: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
}

impl Ring {
    /// Seals with the newest key.
    pub(super) fn seal(&self, binding: Binding<'_>, secret: &Secret) -> Result<Sealed, VaultError> {
        let inside = Plaintext {
            v: VERSION,
            integration: binding.integration.into(),
            vendor: binding.vendor.into(),
            field: binding.field.into(),
            value: secret.expose().into(),
        };
        // Room for the worst case (each byte as \u00XX), so that the buffer never moves and leaves
        // a copy of the secret where it was.
        let longest = 64 + 6 * (inside.integration.len() + inside.vendor.len() + inside.field.len());
        let mut plaintext = Zeroizing::new(Vec::with_capacity(longest + 6 * inside.value.len()));
        serde_json::to_writer(&mut *plaintext, &inside).map_err(|_| NOT_OURS)?;
        let key = self.newest();
        Ok(Sealed(format!("k{}.{}", key.id(), key.encrypt(&plaintext))))
    }

    /// Opens with the key the value names, and only for the place it was sealed for.
    pub(super) fn open(&self, binding: Binding<'_>, sealed: &Sealed) -> Result<Secret, VaultError> {
        let (key_id, token) = sealed.parts();
        let key = self.key(key_id).ok_or_else(|| VaultError::UnknownKey {
            key_id: key_id.to_owned(),
        })?;
        let plaintext = key.decrypt(token).ok_or(NOT_AUTHENTIC)?;
        // The parser's own words may quote the plaintext: they stop here.
        let inside: Plaintext<'_> = serde_json::from_slice(&plaintext).map_err(|_| NOT_OURS)?;
        let secret = Secret::new(inside.value.into_owned());
        if inside.v != VERSION {
            return Err(NOT_OURS);
        }
        let found = Binding {
            integration: &inside.integration,
            vendor: &inside.vendor,
            field: &inside.field,
        };
        if found != binding {
            return Err(VaultError::Bound {
                found: found.to_string(),
                asked: binding.to_string(),
            });
        }
        Ok(secret)
    }
}
