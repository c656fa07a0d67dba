//! The builder of Ops AI: `cargo xtask run` to try it, `cargo xtask test` to prove it.
//!
//! It knows how the parts are made and started, and which rules of the house a program can check. It refuses to
//! know what the parts do: nothing here imports another crate of the workspace.

mod awake;
mod cargo;
mod commands;
mod css;
mod exec;
mod interrupt;
mod project;
mod room;
mod service;
mod site;
mod step;
mod tally;
mod tidy;
mod tools;

use std::process::ExitCode;

use clap::Parser;

use commands::Command;

/// Builds, runs, checks and tests Ops AI.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = interrupt::listen()
        .and_then(|()| project::Project::find())
        .and_then(|project| arguments.command.run(&project));
    interrupt::settle();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
