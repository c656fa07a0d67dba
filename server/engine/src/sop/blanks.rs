//! Blanks: what a ready template leaves to whoever clones it, such as which product to order.
//!
//! A blank is a text like `<fill in: the product's id>`. Nothing is saved while one is left, so nothing can run with it.

use serde_json::Value;

const BEGIN: &str = "<fill in:";
const END: &str = ">";

/// What a text asks to be filled in with; none where it is no blank.
pub fn blank(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix(BEGIN)?.strip_suffix(END)?.trim();
    (!inner.is_empty()).then_some(inner)
}

/// The blanks of an input, each with its place below `at`.
pub fn blanks(input: &Value, at: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    gather(input, at, &mut found);
    found
}

fn gather(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.extend(blank(text).map(|what| (at.to_owned(), what.to_owned()))),
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                gather(item, &format!("{at}[{n}]"), found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                gather(member, &format!("{at}.{name}"), found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_blank_is_found_wherever_it_stands_and_nothing_else_is_one() {
        let input = json!({
            "id": "<fill in: the product's id>",
            "lines": [{ "id": 7 }, { "id": " <fill in: another> " }],
            "text": "write <fill in: this> into it",
            "empty": "<fill in: >",
        });
        let found = blanks(&input, "steps[1].input");
        let places: Vec<_> = found
            .iter()
            .map(|(at, what)| (at.as_str(), what.as_str()))
            .collect();
        assert_eq!(
            places,
            [
                ("steps[1].input.id", "the product's id"),
                ("steps[1].input.lines[1].id", "another")
            ]
        );
    }
}
