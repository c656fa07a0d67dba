//! The paths that Rust code uses: `use a::{b, c::d}` and `a::b::c(…)` alike.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path, written out: the braces of a `use` are expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathUse {
    /// Where its first word stands.
    pub line: usize,
    /// Its words.
    pub words: Vec<String>,
    /// The inline modules around it.
    pub inside: Vec<String>,
}

/// All paths of at least two words, and those of one word that a `use` brings in.
pub fn paths(tokens: &TokenStream) -> Vec<PathUse> {
    let mut found = Vec::new();
    walk(tokens, &[], &mut found);
    found
}

fn walk(tokens: &TokenStream, inside: &[String], found: &mut Vec<PathUse>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => {
                let mut inside = inside.to_vec();
                inside.extend(module_name(&tokens, at));
                walk(&group.stream(), &inside, found);
                at += 1;
            }
            TokenTree::Ident(first) => {
                let line = first.span().start().line;
                let imported = at > 0 && is_word(&tokens[at - 1], "use");
                let (expanded, next) = expand(&tokens, at);
                for words in expanded {
                    if words.len() > 1 || imported {
                        found.push(PathUse {
                            line,
                            words,
                            inside: inside.to_vec(),
                        });
                    }
                }
                at = next;
            }
            _ => at += 1,
        }
    }
}

/// The path that starts at `at`, with braces expanded, and the position after it.
fn expand(tokens: &[TokenTree], at: usize) -> (Vec<Vec<String>>, usize) {
    let mut words = Vec::new();
    let mut at = at;
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        words.push(word.to_string());
        at += 1;
        if !is_colons(tokens, at) {
            return (vec![words], at);
        }
        at += 2;
    }
    match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            (members(&words, &group.stream()), at + 1)
        }
        // `a::<T>()`, `a::*`: what follows is no word of this path.
        _ => (vec![words], at),
    }
}

/// `{b, c::d}` after the words of `prefix`.
fn members(prefix: &[String], group: &TokenStream) -> Vec<Vec<String>> {
    let tokens: Vec<TokenTree> = group.clone().into_iter().collect();
    let mut all = Vec::new();
    for member in tokens.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')) {
        if member.is_empty() {
            continue;
        }
        let (expanded, _) = expand(member, 0);
        for words in expanded {
            let own = words.into_iter().filter(|word| word != "self");
            all.push(prefix.iter().cloned().chain(own).collect());
        }
    }
    all
}

/// The name in `mod name { … }` when `at` is the group.
fn module_name(tokens: &[TokenTree], at: usize) -> Option<String> {
    let name = tokens.get(at.checked_sub(1)?)?;
    let keyword = tokens.get(at.checked_sub(2)?)?;
    match name {
        TokenTree::Ident(ident) if is_word(keyword, "mod") => Some(ident.to_string()),
        _ => None,
    }
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let colon =
        |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    colon(tokens.get(at)) && colon(tokens.get(at + 1))
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(code: &str) -> Vec<String> {
        paths(&code.parse().unwrap())
            .into_iter()
            .map(|path| path.words.join("::"))
            .collect()
    }

    #[test]
    fn the_braces_of_a_use_are_written_out() {
        assert_eq!(
            found("use crate::{store, vault::{open, seal as close}, live::self}; use std::env;"),
            [
                "crate::store",
                "crate::vault::open",
                "crate::vault::seal",
                "crate::live",
                "std::env"
            ]
        );
        assert_eq!(
            found("use crate::store::*; pub use reqwest;"),
            ["crate::store", "reqwest"]
        );
    }

    #[test]
    fn paths_inside_code_macros_and_generics_are_found() {
        assert_eq!(
            found("fn f() -> Vec<crate::store::Row> { g!(x, crate::live::send(y)); crate::act::<T>(); }"),
            ["crate::store::Row", "crate::live::send", "crate::act"]
        );
    }

    #[test]
    fn comments_strings_and_visibility_are_no_paths() {
        assert_eq!(
            found("/* crate::a::b */ pub(crate) fn f() { let x = \"crate::c\"; }"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn inline_modules_are_remembered() {
        let inner = paths(&"mod a { mod b { use super::c; } }".parse().unwrap());
        assert_eq!(inner[0].inside, ["a", "b"]);
    }
}
