//! What must happen before we go, however we go: by returning, by an error, by Ctrl-C or by a termination signal.
//!
//! An action registered here runs exactly once: when its guard is dropped, or when a signal comes first.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};

type Action = Box<dyn FnOnce() + Send>;

static ACTIONS: Mutex<Vec<(u64, Action)>> = Mutex::new(Vec::new());
static NEXT: AtomicU64 = AtomicU64::new(0);
static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Runs its action when it is dropped.
#[must_use = "dropping the guard runs the action"]
pub struct Guard(u64);

/// Registers an action; newer ones run first.
pub fn at_exit(action: impl FnOnce() + Send + 'static) -> Guard {
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    actions().push((id, Box::new(action)));
    Guard(id)
}

impl Drop for Guard {
    fn drop(&mut self) {
        // The lock is held while the action runs: whoever comes second (we or the signal) waits for the end of it.
        let mut actions = actions();
        if let Some(position) = actions.iter().position(|(id, _)| *id == self.0) {
            let (_, action) = actions.remove(position);
            action();
        }
    }
}

/// Installs the signal handler; it runs all actions and ends the process.
pub fn listen() -> Result<()> {
    ctrlc::set_handler(|| {
        REQUESTED.store(true, Ordering::SeqCst);
        let mut actions = actions();
        while let Some((_, action)) = actions.pop() {
            action();
        }
        std::process::exit(130);
    })
    .context("could not install the signal handler")
}

/// True once a signal came: an ending child is then no news.
pub fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

/// Leaves the end of the process to the signal handler when there was a signal.
pub fn settle() {
    while requested() {
        std::thread::park();
    }
}

fn actions() -> MutexGuard<'static, Vec<(u64, Action)>> {
    ACTIONS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_guard_runs_its_own_action_once() {
        let first = Arc::new(AtomicU64::new(0));
        let second = Arc::new(AtomicU64::new(0));
        let count = |counter: &Arc<AtomicU64>| {
            let counter = Arc::clone(counter);
            at_exit(move || {
                counter.fetch_add(1, Ordering::SeqCst);
            })
        };
        let kept = count(&first);
        drop(count(&second));
        assert_eq!(
            (first.load(Ordering::SeqCst), second.load(Ordering::SeqCst)),
            (0, 1)
        );
        drop(kept);
        assert_eq!(
            (first.load(Ordering::SeqCst), second.load(Ordering::SeqCst)),
            (1, 1)
        );
    }
}
