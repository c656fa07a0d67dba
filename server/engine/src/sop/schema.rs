//! A literal input against an operation's JSON Schema, as far as it can be judged before the templates have values: a whole
//! expression may become anything, a text with a template in it becomes text.
//!
//! Rationale: the operation's own type judges again when the input is resolved; this is to tell early and by place.

use super::template::{is_template, whole_expression};
use contract::field::FieldError;
use serde_json::Value;

/// What an input objects to; nothing when it may fit.
pub fn check(value: &Value, schema: &Value, at: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    Judge { root: schema }.judge(value, schema, at, &mut errors);
    errors
}

struct Judge<'a> {
    root: &'a Value,
}

impl<'a> Judge<'a> {
    fn judge(&self, value: &Value, schema: &'a Value, at: &str, errors: &mut Vec<FieldError>) {
        let schema = self.resolve(schema);
        if let Some(text) = value.as_str().filter(|text| is_template(text))
            && whole_expression(text).is_some()
        {
            return;
        }
        if !self.any_of(value, schema, at, errors) {
            return;
        }
        for part in list(schema, "allOf") {
            self.judge(value, part, at, errors);
        }
        if let Some(words) = wrong_type(value, schema) {
            errors.push(FieldError::new(at, "wrong_type", words));
            return;
        }
        Self::plain(value, schema, at, errors);
        match value {
            Value::Object(_) => self.members(value, schema, at, errors),
            Value::Array(items) => {
                if let Some(each) = schema.get("items") {
                    for (n, item) in items.iter().enumerate() {
                        self.judge(item, each, &format!("{at}[{n}]"), errors);
                    }
                }
            }
            _ => {}
        }
    }

    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        // A reference to a reference, and no further: schemas of operations are small trees.
        for _ in 0..8 {
            let to = schema.get("$ref").and_then(Value::as_str);
            match to.and_then(|to| self.root.pointer(to.strip_prefix('#')?)) {
                Some(next) => schema = next,
                None => break,
            }
        }
        schema
    }

    /// False where none of the alternatives fits; the nearest one's objections are told.
    fn any_of(&self, value: &Value, schema: &'a Value, at: &str, errors: &mut Vec<FieldError>) -> bool {
        for word in ["anyOf", "oneOf"] {
            let mut nearest: Option<Vec<FieldError>> = None;
            let mut fits = false;
            for one in list(schema, word) {
                let mut found = Vec::new();
                self.judge(value, one, at, &mut found);
                fits |= found.is_empty();
                // What objects deeper inside is nearer to what was meant.
                let depth = |errors: &[FieldError]| errors.iter().map(|error| error.field.len()).max();
                if nearest
                    .as_ref()
                    .is_none_or(|nearest| depth(&found) > depth(nearest))
                {
                    nearest = Some(found);
                }
            }
            if let Some(nearest) = nearest.filter(|_| !fits) {
                errors.extend(nearest);
                return false;
            }
        }
        true
    }

    fn members(&self, value: &Value, schema: &'a Value, at: &str, errors: &mut Vec<FieldError>) {
        let known = schema.get("properties").and_then(Value::as_object);
        let place = |name: &str| {
            if at.is_empty() {
                name.to_owned()
            } else {
                format!("{at}.{name}")
            }
        };
        for name in list(schema, "required").filter_map(Value::as_str) {
            if value.get(name).is_none() {
                let words = format!("`{name}` is needed.");
                errors.push(FieldError::new(place(name), "required", words));
            }
        }
        for (name, member) in value.as_object().into_iter().flatten() {
            match known.and_then(|known| known.get(name)) {
                Some(schema) => self.judge(member, schema, &place(name), errors),
                None => match schema.get("additionalProperties") {
                    Some(Value::Bool(false)) => {
                        let names: Vec<_> = known
                            .into_iter()
                            .flatten()
                            .map(|(name, _)| name.as_str())
                            .collect();
                        let words = format!("`{name}` is not known here; known are {}.", names.join(", "));
                        errors.push(FieldError::new(place(name), "unknown_field", words));
                    }
                    Some(schema @ Value::Object(_)) => self.judge(member, schema, &place(name), errors),
                    _ => {}
                },
            }
        }
    }

    fn plain(value: &Value, schema: &Value, at: &str, errors: &mut Vec<FieldError>) {
        if value.as_str().is_some_and(is_template) {
            return;
        }
        let choices: Vec<&Value> = list(schema, "enum").chain(schema.get("const")).collect();
        if !choices.is_empty() && !choices.contains(&value) {
            let list: Vec<_> = choices.iter().map(|choice| choice.to_string()).collect();
            let words = format!("Write one of {}.", list.join(", "));
            errors.push(FieldError::new(at, "not_a_choice", words));
        }
        if let Some(number) = value.as_f64() {
            let limit = |word: &str| schema.get(word).and_then(Value::as_f64);
            if limit("minimum").is_some_and(|least| number < least)
                || limit("maximum").is_some_and(|most| number > most)
            {
                errors.push(FieldError::new(at, "out_of_range", "The number is out of range."));
            }
        }
        if let Some(text) = value.as_str() {
            let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            let limit = |word: &str| schema.get(word).and_then(Value::as_u64);
            if limit("minLength").is_some_and(|least| length < least) {
                errors.push(FieldError::new(at, "too_short", "The text is too short."));
            }
            if limit("maxLength").is_some_and(|most| length > most) {
                errors.push(FieldError::new(at, "too_long", "The text is too long."));
            }
        }
    }
}

