//! Builds the folder that the server serves files from.
//!
//! ```text
//! site/manifest.json                        which files belong to this build (the server reads it)
//! site/pkg/ops-ai.<hash>.css                named after its content: a browser may keep it for ever; a second for lazy pages
//! site/pkg/<hash>/ops-ai.{js,wasm}          what every visit loads
//! site/pkg/<hash>/split.js, ….wasm          what a page loads besides: its own file, and those it shares
//! site/pkg/<hash>/snippets/…                JavaScript that crates brought along, if any
//! site/…                                    a copy of public/
//! ```
//!
//! Beside each compressible file lie its `.br` and `.gz`. What has not changed is not done again, and what an
//! earlier build left is removed.

mod bindgen;
mod budget;
mod code;
mod compress;
mod hash;
mod link;
mod manifest;
mod merge;
mod never;
mod output;
mod public;
mod shorten;
mod split;
mod wasm;
mod weight;

use std::fs;

use anyhow::{Context, Result};

use crate::css;
use crate::project::Project;
use crate::step::step;
use crate::tools::rust;
use output::{Output, Record};

pub use budget::Budget;
#[cfg(test)]
pub use code::Code;
pub use manifest::Manifest;
pub use weight::weigh;

/// How much work is put into small files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Quick to build: debug code, light compression.
    Dev,
    /// Quick to load: optimised for size, names removed, strongest compression.
    Release,
}

/// Builds the site and returns what belongs to it.
pub fn build(project: &Project, flavour: Flavour) -> Result<Manifest> {
    rust::ensure_wasm_target()?;
    // The styles come first: they are ready in a blink, and a misspelt class should not wait for the compiler.
    let styles = step("generate the styles", || css::build(&project.root))?;
    let module = step("build the browser part", || wasm::compile(project, flavour))?;
    step("write the site", || write(project, flavour, &module, &styles))
}

fn write(
    project: &Project,
    flavour: Flavour,
    module: &std::path::Path,
    styles: &css::Styles,
) -> Result<Manifest> {
    let record_path = Record::path(project);
    let earlier = Record::load(&record_path);
    let mut output = Output::new(&project.site, flavour, &earlier);

    let module = fs::read(module).with_context(|| format!("could not read {}", module.display()))?;
    let input = format!(
        "{flavour:?} {} {}",
        hash::of(code::RECIPE.as_bytes()),
        hash::of(&module)
    );
    let code = match earlier.code(&input, &project.site) {
        Some(code) => {
            output.keep(&earlier);
            code
        }
        None => code::write(&module, flavour, &Record::scratch(project), &mut output)?,
    };
    let css = output.write_hashed("css", styles.every.as_bytes())?;
    let lazy_css = output.write_hashed("css", styles.lazy.as_bytes())?;
    public::copy(&project.root.join("public"), &mut output)?;

    let manifest = Manifest { code, css, lazy_css };
    manifest.write(&project.site)?;
    let record = output.finish(input, &manifest);
    record.remove_what_is_gone(&earlier, &project.site)?;
    record.save(&record_path)?;
    Ok(manifest)
}
