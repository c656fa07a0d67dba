//! `cargo xtask dev`: builds and starts again whenever a file is saved.
//!
//! A build that fails leaves the server running as it was. The vendors' doubles keep running throughout.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::run::{self, Sandbox, Vendors};
use crate::interrupt;
use crate::project::Project;
use crate::service::Service;
use crate::site::Manifest;

/// Folders whose files matter.
const WATCHED: &[&str] = &["app", "frontend", "server", "migrations", "style", "public"];
/// Editors write a file in several steps: that much silence means "saved".
const SILENCE: Duration = Duration::from_millis(300);
const TICK: Duration = Duration::from_millis(200);

/// Runs until Ctrl-C.
pub fn dev(project: &Project) -> Result<()> {
    let (sender, saves) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| is_save(&event)) {
            // The receiver is gone only when we are leaving.
            let _ = sender.send(());
        }
    })
    .context("could not watch the files")?;
    for folder in WATCHED
        .iter()
        .map(|folder| project.root.join(folder))
        .filter(|folder| folder.is_dir())
    {
        watcher
            .watch(&folder, RecursiveMode::Recursive)
            .with_context(|| format!("could not watch {}", folder.display()))?;
    }

    build(project)?;
    let sandbox = Sandbox::start(project)?;
    let mut server = Some(run::start_server(project, Some(&sandbox))?);
    println!(
        "Ops AI answers at {}. Save a file to build again; Ctrl-C stops everything.",
        run::address()
    );
    while wait_for_save(&saves, &mut server, &sandbox)? {
        if let Err(error) = build(project) {
            eprintln!("{error:#}\nThe server keeps running as it was; save again when it is mended.");
        } else {
            drop(server.take());
            server = Some(run::start_server(project, Some(&sandbox))?);
            println!("The server is restarted with what you saved; open pages load themselves again.");
        }
    }
    Ok(())
}

/// Builds, and has the pages look for the next restart.
fn build(project: &Project) -> Result<()> {
    run::build(project, Vendors::Sandbox)?;
    Manifest::watch(&project.site)
}

/// Waits for a save and the silence after it; `false` when nothing can be saved any more.
fn wait_for_save(saves: &Receiver<()>, server: &mut Option<Service>, sandbox: &Sandbox) -> Result<bool> {
    loop {
        match saves.recv_timeout(TICK) {
            Ok(()) => break,
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(status) = sandbox.service.ended()? {
            interrupt::settle();
            bail!("the sandbox ended with {status}");
        }
        let ended = server.as_ref().map(Service::ended).transpose()?.flatten();
        if let Some(status) = ended {
            interrupt::settle();
            println!("The server ended with {status}; it starts again at the next save.");
            *server = None;
        }
    }
    loop {
        match saves.recv_timeout(SILENCE) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return Ok(true),
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
    }
}

/// A change of a file that the build reads.
fn is_save(event: &Event) -> bool {
    matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)
    ) && event.paths.iter().any(|path| matters(path))
}

/// Not what editors leave beside the file they write: swap files, backups, hidden files.
fn matters(path: &Path) -> bool {
    let temporary = path
        .extension()
        .is_some_and(|kind| kind == "swp" || kind == "tmp");
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    !(temporary || name.starts_with(['.', '#']) || name.ends_with(['~', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind};

    #[test]
    fn a_saved_file_counts_and_an_editors_droppings_do_not() {
        let created = |name: &str| Event::new(EventKind::Create(CreateKind::File)).add_path(name.into());
        assert!(is_save(&created("/x/app/src/lib.rs")));
        for name in ["/x/.lib.rs.swp", "/x/lib.rs~", "/x/#lib.rs#", "/x/.git"] {
            assert!(!is_save(&created(name)), "{name}");
        }
        assert!(!is_save(
            &Event::new(EventKind::Access(AccessKind::Any)).add_path("/x/lib.rs".into())
        ));
    }
}