fn list<'a>(schema: &'a Value, word: &str) -> impl Iterator<Item = &'a Value> {
    schema.get(word).and_then(Value::as_array).into_iter().flatten()
}

fn wrong_type(value: &Value, schema: &Value) -> Option<String> {
    let kinds: Vec<&str> = match schema.get("type")? {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let fits = kinds.iter().any(|kind| match *kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => true,
    });
    (!fits).then(|| {
        let found = match value {
            Value::String(text) if is_template(text) => "a text with a template in it, which gives text",
            Value::String(_) => "a text",
            Value::Number(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
            Value::Null => "nothing",
        };
        format!("Write a value of type {}, not {found}.", kinds.join(" or "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn places(value: &Value) -> Vec<(String, String)> {
        let schema = json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["ticket_id", "note"],
            "properties": {
                "ticket_id": { "type": "integer", "minimum": 1 },
                "note": { "$ref": "#/$defs/Note" },
                "kind": { "anyOf": [{ "$ref": "#/$defs/Kind" }, { "type": "null" }] },
                "tags": { "type": ["array", "null"], "items": { "type": "string", "maxLength": 3 } },
                "extra": { "type": "object", "additionalProperties": { "type": "string" } },
            },
            "$defs": {
                "Note": { "type": "object", "required": ["text"], "properties": { "text": { "type": "string" } } },
                "Kind": { "enum": ["a", "b"] },
            },
        });
        check(value, &schema, "input")
            .into_iter()
            .map(|error| (error.field, error.code.to_string()))
            .collect()
    }

    #[test]
    fn each_fault_is_told_by_its_place() {
        let found = places(&json!({
            "ticket_id": 0, "note": {}, "kind": "c", "tags": ["abcd", 5], "extra": { "x": 1 }, "more": 1
        }));
        let wanted = [
            ("input.note.text", "required"),
            ("input.extra.x", "wrong_type"),
            ("input.kind", "not_a_choice"),
            ("input.more", "unknown_field"),
            ("input.tags[0]", "too_long"),
            ("input.tags[1]", "wrong_type"),
            ("input.ticket_id", "out_of_range"),
        ];
        let mut found: Vec<_> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let mut wanted = wanted.to_vec();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_whole_expression_may_become_anything_and_a_text_with_one_in_it_is_text() {
        let may = json!({ "ticket_id": "{{ event.ticket.id | int }}", "note": "{{ steps.a.output }}" });
        assert!(places(&may).is_empty());
        let text =
            json!({ "ticket_id": "T{{ event.ticket.id }}", "note": { "text": "x {{ y }}" }, "kind": null });
        assert_eq!(
            places(&text),
            [("input.ticket_id".to_owned(), "wrong_type".to_owned())]
        );
    }
}
