//! One form for the same arguments, so that what was approved is what runs; and what of an answer may be kept.

use contract::ids::HandoverId;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// SHA-256 of the canonical form (RFC 8785 in spirit: members sorted, no white space; numbers as they were parsed).
pub fn digest(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut names: Vec<_> = members.keys().collect();
            names.sort();
            out.push('{');
            for (n, name) in names.into_iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write(&members[name], out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

/// The mark of a member that is a secret.
const SECRET: &str = "x-opsai-secret";

/// The mark of a secret that was made for somebody, who is told it once.
const HANDOVER: &str = "x-opsai-handover";

/// What is kept of a secret.
pub const NOT_KEPT: &str = "[not kept]";

/// The answer without members that the operation's schema marks as secret. The identifier of a handover is none.
pub fn without_secrets(output: &Value, schema: &Value) -> Value {
    let names = marked_names(schema, SECRET);
    let handed = marked_names(schema, HANDOVER);
    replaced(output, &mut |name, value| {
        let id = value.as_str().and_then(HandoverId::parse);
        let is_handed = handed.contains(name) && id.is_some();
        (names.contains(name) && !is_handed).then(|| Value::from(NOT_KEPT))
    })
}

/// The answer with something else in the place of each secret that was made for somebody.
pub fn with_handovers(output: &Value, schema: &Value, instead: &mut dyn FnMut(&str) -> Value) -> Value {
    let names = marked_names(schema, HANDOVER);
    replaced(output, &mut |name, value| {
        let secret = value.as_str().filter(|text| !text.is_empty())?;
        names.contains(name).then(|| instead(secret))
    })
}

fn marked_names(schema: &Value, mark: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect(schema, mark, &mut names);
    names
}

fn collect(schema: &Value, mark: &str, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                let marked = properties
                    .iter()
                    .filter(|(_, one)| one[mark] == Value::Bool(true));
                names.extend(marked.map(|(name, _)| name.clone()));
            }
            members.values().for_each(|inner| collect(inner, mark, names));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, mark, names)),
        _ => {}
    }
}

fn replaced(value: &Value, instead: &mut dyn FnMut(&str, &Value) -> Option<Value>) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, inner)| {
                let kept = match instead(name, inner) {
                    Some(other) => other,
                    None => replaced(inner, instead),
                };
                (name.clone(), kept)
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| replaced(item, instead)).collect(),
        plain => plain.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_order_of_members_does_not_matter_and_all_else_does() {
        let one = digest(&json!({ "b": [1, 2], "a": { "y": null, "x": "é" } }));
        assert_eq!(one, digest(&json!({ "a": { "x": "é", "y": null }, "b": [1, 2] })));
        for other in [
            json!({ "b": [2, 1], "a": { "y": null, "x": "é" } }),
            json!({ "b": ["1", 2], "a": {} }),
            json!([]),
        ] {
            assert_ne!(one, digest(&other));
        }
    }

    #[test]
    fn members_that_the_schema_marks_are_not_kept_wherever_they_stand() {
        let schema = json!({
            "properties": { "items": { "type": "array", "items": { "$ref": "#/$defs/Row" } } },
            "$defs": { "Row": { "properties": { "password": { "x-opsai-secret": true }, "name": {} } } },
        });
        let kept = without_secrets(&json!({ "items": [{ "name": "a", "password": "p" }] }), &schema);
        assert_eq!(
            kept,
            json!({ "items": [{ "name": "a", "password": "[not kept]" }] })
        );
    }
}
