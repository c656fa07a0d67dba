//! The browser part as files: one folder, named after all that is in it.
//!
//! Rationale: the files name each other (the JavaScript its pieces, the pieces the exports of the module), so they belong
//! to one build and change together. A folder keeps their names as they are, and a browser may keep it for ever.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::bindgen::{self, NAME};
use super::output::Output;
use super::split::{self, LINK};
use super::{Flavour, hash};

/// Part of what decides whether the work has to be done again: how it is done. (A new wasm-bindgen changes the
/// module itself, because the crate in the browser is pinned to the same version.)
pub const RECIPE: &str = concat!(
    include_str!("code.rs"),
    include_str!("bindgen.rs"),
    include_str!("shorten.rs"),
    include_str!("split.rs"),
    include_str!("merge.rs"),
    include_str!("link.rs"),
    include_str!("never.rs")
);

/// The addresses of the code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The module that exports `default` (start with `{module_or_path: wasm}`) and `hydrate`.
    pub js: String,
    /// The WebAssembly that every visit loads.
    pub wasm: String,
    /// The JavaScript by which it fetches the pages' files.
    pub link: String,
    /// A lazy page, by the name of its component → its files.
    pub pages: BTreeMap<String, Vec<String>>,
}

/// Makes the files of a module and writes them.
pub fn write(module: &[u8], flavour: Flavour, scratch: &Path, output: &mut Output<'_>) -> Result<Code> {
    let pieces = split::cut(module, scratch)?;
    let mut files = bindgen::bind(pieces.main, flavour)?;
    files.extend(pieces.files);
    let folder = format!("pkg/{}", mark_of(&files));
    for (name, content) in &files {
        output.write(&format!("{folder}/{name}"), content)?;
    }
    let address = |name: &str| format!("/{folder}/{name}");
    let pages = pieces.pages.into_iter().map(|(page, names)| {
        let addresses = names.iter().map(|name| address(name)).collect();
        (page, addresses)
    });
    Ok(Code {
        js: address(&format!("{NAME}.js")),
        wasm: address(&format!("{NAME}.wasm")),
        link: address(LINK),
        pages: pages.collect(),
    })
}

/// A name made from all names and contents.
fn mark_of(files: &BTreeMap<String, Vec<u8>>) -> String {
    let marks: String = files
        .iter()
        .map(|(name, content)| format!("{name} {}\n", hash::of(content)))
        .collect();
    hash::of(marks.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_changed_file_changes_the_name_of_the_folder() {
        let files = |content: &[u8]| BTreeMap::from([("a.wasm".to_owned(), content.to_vec())]);
        assert_ne!(mark_of(&files(b"1")), mark_of(&files(b"2")));
    }
}
