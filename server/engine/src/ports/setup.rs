//! The one-time link that makes the first administrator.

use super::secrets::{digest, random_text};
use crate::{
    clock::Clock,
    store::{Store, StoreError},
};
use std::time::Duration;

/// How long a link can be used.
pub const LIFE: Duration = Duration::from_mins(30);

/// Makes a link's secret while nobody can sign in yet; none once somebody can. Earlier links end.
pub async fn issue_setup_link(store: &Store, clock: &Clock) -> Result<Option<String>, StoreError> {
    if store.count_people().await? > 0 {
        return Ok(None);
    }
    let secret = random_text(43).map_err(|why| StoreError::Unreadable(format!("no randomness: {why}")))?;
    let now = clock.now_ms();
    let expires_at = now + i64::try_from(LIFE.as_millis()).unwrap_or(0);
    store.insert_setup_link(digest(&secret), now, expires_at).await?;
    Ok(Some(secret))
}
