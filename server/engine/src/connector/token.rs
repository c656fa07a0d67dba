//! A short-lived token, fetched once for all who need it and again shortly before it ends.

use super::errors::CallError;
use crate::{clock::Clock, vault::Secret};
use std::{future::Future, time::Duration};
use tokio::sync::Mutex;

/// How long before its end a token is fetched anew: longer than any request takes.
const MARGIN: Duration = Duration::from_secs(60);

/// A token and when it ends.
#[derive(Clone)]
pub struct Token {
    /// What goes into the header.
    pub value: Secret,
    /// For how long it is good, from now.
    pub lives: Duration,
}

/// The one copy of an account's token.
#[derive(Default)]
pub struct TokenCache(Mutex<Option<(Secret, i64)>>);

impl TokenCache {
    /// The token, fetched under the lock when there is none or it is about to end, so that many callers make one request.
    pub async fn get<F>(&self, clock: &Clock, fetch: impl FnOnce() -> F) -> Result<Secret, CallError>
    where
        F: Future<Output = Result<Token, CallError>>,
    {
        let mut held = self.0.lock().await;
        if let Some((value, until)) = held.as_ref()
            && clock.now_ms() < *until
        {
            return Ok(value.clone());
        }
        let token = fetch().await?;
        let good_for = token.lives.saturating_sub(MARGIN.min(token.lives / 2));
        let until = clock
            .now_ms()
            .saturating_add(i64::try_from(good_for.as_millis()).unwrap_or(i64::MAX));
        *held = Some((token.value.clone(), until));
        Ok(token.value)
    }

    /// Told that the vendor refused this token; true when another try gets another one.
    ///
    /// Rationale: many callers may hold the token that has ended, and each is refused. Only the first of them forgets it;
    /// the others find the fresh one, or one that is being fetched, and must not throw that away.
    pub fn refuse(&self, refused: &Secret) -> bool {
        if let Ok(mut held) = self.0.try_lock() {
            held.take_if(|(value, _)| value.ct_eq(refused));
        }
        true
    }

    /// Puts a renewed value in the place of this one, good for as long as it was; nothing happens when another stands there.
    pub fn replace(&self, old: &Secret, fresh: &Secret) {
        if let Ok(mut held) = self.0.try_lock()
            && let Some((value, _)) = held.as_mut()
            && value.ct_eq(old)
        {
            *value = fresh.clone();
        }
    }

    /// Forgets the token; true when there was one, so that a vendor that refuses fresh tokens is not asked for ever.
    pub fn forget(&self) -> bool {
        self.0.try_lock().is_ok_and(|mut held| held.take().is_some())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn many_callers_make_one_request_and_the_end_makes_another() {
        let (clock, hand) = Clock::standing(0);
        let (cache, asked) = (TokenCache::default(), AtomicU32::new(0));
        let fetch = || async {
            let n = asked.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            Ok(Token {
                value: Secret::new(format!("t{n}")),
                lives: Duration::from_hours(1),
            })
        };
        let (a, b) = tokio::join!(cache.get(&clock, fetch), cache.get(&clock, fetch));
        assert_eq!((a.unwrap().expose(), b.unwrap().expose()), ("t0", "t0"));
        hand.forward(Duration::from_mins(58));
        assert_eq!(cache.get(&clock, fetch).await.unwrap().expose(), "t0");
        hand.forward(Duration::from_mins(2));
        assert_eq!(cache.get(&clock, fetch).await.unwrap().expose(), "t1");
        assert!(cache.forget());
        assert!(!cache.forget());
        assert_eq!(cache.get(&clock, fetch).await.unwrap().expose(), "t2");
    }
}
