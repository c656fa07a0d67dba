//! The JavaScript that fetches a page's files when the module asks for them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};

/// One way of fetching for every file; `makeLoad` is the splitter's. The first file brings the styles of lazy pages along,
/// where the page that came from the server has not: nobody sees a page that is not dressed yet.
const FETCH: &str = "\
let styled;
const styles = () => styled ??= new Promise((done) => {
    const href = document.querySelector('meta[name=lazy-styles]')?.content;
    if (!href || document.querySelector(`link[href='${href}']`)) return done();
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.onload = link.onerror = done;
    document.head.append(link);
});
const file = (name, needed) => makeLoad(() => {
    const answer = fetch(new URL(name, import.meta.url));
    answer.catch(() => {});
    const dressed = styles();
    return (imports) => dressed.then(() => WebAssembly.instantiateStreaming(answer, imports));
}, needed);
";

/// Keeps what the splitter wrote for the pieces to meet the module, and loads our files instead of its own.
pub fn write(theirs: &str, pages: &BTreeMap<String, Vec<String>>) -> Result<String> {
    let starts = ["\n/* ", "\nexport const __wasm_split_load_"];
    let end = starts
        .iter()
        .filter_map(|start| theirs.find(start))
        .min()
        .context("the splitter's JavaScript loads nothing")?;
    let mut js = theirs[..=end].to_owned() + FETCH;
    let shared: BTreeSet<&String> = pages
        .values()
        .flat_map(|files| files.iter().rev().skip(1))
        .collect();
    for file in &shared {
        js += &format!("const {} = file(\"./{file}\", []);\n", variable(file));
    }
    for (function, files) in pages {
        let (own, needed): (Vec<_>, Vec<_>) = files.iter().partition(|file| !shared.contains(file));
        let needed: Vec<_> = needed.into_iter().map(|file| variable(file)).collect();
        let needed = needed.join(", ");
        let load = match own.first() {
            Some(own) => format!("file(\"./{own}\", [{needed}])"),
            // All that the page reaches, others reach as well.
            None => format!("makeLoad(() => async () => ({{}}), [{needed}])"),
        };
        js += &format!("export const __wasm_split_load_{function} = wrapAsyncCb({load});\n");
    }
    Ok(js)
}

fn variable(file: &str) -> String {
    file.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_waits_for_what_it_shares() {
        let theirs = "import x;\nfunction makeLoad() {}\n/* a, b */\nconst __chunk_1 = 1;\n\
                      export const __wasm_split_load_a_1 = 1;\n";
        let files = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let pages = BTreeMap::from([
            ("a_1".to_owned(), files(&["with_others.wasm", "a.wasm"])),
            ("b_1".to_owned(), files(&["with_others.wasm", "b.wasm"])),
        ]);
        let js = write(theirs, &pages).unwrap();
        assert!(
            js.starts_with("import x;\nfunction makeLoad() {}\nlet styled;\n"),
            "{js}"
        );
        assert!(!js.contains("__chunk"), "{js}");
        assert_eq!(js.matches("file(\"./with_others.wasm\", [])").count(), 1);
        let page =
            "export const __wasm_split_load_b_1 = wrapAsyncCb(file(\"./b.wasm\", [with_others_wasm]));";
        assert!(js.contains(page), "{js}");
    }
}
