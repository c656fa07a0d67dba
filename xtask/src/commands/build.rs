//! `cargo xtask build`: what a deployment needs, one binary and the folder `site/`.

use anyhow::Result;
use clap::Args;

use crate::awake;
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
    /// Build the site and leave the server out
    #[arg(long)]
    only_site: bool,
}

/// Builds the site and the server and says where they are.
pub fn build(project: &Project, options: &Options) -> Result<()> {
    let (flavour, profile, folder) = if options.release {
        (Flavour::Release, "release", "release")
    } else {
        (Flavour::Dev, "dev", "debug")
    };
    let manifest = site::build(project, flavour)?;
    if options.release {
        step("weigh the first page", || weigh(project, &manifest))?;
    }
    println!("The site:   {}", project.site.display());
    if options.only_site {
        return Ok(());
    }
    step("build the server", || {
        let mut cargo = if options.release {
            releasing(project)
        } else {
            cargo(project)
        };
        exec::run(cargo.args(["build", "-p", "server", "--profile", profile]))
    })?;
    let server = project.target.join(folder).join("ops-ai");
    step("open its pages in a browser", || awake::check(project, &server))?;
    println!("The server: {}", server.display());
    Ok(())
}

/// Prints what the pages load and refuses a first page over the budget.
pub(super) fn weigh(project: &Project, manifest: &site::Manifest) -> Result<()> {
    let weights = site::weigh(&project.site, manifest)?;
    let budget = Budget::load(&project.root)?;
    println!(
        "{weights}  the ceiling is {}, the target {}",
        budget.ceiling_brotli_bytes, budget.target_brotli_bytes
    );
    budget.check(weights.first_page())
}
