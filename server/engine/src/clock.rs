//! The clock: one place that knows what time it is, so that tests can set it.

use jiff::Timestamp;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Tells the time; cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

/// The hand of a clock that stands still until it is moved.
#[derive(Clone)]
pub struct Hand(Arc<AtomicI64>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(|| Timestamp::now().as_millisecond()))
    }

    /// A clock that shows `start` (milliseconds since 1970) until its hand moves it.
    pub fn standing(start: i64) -> (Self, Hand) {
        let hand = Hand(Arc::new(AtomicI64::new(start)));
        let seen = hand.0.clone();
        (Self(Arc::new(move || seen.load(Ordering::SeqCst))), hand)
    }

    /// Milliseconds since 1970, UTC.
    pub fn now_ms(&self) -> i64 {
        (self.0)()
    }

    /// The same as a timestamp.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms()).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl Hand {
    /// Moves the clock forward.
    pub fn forward(&self, by: std::time::Duration) {
        self.0.fetch_add(
            i64::try_from(by.as_millis()).unwrap_or(i64::MAX),
            Ordering::SeqCst,
        );
    }
}

/// RFC 3339 in UTC with milliseconds, as the public contract writes times.
pub fn rfc3339(ms: i64) -> contract::Time {
    let at = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_milliseconds_and_a_z() {
        assert_eq!(rfc3339(1_795_500_000_000), "2026-11-24T06:00:00.000Z");
        assert_eq!(rfc3339(1_795_500_000_042), "2026-11-24T06:00:00.042Z");
    }

    #[test]
    fn a_standing_clock_moves_with_its_hand_only() {
        let (clock, hand) = Clock::standing(1_000);
        assert_eq!(clock.now_ms(), 1_000);
        hand.forward(std::time::Duration::from_secs(2));
        assert_eq!(clock.now_ms(), 3_000);
    }
}
