//! The project's own styles: `style/main.css` and `style/lazy.css`, and what they import, in that order.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail};
use regex::Regex;

/// The sheet that says which others every page needs, and their order.
const EVERY: &str = "main.css";
/// The sheet that says which others lazy pages need besides.
const LAZY: &str = "lazy.css";

/// The project's own styles, without utilities.
pub struct Own {
    /// What every page needs.
    pub every: String,
    /// What lazy pages need besides.
    pub lazy: String,
}

#[expect(clippy::expect_used, reason = "the pattern is a constant and a test uses it")]
static IMPORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^\s*@import\s+["'](?:\./)?([\w.-]+\.css)["']\s*;[ \t]*\n?"#).expect("a pattern")
});

/// Reads the styles of a folder: for each entry the imports in their order, then the rest of the entry.
///
/// A sheet that nothing imports is refused: it would look as if it counted.
pub fn read(folder: &Path) -> Result<Own> {
    let mut used = BTreeSet::new();
    let every = entry(folder, EVERY, &mut used)?;
    let lazy = if folder.join(LAZY).exists() {
        entry(folder, LAZY, &mut used)?
    } else {
        String::new()
    };
    for file in fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|kind| kind == "css") && !used.contains(&name) {
            bail!("style/{name} is imported neither by style/{EVERY} nor by style/{LAZY}");
        }
    }
    Ok(Own { every, lazy })
}

/// One entry, whole; notes what it used.
fn entry(folder: &Path, name: &str, used: &mut BTreeSet<String>) -> Result<String> {
    let entry = text(folder, name)?;
    used.insert(name.to_owned());
    let mut all = String::new();
    for import in IMPORT.captures_iter(&entry) {
        if !used.insert(import[1].to_owned()) {
            bail!("style/{} is imported twice", &import[1]);
        }
        all += &text(folder, &import[1])?;
        all += "\n";
    }
    let rest = IMPORT.replace_all(&entry, "");
    if without_comments(&rest).contains("@import") {
        bail!("style/{name} may only import sheets that lie beside it: @import \"tokens.css\";");
    }
    Ok(all + &rest)
}

fn text(folder: &Path, name: &str) -> Result<String> {
    fs::read_to_string(folder.join(name)).with_context(|| format!("could not read style/{name}"))
}

/// The same styles without comments, indentation and empty lines. What is inside quotes stays as it is.
pub fn slim(css: &str) -> String {
    let bare = without_comments(css);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |all, line| all + line + "\n")
}

/// The same styles without comments.
pub fn without_comments(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut characters = css.chars().peekable();
    let mut quote = None;
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, '/') if characters.peek() == Some(&'*') => {
                characters.next();
                let mut last = ' ';
                for inside in characters.by_ref() {
                    if last == '*' && inside == '/' {
                        break;
                    }
                    last = inside;
                }
                continue;
            }
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (Some(_), '\\') => {
                bare.push(character);
                bare.extend(characters.next());
                continue;
            }
            _ => {}
        }
        bare.push(character);
    }
    bare
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            fs::write(folder.path().join(name), content).unwrap();
        }
        folder
    }

    #[test]
    fn the_imports_come_in_their_order_and_the_rest_of_the_entry_last() {
        let styles = folder(&[
            ("main.css", "@import \"b.css\";\n@import './a.css';\n.m {}\n"),
            ("a.css", ".a {}"),
            ("b.css", ".b {}"),
        ]);
        assert_eq!(read(styles.path()).unwrap().every, ".b {}\n.a {}\n.m {}\n");
    }

    #[test]
    fn lazy_pages_have_sheets_of_their_own_and_no_sheet_is_in_both() {
        let files = |lazy| {
            [
                ("main.css", "@import \"a.css\";\n"),
                ("lazy.css", lazy),
                ("a.css", ".a {}"),
                ("b.css", ".b {}"),
            ]
        };
        let apart = folder(&files("@import \"b.css\";\n"));
        let own = read(apart.path()).unwrap();
        assert_eq!((own.every.trim(), own.lazy.trim()), (".a {}", ".b {}"));
        let both = folder(&files("@import \"a.css\";\n@import \"b.css\";\n"));
        assert!(
            read(both.path())
                .err()
                .unwrap()
                .to_string()
                .contains("style/a.css is imported twice")
        );
    }

    #[test]
    fn a_sheet_that_nobody_imports_is_refused_and_so_is_one_from_elsewhere() {
        let stray = folder(&[("main.css", ""), ("a.css", "")]);
        assert!(
            read(stray.path())
                .err()
                .unwrap()
                .to_string()
                .contains("style/a.css is imported neither")
        );
        let foreign = folder(&[("main.css", "@import \"https://fonts.example/x.css\";")]);
        assert!(
            read(foreign.path())
                .err()
                .unwrap()
                .to_string()
                .contains("lie beside it")
        );
    }

    #[test]
    fn slimming_drops_comments_and_indentation_but_nothing_in_quotes() {
        let css = "/* a */\n.x {\n  content: \"/* b */  \\\" c\";\n\n}\n";
        assert_eq!(slim(css), ".x {\ncontent: \"/* b */  \\\" c\";\n}\n");
    }
}
