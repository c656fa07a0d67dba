//! The first sign-in: a one-time link, printed once and kept in a file that only the server's user can read.

use anyhow::Context as _;
use engine::ports::{Machine, issue_setup_link};
use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};
use url::Url;

/// The file beside the database that holds the link.
pub const FILE: &str = "setup-link";

/// Prints a link while nobody can sign in yet; takes the file away once somebody can.
pub async fn offer(machine: &Machine, data_dir: &Path, public_url: &Url) -> anyhow::Result<()> {
    let file = data_dir.join(FILE);
    // Rationale: a file left by an earlier start keeps its mode when it is written over; a new one has ours.
    match std::fs::remove_file(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{} cannot be removed", file.display()));
        }
        _ => {}
    }
    let Some(secret) = issue_setup_link(&machine.store, &machine.act.clock).await? else {
        return Ok(());
    };
    let mut link = public_url.join("/setup")?;
    link.query_pairs_mut().append_pair("link", &secret);
    let mut options = std::fs::OpenOptions::new();
    let mut out = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&file)
        .with_context(|| format!("{} cannot be written", file.display()))?;
    writeln!(out, "{link}")?;
    // Printed and not logged: a log is kept and read by others.
    println!(
        "\nNobody can sign in yet. Open this link within 30 minutes to make the first administrator:\n\n  {link}\n"
    );
    println!("It works once. It also stands in {}.\n", file.display());
    Ok(())
}
