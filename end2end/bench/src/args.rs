//! What a person asked for: which benchmarks, and how large they are.

use anyhow::{Context as _, bail};

/// The sizes, and which benchmarks.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// Only these; all when empty.
    pub only: Vec<String>,
    /// How long probes are watched.
    pub minutes: u64,
    /// How many integrations are probed.
    pub integrations: usize,
    /// How many events wait while webhooks are measured.
    pub backlog: usize,
    /// How many events the list of events is measured over.
    pub events: usize,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            only: Vec::new(),
            minutes: 2,
            integrations: 20_000,
            backlog: 100_000,
            events: 200_000,
        }
    }
}

impl Arguments {
    /// Reads them; `cargo xtask bench --help` tells what there is.
    pub fn read(given: impl IntoIterator<Item = String>) -> anyhow::Result<Self> {
        let mut read = Self::default();
        let mut given = given.into_iter();
        while let Some(name) = given.next() {
            let value = given.next().with_context(|| format!("{name} needs a value"))?;
            let number = || {
                value
                    .parse::<usize>()
                    .with_context(|| format!("{name} needs a number and not `{value}`"))
            };
            match name.as_str() {
                "--only" => read.only.push(value),
                "--minutes" => read.minutes = u64::try_from(number()?)?.max(1),
                "--integrations" => read.integrations = number()?.max(1),
                "--backlog" => read.backlog = number()?,
                "--events" => read.events = number()?.max(1),
                other => bail!("there is no option {other}"),
            }
        }
        Ok(read)
    }

    /// Whether this benchmark was asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|one| one == name)
    }
}
