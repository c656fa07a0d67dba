//! `$search`: `"property:words"`, several joined by AND or by OR.

use super::says::Refusal;
use crate::microsoft365::world::{Row, text};

/// What may be searched in.
const PROPERTIES: [&str; 5] = ["displayName", "mail", "userPrincipalName", "description", "appId"];

/// A search.
#[derive(Debug)]
pub(crate) struct Search {
    parts: Vec<(String, String)>,
    all: bool,
}

impl Search {
    /// Reads it; what is not in quotes is refused.
    pub fn read(value: &str) -> Result<Self, Refusal> {
        let all = !value.contains("\" OR \"");
        let parts = value.split(if all { " AND " } else { " OR " });
        let parts: Option<Vec<(String, String)>> = parts.map(part).collect();
        let parts = parts.ok_or_else(|| {
            Refusal::new(
                400,
                "BadRequest",
                format!("Syntax error: character ':' is not valid at position 0 in '{value}'."),
            )
        })?;
        Ok(Self { parts, all })
    }

    /// Whether a row is found: a word of the property begins so.
    pub fn holds(&self, row: &Row) -> bool {
        let found = |(name, wanted): &(String, String)| {
            let value = text(row, name).to_lowercase();
            let mut words = value.split(|c: char| !c.is_alphanumeric());
            value.starts_with(wanted.as_str()) || words.any(|word| word.starts_with(wanted.as_str()))
        };
        if self.all {
            self.parts.iter().all(found)
        } else {
            self.parts.iter().any(found)
        }
    }
}

fn part(text: &str) -> Option<(String, String)> {
    let inner = text.trim().strip_prefix('"')?.strip_suffix('"')?;
    let (name, wanted) = inner.split_once(':')?;
    PROPERTIES
        .contains(&name)
        .then(|| (name.to_owned(), unescaped(wanted).to_lowercase()))
}

/// A quote within the quotes stands behind a backslash, and so does a backslash.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.chars();
    while let Some(next) = rest.next() {
        plain.push(if next == '\\' {
            rest.next().unwrap_or(next)
        } else {
            next
        });
    }
    plain
}
