//! A data directory of its own, and the binary on it.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

pub struct House {
    pub data: tempfile::TempDir,
    egress_map: Option<std::path::PathBuf>,
    more: Vec<(&'static str, String)>,
}

pub struct Running {
    pub url: String,
    /// What it printed on standard output until it was ready.
    pub printed: Vec<String>,
    child: Child,
    log: Option<std::thread::JoinHandle<String>>,
}

impl House {
    pub fn new() -> Self {
        Self {
            data: tempfile::tempdir().unwrap(),
            egress_map: None,
            more: Vec::new(),
        }
    }

    /// Sends the vendors' hosts to these doubles.
    pub fn mapped(mut self, pairs: Vec<(String, String)>) -> Self {
        let file = self.data.path().join("egress.toml");
        let text: String = pairs
            .iter()
            .map(|(from, to)| format!("\"{from}\" = \"{to}\"\n"))
            .collect();
        std::fs::write(&file, text).unwrap();
        self.egress_map = Some(file);
        self
    }

    /// One more variable of the environment.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.more.push((name, value.into()));
        self
    }

    pub fn path(&self) -> &Path {
        self.data.path()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ops-ai"));
        command
            .args(arguments)
            .env("OPSAI_DATA_DIR", self.data.path())
            .env("OPSAI_SITE_ROOT", self.data.path());
        command.env("OPSAI_PROBE_INTERVAL", "3600").stdin(Stdio::null());
        if let Some(map) = &self.egress_map {
            command.env("OPSAI_EGRESS_MAP", map);
        }
        command.envs(self.more.iter().map(|(name, value)| (name, value)));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn token(&self, role: &str) -> String {
        let made = self.run(&["token", "create", "--name", "test", "--role", role]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap().trim().to_owned()
    }

    /// Starts the server and waits for the line that says where it listens.
    pub fn serve(&self) -> Running {
        let printed = self.data.path().join("stdout");
        let mut command = self.command(&["serve"]);
        command
            .env("OPSAI_LISTEN", "127.0.0.1:0")
            .stdout(std::fs::File::create(&printed).unwrap())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let ready = log.by_ref().map(Result::unwrap).find_map(|line| {
            let rest = line.split("Ops AI is ready at ").nth(1)?.to_owned();
            rest.split(['"', ' '])
                .next()
                .map(|url| url.trim_end_matches('/').to_owned())
        });
        let url = ready.expect("the server ended before it was ready");
        // A log that nobody reads would stop its writer.
        let log = std::thread::spawn(move || log.map_while(Result::ok).collect::<Vec<_>>().join("\n"));
        let printed = std::fs::read_to_string(printed)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect();
        Running {
            url,
            printed,
            child,
            log: Some(log),
        }
    }
}

impl Running {
    /// Stops it; what it logged after it was ready.
    pub fn stop(mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.log.take().unwrap().join().unwrap()
    }

    /// Asks it to end, as an operator does, and waits until it has.
    pub fn end(mut self) -> String {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.unwrap().success());
        assert!(self.child.wait().unwrap().success());
        self.log.take().unwrap().join().unwrap()
    }

    pub async fn get(&self, path: &str, token: &str) -> (u16, serde_json::Value) {
        let answer = reqwest::Client::new()
            .get(format!("{}{path}", self.url))
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        (
            status,
            serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default(),
        )
    }

    pub async fn put(&self, path: &str, token: &str, body: serde_json::Value) -> (u16, serde_json::Value) {
        let request = reqwest::Client::new()
            .put(format!("{}{path}", self.url))
            .bearer_auth(token)
            .json(&body);
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (
            status,
            serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default(),
        )
    }

    pub async fn post(&self, path: &str, token: &str, body: serde_json::Value) -> (u16, serde_json::Value) {
        let request = reqwest::Client::new()
            .post(format!("{}{path}", self.url))
            .bearer_auth(token)
            .json(&body);
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (
            status,
            serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default(),
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
