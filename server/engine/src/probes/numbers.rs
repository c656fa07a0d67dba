//! What the probes did, counted, for `/metrics`.

use contract::{ids::VendorId, probe::Outcome};
use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

/// The bounds of the lateness, in milliseconds, and as they are written in seconds.
const BUCKETS: [(i64, &str); 8] = [
    (100, "0.1"),
    (250, "0.25"),
    (500, "0.5"),
    (1_000, "1"),
    (2_000, "2"),
    (5_000, "5"),
    (15_000, "15"),
    (60_000, "60"),
];

/// The numbers; cheap to clone, all clones count together.
#[derive(Clone, Default)]
pub struct Numbers(Arc<Inner>);

#[derive(Default)]
struct Inner {
    late: [AtomicU64; 8],
    late_sum_ms: AtomicI64,
    begun: AtomicU64,
    put_back: AtomicU64,
    lost: AtomicU64,
    under_way: AtomicI64,
    ended: Mutex<BTreeMap<(VendorId, &'static str), u64>>,
}

impl Numbers {
    /// A probe begins so many milliseconds after its slot.
    pub fn begun(&self, late_ms: i64) {
        let inner = &self.0;
        for (count, (bound, _)) in inner.late.iter().zip(BUCKETS) {
            if late_ms <= bound {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
        inner.late_sum_ms.fetch_add(late_ms.max(0), Ordering::Relaxed);
        inner.begun.fetch_add(1, Ordering::Relaxed);
        inner.under_way.fetch_add(1, Ordering::Relaxed);
    }

    /// A probe that had begun is over.
    pub fn over(&self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }

    /// A probe ended as something.
    pub fn ended(&self, vendor: &VendorId, outcome: Outcome) {
        let mut ended = self.0.ended.lock().unwrap_or_else(PoisonError::into_inner);
        *ended.entry((vendor.clone(), outcome.as_str())).or_default() += 1;
    }

    /// A slot was put back for later.
    pub fn put_back(&self) {
        self.0.put_back.fetch_add(1, Ordering::Relaxed);
    }

    /// So many results could not be kept.
    pub fn lost(&self, count: usize) {
        self.0
            .lost
            .fetch_add(u64::try_from(count).unwrap_or(0), Ordering::Relaxed);
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        writeln!(f, "# TYPE opsai_probes_total counter")?;
        let ended = inner.ended.lock().unwrap_or_else(PoisonError::into_inner);
        for ((vendor, outcome), count) in &*ended {
            writeln!(
                f,
                "opsai_probes_total{{vendor=\"{vendor}\",outcome=\"{outcome}\"}} {count}"
            )?;
        }
        let name = "opsai_probe_lateness_seconds";
        writeln!(f, "# TYPE {name} histogram")?;
        for (count, (_, bound)) in inner.late.iter().zip(BUCKETS) {
            writeln!(f, "{name}_bucket{{le=\"{bound}\"}} {}", read(count))?;
        }
        let begun = read(&inner.begun);
        let sum = inner.late_sum_ms.load(Ordering::Relaxed);
        writeln!(f, "{name}_bucket{{le=\"+Inf\"}} {begun}")?;
        writeln!(f, "{name}_sum {}.{:03}", sum / 1_000, sum % 1_000)?;
        writeln!(f, "{name}_count {begun}")?;
        writeln!(f, "# TYPE opsai_probes_under_way gauge")?;
        writeln!(
            f,
            "opsai_probes_under_way {}",
            inner.under_way.load(Ordering::Relaxed)
        )?;
        writeln!(f, "# TYPE opsai_probes_put_back_total counter")?;
        writeln!(f, "opsai_probes_put_back_total {}", read(&inner.put_back))?;
        writeln!(f, "# TYPE opsai_probes_lost_total counter")?;
        writeln!(f, "opsai_probes_lost_total {}", read(&inner.lost))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_is_counted_in_every_bucket_it_fits_and_outcomes_by_vendor() {
        let numbers = Numbers::default();
        numbers.begun(1_500);
        numbers.begun(90_000);
        numbers.over();
        numbers.ended(&VendorId::new("x"), Outcome::Timeout);
        let text = numbers.to_string();
        for line in [
            "opsai_probe_lateness_seconds_bucket{le=\"1\"} 0",
            "opsai_probe_lateness_seconds_bucket{le=\"2\"} 1",
            "opsai_probe_lateness_seconds_bucket{le=\"+Inf\"} 2",
            "opsai_probe_lateness_seconds_sum 91.500",
            "opsai_probes_total{vendor=\"x\",outcome=\"timeout\"} 1",
            "opsai_probes_under_way 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
