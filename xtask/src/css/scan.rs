//! Finds the class names that Rust sources use.
//!
//! A string counts as class names when it stands
//! - in the value of an attribute, argument, field or variable called `class`, `classes`, `…_class` or `…_classes`
//!   (any case: `class="…"`, `class=move || if on { "…" } else { "…" }`, `const BUTTON_CLASS: &str = "…"`),
//! - in the body of a function called so.
//!
//! So does the name in `class:name=…`. Strings that are compared or matched (`kind == "x"`, `"x" => …`) do not count.
//! A name that is put together from parts (`btn-{kind}`) is refused elsewhere: it arrives here with its braces.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::literal;

/// A class name and its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// The line, from 1.
    pub line: usize,
    /// The name.
    pub text: String,
}

/// Methods and macros whose arguments are looked for or shown, not worn.
const NOT_WORN: &[&str] = &[
    "contains",
    "starts_with",
    "ends_with",
    "matches",
    "eq",
    "get",
    "split",
    "join",
    "replace",
    "expect",
    "panic",
    "unreachable",
    "context",
    "assert",
    "assert_eq",
    "debug_assert",
];

/// All class names of a source file, in order.
pub fn classes(source: &str) -> Result<BTreeSet<Class>> {
    let tokens: TokenStream = source.parse().map_err(|error| anyhow!("{error}"))?;
    let mut scanner = Scanner {
        source,
        found: BTreeSet::new(),
    };
    scanner.walk(tokens);
    Ok(scanner.found)
}

struct Scanner<'a> {
    source: &'a str,
    found: BTreeSet<Class>,
}

impl Scanner<'_> {
    fn walk(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) if names_classes(&ident.to_string()) => {
                    self.named(ident, &tokens, at);
                }
                TokenTree::Group(group) => self.walk(group.stream()),
                _ => {}
            }
        }
    }

    /// A word that says "class" at position `at`: takes what belongs to it.
    fn named(&mut self, ident: &Ident, tokens: &[TokenTree], at: usize) {
        let before = |word: &str| at > 0 && is_word(&tokens[at - 1], word);
        let rest = &tokens[at + 1..];
        if before("fn") {
            let body = rest.iter().find(
                |token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
            );
            self.strings(body.map_or(&[], std::slice::from_ref));
        } else if is_assignment(rest) {
            self.strings(&rest[1..=value_length(&rest[1..])]);
        } else if rest.first().is_some_and(|token| is_punct(token, ':')) {
            if let Some(name) = self.name_after_colon(ident) {
                self.add(ident, 0, &name);
            } else if let Some(TokenTree::Literal(_)) = rest.get(1) {
                self.strings(&rest[1..2]);
            } else if before("const") || before("static") || before("let") || before("mut") {
                let typed = rest.iter().take_while(|token| !is_punct(token, ';')).count();
                if let Some(assign) = (0..typed).find(|&i| is_assignment(&rest[i..])) {
                    self.strings(&rest[assign + 1..typed]);
                }
            }
        }
    }

    /// `name` in `class:name=`; the name may hold what Rust would take for operators.
    fn name_after_colon(&self, ident: &Ident) -> Option<String> {
        let rest = self
            .source
            .get(ident.span().byte_range().end..)?
            .strip_prefix(':')?;
        let end =
            rest.find(|character: char| character == '=' || character == '>' || character.is_whitespace())?;
        let name = &rest[..end];
        let plausible =
            name.starts_with(|first: char| first.is_ascii_alphanumeric() || "-[_*@!".contains(first));
        (ident == "class" && plausible && rest[end..].starts_with('=')).then(|| name.to_owned())
    }

    /// Adds the words of all strings in `tokens` that are not compared.
    fn strings(&mut self, tokens: &[TokenTree]) {
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Literal(literal) if !is_compared(tokens, at) => {
                    for (line, word) in literal::words(&literal.to_string()).unwrap_or_default() {
                        if !(word.starts_with('{') && word.find('}') == Some(word.len() - 1)) {
                            self.add(literal, line, &word);
                        }
                    }
                }
                TokenTree::Group(group) if !is_argument_of_a_question(tokens, at) => {
                    self.strings(&group.stream().into_iter().collect::<Vec<_>>());
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, token: &impl Spanned, line: usize, name: &str) {
        self.found.insert(Class {
            line: token.line() + line,
            text: name.to_owned(),
        });
    }
}

/// A token that knows its line.
trait Spanned {
    fn line(&self) -> usize;
}

impl Spanned for Ident {
    fn line(&self) -> usize {
        self.span().start().line
    }
}

impl Spanned for proc_macro2::Literal {
    fn line(&self) -> usize {
        self.span().start().line
    }
}

fn names_classes(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    ["class", "classes"]
        .iter()
        .any(|name| word == *name || word.ends_with(&format!("_{name}")))
}

/// How many tokens the value after `=` has: up to the next attribute, the end of the tag or of the statement.
fn value_length(tokens: &[TokenTree]) -> usize {
    if let Some(TokenTree::Literal(_) | TokenTree::Group(_)) = tokens.first() {
        return 1;
    }
    let ends = |at: usize| match &tokens[at] {
        TokenTree::Punct(punct) => match punct.as_char() {
            ';' | ',' => true,
            // Not the end of `=>` or `->`.
            '>' => at == 0 || !(is_punct(&tokens[at - 1], '=') || is_punct(&tokens[at - 1], '-')),
            '/' => tokens.get(at + 1).is_some_and(|next| is_punct(next, '>')),
            _ => false,
        },
        // `on:click`, `disabled=`: the next attribute. `a::b` is a path.
        TokenTree::Ident(_) => {
            is_assignment(&tokens[at + 1..])
                || (tokens.get(at + 1).is_some_and(|next| is_punct(next, ':'))
                    && !tokens.get(at + 2).is_some_and(|next| is_punct(next, ':')))
        }
        _ => false,
    };
    (0..tokens.len()).find(|&at| ends(at)).unwrap_or(tokens.len())
}

