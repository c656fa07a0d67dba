//! Which crate may depend on which, and what must not get into the browser.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Finding;
use crate::cargo::cargo;
use crate::exec;
use crate::project::Project;
use crate::tools::rust::WASM;

/// The picture of the walls: each crate and those of ours that it may import.
const ARROWS: &[(&str, &[&str])] = &[
    ("contract", &[]),
    ("app", &["contract"]),
    ("engine", &["contract"]),
    ("frontend", &["app"]),
    ("migrations", &[]),
    ("server", &["app", "contract", "engine", "migrations"]),
    ("sandbox", &[]),
    (
        "bench",
        &["contract", "engine", "migrations", "sandbox", "server"],
    ),
    ("xtask", &[]),
];

/// All that the crate of shared words may depend on.
const CONTRACT: &[&str] = &["serde", "serde_json"];

/// The crates that the browser part is made of.
const BROWSER: &[&str] = &["contract", "app", "frontend"];

/// What would make the browser part heavy, or does not work in a browser.
const NOT_IN_THE_BROWSER: &[&str] = &[
    "tokio", "mio", "axum", "sea-orm", "sqlx", "reqwest", "schemars", "regex", "hyper", "rustls",
];

/// What leptos brings along all the same and the linker drops: refused only as a dependency of our own.
const BROUGHT_BY_LEPTOS: &[&str] = &["regex"];

/// Checks the manifests and the tree of the browser part.
pub fn check(project: &Project) -> Result<Vec<Finding>> {
    let metadata = exec::output(cargo(project).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let mut findings = arrows(&metadata)?;
    let tree = exec::output(cargo(project).args([
        "tree",
        "-p",
        "frontend",
        "--target",
        WASM,
        "-e",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    findings.extend(browser(&tree));
    Ok(findings)
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    #[serde(default)]
    optional: bool,
}

fn arrows(metadata: &str) -> Result<Vec<Finding>> {
    let metadata: Metadata =
        serde_json::from_str(metadata).context("cargo's metadata is not what we know")?;
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut findings = Vec::new();
    for package in &metadata.packages {
        let Some(targets) = allowed.get(package.name.as_str()) else {
            findings.push(Finding::about(
                &package.name,
                "is not in the picture of the walls (xtask/src/tidy/crates.rs)",
            ));
            continue;
        };
        // What only tests use crosses no wall.
        for dependency in package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind.as_deref() != Some("dev"))
        {
            let name = dependency.name.as_str();
            let ours = allowed.contains_key(name);
            if ours && !targets.contains(&name) {
                findings.push(Finding::about(
                    &package.name,
                    format!("must not depend on `{name}`"),
                ));
            }
            let heavy = !dependency.optional && NOT_IN_THE_BROWSER.contains(&name);
            if heavy && BROWSER.contains(&package.name.as_str()) {
                findings.push(Finding::about(
                    &package.name,
                    format!("`{name}` must not get into the browser"),
                ));
            }
            if package.name == "contract" && !CONTRACT.contains(&name) {
                findings.push(Finding::about(
                    "contract",
                    format!("depends on `{name}`: it is serde only"),
                ));
            }
        }
    }
    Ok(findings)
}

fn browser(tree: &str) -> Vec<Finding> {
    let mut names: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter(|name| NOT_IN_THE_BROWSER.contains(name) && !BROUGHT_BY_LEPTOS.contains(name))
        .map(|name| {
            let how = format!("cargo tree -p frontend --target {WASM} -e normal,no-proc-macro -i {name}");
            Finding::about(
                "frontend",
                format!("`{name}` must not get into the browser; `{how}` shows how it did"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn finds(package: &str, dependency: &str, kind: &str) -> usize {
        let json = serde_json::json!({"packages": [{"name": package, "dependencies": [
            {"name": dependency, "kind": (!kind.is_empty()).then_some(kind)}
        ]}]});
        arrows(&json.to_string()).unwrap().len()
    }

    #[test]
    fn an_arrow_against_the_picture_is_found_unless_only_tests_use_it() {
        assert_eq!(finds("app", "engine", ""), 1);
        assert_eq!(finds("engine", "app", "build"), 1);
        assert_eq!(finds("engine", "sandbox", "dev"), 0);
        assert_eq!(finds("server", "engine", ""), 0);
        assert_eq!(finds("engine", "tokio", ""), 0);
    }

    #[test]
    fn the_contract_depends_on_serde_only() {
        assert_eq!(finds("contract", "serde_json", ""), 0);
        assert_eq!(finds("contract", "jiff", ""), 1);
    }

    #[test]
    fn a_heavy_library_is_refused_where_the_browser_part_asks_for_it() {
        assert_eq!(finds("app", "regex", ""), 1);
        assert_eq!(finds("engine", "regex", ""), 0);
    }

    #[test]
    fn server_libraries_in_the_browser_are_found_once() {
        let tree = "frontend v0.1.0 (/x)\nserde v1.0.0\nregex v1.0.0\ntokio v1.0.0\ntokio-stream v0.1.0\ntokio v1.0.0 (*)\n";
        let findings = browser(tree);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].to_string().contains("-i tokio"));
    }
}
