//! What differs between two texts, line by line (the longest common subsequence). Pure.

/// One line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// In both.
    Same(String),
    /// Only in the newer.
    Added(String),
    /// Only in the older.
    Removed(String),
}

/// Compares; texts of more than this many lines each would take too long and are shown as wholly changed.
const LONGEST: usize = 2_000;

/// The comparison of an older with a newer text.
pub fn lines(older: &str, newer: &str) -> Vec<Line> {
    let (old, new): (Vec<_>, Vec<_>) = (older.lines().collect(), newer.lines().collect());
    if old.len() > LONGEST || new.len() > LONGEST {
        let removed = old.iter().map(|line| Line::Removed((*line).to_owned()));
        let added = new.iter().map(|line| Line::Added((*line).to_owned()));
        return removed.chain(added).collect();
    }
    let table = lengths(&old, &new);
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            found.push(Line::Same(old[i].to_owned()));
            i += 1;
            j += 1;
        } else if i < old.len() && (j == new.len() || table[i + 1][j] >= table[i][j + 1]) {
            found.push(Line::Removed(old[i].to_owned()));
            i += 1;
        } else {
            found.push(Line::Added(new[j].to_owned()));
            j += 1;
        }
    }
    found
}

/// For each pair of places, how many lines the rests have in common.
fn lengths(old: &[&str], new: &[&str]) -> Vec<Vec<u16>> {
    let mut table = vec![vec![0_u16; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i][j] = if old[i] == new[j] {
                table[i + 1][j + 1] + 1
            } else {
                table[i + 1][j].max(table[i][j + 1])
            };
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{Line, lines};

    #[test]
    fn a_changed_line_is_one_removed_and_one_added() {
        let found = lines("a\nb\nc", "a\nx\nc\nd");
        let expected = vec![
            Line::Same("a".into()),
            Line::Removed("b".into()),
            Line::Added("x".into()),
            Line::Same("c".into()),
            Line::Added("d".into()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert!(
            lines("a\nb", "a\nb")
                .iter()
                .all(|line| matches!(line, Line::Same(_)))
        );
        assert!(lines("", "").is_empty());
    }
}
