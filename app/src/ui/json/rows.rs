//! A JSON value as the rows of a viewer: pure, so that folding can be tested without a browser.

use serde_json::Value;

/// What a row shows; decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{` or `[`, which can be folded.
    Open,
    /// `}` or `]`.
    Close,
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where the value is, as a JSON Pointer; a closing row has the pointer of what it closes.
    pub path: String,
    /// How deep it is.
    pub depth: usize,
    /// The member's name, inside an object.
    pub name: Option<String>,
    /// What is written.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// True for a folded object or array: its rows are not in the list.
    pub folded: bool,
    /// True when a comma follows.
    pub comma: bool,
}

impl Row {
    /// Tells the row from the others of its value.
    pub fn key(&self) -> (String, bool, bool) {
        (self.path.clone(), self.kind == Kind::Close, self.folded)
    }
}

/// The rows of a value; `is_folded` is asked for the pointer of each object and array that holds something.
pub fn rows(value: &Value, is_folded: &dyn Fn(&str) -> bool) -> Vec<Row> {
    let mut list = Vec::new();
    let place = Place {
        path: String::new(),
        depth: 0,
        name: None,
        comma: false,
    };
    add(&mut list, value, place, is_folded);
    list
}

/// The pointers of every object and array that can be folded, but the outermost.
pub fn foldable(value: &Value) -> Vec<String> {
    rows(value, &|_| false)
        .into_iter()
        .filter(|row| row.kind == Kind::Open && !row.path.is_empty())
        .map(|row| row.path)
        .collect()
}

struct Place {
    path: String,
    depth: usize,
    name: Option<String>,
    comma: bool,
}

impl Place {
    fn row(&self, text: String, kind: Kind) -> Row {
        Row {
            path: self.path.clone(),
            depth: self.depth,
            name: self.name.clone(),
            text,
            kind,
            folded: false,
            comma: self.comma,
        }
    }

    fn inside(&self, step: &str, name: Option<String>, comma: bool) -> Place {
        // RFC 6901: `~` and `/` inside a name are written `~0` and `~1`.
        let step = step.replace('~', "~0").replace('/', "~1");
        Place {
            path: format!("{}/{step}", self.path),
            depth: self.depth + 1,
            name,
            comma,
        }
    }
}

fn add(list: &mut Vec<Row>, value: &Value, place: Place, is_folded: &dyn Fn(&str) -> bool) {
    match value {
        Value::Object(members) => {
            let count = members.len();
            let inner = members
                .iter()
                .enumerate()
                .map(|(n, (name, value))| (place.inside(name, Some(name.clone()), n + 1 < count), value));
            add_all(
                list,
                ["{", "}"],
                inner.collect(),
                ["key", "keys"],
                &place,
                is_folded,
            );
        }
        Value::Array(items) => {
            let count = items.len();
            let inner = items
                .iter()
                .enumerate()
                .map(|(n, value)| (place.inside(&n.to_string(), None, n + 1 < count), value));
            add_all(
                list,
                ["[", "]"],
                inner.collect(),
                ["item", "items"],
                &place,
                is_folded,
            );
        }
        Value::String(_) => list.push(place.row(value.to_string(), Kind::Text)),
        Value::Number(_) => list.push(place.row(value.to_string(), Kind::Number)),
        Value::Bool(_) | Value::Null => list.push(place.row(value.to_string(), Kind::Word)),
    }
}

fn add_all(
    list: &mut Vec<Row>,
    [open, close]: [&str; 2],
    inner: Vec<(Place, &Value)>,
    [one, many]: [&str; 2],
    place: &Place,
    is_folded: &dyn Fn(&str) -> bool,
) {
    if inner.is_empty() {
        list.push(place.row(format!("{open}{close}"), Kind::Word));
        return;
    }
    if is_folded(&place.path) {
        let count = inner.len();
        let noun = if count == 1 { one } else { many };
        let mut row = place.row(format!("{open} {count} {noun} {close}"), Kind::Open);
        row.folded = true;
        list.push(row);
        return;
    }
    let mut first = place.row(open.to_owned(), Kind::Open);
    first.comma = false;
    list.push(first);
    for (place, value) in inner {
        add(list, value, place, is_folded);
    }
    let mut end = place.row(close.to_owned(), Kind::Close);
    end.name = None;
    list.push(end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn written(rows: &[Row]) -> String {
        let mut text = String::new();
        for row in rows {
            if let Some(name) = &row.name {
                text += &Value::from(name.as_str()).to_string();
                text.push(':');
            }
            text += &row.text;
            if row.comma {
                text.push(',');
            }
        }
        text
    }

    #[test]
    fn unfolded_rows_read_as_the_same_json() {
        let value = json!({"a": [1, "two", {}], "b/c": {"d~": null}, "e": [], "f": true});
        let text = written(&rows(&value, &|_| false));
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(value));
    }

    #[test]
    fn a_folded_part_is_one_row_that_says_how_much_it_hides() {
        let value = json!({"a": [1, 2, 3], "b": 1});
        let list = rows(&value, &|path| path == "/a");
        assert_eq!(list.len(), 4);
        assert_eq!(list[1].text, "[ 3 items ]");
        assert!(list[1].folded && list[1].comma);
    }

    #[test]
    fn a_row_knows_where_its_value_is() {
        let value = json!({"a/b": {"c~": [null]}});
        let list = rows(&value, &|_| false);
        let deepest = list
            .iter()
            .max_by_key(|row| row.depth)
            .map(|row| row.path.as_str());
        assert_eq!(deepest, Some("/a~1b/c~0/0"));
        assert_eq!(value.pointer("/a~1b/c~0/0"), Some(&Value::Null));
    }

    #[test]
    fn no_two_rows_have_the_same_key() {
        let value = json!({"a": {"b": {"c": [1, [2], {}]}}, "": {"": 1}});
        let list = rows(&value, &|_| false);
        let keys: std::collections::BTreeSet<_> = list.iter().map(Row::key).collect();
        assert_eq!(keys.len(), list.len());
    }

    #[test]
    fn everything_but_the_outermost_and_the_empty_can_be_folded_away() {
        let value = json!({"a": [{"b": 1}], "c": {}});
        assert_eq!(foldable(&value), ["/a", "/a/0"]);
    }
}
