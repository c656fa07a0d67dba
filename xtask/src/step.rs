//! Says what is being done while it is done, and how long it took.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Runs `work` under a name: one line when it starts, one with the elapsed time when it ends.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {name}");
    let started = Instant::now();
    let result = work();
    let took = human(started.elapsed());
    match &result {
        Ok(_) => println!("▸ {name} … {took}"),
        Err(_) => println!("✗ {name} … failed after {took}"),
    }
    result.with_context(|| format!("could not {name}"))
}

/// A duration as a person reads it: `0.4 s`, `12.3 s`, `3 min 05 s`.
pub fn human(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 100.0 {
        format!("{seconds:.1} s")
    } else {
        let whole = duration.as_secs();
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_times_show_tenths_and_long_ones_minutes() {
        assert_eq!(human(Duration::from_millis(420)), "0.4 s");
        assert_eq!(human(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(human(Duration::from_secs(185)), "3 min 05 s");
    }
}