/// `= value`, and neither `==` nor `=>`.
fn is_assignment(tokens: &[TokenTree]) -> bool {
    tokens.first().is_some_and(|token| is_punct(token, '='))
        && !tokens
            .get(1)
            .is_some_and(|next| is_punct(next, '=') || is_punct(next, '>'))
}

/// `x == "…"`, `"…" != x`, `"…" => …`, `"…" | "…" => …`.
fn is_compared(tokens: &[TokenTree], at: usize) -> bool {
    let punct = |position: Option<usize>, character| {
        position
            .and_then(|position| tokens.get(position))
            .is_some_and(|token| is_punct(token, character))
    };
    let before = at.checked_sub(1);
    let equals_before =
        punct(before, '=') && (punct(at.checked_sub(2), '=') || punct(at.checked_sub(2), '!'));
    let equals_after = (punct(Some(at + 1), '=') || punct(Some(at + 1), '!')) && punct(Some(at + 2), '=');
    let pattern = punct(Some(at + 1), '=') && punct(Some(at + 2), '>');
    equals_before || equals_after || pattern || punct(Some(at + 1), '|')
}

/// The parentheses of `x.contains("…")`, `matches!(x, "…")` and their like.
fn is_argument_of_a_question(tokens: &[TokenTree], at: usize) -> bool {
    let name = match at.checked_sub(1).map(|before| &tokens[before]) {
        Some(TokenTree::Punct(punct)) if punct.as_char() == '!' => {
            at.checked_sub(2).map(|before| &tokens[before])
        }
        other => other,
    };
    matches!(name, Some(TokenTree::Ident(ident)) if NOT_WORN.iter().any(|word| ident == word))
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(source: &str) -> Vec<String> {
        classes(source)
            .unwrap()
            .into_iter()
            .map(|class| class.text)
            .collect()
    }

    fn in_view(markup: &str) -> Vec<String> {
        found(&format!("fn page() -> impl IntoView {{ view! {{ {markup} }} }}"))
    }

    #[test]
    fn attributes_with_a_string() {
        assert_eq!(in_view(r#"<a class="b a-1" href="c">"text"</a>"#), ["a-1", "b"]);
        assert_eq!(in_view(r#"<Button class="b" label="c"/>"#), ["b"]);
        assert!(in_view(r#"<a data-x="class=\"y\"">"class"</a>"#).is_empty());
    }

    #[test]
    fn attributes_with_an_expression() {
        assert_eq!(
            in_view(r#"<a class=move || if open.get() { "b" } else { "c" } title="d" on:click=go>"e"</a>"#),
            ["b", "c"]
        );
        assert_eq!(
            in_view(r#"<a class=kind.class() aria-label="d">"e"</a>"#),
            Vec::<String>::new()
        );
        assert_eq!(
            in_view(r#"<a class=("b", move || state.get() == "c") id="d"/>"#),
            ["b"]
        );
        assert_eq!(
            in_view(r#"<a class={format!("b {} {kind}", "c")}>"e"</a>"#),
            ["b", "c"]
        );
    }

    #[test]
    fn the_name_after_the_colon() {
        assert_eq!(
            in_view(r#"<a class:b=on class:sm:w-1/2=move || x.get() == "c">"d"</a>"#),
            ["b", "sm:w-1/2"]
        );
        assert!(found("fn f(class: &'static str, body_class: Option<String>) {}").is_empty());
        assert!(found("use ui::class::Class;").is_empty());
    }

    #[test]
    fn constants_variables_fields_and_functions_with_class_in_their_name() {
        assert_eq!(
            found(r#"const BUTTON_CLASS: &str = "b c"; const OTHER: &str = "d";"#),
            ["b", "c"]
        );
        assert_eq!(
            found(r#"static TONE_CLASSES: [&str; 2] = ["b", "c"]; fn f() { g("d") }"#),
            ["b", "c"]
        );
        assert_eq!(
            found(r#"fn f() { let row_class = if x { "b" } else { "c" }; g("d") }"#),
            ["b", "c"]
        );
        assert_eq!(found(r#"fn f() { Props { class: "b", title: "c" } }"#), ["b"]);
        assert_eq!(
            found(r#"fn class(self) -> &'static str { match self.0 { "c" | "d" => "b", _ => "e" } }"#),
            ["b", "e"]
        );
    }

    #[test]
    fn strings_that_are_compared_do_not_count() {
        assert_eq!(
            in_view(
                r#"<a class=move || if "x" == a || b != "y" || c.contains("z") || matches!(d, "w") { "b" } else { "" }>"t"</a>"#
            ),
            ["b"]
        );
    }

    #[test]
    fn names_in_parts_keep_their_braces_and_comments_do_not_count() {
        assert_eq!(
            in_view(r#"<a class=format!("btn-{kind} {size}")>"e"</a>"#),
            ["btn-{kind}"]
        );
        assert!(found("// class=\"a\"\n/* class=\"b\" */ fn f() {}").is_empty());
    }

    #[test]
    fn the_line_is_that_of_the_name() {
        let classes = classes("fn f() {\n  view! {\n    <a class=\"b\n      c\"/>\n  }\n}").unwrap();
        assert_eq!(
            classes.into_iter().collect::<Vec<_>>(),
            [
                Class {
                    line: 3,
                    text: "b".into()
                },
                Class {
                    line: 4,
                    text: "c".into()
                }
            ]
        );
    }
}
