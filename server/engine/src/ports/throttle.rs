//! The throttle of sign-ins: free tries first, then waits that double. It counts per account and address together, and with
//! more patience per account and per address alone, so that nobody can lock a person out from elsewhere with five tries.

use super::{Machine, secrets::digest};
use contract::problem::Problem;

/// How long a failure counts, in milliseconds.
pub const WINDOW_MS: i64 = 15 * 60 * 1000;

/// The longest wait, in seconds.
const LONGEST: u64 = 15 * 60;

/// The keys under which one sign-in is counted: pair, account, address; digests, so that the table tells nobody's name.
pub fn keys(email: &str, address: &str) -> [String; 3] {
    [
        digest(&format!("pair\n{email}\n{address}")),
        digest(&format!("account\n{email}")),
        digest(&format!("address\n{address}")),
    ]
}

const FREE: [usize; 3] = [5, 30, 20];

impl Machine {
    /// Refuses a sign-in that comes too soon after too many failures.
    pub(super) async fn throttle(&self, keys: &[String; 3]) -> Result<(), Problem> {
        let now = self.now();
        for (key, free) in keys.iter().zip(FREE) {
            let failures = self.store.sign_in_failures(key, now - WINDOW_MS).await?;
            if let Some(wait) = wait(failures.len(), free, failures.first().copied(), now) {
                let mut problem = Problem::new(429, "too_many_attempts", "Too many attempts.")
                    .with_detail(format!("Wait {wait} s and try again."));
                problem.retry_after = Some(wait);
                return Err(problem);
            }
        }
        Ok(())
    }
}

/// The seconds still to wait; none while tries are free or the wait is over.
fn wait(failures: usize, free: usize, last: Option<i64>, now: i64) -> Option<u64> {
    let beyond = failures.checked_sub(free)?;
    let wait = LONGEST.min(
        1u64.checked_shl(u32::try_from(beyond).unwrap_or(63).min(20))
            .unwrap_or(LONGEST),
    );
    let over = last?.saturating_add(i64::try_from(wait * 1000).unwrap_or(i64::MAX));
    u64::try_from(over - now)
        .ok()
        .filter(|left| *left > 0)
        .map(|left| left.div_ceil(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_tries_are_free_and_then_the_wait_doubles_to_a_quarter_of_an_hour() {
        assert_eq!(wait(4, 5, Some(0), 0), None);
        assert_eq!(wait(5, 5, Some(0), 0), Some(1));
        assert_eq!(wait(8, 5, Some(0), 0), Some(8));
        assert_eq!(wait(8, 5, Some(0), 8_000), None);
        assert_eq!(wait(40, 5, Some(0), 0), Some(900));
    }
}
