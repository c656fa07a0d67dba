//! One form for the same arguments, so that what was approved is what runs; and what of an answer may be kept.

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

/// The answer without members that the operation's schema marks as secret (`x-opsai-secret`).
pub fn without_secrets(output: &Value, schema: &Value) -> Value {
    let mut names = BTreeSet::new();
    secret_names(schema, &mut names);
    strip(output, &names)
}

fn secret_names(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                let marked = properties
                    .iter()
                    .filter(|(_, one)| one["x-opsai-secret"] == Value::Bool(true));
                names.extend(marked.map(|(name, _)| name.clone()));
            }
            members.values().for_each(|inner| secret_names(inner, names));
        }
        Value::Array(items) => items.iter().for_each(|inner| secret_names(inner, names)),
        _ => {}
    }
}

fn strip(value: &Value, names: &BTreeSet<String>) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, inner)| {
                let kept = if names.contains(name) {
                    Value::from("[not kept]")
                } else {
                    strip(inner, names)
                };
                (name.clone(), kept)
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| strip(item, names)).collect(),
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
