//! Whether the pages of what was built come alive in a browser.
//!
//! Rationale: a release goes through an optimiser, a splitter and our own cuts, and the browser tests see none of that. A
//! page that stays dead looks whole, for the server drew it.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::exec;
use crate::project::Project;
use crate::service::Service;
use crate::tools::apt;

/// What the browser part writes on the body once every element has its listeners.
const MARK: &str = "data-ready";

/// Where the server puts its first sign-in link.
const LINK: &str = "setup-link";

/// Opens the pages that nobody needs to be signed in for, one of them with a file of its own; an error names the one that
/// stays dead. Without a browser nothing is looked at, and that is said.
pub fn check(project: &Project, server: &Path) -> Result<()> {
    let Some(browser) = apt::chromium() else {
        println!("  not looked at: there is no Chromium here");
        return Ok(());
    };
    let data = tempfile::tempdir().context("could not make a folder for the server")?;
    let address = format!("127.0.0.1:{}", free_port()?);
    let mut command = Command::new(server);
    command
        .env("OPSAI_DATA_DIR", data.path())
        .env("OPSAI_LISTEN", &address)
        .env("OPSAI_PUBLIC_URL", format!("http://{address}"))
        .env("OPSAI_SITE_ROOT", &project.site)
        .env_remove("OPSAI_DATABASE_URL")
        .stdout(Stdio::null());
    let service = Service::start("server", &mut command)?;
    let link = data.path().join(LINK);
    service.wait_until("it listened", || {
        link.exists() && TcpStream::connect(&address).is_ok()
    })?;
    let setup = fs::read_to_string(&link).context("could not read the first sign-in link")?;
    for page in [format!("http://{address}/sign-in").as_str(), setup.trim()] {
        let shown = look(&browser, page)?;
        if !is_alive(&shown) {
            // The link in the address is worth nothing: its server goes with its data.
            bail!("{page} did not come alive in {}", browser.display());
        }
    }
    Ok(())
}

/// The document as the browser has it when everything has been loaded and run.
fn look(browser: &Path, page: &str) -> Result<String> {
    let profile = tempfile::tempdir().context("could not make a folder for the browser")?;
    exec::output(
        Command::new(browser)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(["--virtual-time-budget=20000", "--dump-dom", page])
            .stderr(Stdio::null()),
    )
}

/// Whether the body bears the mark.
fn is_alive(document: &str) -> bool {
    let body = document.split_once("<body").map(|(_, rest)| rest);
    let tag = body.and_then(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    tag.is_some_and(|tag| tag.split_whitespace().any(|word| word.starts_with(MARK)))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("there is no free port")?;
    Ok(listener.local_addr().context("the port has no number")?.port())
}

#[cfg(test)]
mod tests {
    use super::is_alive;

    #[test]
    fn a_page_is_alive_when_its_body_says_so() {
        assert!(is_alive(
            "<html><body class=\"a\" data-ready=\"\"><p>Hello</p></body></html>"
        ));
        assert!(!is_alive("<html><body><p>data-ready</p></body></html>"));
        assert!(!is_alive(""));
    }
}
