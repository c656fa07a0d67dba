//! The styles: what `style/` says, then the utilities for the class names found in the pages.
//!
//! A class that neither of the two knows fails the build, with its file and line: a misspelt class is a mistake
//! that nobody sees in the code and everybody sees on the screen.

mod literal;
mod refuse;
mod scan;
mod selectors;
mod sheet;
mod utilities;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use selectors::Selectors;
use utilities::Utilities;

/// Where class names are looked for.
const PAGES: &str = "app/src";
/// Where the project's own styles are.
const STYLE: &str = "style";

/// The whole style sheet of the project.
pub fn build(root: &Path) -> Result<String> {
    let own = sheet::read(&root.join(STYLE))?;
    let selectors = Selectors::of(&own);
    let utilities = Utilities::new();
    let mut wanted = BTreeSet::new();
    let mut problems = Vec::new();
    for (path, source) in pages(root)? {
        let found = scan::classes(&source).with_context(|| format!("{path} is not Rust"))?;
        for class in found {
            match judge(&class.text, &selectors, &utilities) {
                Verdict::Own => {}
                Verdict::Utility => {
                    wanted.insert(class.text);
                }
                Verdict::Refused(why) => problems.push(format!("{path}:{}: {why}", class.line)),
            }
        }
    }
    if !problems.is_empty() {
        bail!(
            "the pages use classes that do not exist:\n  {}",
            problems.join("\n  ")
        );
    }
    Ok(sheet::slim(&format!("{own}\n{}", utilities.generate(&wanted))))
}

/// What becomes of a class name.
enum Verdict {
    /// Defined in `style/`.
    Own,
    /// To be generated.
    Utility,
    /// A mistake, in words.
    Refused(String),
}

fn judge(class: &str, selectors: &Selectors, utilities: &Utilities) -> Verdict {
    if selectors.owns(class) {
        return Verdict::Own;
    }
    if let Some(why) = refuse::reason(class) {
        return Verdict::Refused(why);
    }
    if utilities.knows(class) {
        return Verdict::Utility;
    }
    if selectors.mentions(class) {
        return Verdict::Own;
    }
    Verdict::Refused(format!(
        "unknown class `{class}`: neither a Tailwind utility nor a selector in {STYLE}/"
    ))
}

/// Path and text of every Rust file of the pages.
fn pages(root: &Path) -> Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    for entry in WalkDir::new(root.join(PAGES)).sort_by_file_name() {
        let entry = entry.context("could not read the pages")?;
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            let text = fs::read_to_string(entry.path())
                .with_context(|| format!("could not read {}", entry.path().display()))?;
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            pages.push((path.display().to_string(), text));
        }
    }
    Ok(pages)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A project with one page and one style sheet.
    fn project(page: &str, style: &str) -> Result<String> {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join(PAGES)).unwrap();
        fs::create_dir_all(root.path().join(STYLE)).unwrap();
        fs::write(root.path().join(PAGES).join("page.rs"), page).unwrap();
        fs::write(root.path().join(STYLE).join("main.css"), style).unwrap();
        build(root.path())
    }

    #[test]
    fn own_styles_come_first_and_utilities_last() {
        let css = project(
            r#"fn p() { view! { <p class="card p-4 md:flex">"x"</p> } }"#,
            ".card { color: red; }",
        )
        .unwrap();
        let own = css.find(".card").unwrap();
        let utility = css.find(".p-4").unwrap();
        assert!(own < utility, "{css}");
        assert!(css.contains(".md\\:flex"), "{css}");
    }

    #[test]
    fn an_unknown_class_fails_with_file_and_line() {
        let page = "fn p() {\n    view! { <p class=\"p-4 cadr\">\"x\"</p> }\n}\n";
        let message = format!("{:#}", project(page, ".card { color: red; }").unwrap_err());
        assert!(
            message.contains("app/src/page.rs:2: unknown class `cadr`"),
            "{message}"
        );
        assert!(!message.contains("p-4"), "{message}");
    }

    #[test]
    fn a_class_of_our_own_wins_over_a_utility_of_the_same_name() {
        let css = project(
            r#"fn p() { view! { <p class="filter">"x"</p> } }"#,
            ".filter { gap: 4px; }",
        )
        .unwrap();
        assert_eq!(css.matches(".filter").count(), 1, "{css}");
    }

    #[test]
    fn a_utility_that_our_styles_only_mention_is_still_generated() {
        let css = project(
            r#"fn p() { view! { <p class="hidden">"x"</p> } }"#,
            ".menu .hidden { gap: 4px; }",
        )
        .unwrap();
        assert!(css.contains("display: none"), "{css}");
    }
}
