//! A closed loop of workers, and what they saw.

use futures::future::join_all;
use std::{
    future::Future,
    time::{Duration, Instant},
};

/// What a run saw.
pub struct Seen {
    /// Requests per second.
    pub per_second: f64,
    /// The middle of all times, in milliseconds.
    pub p50_ms: f64,
    /// The time that one in twenty exceeds, in milliseconds.
    pub p95_ms: f64,
    /// The time that one in a hundred exceeds, in milliseconds.
    pub p99_ms: f64,
}

/// Runs `work` so many times, one after the other, after a warm-up a fifth as long.
pub async fn count<F, Fut>(times: usize, work: F) -> anyhow::Result<Seen>
where
    F: Fn() -> Fut,
    Fut: Future<Output = anyhow::Result<()>>,
{
    for _ in 0..times / 5 {
        work().await?;
    }
    let mut seen = Vec::with_capacity(times);
    let all = Instant::now();
    for _ in 0..times {
        let begun = Instant::now();
        work().await?;
        seen.push(begun.elapsed());
    }
    Ok(summary(seen, all.elapsed()))
}

/// Runs `work` with so many workers for some time, after a warm-up a fifth as long.
pub async fn run<F, Fut>(workers: usize, time: Duration, work: F) -> anyhow::Result<Seen>
where
    F: Fn() -> Fut,
    Fut: Future<Output = anyhow::Result<()>>,
{
    round(workers, time / 5, &work).await?;
    let begun = Instant::now();
    let times = round(workers, time, &work).await?;
    Ok(summary(times, begun.elapsed()))
}

/// Sums up times that were taken within `took`; there must be one.
pub fn summary(mut times: Vec<Duration>, took: Duration) -> Seen {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let per_second = times.len() as f64 / took.as_secs_f64();
    Seen {
        per_second,
        p50_ms: at(50),
        p95_ms: at(95),
        p99_ms: at(99),
    }
}

async fn round<F, Fut>(workers: usize, time: Duration, work: &F) -> anyhow::Result<Vec<Duration>>
where
    F: Fn() -> Fut,
    Fut: Future<Output = anyhow::Result<()>>,
{
    let until = Instant::now() + time;
    let worker = || async {
        let mut times = Vec::new();
        while Instant::now() < until {
            let begun = Instant::now();
            work().await?;
            times.push(begun.elapsed());
        }
        anyhow::Ok(times)
    };
    let all = join_all((0..workers).map(|_| worker())).await;
    let mut times = Vec::new();
    for one in all {
        times.extend(one?);
    }
    anyhow::ensure!(!times.is_empty(), "no request came to an end in {time:?}");
    Ok(times)
}
