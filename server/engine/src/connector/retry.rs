//! When a request is sent again: at most three times in all, with backoff that doubles and full jitter, and never when
//! the vendor may already have acted on it.

use super::{
    entry::Repeat,
    errors::{CallErrorKind, NetworkFault, Retry},
};
use std::time::Duration;

/// How many times a read is sent at most.
pub const TRIES: u32 = 3;

/// The longest `Retry-After` that is waited for within a call; a longer one is an answer for the caller.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// The wait before the next try; `None` when there is none.
///
/// `tried` counts the tries so far, from 1; `chance` is a random number from 0 to 1.
pub fn next_wait(
    kind: &CallErrorKind,
    repeat: Repeat,
    tried: u32,
    tries: u32,
    backoff: Duration,
    chance: f64,
) -> Option<Duration> {
    if tried >= tries || !may_repeat(kind, repeat) {
        return None;
    }
    match kind.retry() {
        Retry::Never => None,
        Retry::After(wait) => (wait <= PATIENCE).then_some(wait),
        Retry::Backoff => {
            let longest = backoff.saturating_mul(1 << (tried - 1).min(6));
            Some(longest / 2 + (longest / 2).mul_f64(chance.clamp(0.0, 1.0)))
        }
    }
}

/// What changes something is sent again only when the vendor cannot have acted: it refused, or was not reached.
fn may_repeat(kind: &CallErrorKind, repeat: Repeat) -> bool {
    match repeat {
        Repeat::Safe => true,
        Repeat::Never => matches!(
            kind,
            CallErrorKind::Limited { .. } | CallErrorKind::Network(NetworkFault::Dns | NetworkFault::Connect)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACKOFF: Duration = Duration::from_millis(500);

    #[test]
    fn a_read_is_tried_three_times_and_the_wait_doubles() {
        let wait = |tried, chance| {
            next_wait(
                &CallErrorKind::VendorDown,
                Repeat::Safe,
                tried,
                TRIES,
                BACKOFF,
                chance,
            )
        };
        assert_eq!(wait(1, 0.0), Some(Duration::from_millis(250)));
        assert_eq!(wait(1, 1.0), Some(Duration::from_millis(500)));
        assert_eq!(wait(2, 1.0), Some(Duration::from_millis(1000)));
        assert_eq!(wait(3, 1.0), None);
    }

    #[test]
    fn the_vendors_own_wait_is_honoured_when_it_is_short_and_answered_when_it_is_long() {
        let wait = |seconds| {
            let kind = CallErrorKind::Limited {
                retry_after: Some(Duration::from_secs(seconds)),
            };
            next_wait(&kind, Repeat::Safe, 1, TRIES, BACKOFF, 0.5)
        };
        assert_eq!(wait(2), Some(Duration::from_secs(2)));
        assert_eq!(wait(60), None);
    }

    #[test]
    fn what_changes_something_is_never_sent_again_when_the_vendor_may_have_acted() {
        let again = |kind| next_wait(&kind, Repeat::Never, 1, TRIES, BACKOFF, 0.5).is_some();
        assert!(again(CallErrorKind::Limited { retry_after: None }));
        assert!(again(CallErrorKind::Network(NetworkFault::Connect)));
        assert!(!again(CallErrorKind::Timeout));
        assert!(!again(CallErrorKind::VendorDown));
        assert!(!again(CallErrorKind::Network(NetworkFault::Cut)));
    }

    #[test]
    fn what_a_person_must_mend_is_never_tried_again() {
        for kind in [
            CallErrorKind::Credentials,
            CallErrorKind::Permission,
            CallErrorKind::Rejected,
            CallErrorKind::NotFound,
        ] {
            assert_eq!(
                next_wait(&kind, Repeat::Safe, 1, TRIES, BACKOFF, 0.5),
                None,
                "{kind:?}"
            );
        }
    }
}
