//! The text of a string literal, with the line of each word.

/// The words of a string literal as written in the source (`"…"`, `r"…"`, `r#"…"#`), each with its line, counted
/// from 0 at the start of the literal. `None` when it is not a string literal.
pub fn words(written: &str) -> Option<Vec<(usize, String)>> {
    let (inner, raw) = inner(written)?;
    let mut words = Vec::new();
    let mut word = String::new();
    let mut line = 0;
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        let meant = match character {
            '\\' if !raw => match characters.next() {
                // A backslash at the end of a line joins it to the next; both are white space here.
                Some('\n') => '\n',
                Some('n' | 't' | 'r') => ' ',
                Some(other) => other,
                None => break,
            },
            other => other,
        };
        if meant.is_whitespace() {
            if !word.is_empty() {
                words.push((line, std::mem::take(&mut word)));
            }
            line += usize::from(meant == '\n');
        } else {
            word.push(meant);
        }
    }
    if !word.is_empty() {
        words.push((line, word));
    }
    Some(words)
}

fn inner(written: &str) -> Option<(&str, bool)> {
    if let Some(rest) = written.strip_prefix('"') {
        return Some((rest.strip_suffix('"')?, false));
    }
    let rest = written.strip_prefix('r')?;
    let body = rest.trim_start_matches('#');
    let hashes = rest.len() - body.len();
    let body = body.strip_prefix('"')?;
    let end = body.len().checked_sub(hashes + 1)?;
    Some((body.get(..end)?, true))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_word_keeps_its_line() {
        let words = words("\"a b\n   c \\\n d\"").unwrap();
        assert_eq!(
            words,
            [(0, "a".into()), (0, "b".into()), (1, "c".into()), (2, "d".into())]
        );
    }

    #[test]
    fn raw_strings_and_escapes_are_read_as_the_compiler_reads_them() {
        assert_eq!(
            words(r##"r#"content-["x"]"#"##).unwrap(),
            [(0, r#"content-["x"]"#.into())]
        );
        assert_eq!(
            words(r#""content-[\"x\"]\tb""#).unwrap(),
            [(0, r#"content-["x"]"#.into()), (0, "b".into())]
        );
    }

    #[test]
    fn other_literals_are_not_strings() {
        for other in ["1", "'a'", "b\"x\"", "1.5"] {
            assert_eq!(words(other), None, "{other}");
        }
    }
}
