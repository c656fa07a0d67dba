//! The blocks of a text.

use super::inline::{Span, spans};

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading: how deep, and its words.
    Heading(usize, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list; numbered or not. Each item holds blocks.
    List {
        /// True when the order matters.
        numbered: bool,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A table: its head, then its rows.
    Table {
        /// The words above the columns.
        head: Vec<Vec<Span>>,
        /// The rows.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// Lines to copy as they stand.
    Code(String),
}

/// The blocks of a text.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim_end();
        if line.trim().is_empty() {
            at += 1;
        } else if line.trim_start().starts_with("```") {
            let end = position(&lines, at + 1, |line| line.trim_start().starts_with("```"));
            found.push(Block::Code(lines[at + 1..end].join("\n")));
            at = end + 1;
        } else if let Some((level, words)) = heading(line) {
            found.push(Block::Heading(level, spans(words)));
            at += 1;
        } else if let Some(marker) = marker(line) {
            let end = position(&lines, at + 1, |line| !belongs(line, marker.numbered));
            found.push(list(&lines[at..end], marker.numbered));
            at = end;
        } else if line.starts_with('|') && lines.get(at + 1).is_some_and(|next| is_rule(next)) {
            let end = position(&lines, at + 2, |line| !line.starts_with('|'));
            found.push(Block::Table {
                head: cells(line),
                rows: lines[at + 2..end].iter().map(|row| cells(row)).collect(),
            });
            at = end;
        } else {
            let end = position(&lines, at + 1, |line| {
                line.trim().is_empty()
                    || heading(line).is_some()
                    || marker(line).is_some()
                    || line.starts_with('|')
            });
            let words: Vec<_> = lines[at..end].iter().map(|line| line.trim()).collect();
            found.push(Block::Paragraph(spans(&words.join(" "))));
            at = end;
        }
    }
    found
}

/// The first line from `from` on that ends the block; the text's end when none does.
fn position(lines: &[&str], from: usize, ends: impl Fn(&str) -> bool) -> usize {
    (from..lines.len())
        .find(|&at| ends(lines[at]))
        .unwrap_or(lines.len())
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let words = line.get(level..)?.strip_prefix(' ')?;
    (1..=6).contains(&level).then_some((level, words.trim()))
}

/// The mark that an item begins with.
#[derive(Clone, Copy)]
struct Marker {
    numbered: bool,
    width: usize,
}

fn marker(line: &str) -> Option<Marker> {
    if line.starts_with("- ") || line.starts_with("* ") {
        return Some(Marker {
            numbered: false,
            width: 2,
        });
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let follows = line.get(digits..)?.starts_with(". ");
    (digits > 0 && follows).then_some(Marker {
        numbered: true,
        width: digits + 2,
    })
}

/// True for lines of the same list: its items, and what is indented below them.
fn belongs(line: &str, numbered: bool) -> bool {
    line.starts_with("  ") || marker(line).is_some_and(|marker| marker.numbered == numbered)
}

fn list(lines: &[&str], numbered: bool) -> Block {
    let mut items: Vec<String> = Vec::new();
    for line in lines {
        match (marker(line), items.last_mut()) {
            (None, Some(item)) => {
                item.push('\n');
                // Rationale: guides indent by two or three; deeper indentation is a list within the item.
                item.push_str(
                    line.strip_prefix("   ")
                        .or_else(|| line.strip_prefix("  "))
                        .unwrap_or(line),
                );
            }
            (marker, _) => {
                let width = marker.map_or(0, |marker| marker.width);
                items.push(line.get(width..).unwrap_or_default().to_owned());
            }
        }
    }
    Block::List {
        numbered,
        items: items.iter().map(|item| blocks(item)).collect(),
    }
}

fn is_rule(line: &str) -> bool {
    line.starts_with('|') && line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn cells(row: &str) -> Vec<Vec<Span>> {
    let row = row.trim().trim_start_matches('|').trim_end_matches('|');
    row.split('|').map(|cell| spans(cell.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Vec<Span> {
        vec![Span::Text(words.to_owned())]
    }

    fn paragraph(words: &str) -> Block {
        Block::Paragraph(text(words))
    }

    #[test]
    fn headings_and_paragraphs_are_told_apart_and_lines_are_joined() {
        assert_eq!(
            blocks("# One\n\nFirst line\nsecond line.\n## Two\nmore\n"),
            [
                Block::Heading(1, text("One")),
                paragraph("First line second line."),
                Block::Heading(2, text("Two")),
                paragraph("more"),
            ]
        );
    }

    #[test]
    fn a_numbered_list_keeps_the_lines_below_its_items() {
        assert_eq!(
            blocks("1. Open it\n   and look.\n2. Press:\n   - this\n   - that\n\nAfter."),
            [
                Block::List {
                    numbered: true,
                    items: vec![
                        vec![paragraph("Open it and look.")],
                        vec![
                            paragraph("Press:"),
                            Block::List {
                                numbered: false,
                                items: vec![vec![paragraph("this")], vec![paragraph("that")]],
                            },
                        ],
                    ],
                },
                paragraph("After."),
            ]
        );
    }

    #[test]
    fn a_table_has_a_head_and_rows() {
        assert_eq!(
            blocks("| Says | Do |\n|---|:--|\n| `403` | wait |\n"),
            [Block::Table {
                head: vec![text("Says"), text("Do")],
                rows: vec![vec![vec![Span::Code("403".into())], text("wait")]],
            }]
        );
    }

    #[test]
    fn fenced_code_stays_as_it_is_written_even_when_it_is_never_closed() {
        assert_eq!(
            blocks("```\n# no heading\n- no list\n```\nafter"),
            [Block::Code("# no heading\n- no list".into()), paragraph("after")]
        );
        assert_eq!(blocks("```\nopen"), [Block::Code("open".into())]);
    }

    #[test]
    fn what_is_no_markdown_of_ours_stays_words() {
        for words in ["#hash", "1.5 is a number", "-dash", "<h1>no</h1>", "| alone |"] {
            assert_eq!(blocks(words), [paragraph(words)], "{words}");
        }
    }

    #[test]
    fn any_text_ends() {
        for nasty in [
            "",
            "\n\n",
            "- ",
            "1. ",
            "|",
            "|\n|-",
            "```",
            "#",
            "   ",
            "*",
            "**",
            "[](",
            "- \n  -\n    -",
        ] {
            assert!(blocks(nasty).len() <= 3, "{nasty:?}");
        }
    }
}
