//! The name of a content.

use sha2::{Digest, Sha256};

/// Sixteen hexadecimal digits, the first 64 bits of the content's SHA-256.
pub fn of(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let start = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{start:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_start_of_the_sha_256_and_changes_with_the_content() {
        assert_eq!(of(b"abc"), "ba7816bf8f01cfea");
        assert_ne!(of(b"abd"), of(b"abc"));
    }
}
