//! Child cargos: one target directory for all of them, and nothing handed down that would make them rebuild.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::project::Project;

/// A cargo in the project's root.
///
/// Rationale for the removals: cargo describes the package it runs in `CARGO_PKG_*` and `CARGO_MANIFEST_*`.
/// `ring`'s build script watches those, so a child that inherits them rebuilds ring, rustls, sqlx and sea-orm at
/// every switch between `cargo xtask` and plain `cargo`.
pub fn cargo(project: &Project) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        if inherited_from_our_own_run(&name_text) {
            command.env_remove(&name);
        }
    }
    command
        .current_dir(&project.root)
        .env("CARGO_TARGET_DIR", &project.target);
    command
}

/// A cargo for what is released: the views' types are erased, in the browser part and in the server alike.
///
/// Rationale: erased, the browser part is a third smaller. Both sides must agree, or what the server writes is not what
/// the browser expects; and a build for development keeps its types, so that the two never share a directory.
pub fn releasing(project: &Project) -> Command {
    let mut command = cargo(project);
    command.env("RUSTFLAGS", "--cfg erase_components");
    command
}

/// A cargo for the browser part of a release, as [`releasing`], and without the paths of the machine that builds it.
///
/// Rationale: each place that can panic carries the path of its source. They weigh a kilobyte on the wire, and nobody who
/// opens a page needs to know where this machine keeps its crates.
pub fn releasing_browser(project: &Project) -> Command {
    let mut flags = vec!["--cfg".to_owned(), "erase_components".to_owned()];
    flags.extend(
        crate_folders()
            .into_iter()
            .chain([project.root.clone()])
            .map(|folder| format!("--remap-path-prefix={}=", folder.display())),
    );
    let mut command = cargo(project);
    command.env_remove("RUSTFLAGS");
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    command
}

/// Where cargo keeps the sources of crates, one folder a registry.
fn crate_folders() -> Vec<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let sources = home.and_then(|home| home.join("registry/src").read_dir().ok());
    let folders = sources.into_iter().flatten().flatten();
    folders.map(|folder| folder.path()).collect()
}

fn inherited_from_our_own_run(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || name.starts_with("CARGO_BIN_")
        || ["CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_describes_our_own_run_is_dropped_and_the_settings_of_a_person_stay() {
        assert!(inherited_from_our_own_run("CARGO_PKG_VERSION"));
        assert!(inherited_from_our_own_run("CARGO_MANIFEST_DIR"));
        for kept in ["CARGO_TARGET_DIR", "CARGO_INCREMENTAL", "CARGO_HOME", "RUSTFLAGS"] {
            assert!(!inherited_from_our_own_run(kept), "{kept}");
        }
    }
}
