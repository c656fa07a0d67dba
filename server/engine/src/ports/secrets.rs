//! Random secrets of our own (sessions, one-time links, API tokens) and their digests.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// What every API token begins with.
pub const TOKEN_PREFIX: &str = "opsai_";

const BODY: usize = 40;
const CHECKSUM: usize = 6;

/// `length` random characters of letters and digits, without bias.
pub fn random_text(length: usize) -> Result<String, getrandom::Error> {
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let mut bytes = [0u8; 64];
        getrandom::fill(&mut bytes)?;
        // 248 is the largest multiple of 62 in a byte: what lies above would favour some letters.
        let fair = bytes.into_iter().filter(|byte| *byte < 248);
        text.extend(
            fair.take(length - text.len())
                .map(|byte| char::from(ALPHABET[usize::from(byte % 62)])),
        );
    }
    Ok(text)
}

/// A new API token: prefix, 40 random characters (238 bits), and a checksum that tells a typing error from a revoked token.
pub fn new_token() -> Result<String, getrandom::Error> {
    let body = random_text(BODY)?;
    let sum = checksum(&body);
    Ok(format!("{TOKEN_PREFIX}{body}{sum}"))
}

/// True when a text has the form and checksum of a token; costs no look into the database.
pub fn looks_like_token(text: &str) -> bool {
    text.strip_prefix(TOKEN_PREFIX).is_some_and(|rest| {
        rest.len() == BODY + CHECKSUM
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && checksum(&rest[..BODY]) == rest[BODY..]
    })
}

/// What is kept in place of a secret. It has full entropy, so a plain digest cannot be guessed back.
pub fn digest(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn checksum(body: &str) -> String {
    let hash = Sha256::digest(body.as_bytes());
    hash.iter()
        .take(CHECKSUM)
        .map(|byte| char::from(ALPHABET[usize::from(byte % 62)]))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_token_has_its_prefix_and_a_checksum_that_finds_a_typing_error() {
        let token = new_token().unwrap();
        assert!(token.starts_with("opsai_") && token.len() == 52, "{token}");
        assert!(looks_like_token(&token));
        let mut typed = token.into_bytes();
        typed[20] = if typed[20] == b'x' { b'y' } else { b'x' };
        assert!(!looks_like_token(&String::from_utf8(typed).unwrap()));
        assert!(!looks_like_token("opsai_short"));
    }

    #[test]
    fn random_text_does_not_repeat() {
        assert_ne!(random_text(43).unwrap(), random_text(43).unwrap());
        assert_eq!(random_text(43).unwrap().len(), 43);
    }
}
