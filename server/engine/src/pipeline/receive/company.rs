//! Whom the writer waits for: those it has just answered, as far as they are likely to come back at once.
//!
//! A sender that posts one delivery after the other comes back a moment after its answer. A commit costs about the same for
//! one as for many, so waiting for a fraction of a commit is cheaper than making one too many. Whoever is alone is waited for
//! by nobody: then nobody is missed. This module knows no queue and no store.

use std::time::{Duration, Instant};

/// It is waited for this part of the last commit's time, at most.
const PART: u32 = 4;

/// And never longer than this.
const LONGEST: Duration = Duration::from_millis(2);

/// How many are at the door, as far as one can tell, and until when they are waited for. By default nobody is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Company {
    many: usize,
    until: Option<Instant>,
}

impl Company {
    /// After a commit that took from `begun` to `now`: so many were answered by it, and so many came meanwhile.
    pub fn after(answered: usize, waiting: usize, begun: Instant, now: Instant) -> Self {
        let patience = (now.saturating_duration_since(begun) / PART).min(LONGEST);
        Self {
            many: answered + waiting,
            until: Some(now + patience),
        }
    }

    /// True while some are missed and worth waiting for.
    pub fn is_missed(self, here: usize, now: Instant) -> bool {
        here < self.many && self.until.is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: Duration = Duration::from_millis(4);

    fn after(answered: usize, waiting: usize) -> (Company, Instant) {
        let begun = Instant::now();
        let now = begun + COMMIT;
        (Company::after(answered, waiting, begun, now), now)
    }

    #[test]
    fn whoever_is_alone_is_written_at_once() {
        let (company, now) = after(1, 0);
        assert!(!company.is_missed(1, now));
        assert!(!Company::default().is_missed(1, now), "nobody came before");
    }

    #[test]
    fn those_who_were_answered_together_are_waited_for_until_all_are_back() {
        let (company, now) = after(40, 24);
        for here in [1, 24, 63] {
            assert!(company.is_missed(here, now), "{here} of 64");
        }
        assert!(!company.is_missed(64, now));
    }

    #[test]
    fn nobody_is_waited_for_longer_than_a_part_of_the_last_commit() {
        let (company, now) = after(64, 0);
        assert!(company.is_missed(1, now + COMMIT / PART - Duration::from_micros(1)));
        assert!(!company.is_missed(1, now + COMMIT / PART));
        let begun = now;
        let slow = Company::after(64, 0, begun, begun + 100 * COMMIT);
        assert!(!slow.is_missed(1, begun + 100 * COMMIT + LONGEST));
    }
}
