//! Where things lie: the root of the project, the cargo target directory, the built site.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The places every command needs; all paths are absolute.
pub struct Project {
    /// The folder with the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// What child cargos use as their target directory.
    pub target: PathBuf,
    /// The folder that the server serves files from.
    pub site: PathBuf,
}

impl Project {
    /// Reads the places from the environment.
    ///
    /// Without `CARGO_TARGET_DIR` the target directory lies under the home directory, so that a second clone
    /// on the same machine rebuilds the workspace's own crates only.
    pub fn find() -> Result<Self> {
        let here = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here
            .parent()
            .context("xtask lies inside the workspace")?
            .to_path_buf();
        let target = match (env::var_os("CARGO_TARGET_DIR"), env::var_os("HOME")) {
            (Some(chosen), _) if !chosen.is_empty() => root.join(chosen),
            (_, Some(home)) if !home.is_empty() => Path::new(&home).join(".cache/ops-ai/target"),
            _ => root.join("target"),
        };
        let site = root.join(env::var_os("OPSAI_SITE_ROOT").unwrap_or_else(|| "site".into()));
        Ok(Self { root, target, site })
    }

    /// The server that a debug build made.
    pub fn server_binary(&self) -> PathBuf {
        self.target.join("debug/ops-ai")
    }

    /// The vendors' doubles that a debug build made.
    pub fn sandbox_binary(&self) -> PathBuf {
        self.target.join("debug/sandbox")
    }
}
