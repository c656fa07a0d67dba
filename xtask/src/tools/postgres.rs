//! A PostgreSQL of our own for the tests: made in a temporary folder, gone when we go.
//!
//! PostgreSQL refuses to run as root; when we are root it runs as `nobody`.

use std::fs::{self, DirBuilder};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

use super::apt;
use crate::exec;
use crate::interrupt::{self, Guard};
use crate::step::step;

/// Debian's `nobody:nogroup`.
const NOBODY: u32 = 65_534;

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syncs {
    /// As PostgreSQL ships it.
    Yes,
    /// Durability is the database's own business and not what most tests are about: a crash of the machine may lose the
    /// cluster.
    No,
}

/// A running cluster; dropping it stops it and removes its folder.
pub struct Cluster {
    url: String,
    _stop: Guard,
}

impl Cluster {
    /// Makes and starts a cluster on a free port of the loopback address; installs PostgreSQL when it is missing.
    pub fn start(syncs: Syncs) -> Result<Self> {
        let binaries = if let Some(found) = binaries() {
            found
        } else {
            let package = if apt::knows("postgresql-15") {
                "postgresql-15"
            } else {
                "postgresql"
            };
            apt::install(&[package])?;
            binaries().context("PostgreSQL was installed, but there is no initdb in /usr/lib/postgresql")?
        };
        step("start a throw-away PostgreSQL", || {
            Self::start_with(&binaries, syncs)
        })
    }

    fn start_with(binaries: &Path, syncs: Syncs) -> Result<Self> {
        let folder = private_folder()?;
        let data = folder.join("data");
        exec::output(
            as_nobody(&binaries.join("initdb"))
                .arg("-D")
                .arg(&data)
                .args([
                    "-A",
                    "trust",
                    "-U",
                    "postgres",
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                ])
                .current_dir(&folder),
        )?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let fsync = if syncs == Syncs::Yes { "on" } else { "off" };
        let options = format!(
            "-k {} -p {port} -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync={fsync}",
            folder.display()
        );
        let pg_ctl = binaries.join("pg_ctl");
        let stop = interrupt::at_exit({
            let (pg_ctl, folder, data) = (pg_ctl.clone(), folder.clone(), data.clone());
            move || {
                // Whatever cannot be stopped or removed is in a temporary folder; there is nobody left to tell.
                let _ = as_nobody(&pg_ctl)
                    .args(["-m", "immediate", "-w", "stop", "-D"])
                    .arg(&data)
                    .current_dir(&folder)
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status();
                let _ = fs::remove_dir_all(&folder);
            }
        });
        // The server inherits what we give pg_ctl: a pipe would stay open, and be waited for, as long as it runs.
        exec::run(
            as_nobody(&pg_ctl)
                .arg("-D")
                .arg(&data)
                .arg("-l")
                .arg(folder.join("log"))
                .args(["-o", &options, "-w", "start"])
                .current_dir(&folder)
                .stdout(Stdio::null()),
        )
        .with_context(|| fs::read_to_string(folder.join("log")).unwrap_or_default())?;
        Ok(Self {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            _stop: stop,
        })
    }

    /// How to reach it.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// The folder with `initdb` and `pg_ctl`: from `PATH`, else the newest that Debian installed.
fn binaries() -> Option<PathBuf> {
    if let Some(initdb) = exec::find("initdb") {
        return initdb.parent().map(Path::to_path_buf);
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder)
}

/// A new folder that only the database's user can enter. As root it lies in `/tmp`: `nobody` must be able to reach
/// it, and a `TMPDIR` of root's own may be closed to others.
fn private_folder() -> Result<PathBuf> {
    let parent = if apt::is_root() {
        PathBuf::from("/tmp")
    } else {
        std::env::temp_dir()
    };
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_nanos();
    let folder = parent.join(format!("ops-ai-postgres-{}-{now}", std::process::id()));
    DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .with_context(|| format!("could not make {}", folder.display()))?;
    if apt::is_root() {
        chown(&folder, Some(NOBODY), Some(NOBODY))?;
    }
    Ok(folder)
}

fn as_nobody(program: &Path) -> Command {
    let mut command = Command::new(program);
    // A group of its own: Ctrl-C must reach us first, who then stop the cluster in an orderly way.
    command.process_group(0).stdin(Stdio::null());
    if apt::is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}
