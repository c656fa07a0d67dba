//! Inside the engine, arrows go down: `pipeline, probes, csp → act → sop → vendors → connector → policy → vault →
//! store → clock`.

use super::Finding;
use super::modules::{ENGINE, module, resolve};
use super::paths::paths;
use super::source::Source;

/// The storeys, from the top. Modules of one storey do not import each other.
const STOREYS: &[&[&str]] = &[
    &["pipeline", "probes", "csp"],
    &["act"],
    &["sop"],
    &["vendors"],
    &["connector"],
    &["policy"],
    &["vault"],
    &["store"],
    &["clock"],
];
/// May be called by all, and calls nobody.
const BASEMENT: &[&str] = &["live"];
/// May call all, and are called by nobody: the contract's ports as the engine implements them; help for tests.
const ROOF: &[&str] = &["ports", "testing"];

/// Checks every path of the engine.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let Some(module) = module(source) else { continue };
        let Some(from) = module.first() else { continue };
        if !is_listed(from) {
            findings.push(Finding::about(
                &source.path,
                format!("`{from}` has no place in the engine's list of modules (xtask/src/tidy/arrows.rs, design.md)"),
            ));
            continue;
        }
        for path in paths(&source.tokens)
            .iter()
            .filter(|path| !source.is_test(path.line))
        {
            let Some(target) = resolve(&module, path) else {
                continue;
            };
            let Some(to) = target.first().filter(|to| *to != from) else {
                continue;
            };
            if let Some(why) = objection(from, to) {
                findings.push(Finding::at(
                    source,
                    path.line,
                    format!("`{from}` imports `{to}`: {why}"),
                ));
            }
        }
    }
    findings
}

/// Why one module may not import another.
fn objection(from: &str, to: &str) -> Option<String> {
    if !is_listed(to) {
        return Some(format!(
            "name the module it lies in; the roots of {ENGINE} are the listed modules only"
        ));
    }
    if ROOF.contains(&to) {
        return Some(format!("nobody calls `{to}`"));
    }
    if ROOF.contains(&from) || BASEMENT.contains(&to) {
        return None;
    }
    if BASEMENT.contains(&from) {
        return Some(format!("`{from}` calls nobody"));
    }
    match storey(from).cmp(&storey(to)) {
        std::cmp::Ordering::Less => None,
        std::cmp::Ordering::Equal => Some("they stand on the same storey".to_owned()),
        std::cmp::Ordering::Greater => Some("arrows go down only".to_owned()),
    }
}

fn storey(module: &str) -> Option<usize> {
    STOREYS.iter().position(|storey| storey.contains(&module))
}

fn is_listed(module: &str) -> bool {
    storey(module).is_some() || BASEMENT.contains(&module) || ROOF.contains(&module)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn finds(file: &str, code: &str) -> Vec<String> {
        let source = Source::parse(&format!("{ENGINE}/{file}"), code).unwrap();
        check(&[source]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_arrow_down_is_fine_and_an_arrow_up_is_found_with_its_line() {
        assert!(finds("pipeline/worker.rs", "use crate::{act::Act, store, live};").is_empty());
        let found = finds("store/rows.rs", "\nuse crate::{clock, vault::Vault};");
        assert_eq!(
            found,
            ["server/engine/src/store/rows.rs:2: `store` imports `vault`: arrows go down only"]
        );
        assert_eq!(finds("clock.rs", "fn f() { crate::store::now() }").len(), 1);
    }

    #[test]
    fn a_detour_by_super_is_found_too() {
        assert_eq!(
            finds("vault/seal.rs", "use super::super::connector::wire;").len(),
            1
        );
    }

    #[test]
    fn neighbours_the_roof_and_the_basement_keep_their_rules() {
        assert_eq!(finds("probes/run.rs", "use crate::pipeline::x;").len(), 1);
        assert_eq!(finds("live.rs", "use crate::clock::Clock;").len(), 1);
        assert_eq!(finds("act.rs", "use crate::ports::X;").len(), 1);
        assert!(finds("ports/integrations.rs", "use crate::{pipeline, store, vendors};").is_empty());
    }

    #[test]
    fn tests_may_import_anything_and_strangers_may_not_exist() {
        assert!(
            finds(
                "store/mod.rs",
                "#[cfg(test)]\nmod tests { use crate::testing::database; }"
            )
            .is_empty()
        );
        assert!(finds("misc.rs", "fn f() {}")[0].contains("`misc` has no place"));
        assert_eq!(finds("store/mod.rs", "use crate::Error;").len(), 1);
        assert!(finds("lib.rs", "pub mod store; pub use crate::store::X;").is_empty());
    }
}
