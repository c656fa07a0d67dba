//! Passwords: Argon2id, off the async threads, with the same effort whether or not the person exists.

use argon2::{
    Argon2, PasswordHasher, PasswordVerifier,
    password_hash::{PasswordHash, SaltString},
};
use contract::{account::MIN_PASSWORD, field::FieldError, problem::Problem};
use std::sync::LazyLock;

/// A hash of nothing anybody knows, verified against where there is no person.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody has this password").ok());

/// Says what is wrong with a new password; length is the rule that helps.
pub fn check(password: &str) -> Result<(), FieldError> {
    let length = password.chars().count();
    if length < MIN_PASSWORD {
        return Err(FieldError::new(
            "password",
            "too_short",
            format!("The password needs at least {MIN_PASSWORD} characters; a sentence is easy to remember."),
        ));
    }
    if length > 1_000 {
        return Err(FieldError::new(
            "password",
            "too_long",
            "The password may have at most 1,000 characters.",
        ));
    }
    Ok(())
}

/// Hashes a password with a fresh salt.
pub async fn hashed(password: String) -> Result<String, Problem> {
    match tokio::task::spawn_blocking(move || hash(&password)).await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(Problem::new(500, "internal", "The password could not be hashed.")),
    }
}

/// Verifies a password; takes as long when there is no hash to verify against.
pub async fn verified(password: String, kept: Option<String>) -> bool {
    let exists = kept.is_some();
    let against = kept.or_else(|| NOBODY.clone());
    let matches = tokio::task::spawn_blocking(move || {
        against
            .as_deref()
            .and_then(|kept| PasswordHash::new(kept).ok())
            .is_some_and(|kept| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &kept)
                    .is_ok()
            })
    });
    matches.await.unwrap_or(false) && exists
}

fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| argon2::password_hash::Error::Crypto)?;
    let salt = SaltString::encode_b64(&bytes)?;
    Ok(Argon2::default()
        .hash_password(password.as_bytes(), &salt)?
        .to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_password_is_verified_by_its_argon2id_hash_and_another_is_not() {
        let hash = hashed("correct horse battery".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(verified("correct horse battery".into(), Some(hash.clone())).await);
        assert!(!verified("correct horse batter".into(), Some(hash)).await);
        assert!(!verified("nobody has this password".into(), None).await);
    }
}
