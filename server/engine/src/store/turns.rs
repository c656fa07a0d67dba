//! Whose turn it is to write, where there can be one writer only: SQLite.
//!
//! Whoever finds SQLite busy sleeps and looks again; what writes often stands in line instead. While deliveries come in crowds
//! they are written first, for their senders wait and give up, and everybody else gives way: a little, and never for long.

use std::sync::{
    Arc, PoisonError,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Duration;
use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    time::{Instant, sleep},
};

/// So many deliveries in one commit are a crowd.
const CROWD: usize = 8;

/// After a crowd was written the next is expected for this long: its senders have just been answered.
const EXPECTED: Duration = Duration::from_millis(4);

/// Others give way to crowds at most so long.
const PATIENCE: Duration = Duration::from_millis(25);

/// How often those who give way look.
const LOOKS: Duration = Duration::from_millis(1);

/// The line of those who write.
#[derive(Default)]
pub struct Turns {
    line: Arc<Mutex<()>>,
    crowds: AtomicUsize,
    last_crowd: std::sync::Mutex<Option<Instant>>,
}

/// A turn; over when it is dropped.
pub struct Turn<'a> {
    _crowd: Option<Crowd<'a>>,
    _line: OwnedMutexGuard<()>,
}

/// A crowd that waits or is written.
struct Crowd<'a>(&'a Turns);

impl<'a> Crowd<'a> {
    fn at(turns: &'a Turns) -> Self {
        turns.crowds.fetch_add(1, Ordering::SeqCst);
        Self(turns)
    }
}

impl Drop for Crowd<'_> {
    fn drop(&mut self) {
        let last = self.0.last_crowd.lock();
        *last.unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.0.crowds.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Turns {
    /// Waits for a turn, and before that for crowds of deliveries to be written.
    pub async fn wait(&self) -> Turn<'_> {
        let begun = Instant::now();
        while self.crowded() && begun.elapsed() < PATIENCE {
            sleep(LOOKS).await;
        }
        Turn {
            _crowd: None,
            _line: self.line.clone().lock_owned().await,
        }
    }

    /// Waits for a turn to write so many deliveries.
    pub async fn wait_with(&self, deliveries: usize) -> Turn<'_> {
        // Made before the wait: a crowd that nobody waits for any more is none.
        let crowd = (deliveries >= CROWD).then(|| Crowd::at(self));
        Turn {
            _line: self.line.clone().lock_owned().await,
            _crowd: crowd,
        }
    }

    fn crowded(&self) -> bool {
        let expected = || {
            let last = self.last_crowd.lock();
            let last = last.unwrap_or_else(PoisonError::into_inner);
            last.is_some_and(|at| at.elapsed() < EXPECTED)
        };
        self.crowds.load(Ordering::SeqCst) > 0 || expected()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;

    #[tokio::test(start_paused = true)]
    async fn whoever_is_alone_writes_at_once() {
        let turns = Turns::default();
        let begun = Instant::now();
        drop(turns.wait_with(1).await);
        drop(turns.wait().await);
        drop(turns.wait_with(CROWD).await);
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn others_give_way_to_crowds_and_not_for_long() {
        let turns = Turns::default();
        let begun = Instant::now();
        let other = turns.wait();
        let crowds = async {
            // One crowd after the other, for longer than anybody waits.
            while begun.elapsed() < 2 * PATIENCE {
                let turn = turns.wait_with(64).await;
                sleep(Duration::from_millis(2)).await;
                drop(turn);
                sleep(Duration::from_millis(1)).await;
            }
        };
        let waited = async {
            drop(turns.wait_with(64).await);
            drop(other.await);
            begun.elapsed()
        };
        let (waited, ()) = futures::future::join(waited, crowds).await;
        assert!(waited >= PATIENCE && waited < PATIENCE + EXPECTED, "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn after_the_last_crowd_the_others_go_on() {
        let turns = Turns::default();
        drop(turns.wait_with(CROWD).await);
        let begun = Instant::now();
        drop(turns.wait().await);
        assert!(begun.elapsed() <= EXPECTED + LOOKS, "{:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_crowd_that_nobody_waits_for_any_more_holds_up_nobody() {
        let turns = Turns::default();
        let held = turns.wait().await;
        assert!(turns.wait_with(CROWD).now_or_never().is_none());
        drop(held);
        sleep(EXPECTED).await;
        assert!(turns.wait().now_or_never().is_some());
    }
}
