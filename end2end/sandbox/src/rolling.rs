//! How many requests came within the last while: what vendors' quotas are measured by.
//!
//! Refuses to know what happens when there were too many; that is the vendor's rule.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::{Duration, Instant};

/// A lock whose holder panicked is still usable here: the doubles' data is disposable.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts what happened within a moving window.
#[derive(Debug)]
pub(crate) struct Rolling {
    window: Duration,
    times: Mutex<VecDeque<Instant>>,
}

impl Rolling {
    /// A counter over the last `window`.
    pub fn over(window: Duration) -> Self {
        Self {
            window,
            times: Mutex::default(),
        }
    }

    /// Counts one more and says how many there are now, this one included.
    pub fn count(&self) -> u64 {
        let mut times = self.recent();
        times.push_back(Instant::now());
        times.len() as u64
    }

    /// Says how many there are now, and counts none.
    pub fn so_far(&self) -> u64 {
        self.recent().len() as u64
    }

    fn recent(&self) -> MutexGuard<'_, VecDeque<Instant>> {
        let now = Instant::now();
        let mut times = lock(&self.times);
        while times
            .front()
            .is_some_and(|then| now.duration_since(*then) >= self.window)
        {
            times.pop_front();
        }
        times
    }

    /// Forgets everything.
    pub fn clear(&self) {
        lock(&self.times).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_older_than_the_window_counts_no_more() {
        let counter = Rolling::over(Duration::from_mins(5));
        assert_eq!((counter.count(), counter.count()), (1, 2));
        tokio::time::advance(Duration::from_secs(299)).await;
        assert_eq!(counter.count(), 3);
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!((counter.so_far(), counter.count()), (1, 2));
    }
}
