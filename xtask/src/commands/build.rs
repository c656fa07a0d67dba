//! `cargo xtask build`: what a deployment needs, one binary and the folder `site/`.

use anyhow::Result;
use clap::Args;

use crate::cargo::{cargo, releasing};
use crate::exec;
use crate::project::Project;
use crate::site::{self, Budget, Flavour};
use crate::step::step;

/// How to build.
#[derive(Args)]
pub struct Options {
    /// Optimise, compress hard, and hold the first page against its budget
    #[arg(long)]
    release: bool,
}

/// Builds the site and the server and says where they are.
pub fn build(project: &Project, options: &Options) -> Result<()> {
    let (flavour, profile, folder) = if options.release {
        (Flavour::Release, "release", "release")
    } else {
        (Flavour::Dev, "dev", "debug")
    };
    let manifest = site::build(project, flavour)?;
    step("build the server", || {
        let mut cargo = if options.release {
            releasing(project)
        } else {
            cargo(project)
        };
        exec::run(cargo.args(["build", "-p", "server", "--profile", profile]))
    })?;
    if options.release {
        step("weigh the first page", || weigh(project, &manifest))?;
    }
    println!(
        "The server: {}",
        project.target.join(folder).join("ops-ai").display()
    );
    println!("Its files:  {}", project.site.display());
    Ok(())
}

/// Prints what the first page loads and refuses more than the budget.
pub(super) fn weigh(project: &Project, manifest: &site::Manifest) -> Result<()> {
    let weights = site::first_page(&project.site, manifest)?;
    for (address, bytes) in &weights {
        println!("  {bytes:>8} bytes (brotli) {address}");
    }
    let budget = Budget::load(&project.root)?;
    let total = weights.iter().map(|(_, bytes)| bytes).sum();
    println!(
        "  {total:>8} bytes together; the ceiling is {}, the target {}",
        budget.ceiling_brotli_bytes, budget.target_brotli_bytes
    );
    budget.check(total)
}
