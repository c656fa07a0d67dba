//! How fast one account is called: so many at once in a lane, so many in a window, and not at all while the vendor has
//! asked for a pause.

use crate::clock::Clock;
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A vendor's documented limits, for one account.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests at once in one lane.
    pub at_once: usize,
    /// Requests in a rolling window: how many, and how long it is.
    pub window: Option<(usize, Duration)>,
}

/// Keeps one account within its limits.
pub struct Limiter {
    limits: Limits,
    clock: Clock,
    lanes: Mutex<HashMap<&'static str, Arc<Semaphore>>>,
    sent: Mutex<VecDeque<i64>>,
    closed_until: AtomicI64,
}

/// A place in a lane; give it back by dropping it.
pub struct Place {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Limiter {
    /// A limiter with these limits.
    pub fn new(limits: Limits, clock: Clock) -> Self {
        Self {
            limits,
            clock,
            lanes: Mutex::default(),
            sent: Mutex::default(),
            closed_until: AtomicI64::new(0),
        }
    }

    /// Waits for a place in the lane; `Err` is the wait that the window or the vendor's pause still asks for.
    ///
    /// A pause is an answer and not a wait: whoever holds a worker or a page decides whether to come back.
    pub async fn place(&self, lane: &'static str) -> Result<Place, Duration> {
        match self.paused_for() {
            Some(wait) => Err(wait),
            None => self.place_after_waiting(lane).await,
        }
    }

    /// The same for a call that has itself waited for the pause to end.
    pub(super) async fn place_after_waiting(&self, lane: &'static str) -> Result<Place, Duration> {
        let semaphore = {
            let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
            lanes
                .entry(lane)
                .or_insert_with(|| Arc::new(Semaphore::new(self.limits.at_once)))
                .clone()
        };
        let permit = semaphore.acquire_owned().await.ok();
        self.count()?;
        Ok(Place { _permit: permit })
    }

    /// The vendor asked for a pause.
    pub fn pause(&self, wait: Duration) {
        let until = self
            .clock
            .now_ms()
            .saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
        self.closed_until.fetch_max(until, Ordering::SeqCst);
    }

    /// How long the pause still lasts; none when there is none.
    pub fn paused_for(&self) -> Option<Duration> {
        let left = self.closed_until.load(Ordering::SeqCst) - self.clock.now_ms();
        u64::try_from(left)
            .ok()
            .filter(|left| *left > 0)
            .map(Duration::from_millis)
    }

    fn count(&self) -> Result<(), Duration> {
        let Some((most, window)) = self.limits.window else {
            return Ok(());
        };
        let (now, window) = (
            self.clock.now_ms(),
            i64::try_from(window.as_millis()).unwrap_or(i64::MAX),
        );
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        while sent.front().is_some_and(|at| *at <= now - window) {
            sent.pop_front();
        }
        if sent.len() >= most {
            let left = sent.front().map_or(0, |first| first + window - now);
            return Err(Duration::from_millis(u64::try_from(left).unwrap_or(0).max(1)));
        }
        sent.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use futures::FutureExt;

    #[tokio::test]
    async fn a_fourth_call_in_a_lane_waits_and_another_lane_does_not() {
        let (clock, _) = Clock::standing(0);
        let limiter = Limiter::new(
            Limits {
                at_once: 3,
                window: None,
            },
            clock,
        );
        let mut held = Vec::new();
        for _ in 0..3 {
            held.push(limiter.place("Tickets").await.unwrap());
        }
        assert!(limiter.place("Tickets").now_or_never().is_none());
        assert!(limiter.place("Companies").now_or_never().is_some());
        held.pop();
        assert!(limiter.place("Tickets").now_or_never().is_some());
    }

    #[tokio::test]
    async fn the_window_rolls() {
        let (clock, hand) = Clock::standing(0);
        let limiter = Limiter::new(
            Limits {
                at_once: 9,
                window: Some((2, Duration::from_secs(10))),
            },
            clock,
        );
        limiter.place("a").await.unwrap();
        hand.forward(Duration::from_secs(4));
        limiter.place("a").await.unwrap();
        assert_eq!(limiter.place("a").await.err(), Some(Duration::from_secs(6)));
        hand.forward(Duration::from_secs(6));
        assert!(limiter.place("a").await.is_ok());
    }

    #[tokio::test]
    async fn nothing_is_sent_while_the_vendor_asked_for_a_pause() {
        let (clock, hand) = Clock::standing(0);
        let limiter = Limiter::new(
            Limits {
                at_once: 9,
                window: None,
            },
            clock,
        );
        limiter.pause(Duration::from_secs(30));
        assert_eq!(limiter.place("a").await.err(), Some(Duration::from_secs(30)));
        hand.forward(Duration::from_secs(30));
        assert!(limiter.place("a").await.is_ok());
    }
}
