//! What the first page may weigh.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The committed limits, `xtask/budget.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// What JavaScript, wasm and CSS of the first page may weigh, brotli 11, without the HTML. May only shrink.
    pub ceiling_brotli_bytes: u64,
    /// What they are meant to weigh.
    #[serde(default)]
    pub target_brotli_bytes: u64,
}

impl Budget {
    /// Where the limits stand.
    pub const PATH: &'static str = "xtask/budget.toml";

    /// Reads limits from text.
    pub fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).with_context(|| format!("{} is not a budget", Self::PATH))
    }

    /// Reads the project's limits.
    pub fn load(root: &Path) -> Result<Self> {
        let text = fs::read_to_string(root.join(Self::PATH))
            .with_context(|| format!("could not read {}", Self::PATH))?;
        Self::parse(&text)
    }

    /// Refuses a first page that is too heavy.
    pub fn check(&self, weight: u64) -> Result<()> {
        if weight > self.ceiling_brotli_bytes {
            bail!(
                "the first page weighs {weight} bytes, {} more than {} allows",
                weight - self.ceiling_brotli_bytes,
                Self::PATH
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_over_the_budget_is_refused_by_how_much() {
        let budget = Budget::parse("ceiling_brotli_bytes = 100").unwrap();
        assert!(budget.check(100).is_ok());
        let message = budget.check(130).unwrap_err().to_string();
        assert!(message.contains("130 bytes, 30 more"), "{message}");
    }
}
