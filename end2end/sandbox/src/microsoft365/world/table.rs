//! Rows of one kind. A new row may be invisible for some requests, as in a directory that is replicated.

use serde_json::{Map, Value};

/// One object; members whose names begin with `_` are ours and never shown.
pub(crate) type Row = Map<String, Value>;

#[derive(Clone, Debug)]
struct Kept {
    row: Row,
    seen_from: u64,
    changed: u64,
}

/// The objects of one kind in one tenant, in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table(Vec<Kept>);

impl Table {
    /// Those that can be seen at this turn.
    pub fn rows(&self, turn: u64) -> impl Iterator<Item = &Row> {
        self.0
            .iter()
            .filter(move |kept| kept.seen_from <= turn)
            .map(|kept| &kept.row)
    }

    /// All, seen or not.
    pub fn all(&self) -> impl Iterator<Item = &Row> {
        self.0.iter().map(|kept| &kept.row)
    }

    /// The one with this id, when it can be seen.
    pub fn get(&self, id: &str, turn: u64) -> Option<&Row> {
        self.rows(turn).find(|row| text(row, "id") == id)
    }

    /// The same, to change it.
    pub fn change(&mut self, id: &str, turn: u64) -> Option<&mut Row> {
        let is_it = |kept: &&mut Kept| kept.seen_from <= turn && text(&kept.row, "id") == id;
        let kept = self.0.iter_mut().find(is_it)?;
        kept.changed = turn;
        Some(&mut kept.row)
    }

    /// Adds one that is seen from this turn on.
    pub fn add(&mut self, row: Row, turn: u64, seen_from: u64) {
        self.0.push(Kept {
            row,
            seen_from,
            changed: turn,
        });
    }

    /// Takes away the one with this id, when it can be seen.
    pub fn take(&mut self, id: &str, turn: u64) -> Option<Row> {
        let is_it = |kept: &Kept| kept.seen_from <= turn && text(&kept.row, "id") == id;
        let at = self.0.iter().position(is_it)?;
        Some(self.0.remove(at).row)
    }

    /// Takes away all that are so, seen or not.
    pub fn remove(&mut self, is_so: impl Fn(&Row) -> bool) -> usize {
        let before = self.0.len();
        self.0.retain(|kept| !is_so(&kept.row));
        before - self.0.len()
    }

    /// Those that were made or changed after this turn.
    pub fn changed_after(&self, then: u64, turn: u64) -> impl Iterator<Item = &Row> {
        self.0
            .iter()
            .filter(move |kept| kept.changed > then && kept.seen_from <= turn)
            .map(|kept| &kept.row)
    }
}

/// A member's text; empty when it is none.
pub(crate) fn text<'a>(row: &'a Row, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A member's list; empty when it is none.
pub(crate) fn list<'a>(row: &'a Row, name: &str) -> &'a [Value] {
    let found = row.get(name).and_then(Value::as_array);
    found.map(Vec::as_slice).unwrap_or_default()
}

/// Whether a member is `true`.
pub(crate) fn is(row: &Row, name: &str) -> bool {
    row.get(name) == Some(&Value::Bool(true))
}

/// What is written as JSON's object.
pub(crate) fn row(value: Value) -> Row {
    match value {
        Value::Object(row) => row,
        _ => Row::new(),
    }
}

/// The row as it is shown: without members of ours, however deep.
pub(crate) fn shown(row: &Row) -> Value {
    fn clean(value: &Value) -> Value {
        match value {
            Value::Object(row) => shown(row),
            Value::Array(items) => items.iter().map(clean).collect(),
            other => other.clone(),
        }
    }
    let members = row.iter().filter(|(name, _)| !name.starts_with('_'));
    let members: Row = members
        .map(|(name, value)| (name.clone(), clean(value)))
        .collect();
    Value::Object(members)
}
