//! `ops-ai`: the command line of the server.

use clap::{Parser, Subcommand, ValueEnum};
use contract::{account::NewToken, actor::Role};
use server::{commands, config::Config, logs, traces::Traces, wiring};
use std::{path::PathBuf, process::ExitCode};

// A page is drawn of very many small strings; measured, this allocator answers 1.6 times as many pages as the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The integrations hub of a managed service provider.
#[derive(Parser)]
#[command(name = "ops-ai", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and the API (the default).
    Serve,
    /// Bring the database to the newest version and stop.
    Migrate,
    /// API tokens.
    #[command(subcommand)]
    Token(TokenCommand),
    /// The key ring that seals the credentials.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Write a copy of the database to a file that does not exist yet.
    Backup {
        /// Where to write it.
        file: PathBuf,
    },
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Subcommand)]
enum TokenCommand {
    /// Make a token and print it; it is shown this once.
    Create {
        /// What to call it.
        #[arg(long)]
        name: String,
        /// What it may do.
        #[arg(long)]
        role: RoleArgument,
        /// After how many days it ends; never when absent.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        days: Option<u32>,
    },
}

#[derive(Subcommand)]
enum KeysCommand {
    /// List the keys: fingerprints and states.
    List,
    /// Add a key, re-seal everything with it, prove it, retire the old one. Safe to run again after a crash.
    Rotate,
    /// Open every sealed value.
    Verify,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleArgument {
    Admin,
    Tech,
    Viewer,
}

impl From<RoleArgument> for Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::Admin => Self::Admin,
            RoleArgument::Tech => Self::Tech,
            RoleArgument::Viewer => Self::Viewer,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Each cause on its own line; `{:?}` would print backtraces.
            eprintln!("error: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let command = arguments.command.unwrap_or(Command::Serve);
    if matches!(command, Command::Openapi) {
        return commands::openapi();
    }
    let config = Config::load()?;
    let traces = Traces::begin(&config.traces)?;
    logs::begin(&config.log, &traces);
    for warning in &config.warnings {
        tracing::warn!("{warning}");
    }
    let done = match command {
        Command::Serve => wiring::serve(config).await,
        Command::Migrate => wiring::migrate(&config).await,
        Command::Token(TokenCommand::Create { name, role, days }) => {
            let role = role.into();
            commands::create_token(&config, NewToken { name, role, days }).await
        }
        Command::Keys(KeysCommand::List) => commands::list_keys(&config).await,
        Command::Keys(KeysCommand::Rotate) => wiring::rotate_keys(&config).await,
        Command::Keys(KeysCommand::Verify) => wiring::verify_keys(&config).await,
        Command::Backup { file } => commands::backup(&config, &file).await,
        Command::Openapi => commands::openapi(),
    };
    traces.end().await;
    done
}
