//! One process of the server, from its start to its death.

use super::place::Place;
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
    sync::mpsc,
    time::Duration,
};

/// How long a node may take to be ready.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Node {
    child: Child,
    /// Says once that it is ready; the sender goes when the log ends.
    ready: mpsc::Receiver<()>,
    log: Option<std::thread::JoinHandle<String>>,
}

impl Node {
    /// Starts a process and does not wait for it.
    pub fn start(place: &Place, crash_at: Option<&str>) -> Self {
        let mut command = place.command(&["serve"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        if let Some(point) = crash_at {
            command.env("OPSAI_TEST_CRASH_AT", point);
        }
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (tell, ready) = mpsc::channel();
        // A log that nobody reads would stop its writer.
        let log = std::thread::spawn(move || {
            let mut kept = String::new();
            for line in lines.map_while(Result::ok) {
                if line.contains("Ops AI is ready at ") {
                    // Nobody listens where the node was killed before.
                    let _ = tell.send(());
                }
                kept.push_str(&line);
                kept.push('\n');
            }
            kept
        });
        Self {
            child,
            ready,
            log: Some(log),
        }
    }

    /// Starts a process and waits until it serves.
    pub fn ready(place: &Place) -> Self {
        let mut node = Self::start(place, None);
        let ready = node.ready.recv_timeout(PATIENCE);
        assert!(ready.is_ok(), "the node is not ready: {}", node.kill());
        node
    }

    /// Starts a process that ends at a crash point, and waits until it serves or is gone: what was left for it may be enough.
    pub fn ready_or_gone(place: &Place, crash_at: &str) -> Self {
        let mut node = Self::start(place, Some(crash_at));
        while !node.is_gone() && node.ready.recv_timeout(Duration::from_millis(5)).is_err() {}
        node
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// True once the process is gone by itself.
    pub fn is_gone(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// `kill -9`; what it had logged.
    pub fn kill(&mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let log = self.log.take().map(std::thread::JoinHandle::join);
        log.and_then(Result::ok).unwrap_or_default()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
