//! One Fernet key: its public id, and the two things it can do.
//!
//! Refuses to know about rings, rows and bindings.

use base64::{Engine as _, engine::general_purpose::URL_SAFE};
use fernet::Fernet;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Length of a key's text: 32 bytes in URL-safe base64 with its padding.
const TEXT_LENGTH: usize = 44;
/// Hex digits of a key id: the first 8 bytes of the fingerprint.
pub(super) const ID_LENGTH: usize = 16;
/// "Now" for opening. Rationale: without a lifetime Fernet's timestamp means nothing to us, but the
/// crate still refuses tokens more than a minute ahead of the local clock; a node whose clock runs
/// behind must not lose what its neighbour sealed. (Python's `Fernet.decrypt` does the same.)
const NO_CLOCK: u64 = u64::MAX / 2;

/// One key of the ring. Its material is wiped on drop and has no way out.
#[derive(Clone)]
pub(super) struct Key {
    id: String,
    fernet: Fernet,
}

impl Key {
    /// Reads one line of a ring; `None` when it is not a Fernet key in its canonical text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() != TEXT_LENGTH {
            return None;
        }
        // One byte of room more than a key has: the decoder asks for whole groups of three.
        let mut bytes = Zeroizing::new([0_u8; 33]);
        let length = URL_SAFE.decode_slice(text, bytes.as_mut_slice()).ok()?;
        let key = bytes.get(..length).filter(|key| key.len() == 32)?;
        Some(Self {
            id: fingerprint(key),
            fernet: Fernet::new(text)?,
        })
    }

    /// Text of a brand-new key from the system's random source.
    pub(super) fn generate() -> Result<Zeroizing<String>, getrandom::Error> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        let mut text = Zeroizing::new(String::with_capacity(TEXT_LENGTH));
        URL_SAFE.encode_string(bytes.as_slice(), &mut text);
        Ok(text)
    }

    /// The key's public name.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Encrypts into a Fernet token.
    pub(super) fn encrypt(&self, plaintext: &[u8]) -> String {
        self.fernet.encrypt(plaintext)
    }

    /// Decrypts a Fernet token; `None` when it was not made by this key or was changed.
    pub(super) fn decrypt(&self, token: &str) -> Option<Zeroizing<Vec<u8>>> {
        self.fernet
            .decrypt_at_time(token, None, NO_CLOCK)
            .ok()
            .map(Zeroizing::new)
    }
}

/// Domain separated, so that the id is of no use where some other fingerprint of the key is known.
fn fingerprint(key: &[u8]) -> String {
    let digest = Sha256::new()
        .chain_update(b"ops-ai key")
        .chain_update(key)
        .finalize();
    let mut id = hex(&digest);
    id.truncate(ID_LENGTH);
    id
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
