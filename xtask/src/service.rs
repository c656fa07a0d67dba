//! Programs that run beside us until we go: the server, the sandbox.
//!
//! Each gets a process group of its own, so that Ctrl-C in the terminal reaches only us and we decide the order
//! and the manner of their end: asked first, killed after ten seconds.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::interrupt::{self, Guard};

const PATIENCE: Duration = Duration::from_secs(10);
const TICK: Duration = Duration::from_millis(50);

/// A running program; dropping it stops it.
pub struct Service {
    name: &'static str,
    child: Arc<Mutex<Child>>,
    _stop: Guard,
}

impl Service {
    /// Starts a program.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("could not start the {name} ({})", command.get_program().display()))?;
        let child = Arc::new(Mutex::new(child));
        let stopped = Arc::clone(&child);
        let stop = interrupt::at_exit(move || end(&stopped));
        Ok(Self {
            name,
            child,
            _stop: stop,
        })
    }

    /// How it ended, if it did.
    pub fn ended(&self) -> Result<Option<ExitStatus>> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child
            .try_wait()
            .with_context(|| format!("could not look after the {}", self.name))
    }

    /// Waits until `ready` is true; `what` names that in the message if it never is.
    pub fn wait_until(&self, what: &str, ready: impl Fn() -> bool) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !ready() {
            if let Some(status) = self.ended()? {
                bail!("the {} ended with {status} before {what}", self.name);
            }
            if Instant::now() > deadline {
                bail!("waited 30 s for the {} in vain, until {what}", self.name);
            }
            thread::sleep(TICK);
        }
        Ok(())
    }
}

/// Waits until one of the services ends by itself, which is an error; a signal ends the process elsewhere.
pub fn watch(services: &[&Service]) -> Result<()> {
    loop {
        for service in services {
            if let Some(status) = service.ended()? {
                interrupt::settle();
                bail!("the {} ended with {status}", service.name);
            }
        }
        thread::sleep(TICK * 4);
    }
}

fn end(child: &Mutex<Child>) {
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    // The standard library can only kill; `kill` is built into every shell.
    let asked = Command::new("sh")
        .args(["-c", "kill -TERM \"$1\"", "sh", &child.id().to_string()])
        .status();
    let deadline = Instant::now() + PATIENCE;
    while asked.is_ok() && Instant::now() < deadline {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(TICK);
    }
    // Nothing is left to do if it is gone already.
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn dropping_a_service_asks_its_program_to_end() {
        let folder = tempfile::tempdir().unwrap();
        let ready = folder.path().join("ready");
        let asked = folder.path().join("asked");
        let script = "trap 'touch \"$2\"; kill $!; exit 0' TERM; tail -f /dev/null & touch \"$1\"; wait";
        let mut command = Command::new("bash");
        command.args(["-c", script, "bash"]).arg(&ready).arg(&asked);
        let service = Service::start("test program", &mut command).unwrap();
        service.wait_until("it was ready", || ready.exists()).unwrap();
        drop(service);
        assert!(asked.exists(), "it was killed, not asked");
    }

    #[test]
    fn a_program_that_ends_before_it_is_ready_is_not_waited_for() {
        let service = Service::start("test program", Command::new("sh").args(["-c", "exit 7"])).unwrap();
        let message = service
            .wait_until("it listened", || false)
            .unwrap_err()
            .to_string();
        assert_eq!(
            message,
            "the test program ended with exit status: 7 before it listened"
        );
    }
}
