//! Where a library or a habit stops.

use super::Finding;
use super::paths::paths;
use super::source::Source;

/// A path that may only be used in some places.
struct Ban {
    /// The first words of the path.
    path: &'static [&'static str],
    /// Where the rule counts.
    within: &'static [&'static str],
    /// Where the path may be used all the same: files and folders by the start of their path.
    except: &'static [&'static str],
    /// What to do instead.
    instead: &'static str,
}

const PRODUCT: &[&str] = &["app/", "frontend/", "server/", "migrations/"];
const STORE: &[&str] = &["server/engine/src/store", "server/src/wiring.rs", "migrations/"];

const BANS: &[Ban] = &[
    Ban {
        path: &["axum"],
        within: PRODUCT,
        except: &["server/src/web", "server/src/main.rs", "server/src/wiring.rs"],
        instead: "HTTP stops at server/src/web",
    },
    Ban {
        path: &["sea_orm"],
        within: PRODUCT,
        except: STORE,
        instead: "rows never leave engine/store",
    },
    Ban {
        path: &["sea_query"],
        within: PRODUCT,
        except: STORE,
        instead: "rows never leave engine/store",
    },
    Ban {
        path: &["sqlx"],
        within: PRODUCT,
        except: STORE,
        instead: "rows never leave engine/store",
    },
    Ban {
        path: &["reqwest"],
        within: PRODUCT,
        except: &[
            "server/engine/src/connector/wire",
            "server/engine/src/connector/auth",
            "server/engine/src/connector/reach",
            "server/engine/src/vault",
        ],
        instead: "one wire: engine/connector/wire",
    },
    Ban {
        path: &["std", "env"],
        within: PRODUCT,
        except: &["server/src/config"],
        instead: "settings are read in server/src/config and handed down",
    },
];

/// Words that have no place anywhere.
const WORDS: &[(&str, &str)] = &[
    (
        "error_for_status",
        "it throws the vendor's own words away: read the body and classify",
    ),
    (
        "error_for_status_ref",
        "it throws the vendor's own words away: read the body and classify",
    ),
];

/// Types whose constructors may be called only in files of one name.
const MINTS: &[(&str, &str)] = &[
    ("SearchPath", "paths.rs"),
    ("LinkPath", "paths.rs"),
    ("OwnPath", "paths.rs"),
];

/// Checks every path and word.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let starts = |prefix: &&str| source.path.starts_with(*prefix);
        for path in paths(&source.tokens) {
            let words: Vec<&str> = path.words.iter().map(String::as_str).collect();
            if source.is_test(path.line) {
                continue;
            }
            for ban in BANS {
                let counts = ban.within.iter().any(starts) && !ban.except.iter().any(starts);
                if counts && words.starts_with(ban.path) {
                    findings.push(Finding::at(
                        source,
                        path.line,
                        format!("`{}`: {}", words.join("::"), ban.instead),
                    ));
                }
            }
            for (mint, file) in MINTS {
                if constructs(&words, mint) && !source.path.ends_with(&format!("/{file}")) {
                    findings.push(Finding::at(
                        source,
                        path.line,
                        format!("only {file} may make a `{mint}`"),
                    ));
                }
            }
        }
        for (line, word) in identifiers(&source.tokens) {
            if let Some((_, why)) = WORDS.iter().find(|(banned, _)| *banned == word) {
                findings.push(Finding::at(source, line, format!("`{word}`: {why}")));
            }
        }
    }
    findings
}

/// `SearchPath::new`, `x::SearchPath::from_static`; not `x::SearchPath`.
fn constructs(words: &[&str], mint: &str) -> bool {
    let lower = |word: &str| word.starts_with(|first: char| first.is_lowercase());
    words.windows(2).any(|pair| pair[0] == mint && lower(pair[1]))
}

fn identifiers(tokens: &proc_macro2::TokenStream) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for token in tokens.clone() {
        match token {
            proc_macro2::TokenTree::Ident(ident) => {
                found.push((ident.span().start().line, ident.to_string()));
            }
            proc_macro2::TokenTree::Group(group) => found.extend(identifiers(&group.stream())),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn finds(path: &str, code: &str) -> usize {
        check(&[Source::parse(path, code).unwrap()]).len()
    }

    #[test]
    fn each_library_has_its_place() {
        for (code, place, elsewhere) in [
            (
                "use axum::Router;",
                "server/src/web/router.rs",
                "server/src/shutdown.rs",
            ),
            (
                "use sea_orm::EntityTrait;",
                "server/engine/src/store/events.rs",
                "server/engine/src/pipeline/worker.rs",
            ),
            (
                "fn f() -> sea_orm::DbErr { x }",
                "migrations/src/first.rs",
                "server/src/web/api/events.rs",
            ),
            (
                "use reqwest::Client;",
                "server/engine/src/connector/wire/send.rs",
                "server/engine/src/vendors/x/mod.rs",
            ),
            (
                "use reqwest;",
                "server/engine/src/vault/azure.rs",
                "app/src/lib.rs",
            ),
            (
                "use std::{env, fs};",
                "server/src/config/mod.rs",
                "server/src/main.rs",
            ),
            (
                "fn f() { std::env::var(\"X\"); }",
                "xtask/src/project.rs",
                "server/engine/src/store/mod.rs",
            ),
        ] {
            assert_eq!(finds(place, code), 0, "{code} in {place}");
            assert_eq!(finds(elsewhere, code), 1, "{code} in {elsewhere}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_free() {
        assert_eq!(
            finds(
                "server/src/main.rs",
                "fn f() { env!(\"CARGO_PKG_VERSION\"); leptos_axum::x(); }"
            ),
            0
        );
        assert_eq!(
            finds(
                "server/engine/src/act.rs",
                "#[cfg(test)]\nmod tests { use axum::Router; }"
            ),
            0
        );
        assert_eq!(
            finds(
                "server/engine/src/act.rs",
                "// use axum::Router;\nfn f() { \"sea_orm::x\" }"
            ),
            0
        );
    }

    #[test]
    fn a_banned_word_counts_in_tests_too() {
        let code = "#[cfg(test)]\nmod tests { fn f() { response.error_for_status() } }";
        assert_eq!(finds("server/engine/tests/wire.rs", code), 1);
    }

    #[test]
    fn a_search_path_is_made_in_paths_rs_only() {
        let code = "const X: SearchPath = SearchPath::new(\"/x\");";
        assert_eq!(finds("server/engine/src/vendors/x/paths.rs", code), 0);
        assert_eq!(finds("server/engine/src/vendors/x/operations/y.rs", code), 1);
        assert_eq!(
            finds(
                "server/engine/src/vendors/x/operations/y.rs",
                "fn f(p: connector::SearchPath) {}"
            ),
            0
        );
    }
}
