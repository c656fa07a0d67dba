//! The table of figures, and whether each is within its limit.

use anyhow::bail;

/// Collects figures and prints them as they come.
pub struct Report {
    over: Vec<String>,
}

impl Report {
    /// An empty table with its head.
    pub fn new() -> Self {
        println!(
            "{:<44} {:>12} {:>12} {:>8}  limit",
            "figure", "ours", "reference", "ratio"
        );
        Self { over: Vec::new() }
    }

    /// A time: ours may be at most `limit` times the reference.
    pub fn at_most(&mut self, name: &str, ours: f64, reference: f64, unit: &str, limit: f64) {
        self.row(name, ours, reference, unit, limit, ours / reference <= limit, "≤");
    }

    /// A throughput: ours must be at least `limit` times the reference.
    pub fn at_least(&mut self, name: &str, ours: f64, reference: f64, unit: &str, limit: f64) {
        self.row(name, ours, reference, unit, limit, ours / reference >= limit, "≥");
    }

    #[expect(clippy::too_many_arguments, reason = "one row of a table")]
    fn row(
        &mut self,
        name: &str,
        ours: f64,
        reference: f64,
        unit: &str,
        limit: f64,
        within: bool,
        sign: &str,
    ) {
        let shown = |value: f64| format!("{value:.2} {unit}");
        let ratio = ours / reference;
        let verdict = if within { "" } else { "  OVER" };
        println!(
            "{name:<44} {:>12} {:>12} {ratio:>8.3}  {sign} {limit}{verdict}",
            shown(ours),
            shown(reference)
        );
        if !within {
            self.over.push(name.to_owned());
        }
    }

    /// Fails when a figure was over its limit.
    pub fn finish(self) -> anyhow::Result<()> {
        if self.over.is_empty() {
            Ok(())
        } else {
            bail!("over the limit: {}", self.over.join(", "))
        }
    }
}
