//! What differs between a payload that failed and the last one of the same webhook and kind that went well.

use contract::failure::Evidence;
use serde_json::Value;
use std::collections::BTreeMap;

/// How many differences are named.
const MOST: usize = 8;

/// How deep members are compared.
const DEEP: usize = 6;

/// The type of each member, by its path.
type Shape = BTreeMap<String, &'static str>;

/// Members that are missing, new, or of another type. Values are not told: they differ between any two events.
pub fn differences(failed: &Value, went_well: &Value, id: &str) -> Vec<Evidence> {
    let (failed, went_well) = (shape(failed), shape(went_well));
    let mut found = Vec::new();
    for (path, kind) in &went_well {
        match failed.get(path).copied() {
            None => found.push(format!("`{path}` is missing")),
            Some(other) if other != *kind && other != "null" && *kind != "null" => {
                found.push(format!("`{path}` is {other} and was {kind}"));
            }
            Some("null") if *kind != "null" => found.push(format!("`{path}` is null and was {kind}")),
            Some(_) => {}
        }
    }
    for path in failed.keys().filter(|path| !went_well.contains_key(*path)) {
        found.push(format!("`{path}` is new"));
    }
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    if more > 0 {
        found.push(format!("and {more} more"));
    }
    let value = if found.is_empty() {
        format!("None in the payload's members: it is built like {id}, which went well.")
    } else {
        format!("Against {id}, which went well: {}.", found.join(", "))
    };
    vec![Evidence {
        name: "Difference to the last success".into(),
        value,
    }]
}

fn shape(value: &Value) -> Shape {
    let mut shape = Shape::new();
    walk(value, String::new(), 0, &mut shape);
    shape
}

fn walk(value: &Value, path: String, depth: usize, shape: &mut Shape) {
    if !path.is_empty() {
        shape.insert(path.clone(), kind(value));
    }
    if depth >= DEEP || shape.len() > 500 {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let below = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                walk(value, below, depth + 1, shape);
            }
        }
        // One row stands for all.
        Value::Array(rows) => {
            if let Some(first) = rows.first() {
                walk(first, format!("{path}[]"), depth + 1, shape);
            }
        }
        _ => {}
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn words(failed: &Value, went_well: &Value) -> String {
        differences(failed, went_well, "evt_1")
            .into_iter()
            .map(|fact| fact.value)
            .collect()
    }

    #[test]
    fn what_is_missing_new_or_of_another_type_is_named_and_no_value_is() {
        let well = json!({ "id": 1, "site": { "uid": "canary-a" }, "rows": [{ "n": 1 }] });
        let failed = json!({ "id": "1", "site": {}, "rows": [{ "n": 2, "x": "canary-b" }] });
        let said = words(&failed, &well);
        assert_eq!(
            said,
            "Against evt_1, which went well: `id` is text and was a number, `site.uid` is missing, `rows[].x` is new."
        );
    }

    #[test]
    fn events_that_are_built_alike_say_so() {
        let said = words(&json!({ "a": 1 }), &json!({ "a": 2 }));
        assert!(said.starts_with("None"), "{said}");
    }
}
