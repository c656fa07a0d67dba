//! Cuts the module at its lazy pages.
//!
//! ```text
//! AuditPage.wasm       what only this page reaches
//! shared.wasm          what several pages reach
//! shared-1.wasm, …     the same, where a few pages share so much that the others should not load it
//! split.js             fetches them
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use wasm_split_cli_support::{Options, transform};

use super::bindgen::NAME;
use super::link;
use super::merge::merge;
use super::never;

/// The JavaScript that fetches the pieces.
pub const LINK: &str = "split.js";

/// A module in pieces.
pub struct Pieces {
    /// What every visit loads; wasm-bindgen has still to be run on it.
    pub main: Vec<u8>,
    /// The other pieces and [`LINK`], by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The name of a lazy page's component → the names of its pieces, its own last.
    pub pages: BTreeMap<String, Vec<String>>,
}

/// Cuts a module as the linker left it, with its relocations and names. `scratch` is made, used and removed.
pub fn cut(module: &[u8], scratch: &Path) -> Result<Pieces> {
    clear(scratch)?;
    let main_path = scratch.join("main.wasm");
    let link_name = format!("./{LINK}");
    let main_module = format!("./{NAME}.js");
    let module = never::without(module)?;
    let mut options = Options::new(&module);
    options.output_dir = scratch;
    options.main_out_path = &main_path;
    options.link_name = &link_name;
    options.main_module = &main_module;
    let cut = transform(options)
        // Its error type is not an `Error`; the alternate form has all causes.
        .map_err(|error| anyhow!("{error:#}"))
        .context("the module could not be cut at its lazy pages")?;
    if cut.prefetch_map.is_empty() {
        bail!("the module has no lazy page: was `frontend` linked without its relocations?");
    }
    let read = |name: &str| {
        let path = scratch.join(name);
        fs::read(&path).with_context(|| format!("could not read {}", path.display()))
    };

    let needs = cut.prefetch_map.into_iter().collect();
    let mut pieces = BTreeMap::new();
    for path in &cut.split_modules {
        let stem = path.file_stem().context("a piece has no name")?.to_string_lossy();
        pieces.insert(stem.clone().into_owned(), read(&format!("{stem}.wasm"))?);
    }
    let groups = group(&needs, &pieces);
    let mut files = BTreeMap::new();
    for (name, stems) in &groups.files {
        let parts: Vec<&[u8]> = stems.iter().map(|stem| pieces[*stem].as_slice()).collect();
        files.insert(name.clone(), merge(&parts)?);
    }
    let theirs = String::from_utf8(read(LINK)?).context("the splitter wrote something else than text")?;
    files.insert(LINK.to_owned(), link::write(&theirs, &groups.needs)?.into_bytes());
    let main = read("main.wasm")?;
    clear(scratch)?;
    let pages = groups.needs.into_iter();
    Ok(Pieces {
        main,
        files,
        pages: pages
            .map(|(function, files)| (page_of(&function).to_owned(), files))
            .collect(),
    })
}

/// What a few pages share is a file of its own from this part of all that is shared: a twentieth.
const WORTH_A_FILE: usize = 20;

/// Which pieces of the splitter become which file.
struct Groups<'a> {
    /// File → the stems of the pieces in it.
    files: BTreeMap<String, Vec<&'a str>>,
    /// Function → its files, its own last.
    needs: BTreeMap<String, Vec<String>>,
}

/// Groups the pieces by who needs them. `needs` says it for each function.
fn group<'a>(needs: &'a BTreeMap<String, Vec<String>>, pieces: &BTreeMap<String, Vec<u8>>) -> Groups<'a> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (function, stems) in needs {
        // An empty piece has no file.
        for stem in stems.iter().filter(|stem| pieces.contains_key(*stem)) {
            users.entry(stem).or_default().insert(page_of(function));
        }
    }
    let weight = |stem: &str| pieces.get(stem).map_or(0, Vec::len);
    let shared = || users.iter().filter(|(_, pages)| pages.len() > 1);
    let all: usize = shared().map(|(stem, _)| weight(stem)).sum();
    let mut heavy: Vec<&str> = shared()
        .map(|(stem, _)| *stem)
        .filter(|stem| weight(stem) * WORTH_A_FILE > all)
        .collect();
    heavy.sort_by_key(|stem| std::cmp::Reverse(weight(stem)));
    let file_of = |stem: &str| match heavy.iter().position(|one| *one == stem) {
        Some(place) => format!("shared-{}.wasm", place + 1),
        None => match (users[stem].len(), users[stem].first()) {
            (1, Some(page)) => format!("{page}.wasm"),
            _ => "shared.wasm".to_owned(),
        },
    };
    let mut files: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for &stem in users.keys() {
        files.entry(file_of(stem)).or_default().push(stem);
    }
    let needs = needs.iter().map(|(function, stems)| {
        let own = format!("{}.wasm", page_of(function));
        let stems = stems.iter().filter(|stem| pieces.contains_key(*stem));
        let all: BTreeSet<String> = stems.map(|stem| file_of(stem)).collect();
        let (own, mut needed): (Vec<_>, Vec<_>) = all.into_iter().partition(|file| *file == own);
        needed.extend(own);
        (function.clone(), needed)
    });
    Groups {
        needs: needs.collect(),
        files,
    }
}

/// The component's name, of which Leptos made the name of a function: `AuditPage_71` → `AuditPage`.
fn page_of(function: &str) -> &str {
    function.rsplit_once('_').map_or(function, |(page, _)| page)
}

fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("could not remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_pages_need_is_shared_and_what_weighs_much_stands_alone() {
        let needs = [
            ("Keys_1", vec!["a", "b", "split_k", "empty"]),
            ("Audit_1", vec!["a", "b", "c"]),
            ("Form_1", vec!["a", "c", "d", "split_f"]),
            ("Detail_1", vec!["c", "d"]),
        ];
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let needs = needs
            .iter()
            .map(|(function, stems)| ((*function).to_owned(), owned(stems)))
            .collect();
        let pieces = [
            ("a", 4),
            ("b", 3),
            ("c", 2),
            ("d", 300),
            ("split_k", 5),
            ("split_f", 500),
        ];
        let pieces = pieces
            .map(|(stem, weight)| (stem.to_owned(), vec![0; weight]))
            .into();
        let groups = group(&needs, &pieces);
        assert_eq!(groups.files["shared.wasm"], ["a", "b", "c"]);
        assert_eq!(groups.files["shared-1.wasm"], ["d"]);
        assert_eq!(groups.needs["Keys_1"], ["shared.wasm", "Keys.wasm"]);
        assert_eq!(groups.needs["Audit_1"], ["shared.wasm"]);
        assert_eq!(
            groups.needs["Form_1"],
            ["shared-1.wasm", "shared.wasm", "Form.wasm"]
        );
        assert_eq!(groups.needs["Detail_1"], ["shared-1.wasm", "shared.wasm"]);
        assert_eq!(groups.files.len(), 4);
    }
}
