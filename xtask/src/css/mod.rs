//! The styles: what `style/` says, then the utilities for the class names found in the pages.
//!
//! A class that neither of the two knows fails the build, with its file and line: a misspelt class is a mistake
//! that nobody sees in the code and everybody sees on the screen. So does a class that only lazy pages have styles for, in
//! a page that every visit may begin with.

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

/// The pages that a first visit may show, and what stands around every page: they have no other styles than every page's.
const FIRST: [&str; 4] = [
    "app/src/frame/",
    "app/src/features/sign_in/",
    "app/src/features/not_found/",
    "app/src/features/integrations/list/",
];

/// The style sheets of the project.
pub struct Styles {
    /// What every page loads.
    pub every: String,
    /// What lazy pages load besides.
    pub lazy: String,
}

/// Makes the style sheets of the project.
pub fn build(root: &Path) -> Result<Styles> {
    let own = sheet::read(&root.join(STYLE))?;
    let selectors = Selectors::of(&format!("{}\n{}", own.every, own.lazy));
    let every = Selectors::of(&own.every);
    let utilities = Utilities::new();
    let mut wanted = BTreeSet::new();
    let mut problems = Vec::new();
    for (path, source) in pages(root)? {
        let first = FIRST.iter().any(|part| path.starts_with(part));
        let found = scan::classes(&source).with_context(|| format!("{path} is not Rust"))?;
        for class in found {
            let verdict = match judge(&class.text, &selectors, &utilities) {
                Verdict::Own if first && !every.mentions(&class.text) => Verdict::Refused(format!(
                    "`{}` has styles on lazy pages only: move them to a sheet of {STYLE}/main.css",
                    class.text
                )),
                verdict => verdict,
            };
            match verdict {
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
    let utilities = utilities.generate(&wanted);
    let with_utilities = |own: &str| sheet::slim(&format!("{own}\n{utilities}"));
    Ok(Styles {
        every: with_utilities(&own.every),
        lazy: with_utilities(&own.lazy),
    })
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
        build(root.path()).map(|styles| styles.every)
    }

    #[test]
    fn a_first_page_may_not_use_what_only_lazy_pages_have_styles_for() {
        let root = tempfile::tempdir().unwrap();
        let (list, status) = (
            root.path().join("app/src/features/integrations/list"),
            root.path().join("app/src/features/status"),
        );
        for folder in [&list, &status, &root.path().join(STYLE)] {
            fs::create_dir_all(folder).unwrap();
        }
        let page = r#"fn p() { view! { <p class="bar p-4">"x"</p> } }"#;
        fs::write(root.path().join(STYLE).join("main.css"), ".card { color: red; }").unwrap();
        fs::write(root.path().join(STYLE).join("lazy.css"), ".bar { color: red; }").unwrap();
        fs::write(status.join("mod.rs"), page).unwrap();
        let styles = build(root.path()).unwrap();
        assert!(
            !styles.every.contains(".bar") && styles.every.contains(".p-4"),
            "{}",
            styles.every
        );
        assert!(
            styles.lazy.find(".bar").unwrap() < styles.lazy.find(".p-4").unwrap(),
            "{}",
            styles.lazy
        );
        fs::write(list.join("mod.rs"), page).unwrap();
        let message = build(root.path()).err().unwrap().to_string();
        assert!(
            message.contains("list/mod.rs:1: `bar` has styles on lazy pages only"),
            "{message}"
        );
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
