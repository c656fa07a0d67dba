//! A first input for an operation, from its JSON Schema: what is required, with a value of the right type. Pure.

use serde_json::{Map, Value};

/// How deep references and objects are followed; schemas may be recursive.
const DEEPEST: usize = 6;

/// An input that has every required member.
pub fn example(schema: &Value) -> Value {
    of(schema, schema, 0)
}

/// An input that names every required member and fills none in, so that nothing is called by a slip.
pub fn blank(schema: &Value) -> Value {
    let names = schema.get("required").and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    Value::Object(names.map(|name| (name.to_owned(), Value::Null)).collect())
}

fn of(schema: &Value, root: &Value, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    for given in ["default", "const"] {
        if let Some(value) = schema.get(given) {
            return value.clone();
        }
    }
    let first = |name: &str| {
        schema
            .get(name)
            .and_then(Value::as_array)
            .and_then(|list| list.first())
    };
    if let Some(value) = first("examples").or_else(|| first("enum")) {
        return value.clone();
    }
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let pointed = target.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        return pointed.map_or(Value::Null, |pointed| of(pointed, root, depth + 1));
    }
    for choice in ["allOf", "oneOf", "anyOf"] {
        if let Some(one) = first(choice) {
            return of(one, root, depth + 1);
        }
    }
    match type_of(schema) {
        "object" => {
            let required = schema.get("required").and_then(Value::as_array);
            let names = required.into_iter().flatten().filter_map(Value::as_str);
            let member = |name: &str| schema.get("properties").and_then(|all| all.get(name));
            let members: Map<String, Value> = names
                .map(|name| {
                    let value = member(name).map_or(Value::Null, |inner| of(inner, root, depth + 1));
                    (name.to_owned(), value)
                })
                .collect();
            Value::Object(members)
        }
        "array" => Value::Array(Vec::new()),
        "string" => Value::from(""),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| Value::from(0)),
        "boolean" => Value::Bool(false),
        _ => Value::Null,
    }
}

fn type_of(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(word)) => word,
        Some(Value::Array(words)) => words
            .iter()
            .filter_map(Value::as_str)
            .find(|word| *word != "null")
            .unwrap_or(""),
        _ if schema.get("properties").is_some() => "object",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{blank, example};
    use serde_json::json;

    #[test]
    fn a_blank_input_names_what_is_required_and_fills_nothing_in() {
        let schema = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "minimum": 1}}});
        assert_eq!(blank(&schema), json!({"id": null}));
        assert_eq!(blank(&json!({"type": "object"})), json!({}));
    }

    #[test]
    fn only_what_is_required_is_filled_in_and_with_the_right_type() {
        let schema = json!({
            "type": "object",
            "required": ["ticket", "note", "kind", "hours"],
            "properties": {
                "ticket": {"type": "integer", "minimum": 1},
                "note": {"$ref": "#/$defs/Note"},
                "kind": {"enum": ["internal", "public"]},
                "hours": {"type": ["null", "number"]},
                "limit": {"type": "integer"}
            },
            "$defs": {"Note": {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}}
        });
        let wanted = json!({"ticket": 1, "note": {"title": ""}, "kind": "internal", "hours": 0});
        assert_eq!(example(&schema), wanted);
    }

    #[test]
    fn a_schema_that_contains_itself_comes_to_an_end() {
        let schema = json!({"type": "object", "required": ["again"], "properties": {"again": {"$ref": "#"}}});
        assert!(example(&schema).to_string().len() < 200);
    }

    #[test]
    fn an_operation_without_input_begins_with_an_empty_object() {
        assert_eq!(example(&json!({"type": "object", "properties": {}})), json!({}));
    }
}
