//! A vendor is one folder: no folder imports another, and nothing else in the engine knows a vendor's name.

use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use super::modules::{ENGINE, module, resolve};
use super::paths::paths;
use super::source::Source;

#[expect(clippy::expect_used, reason = "the pattern is a constant and a test uses it")]
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(autotask|datto|\bit[_ -]?glue|it_?glue\b|pax8|\bunifi(?:[^a-z]|$)|microsoft[_ -]?365)")
        .expect("a pattern")
});

/// Checks the folders and the names.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let folders: Vec<&str> = sources
        .iter()
        .filter_map(|source| source.below(&format!("{ENGINE}/vendors"))?.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    sources
        .iter()
        .flat_map(|source| imports(source, &folders).into_iter().chain(names(source)))
        .collect()
}

fn imports(source: &Source, folders: &[&str]) -> Vec<Finding> {
    let Some(module) = module(source) else {
        return Vec::new();
    };
    let [first, own, ..] = &module[..] else {
        return Vec::new();
    };
    if first != "vendors" || !folders.contains(&own.as_str()) {
        return Vec::new();
    }
    let other = |words: Vec<String>| match &words[..] {
        [first, other, ..] if first == "vendors" && other != own && folders.contains(&other.as_str()) => {
            Some(other.clone())
        }
        _ => None,
    };
    paths(&source.tokens)
        .iter()
        .filter_map(|path| Some((path.line, other(resolve(&module, path)?)?)))
        .map(|(line, other)| Finding::at(source, line, format!("vendor `{own}` imports vendor `{other}`")))
        .collect()
}

fn names(source: &Source) -> Vec<Finding> {
    if source
        .below(ENGINE)
        .is_none_or(|path| path.starts_with("vendors/"))
    {
        return Vec::new();
    }
    let lines = source
        .text
        .lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line));
    lines
        .filter(|(number, _)| !source.is_test(*number))
        .filter_map(|(number, line)| Some((number, NAME.captures(line)?.get(1)?.as_str())))
        .map(|(number, name)| {
            Finding::at(
                source,
                number,
                format!("`{}` is a vendor's name: only its folder knows it", name.trim()),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn finds(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> = files
            .iter()
            .map(|(path, code)| Source::parse(&format!("{ENGINE}/{path}"), code).unwrap())
            .collect();
        check(&sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_vendor_that_imports_another_is_found_by_any_way() {
        let other = ("vendors/it_glue/mod.rs", "pub fn f() {}");
        for way in [
            "use crate::vendors::it_glue;",
            "use super::it_glue::f;",
            "fn g() { crate::vendors::it_glue::f() }",
        ] {
            let found = finds(&[("vendors/autotask/mod.rs", way), other]);
            assert_eq!(found.len(), 1, "{way}");
            assert!(
                found[0].contains("vendor `autotask` imports vendor `it_glue`"),
                "{found:?}"
            );
        }
        let shared = [
            (
                "vendors/autotask/mod.rs",
                "use super::page::Page; use super::autotask::x;",
            ),
            other,
        ];
        assert!(finds(&shared).is_empty());
    }

    #[test]
    fn a_vendors_name_elsewhere_is_found_in_code_strings_and_comments() {
        for line in [
            "fn autotask() {}",
            "const X: &str = \"it_glue\";",
            "// Datto RMM does so",
            "struct ItGlue;",
            "// UniFi's",
        ] {
            assert_eq!(finds(&[("connector/wire.rs", line)]).len(), 1, "{line}");
        }
    }

    #[test]
    fn vendors_own_folder_tests_and_similar_words_are_free() {
        assert!(
            finds(&[
                ("vendors/mod.rs", "mod autotask;"),
                ("vendors/pax8/mod.rs", "fn pax8() {}")
            ])
            .is_empty()
        );
        assert!(
            finds(&[(
                "store/mod.rs",
                "fn unified() {} // a unification, with a bit of glue"
            )])
            .is_empty()
        );
        assert!(finds(&[("store/mod.rs", "#[cfg(test)]\nmod tests {\n  fn pax8() {}\n}")]).is_empty());
    }
}
