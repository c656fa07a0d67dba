//! The numbers of the web, in Prometheus' text form: requests by route and status class, and how long they took.
//!
//! A route is a pattern and never a path, so neither identifiers nor secrets reach a label, and their count is bounded.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Upper bounds of the histogram, in seconds, and how Prometheus writes them.
const BUCKETS: [(f64, &str); 9] = [
    (0.005, "0.005"),
    (0.01, "0.01"),
    (0.025, "0.025"),
    (0.1, "0.1"),
    (0.25, "0.25"),
    (1.0, "1"),
    (2.5, "2.5"),
    (10.0, "10"),
    (60.0, "60"),
];

/// What was counted since the start.
#[derive(Default)]
pub struct Metrics(Mutex<BTreeMap<(String, String), Series>>);

#[derive(Default)]
struct Series {
    /// Answers by the first digit of their status.
    classes: [u64; 6],
    /// Answers not slower than each bound.
    buckets: [u64; BUCKETS.len()],
    seconds: f64,
    count: u64,
}

impl Metrics {
    /// Counts one answered request.
    pub fn count(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let series = all.entry((route.to_owned(), method.to_owned())).or_default();
        let seconds = took.as_secs_f64();
        if let Some(class) = series.classes.get_mut(usize::from(status / 100)) {
            *class += 1;
        }
        for (count, (bound, _)) in series.buckets.iter_mut().zip(BUCKETS) {
            *count += u64::from(seconds <= bound);
        }
        series.seconds += seconds;
        series.count += 1;
    }
}

impl fmt::Display for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(f, "# HELP opsai_build_info The version that runs.")?;
        writeln!(f, "# TYPE opsai_build_info gauge")?;
        writeln!(
            f,
            "opsai_build_info{{version=\"{}\"}} 1",
            env!("CARGO_PKG_VERSION")
        )?;
        writeln!(f, "# HELP opsai_http_requests_total Answered requests.")?;
        writeln!(f, "# TYPE opsai_http_requests_total counter")?;
        for ((route, method), series) in &*all {
            for (class, count) in series.classes.iter().enumerate().filter(|(_, count)| **count > 0) {
                let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{class}xx\"");
                writeln!(f, "opsai_http_requests_total{{{labels}}} {count}")?;
            }
        }
        writeln!(
            f,
            "# HELP opsai_http_request_duration_seconds The time until the answer began."
        )?;
        writeln!(f, "# TYPE opsai_http_request_duration_seconds histogram")?;
        for ((route, method), series) in &*all {
            let labels = format!("route=\"{route}\",method=\"{method}\"");
            let name = "opsai_http_request_duration_seconds";
            for (count, (_, bound)) in series.buckets.iter().zip(BUCKETS) {
                writeln!(f, "{name}_bucket{{{labels},le=\"{bound}\"}} {count}")?;
            }
            writeln!(f, "{name}_bucket{{{labels},le=\"+Inf\"}} {}", series.count)?;
            writeln!(f, "{name}_sum{{{labels}}} {}", series.seconds)?;
            writeln!(f, "{name}_count{{{labels}}} {}", series.count)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_counted_by_route_and_class_and_in_every_bucket_it_fits() {
        let metrics = Metrics::default();
        metrics.count("GET", "/api/v1/vendors", 200, Duration::from_millis(20));
        metrics.count("GET", "/api/v1/vendors", 404, Duration::from_secs(90));
        let text = metrics.to_string();
        for line in [
            "opsai_http_requests_total{route=\"/api/v1/vendors\",method=\"GET\",status=\"2xx\"} 1",
            "opsai_http_requests_total{route=\"/api/v1/vendors\",method=\"GET\",status=\"4xx\"} 1",
            "opsai_http_request_duration_seconds_bucket{route=\"/api/v1/vendors\",method=\"GET\",le=\"0.01\"} 0",
            "opsai_http_request_duration_seconds_bucket{route=\"/api/v1/vendors\",method=\"GET\",le=\"0.025\"} 1",
            "opsai_http_request_duration_seconds_bucket{route=\"/api/v1/vendors\",method=\"GET\",le=\"60\"} 1",
            "opsai_http_request_duration_seconds_bucket{route=\"/api/v1/vendors\",method=\"GET\",le=\"+Inf\"} 2",
            "opsai_http_request_duration_seconds_count{route=\"/api/v1/vendors\",method=\"GET\"} 2",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
