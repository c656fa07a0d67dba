//! A sentence with names in backticks, as the schemas and templates write them. Knows no other mark: a guide is Markdown.

use leptos::prelude::*;

/// The sentence, what stands in backticks as code.
pub fn with_code(text: &str) -> AnyView {
    let parts = parts(text).map(|(is_code, words)| {
        let words = words.to_owned();
        if is_code {
            view! { <code>{words}</code> }.into_any()
        } else {
            words.into_any()
        }
    });
    parts.collect_view().into_any()
}

/// The parts in their order, true for code. A backtick without its fellow is part of the words.
fn parts(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let closed = text.matches('`').count() / 2 * 2;
    let parts = text.splitn(closed + 1, '`').enumerate();
    parts
        .map(|(at, words)| (at % 2 == 1, words))
        .filter(|(_, words)| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn of(text: &str) -> Vec<(bool, &str)> {
        parts(text).collect()
    }

    #[test]
    fn what_stands_in_backticks_is_code() {
        assert_eq!(of("plain"), [(false, "plain")]);
        assert_eq!(of("a `b` c"), [(false, "a "), (true, "b"), (false, " c")]);
        assert_eq!(of("`b``c`"), [(true, "b"), (true, "c")]);
        assert_eq!(of(""), []);
    }

    #[test]
    fn a_backtick_alone_is_a_backtick() {
        assert_eq!(of("a ` b"), [(false, "a ` b")]);
        assert_eq!(of("`a` b ` c"), [(true, "a"), (false, " b ` c")]);
    }
}
