//! What a browser fetches to show and wire up a page on a first visit, brotli 11, without the HTML.
//!
//! The pages that somebody may meet first (signing in, the list of integrations) are not lazy: they need no more than what
//! every page loads. Cut off, what they share would weigh more than it saves: pieces pack worse, and call each other through
//! a table.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;

use super::compress;
use super::{Flavour, Manifest};

/// The weights of a site.
pub struct Weights {
    /// What every page loads.
    everywhere: Files,
    /// Files of lazy pages.
    lazy: Files,
}

/// Address → bytes.
type Files = BTreeMap<String, u64>;

/// Measures a site, whatever flavour it was built in.
pub fn weigh(site: &Path, manifest: &Manifest) -> Result<Weights> {
    let code = &manifest.code;
    let measure = |address: &str| {
        let path = site.join(address.trim_start_matches('/'));
        let content = fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
        Ok::<_, anyhow::Error>(compress::brotli(&content, Flavour::Release)?.len() as u64)
    };
    let (folder, _) = code.js.rsplit_once('/').context("the code has no folder")?;
    let mut everywhere = Files::from([(manifest.css.clone(), measure(&manifest.css)?)]);
    let mut lazy = Files::from([(manifest.lazy_css.clone(), measure(&manifest.lazy_css)?)]);
    for address in addresses(site, folder)? {
        let bytes = measure(&address)?;
        let of_a_page = code.pages.values().flatten().any(|file| *file == address);
        let files = if of_a_page { &mut lazy } else { &mut everywhere };
        files.insert(address, bytes);
    }
    Ok(Weights { everywhere, lazy })
}

/// The files of a folder of the site, without their compressed forms.
fn addresses(site: &Path, folder: &str) -> Result<Vec<String>> {
    let mut addresses = Vec::new();
    for entry in WalkDir::new(site.join(folder.trim_start_matches('/'))).sort_by_file_name() {
        let entry = entry.context("could not read the site")?;
        let name = entry
            .path()
            .strip_prefix(site)
            .context("walkdir stays below its folder")?;
        let name = name.to_string_lossy();
        if entry.file_type().is_file() && compress::pays(&name) {
            addresses.push(format!("/{name}"));
        }
    }
    Ok(addresses)
}

impl Weights {
    /// The weight of a first page.
    pub fn first_page(&self) -> u64 {
        self.everywhere.values().sum()
    }
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = |f: &mut fmt::Formatter<'_>, files: &Files| {
            files.iter().try_for_each(|(address, bytes)| {
                let name = address
                    .rsplit_once('/')
                    .map_or(address.as_str(), |(_, name)| name);
                writeln!(f, "  {bytes:>8} {name}")
            })
        };
        writeln!(
            f,
            "  bytes (brotli) of what lazy pages load, each its own and what it shares:"
        )?;
        lines(f, &self.lazy)?;
        writeln!(f, "  of what every page loads:")?;
        lines(f, &self.everywhere)?;
        writeln!(
            f,
            "  {:>8} together, for the sign-in page and for the list of integrations",
            self.first_page()
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::site::Code;

    #[test]
    fn a_first_page_is_everything_that_is_not_a_lazy_pages() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("pkg/ab");
        fs::create_dir_all(folder.join("snippets")).unwrap();
        for (name, size) in [
            ("a.js", 50),
            ("a.wasm", 5_000),
            ("a.wasm.br", 7),
            ("KeysPage.wasm", 90),
            ("snippets/x.js", 50),
        ] {
            fs::write(folder.join(name), "x".repeat(size)).unwrap();
        }
        fs::write(site.path().join("pkg/a.css"), "x").unwrap();
        fs::write(site.path().join("pkg/b.css"), "x").unwrap();
        let manifest = Manifest {
            code: Code {
                js: "/pkg/ab/a.js".into(),
                wasm: "/pkg/ab/a.wasm".into(),
                link: String::new(),
                pages: [("KeysPage".to_owned(), vec!["/pkg/ab/KeysPage.wasm".to_owned()])].into(),
            },
            css: "/pkg/a.css".into(),
            lazy_css: "/pkg/b.css".into(),
        };
        let weights = weigh(site.path(), &manifest).unwrap();
        let names: Vec<_> = weights.everywhere.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "/pkg/a.css",
                "/pkg/ab/a.js",
                "/pkg/ab/a.wasm",
                "/pkg/ab/snippets/x.js"
            ]
        );
        assert_eq!(weights.first_page(), weights.everywhere.values().sum::<u64>());
        assert!(weights.lazy["/pkg/ab/KeysPage.wasm"] > 0);
        assert!(weights.to_string().contains("KeysPage.wasm"));
    }
}
