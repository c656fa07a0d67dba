//! `cargo xtask bench`: builds what is measured and measures it. Never a part of the gate: a shared machine proves nothing
//! about speed, and a ratio still needs a quiet one.

use anyhow::Result;
use clap::Args;

use super::build;
use crate::cargo::releasing;
use crate::exec;
use crate::project::Project;
use crate::site::{self, Flavour};
use crate::step::step;

/// The profile of the measured binaries.
const PROFILE: &str = "bench-run";

/// The benchmark that needs the pages' files.
const PAGES: &str = "pages";

/// What is measured, and how large it is.
#[derive(Args)]
pub struct Options {
    /// Only this benchmark (several times for several): calls, wire, limit, rules, runs, pages, status, process, webhooks,
    /// events, probes
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// How many minutes probes are watched [default: 2]; 15 are three whole intervals
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
    /// How many integrations are probed [default: 20000]
    #[arg(long, value_name = "N")]
    integrations: Option<u32>,
    /// How many events wait while webhooks are measured [default: 100000]
    #[arg(long, value_name = "N")]
    backlog: Option<u32>,
    /// How many events the list of events is measured over [default: 200000]
    #[arg(long, value_name = "N")]
    events: Option<u32>,
}

impl Options {
    /// Whether the first page is weighed and its files are built: not where something else alone was asked for.
    fn needs_pages(&self) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == PAGES)
    }

    /// As the benchmark's own binary reads them.
    fn handed_on(&self) -> Vec<String> {
        let named = self.only.iter().map(|name| ("--only", name.clone()));
        let sizes = [
            ("--minutes", self.minutes),
            ("--integrations", self.integrations),
            ("--backlog", self.backlog),
            ("--events", self.events),
        ];
        let given = sizes
            .into_iter()
            .filter_map(|(name, size)| Some((name, size?.to_string())));
        named
            .chain(given)
            .flat_map(|(name, value)| [name.to_owned(), value])
            .collect()
    }
}

/// Weighs the first page, then runs the benchmarks against the release site.
pub fn bench(project: &Project, options: &Options) -> Result<()> {
    if options.needs_pages() {
        let manifest = site::build(project, Flavour::Release)?;
        step("weigh the first page", || build::weigh(project, &manifest))?;
    }
    step("build what is measured", || {
        exec::run(releasing(project).args(["build", "-p", "server", "-p", "bench", "--profile", PROFILE]))
    })?;
    let mut run = releasing(project);
    run.args(["run", "-q", "-p", "bench", "--profile", PROFILE, "--"]);
    exec::run(run.args(options.handed_on()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_is_handed_on_and_nothing_else() {
        let options = Options {
            only: vec!["events".into(), "webhooks".into()],
            minutes: None,
            integrations: None,
            backlog: Some(1_000_000),
            events: None,
        };
        let handed = ["--only", "events", "--only", "webhooks", "--backlog", "1000000"];
        assert_eq!(options.handed_on(), handed);
        assert!(!options.needs_pages());
    }

    #[test]
    fn the_pages_files_are_built_for_everything_and_for_the_pages() {
        let only = |only: Vec<String>| Options {
            only,
            minutes: None,
            integrations: None,
            backlog: None,
            events: None,
        };
        assert!(only(Vec::new()).needs_pages());
        assert!(only(vec![PAGES.into()]).needs_pages());
    }
}
