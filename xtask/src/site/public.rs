//! Copies `public/` as it is: the files whose names people and browsers know by heart.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use super::output::Output;

/// Copies every file, keeping the folders.
pub fn copy(folder: &Path, output: &mut Output<'_>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.context("could not read public/")?;
        if !entry.file_type().is_file() {
            continue;
        }
        let name = entry
            .path()
            .strip_prefix(folder)
            .context("walkdir stays below its folder")?;
        let name = name
            .to_str()
            .context("a file in public/ has a name that is not UTF-8")?;
        if name == "manifest.json" || name.starts_with("pkg/") {
            bail!("public/{name} would overwrite what the build writes there");
        }
        let content = fs::read(entry.path()).with_context(|| format!("could not read public/{name}"))?;
        output.write(name, &content)?;
    }
    Ok(())
}
