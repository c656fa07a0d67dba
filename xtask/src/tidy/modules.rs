//! Where a path in the engine leads, seen from the file it stands in.

use super::paths::PathUse;
use super::source::Source;

/// The folder of the engine's modules.
pub const ENGINE: &str = "server/engine/src";

/// The module of an engine's file: `vendors/x/paths.rs` → `[vendors, x, paths]`. `None` for files elsewhere.
pub fn module(source: &Source) -> Option<Vec<String>> {
    let path = source.below(ENGINE)?.strip_suffix(".rs")?;
    let mut words: Vec<String> = path.split('/').map(str::to_owned).collect();
    if words
        .last()
        .is_some_and(|last| ["mod", "lib"].contains(&last.as_str()))
    {
        words.pop();
    }
    Some(words)
}

/// The words of a path from the crate's root; `None` when it leads out of the crate.
pub fn resolve(module: &[String], path: &PathUse) -> Option<Vec<String>> {
    let mut here: Vec<String> = module.iter().chain(&path.inside).cloned().collect();
    let mut words = path.words.iter().peekable();
    match words.peek().map(|word| word.as_str()) {
        Some("crate") => {
            here.clear();
            words.next();
        }
        Some("self") => {
            words.next();
        }
        Some("super") => {}
        _ => return None,
    }
    while words.next_if(|word| *word == "super").is_some() {
        here.pop();
    }
    here.extend(words.cloned());
    Some(here)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::tidy::paths::paths;

    fn resolved(file: &str, code: &str) -> Vec<Option<String>> {
        let source = Source::parse(&format!("{ENGINE}/{file}"), code).unwrap();
        let module = module(&source).unwrap();
        paths(&source.tokens)
            .iter()
            .map(|path| resolve(&module, path).map(|words| words.join("::")))
            .collect()
    }

    #[test]
    fn crate_self_and_super_lead_to_the_same_place() {
        for code in [
            "use crate::vendors::x::paths;",
            "use self::paths;",
            "use super::x::paths;",
        ] {
            assert_eq!(
                resolved("vendors/x/mod.rs", code),
                [Some("vendors::x::paths".to_owned())],
                "{code}"
            );
        }
        assert_eq!(
            resolved("vendors/x/paths.rs", "use super::super::y;"),
            [Some("vendors::y".to_owned())]
        );
        assert_eq!(
            resolved("store.rs", "mod a { use super::b; }"),
            [Some("store::b".to_owned())]
        );
        assert_eq!(resolved("lib.rs", "use serde::Serialize;"), [None]);
    }
}
