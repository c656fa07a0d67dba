//! A data directory, a database and an address, which outlive every node that runs on them.

use sea_orm::{ConnectionTrait as _, Database};
use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Command, Stdio},
};

/// Where the nodes run, one after the other.
pub struct Place {
    pub name: &'static str,
    pub folder: tempfile::TempDir,
    /// The same at every start: notes link to it.
    pub port: u16,
    database: Option<String>,
    /// The data directory, where it is not the folder itself.
    disk: Option<PathBuf>,
}

impl Place {
    pub fn sqlite() -> Self {
        Self::with("sqlite", None)
    }

    /// On a new database of `OPSAI_TEST_POSTGRES`; none, and said so, where it is not set.
    pub async fn postgres() -> Option<Self> {
        let Ok(admin) = std::env::var("OPSAI_TEST_POSTGRES") else {
            eprintln!("OPSAI_TEST_POSTGRES is not set: nothing was killed on PostgreSQL");
            return None;
        };
        let place = Self::with("postgres", None);
        let name = format!("kill_{}_{}", std::process::id(), place.port);
        let server = Database::connect(&admin).await.unwrap();
        server
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        server.close().await.unwrap();
        let base = admin.rsplit_once('/').unwrap().0;
        Some(Self {
            database: Some(format!("{base}/{name}")),
            ..place
        })
    }

    fn with(name: &'static str, database: Option<String>) -> Self {
        Self {
            name,
            folder: tempfile::tempdir().unwrap(),
            port: free_port(),
            database,
            disk: None,
        }
    }

    /// The same with its data on a disk of its own.
    pub fn on_disk(self, disk: PathBuf) -> Self {
        Self {
            disk: Some(disk),
            ..self
        }
    }

    /// Sends these hosts elsewhere.
    pub fn map(&self, pairs: &[(String, String)]) {
        let lines = pairs.iter().map(|(from, to)| format!("\"{from}\" = \"{to}\"\n"));
        std::fs::write(self.egress(), lines.collect::<String>()).unwrap();
    }

    fn egress(&self) -> PathBuf {
        self.folder.path().join("egress.toml")
    }

    /// The binary, with the place's settings. The shell makes a write beyond the limit of a file's size an error instead of
    /// the end of the process.
    pub fn command(&self, arguments: &[&str]) -> Command {
        // A long proof may name a copy, so that a build meanwhile changes nothing under it.
        let binary = std::env::var("OPSAI_KILL_BINARY");
        let binary = binary.unwrap_or_else(|_| env!("CARGO_BIN_EXE_ops-ai").to_owned());
        let mut command = Command::new("sh");
        command
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", &binary])
            .args(arguments)
            .stdin(Stdio::null())
            .env(
                "OPSAI_DATA_DIR",
                self.disk.as_deref().unwrap_or(self.folder.path()),
            )
            .env("OPSAI_SITE_ROOT", self.folder.path())
            .env("OPSAI_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("OPSAI_PROBE_INTERVAL", "3600")
            .env("OPSAI_RETRY_DELAYS", "1s,1s,1s")
            .env("OPSAI_VENDOR_BACKOFF", "50ms")
            .env("OPSAI_HTTP_ALLOWED_HOSTS", super::effects::HOST);
        if self.egress().exists() {
            command.env("OPSAI_EGRESS_MAP", self.egress());
        }
        if let Some(database) = &self.database {
            command
                .env("OPSAI_DATABASE_URL", database)
                // What dies here is the process and not the machine, so a cluster that does not sync proves as much.
                .env("OPSAI_MAY_LOSE_EVENTS", "yes");
        }
        command
    }
}

/// A port that is free now, below those that the system hands out to anybody.
fn free_port() -> u16 {
    let mut chance = super::chance::Chance::told();
    loop {
        let port = u16::try_from(20_000 + chance.below(12_000)).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
