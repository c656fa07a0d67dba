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
    sent: Arc<Mutex<Sent>>,
    closed_until: AtomicI64,
}

/// The requests that count. Rationale: a request counts from when it is let through until a window after its end, for the
/// vendor counted it at some moment between, and nobody but the vendor knows at which.
#[derive(Default)]
struct Sent {
    under_way: usize,
    ended: VecDeque<i64>,
}

/// A place in a lane and in the window; give it back, when the answer is there, by dropping it.
pub struct Place {
    _counted: Option<Counted>,
    _permit: Option<OwnedSemaphorePermit>,
}

/// One request that is under way.
struct Counted {
    sent: Arc<Mutex<Sent>>,
    clock: Clock,
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.under_way = sent.under_way.saturating_sub(1);
        // The clock counts whole milliseconds; the one that has begun counts as well, or a window would be short by up to one.
        sent.ended.push_back(self.clock.now_ms() + 1);
    }
}

impl Limiter {
    /// A limiter with these limits.
    pub fn new(limits: Limits, clock: Clock) -> Self {
        Self {
            limits,
            clock,
            lanes: Mutex::default(),
            sent: Arc::default(),
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
        Ok(Place {
            _counted: self.count()?,
            _permit: permit,
        })
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

    fn count(&self) -> Result<Option<Counted>, Duration> {
        let Some((most, window)) = self.limits.window else {
            return Ok(None);
        };
        let (now, window) = (
            self.clock.now_ms(),
            i64::try_from(window.as_millis()).unwrap_or(i64::MAX),
        );
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        while sent.ended.front().is_some_and(|at| *at <= now - window) {
            sent.ended.pop_front();
        }
        if sent.ended.len() + sent.under_way >= most {
            let left = sent.ended.front().map_or(0, |first| first + window - now);
            return Err(Duration::from_millis(u64::try_from(left).unwrap_or(0).max(1)));
        }
        sent.under_way += 1;
        Ok(Some(Counted {
            sent: self.sent.clone(),
            clock: self.clock.clone(),
        }))
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
        assert_eq!(limiter.place("a").await.err(), Some(Duration::from_millis(6_001)));
        hand.forward(Duration::from_secs(6));
        assert!(
            limiter.place("a").await.is_err(),
            "the first may have come late in its millisecond"
        );
        hand.forward(Duration::from_millis(1));
        assert!(limiter.place("a").await.is_ok());
    }

    #[tokio::test]
    async fn a_request_counts_until_a_window_after_its_answer() {
        let (clock, hand) = Clock::standing(0);
        let limits = Limits {
            at_once: 9,
            window: Some((2, Duration::from_secs(10))),
        };
        let limiter = Limiter::new(limits, clock);
        let slow = limiter.place("a").await.unwrap();
        limiter.place("a").await.unwrap();
        hand.forward(Duration::from_secs(3));
        drop(slow);
        hand.forward(Duration::from_millis(7_001));
        let _third = limiter.place("a").await.unwrap();
        assert_eq!(
            limiter.place("a").await.err(),
            Some(Duration::from_secs(3)),
            "the slow one may have been counted as late as its answer"
        );
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
