//! `sandbox`: the vendors' doubles as a program, for `cargo xtask run` and the browser tests.
//!
//! Starts them, writes the egress map, prints what to type, and stays until it is stopped.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sandbox::hall::{Hall, credentials};

/// The vendors' doubles on loopback.
#[derive(Parser)]
#[command(name = "sandbox", about)]
struct Arguments {
    /// Front page; the doubles take the ports that follow. Port 0: all ports are chosen by the system.
    #[arg(long, default_value = "127.0.0.1:9100")]
    listen: SocketAddr,
    /// Where to write the map of real origins to sandbox origins (`OPSAI_EGRESS_MAP`).
    #[arg(long)]
    egress_map: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A closed stderr leaves nobody to tell.
            let _ = writeln!(io::stderr(), "sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> io::Result<()> {
    let hall = Hall::open(arguments.listen).await?;
    if let Some(path) = &arguments.egress_map {
        std::fs::write(path, hall.egress_toml())
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    }
    let mut out = io::stdout();
    writeln!(out, "{}\n{}", credentials(), hall.egress_toml())?;
    // The last line tells a waiting parent that everything above has happened.
    writeln!(out, "sandbox ready at {}", hall.origin)?;
    out.flush()?;
    tokio::signal::ctrl_c().await
}
