//! Which files belong to this build: the server reads it to write the page's own script and style elements.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::code::Code;
use super::output::replace;

/// Addresses on the site, `/pkg/…`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The browser part.
    #[serde(flatten)]
    pub code: Code,
    /// The styles that every page loads.
    pub css: String,
    /// Those that lazy pages load besides.
    #[serde(default)]
    pub lazy_css: String,
}

impl Manifest {
    /// Writes `manifest.json` when it differs from the one that is there.
    pub fn write(&self, site: &Path) -> Result<()> {
        let path = site.join("manifest.json");
        let json = serde_json::to_string_pretty(self).context("a manifest is always JSON")? + "\n";
        if fs::read_to_string(&path).is_ok_and(|there| there == json) {
            return Ok(());
        }
        replace(&path, json.as_bytes())
    }

    /// Has the pages of this build load themselves again when the server was restarted; the next build takes it back.
    pub fn watch(site: &Path) -> Result<()> {
        let path = site.join("manifest.json");
        let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
        let mut manifest: serde_json::Value =
            serde_json::from_str(&text).context("the manifest is not JSON")?;
        manifest["reload"] = true.into();
        replace(
            &path,
            (serde_json::to_string_pretty(&manifest)? + "\n").as_bytes(),
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_server_finds_the_addresses_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = Manifest {
            code: Code {
                js: "/pkg/a/a.js".into(),
                wasm: "/pkg/a/a.wasm".into(),
                link: "/pkg/a/split.js".into(),
                pages: [("APage".to_owned(), vec!["/pkg/a/1.wasm".to_owned()])].into(),
            },
            css: "/pkg/a.css".into(),
            lazy_css: "/pkg/b.css".into(),
        };
        manifest.write(folder.path()).unwrap();
        let json: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(folder.path().join("manifest.json")).unwrap()).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "js": "/pkg/a/a.js", "wasm": "/pkg/a/a.wasm", "link": "/pkg/a/split.js", "css": "/pkg/a.css",
                "lazy_css": "/pkg/b.css",
                "pages": {"APage": ["/pkg/a/1.wasm"]},
            })
        );
    }
}
