//! `cargo xtask run` and `serve`: the whole thing on this machine, until Ctrl-C.

use std::fs::{self, DirBuilder};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo::cargo;
use crate::exec;
use crate::project::Project;
use crate::service::{self, Service};
use crate::site::{self, Flavour};
use crate::step::step;

/// Who answers the calls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Vendors {
    /// The vendors themselves.
    Real,
    /// Their doubles, on this machine.
    Sandbox,
}

/// Builds and starts everything, and waits.
pub fn run(project: &Project, vendors: Vendors) -> Result<()> {
    build(project, vendors)?;
    let sandbox = match vendors {
        Vendors::Sandbox => Some(Sandbox::start(project)?),
        Vendors::Real => None,
    };
    let server = start_server(project, sandbox.as_ref())?;
    println!("Ops AI answers at {}. Ctrl-C stops everything.", address());
    let mut services = vec![&server];
    services.extend(sandbox.as_ref().map(|sandbox| &sandbox.service));
    service::watch(&services)
}

/// Builds what `run` starts.
pub fn build(project: &Project, vendors: Vendors) -> Result<()> {
    site::build(project, Flavour::Dev)?;
    let mut build = cargo(project);
    build.args(["build", "-p", "server"]);
    match vendors {
        Vendors::Real => step("build the server", || exec::run(&mut build)),
        Vendors::Sandbox => {
            build.args(["-p", "sandbox"]);
            step("build the server and the sandbox vendors", || {
                exec::run(&mut build)
            })
        }
    }
}

/// The doubles of the vendors, running.
pub struct Sandbox {
    /// The program.
    pub service: Service,
    egress_map: PathBuf,
}

impl Sandbox {
    const LISTEN: ([u8; 4], u16) = ([127, 0, 0, 1], 9100);

    /// Starts the doubles; they print the credentials to try.
    pub fn start(project: &Project) -> Result<Self> {
        let data = project.root.join("data");
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&data)
            .with_context(|| format!("could not make {}", data.display()))?;
        // A map of an earlier run must not be taken for the new one.
        let egress_map = data.join("sandbox-egress.toml");
        if egress_map.exists() {
            fs::remove_file(&egress_map)
                .with_context(|| format!("could not remove {}", egress_map.display()))?;
        }
        let listen = SocketAddr::from(Self::LISTEN);
        let service = step("start the sandbox vendors", || {
            let mut command = Command::new(project.sandbox_binary());
            command
                .args(["--listen", &listen.to_string(), "--egress-map"])
                .arg(&egress_map)
                .current_dir(&project.root);
            let service = Service::start("sandbox", &mut command)?;
            // The map is written once all doubles listen.
            let written = || egress_map.metadata().is_ok_and(|map| map.len() > 0);
            service.wait_until("it wrote its egress map", written)?;
            Ok(service)
        })?;
        Ok(Self { service, egress_map })
    }
}

/// Starts the server; it prints its one-time sign-in link itself.
pub fn start_server(project: &Project, sandbox: Option<&Sandbox>) -> Result<Service> {
    let mut command = Command::new(project.server_binary());
    command
        .current_dir(&project.root)
        .env("OPSAI_SITE_ROOT", &project.site);
    if let Some(sandbox) = sandbox {
        command.env("OPSAI_EGRESS_MAP", &sandbox.egress_map);
    }
    println!("▸ start the server");
    Service::start("server", &mut command)
}

/// Where a person finds it, by the settings of the environment; the server's own words have the last say.
pub fn address() -> String {
    let setting = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    setting("OPSAI_PUBLIC_URL").unwrap_or_else(|| {
        format!(
            "http://{}",
            setting("OPSAI_LISTEN").as_deref().unwrap_or("127.0.0.1:3000")
        )
    })
}
