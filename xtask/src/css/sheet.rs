//! The project's own styles: `style/main.css` and what it imports, in that order.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail};
use regex::Regex;

/// The sheet that says the order of the others.
const ENTRY: &str = "main.css";

#[expect(clippy::expect_used, reason = "the pattern is a constant and a test uses it")]
static IMPORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^\s*@import\s+["'](?:\./)?([\w.-]+\.css)["']\s*;[ \t]*\n?"#).expect("a pattern")
});

/// Reads the styles of a folder: the imports of `main.css` in their order, then the rest of `main.css`.
///
/// A sheet that nothing imports is refused: it would look as if it counted.
pub fn read(folder: &Path) -> Result<String> {
    let entry = text(folder, ENTRY)?;
    let mut all = String::new();
    let mut used = BTreeSet::from([ENTRY.to_owned()]);
    for import in IMPORT.captures_iter(&entry) {
        all += &text(folder, &import[1])?;
        all += "\n";
        used.insert(import[1].to_owned());
    }
    let rest = IMPORT.replace_all(&entry, "");
    if without_comments(&rest).contains("@import") {
        bail!("style/{ENTRY} may only import sheets that lie beside it: @import \"tokens.css\";");
    }
    for file in fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|kind| kind == "css") && !used.contains(&name) {
            bail!("style/{name} is not imported by style/{ENTRY}");
        }
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
        assert_eq!(read(styles.path()).unwrap(), ".b {}\n.a {}\n.m {}\n");
    }

    #[test]
    fn a_sheet_that_nobody_imports_is_refused_and_so_is_one_from_elsewhere() {
        let stray = folder(&[("main.css", ""), ("a.css", "")]);
        assert!(
            read(stray.path())
                .unwrap_err()
                .to_string()
                .contains("style/a.css is not imported")
        );
        let foreign = folder(&[("main.css", "@import \"https://fonts.example/x.css\";")]);
        assert!(
            read(foreign.path())
                .unwrap_err()
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
