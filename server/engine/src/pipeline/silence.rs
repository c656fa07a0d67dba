//! Whether a webhook has been silent for longer than its rhythm lets expect.

/// Shorter than this is never silence, in milliseconds.
const SHORTEST_MS: i64 = 6 * 3600 * 1000;

/// How many times the usual gap is silence.
const TIMES: i64 = 5;

/// Gaps from which a rhythm can be told.
const ENOUGH: usize = 5;

/// A sentence when it is silent; `last` are the times of the last deliveries, newest first.
pub fn silence(last: &[i64], now: i64) -> Option<String> {
    let mut gaps: Vec<i64> = last.windows(2).map(|pair| pair[0] - pair[1]).collect();
    if gaps.len() < ENOUGH {
        return None;
    }
    gaps.sort_unstable();
    let usual = gaps[gaps.len() / 2].max(1);
    let quiet = now - last.first()?;
    (quiet > SHORTEST_MS && quiet > usual.saturating_mul(TIMES)).then(|| {
        format!(
            "Silent for {}; usually something comes every {}.",
            words(quiet),
            words(usual)
        )
    })
}

fn words(ms: i64) -> String {
    let minutes = ms / 60_000;
    match minutes {
        0 => format!("{} s", (ms / 1000).max(1)),
        1..120 => format!("{minutes} min"),
        120..2880 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const HOUR: i64 = 3600 * 1000;

    /// Deliveries every `gap` until `quiet` ago.
    fn every(gap: i64, quiet: i64) -> Vec<i64> {
        (0..20).map(|n| -quiet - n * gap).collect()
    }

    #[test]
    fn silence_is_five_usual_gaps_and_at_least_six_hours() {
        assert_eq!(silence(&every(HOUR / 3, 5 * HOUR), 0), None);
        assert_eq!(
            silence(&every(HOUR / 3, 9 * HOUR), 0).unwrap(),
            "Silent for 9 h; usually something comes every 20 min."
        );
        assert_eq!(silence(&every(24 * HOUR, 100 * HOUR), 0), None);
        assert!(silence(&every(24 * HOUR, 121 * HOUR), 0).is_some());
    }

    #[test]
    fn without_a_rhythm_nothing_is_silent() {
        assert_eq!(silence(&[], 0), None);
        assert_eq!(silence(&every(HOUR, 999 * HOUR)[..3], 0), None);
    }
}
