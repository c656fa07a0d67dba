//! What stands within a line: bold, emphasis, code, links.

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// `code`.
    Code(String),
    /// **Bold**.
    Strong(Vec<Span>),
    /// *Emphasis*.
    Emphasis(Vec<Span>),
    /// A link to an address that is allowed.
    Link {
        /// The words.
        text: Vec<Span>,
        /// The address.
        href: String,
    },
}

/// The parts of a line.
pub fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((span, after)) = special(rest) {
            if !plain.is_empty() {
                found.push(Span::Text(std::mem::take(&mut plain)));
            }
            found.push(span);
            rest = after;
        } else {
            plain.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    if !plain.is_empty() {
        found.push(Span::Text(plain));
    }
    found
}

/// The part that begins here, and what follows it.
fn special(rest: &str) -> Option<(Span, &str)> {
    if let Some((code, after)) = between(rest, "`", "`") {
        return Some((Span::Code(code.to_owned()), after));
    }
    if let Some((text, after)) = between(rest, "**", "**") {
        return Some((Span::Strong(spans(text)), after));
    }
    if let Some((text, after)) = between(rest, "*", "*").filter(|(text, _)| !text.starts_with([' ', '*'])) {
        return Some((Span::Emphasis(spans(text)), after));
    }
    let (text, after) = between(rest, "[", "](")?;
    let (href, after) = after.split_once(')')?;
    let href = href.trim().to_owned();
    let span = if is_safe(&href) {
        Span::Link {
            text: spans(text),
            href,
        }
    } else {
        Span::Text(text.to_owned())
    };
    Some((span, after))
}

fn between<'a>(rest: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    let (inside, after) = rest.strip_prefix(open)?.split_once(close)?;
    (!inside.is_empty()).then_some((inside, after))
}

/// Addresses that a guide may lead to: the vendor's pages and our own.
fn is_safe(href: &str) -> bool {
    href.starts_with("https://")
        || (href.starts_with('/') && !href.starts_with("//"))
        || href.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Span {
        Span::Text(words.to_owned())
    }

    #[test]
    fn bold_code_emphasis_and_links_are_told_apart() {
        assert_eq!(
            spans("Open **Account > `Keys`**, *now*, or [read](https://example.com/a)."),
            [
                text("Open "),
                Span::Strong(vec![text("Account > "), Span::Code("Keys".into())]),
                text(", "),
                Span::Emphasis(vec![text("now")]),
                text(", or "),
                Span::Link {
                    text: vec![text("read")],
                    href: "https://example.com/a".into()
                },
                text("."),
            ]
        );
    }

    #[test]
    fn code_keeps_what_would_mean_something_outside() {
        assert_eq!(spans("`**a** <b>`"), [Span::Code("**a** <b>".into())]);
    }

    #[test]
    fn a_link_that_could_run_something_or_leads_elsewhere_is_only_its_words() {
        for href in [
            "javascript:alert(1",
            "http://example.com",
            "//example.com",
            "data:text/html,x",
        ] {
            assert_eq!(spans(&format!("[go]({href})")), [text("go")], "{href}");
        }
    }

    #[test]
    fn marks_that_are_not_closed_and_html_stay_words() {
        for words in [
            "2 * 3 * 4",
            "a ** b",
            "`open",
            "[x] y",
            "<script>alert(1)</script>",
        ] {
            assert_eq!(spans(words), [text(words)], "{words}");
        }
    }
}
