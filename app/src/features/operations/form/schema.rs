//! The fields of a form, from a JSON Schema. Pure; follows references, and what schemars makes of Rust's types.

use contract::field::Choice;
use serde_json::Value;

/// How deep references are followed; a schema may be recursive.
const DEEPEST: usize = 8;

/// What is typed into a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Text.
    Text,
    /// A number.
    Number {
        /// Only whole ones.
        whole: bool,
    },
    /// Yes or no.
    YesNo,
    /// One of these.
    Choice(Vec<Choice>),
    /// Several of these, one a line.
    List(Box<Kind>),
    /// An object whose members are fields.
    Group(Vec<Field>),
    /// Anything else, as JSON.
    Json,
}

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The member's name.
    pub name: String,
    /// What it is for.
    pub help: String,
    /// True when it must be there.
    pub required: bool,
    /// What is typed into it.
    pub kind: Kind,
    /// What a value looks like: `uuid`, `date-time`, bounds; blank when there is nothing to say.
    pub hint: String,
    /// The least and the largest number.
    pub bounds: (Option<f64>, Option<f64>),
}

/// The fields of an input; what is required first. None for an input that takes nothing.
pub fn fields(schema: &Value) -> Vec<Field> {
    members(schema, schema, 0)
}

fn members(schema: &Value, root: &Value, depth: usize) -> Vec<Field> {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let Some(Value::Object(properties)) = schema.get("properties") else {
        return Vec::new();
    };
    let mut fields: Vec<Field> = properties
        .iter()
        .map(|(name, property)| field(name, property, required.contains(&name.as_str()), root, depth))
        .collect();
    // A stable sort: within each half the schema's own order stays.
    fields.sort_by_key(|field| !field.required);
    fields
}

fn field(name: &str, property: &Value, required: bool, root: &Value, depth: usize) -> Field {
    let inner = resolved(property, root, depth);
    let own = property.get("description").or_else(|| inner.get("description"));
    let bound = |name: &str| inner.get(name).and_then(Value::as_f64);
    Field {
        name: name.to_owned(),
        help: own.and_then(Value::as_str).unwrap_or_default().replace('\n', " "),
        required,
        kind: kind(inner, root, depth),
        hint: hint(inner),
        bounds: (bound("minimum"), bound("maximum")),
    }
}

/// The schema behind a reference, or behind "this or null".
fn resolved<'a>(schema: &'a Value, root: &'a Value, depth: usize) -> &'a Value {
    if depth > DEEPEST {
        return schema;
    }
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let found = target.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        return found.map_or(schema, |found| resolved(found, root, depth + 1));
    }
    for word in ["anyOf", "allOf"] {
        let Some(choices) = schema.get(word).and_then(Value::as_array) else {
            continue;
        };
        let is_null = |one: &&Value| one.get("type").and_then(Value::as_str) == Some("null");
        let mut real = choices.iter().filter(|one| !is_null(one));
        if let (Some(only), None) = (real.next(), real.next()) {
            return resolved(only, root, depth + 1);
        }
    }
    schema
}

fn kind(schema: &Value, root: &Value, depth: usize) -> Kind {
    if let Some(choices) = choices(schema) {
        return Kind::Choice(choices);
    }
    let words = types(schema);
    match words.as_slice() {
        ["string"] => Kind::Text,
        ["integer"] => Kind::Number { whole: true },
        ["number"] => Kind::Number { whole: false },
        ["boolean"] => Kind::YesNo,
        ["array"] => match schema.get("items").map(|items| resolved(items, root, depth + 1)) {
            Some(items) => match kind(items, root, depth + 1) {
                simple @ (Kind::Text | Kind::Number { .. } | Kind::Choice(_)) => Kind::List(Box::new(simple)),
                // A port is a number or a text: as text it is taken too.
                Kind::Json
                    if types(items)
                        .iter()
                        .all(|word| matches!(*word, "string" | "integer")) =>
                {
                    Kind::List(Box::new(Kind::Text))
                }
                _ => Kind::Json,
            },
            None => Kind::Json,
        },
        // One level: what is nested deeper is typed as JSON.
        ["object"] if depth == 0 && schema.get("properties").is_some() => {
            Kind::Group(members(schema, root, depth + 1))
        }
        _ => Kind::Json,
    }
}

/// The types of a schema but null.
fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(word)) => vec![word.as_str()],
        Some(Value::Array(words)) => words
            .iter()
            .filter_map(Value::as_str)
            .filter(|word| *word != "null")
            .collect(),
        _ if schema.get("properties").is_some() => vec!["object"],
        _ => Vec::new(),
    }
}

/// The words of an enum, with what each means where the schema says so.
fn choices(schema: &Value) -> Option<Vec<Choice>> {
    let choice = |value: &str, about: Option<&str>| Choice {
        value: value.to_owned().into(),
        label: match about {
            Some(about) if !about.is_empty() => format!("{value}: {}", about.replace('\n', " ")).into(),
            _ => value.to_owned().into(),
        },
    };
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words: Option<Vec<_>> = words
            .iter()
            .filter(|word| !word.is_null())
            .map(|word| Some(choice(word.as_str()?, None)))
            .collect();
        return words.filter(|words| !words.is_empty());
    }
    let one_of = schema.get("oneOf").and_then(Value::as_array)?;
    let words: Option<Vec<_>> = one_of
        .iter()
        .map(|one| {
            let about = one.get("description").and_then(Value::as_str);
            Some(choice(one.get("const")?.as_str()?, about))
        })
        .collect();
    words.filter(|words| !words.is_empty())
}

fn hint(schema: &Value) -> String {
    let word = |name: &str| schema.get(name).and_then(Value::as_str);
    match word("format") {
        Some("uuid") => "A UUID, like 8f1c0c3e-0000-4000-8000-000000000000.".to_owned(),
        Some("date-time") => "A moment, like 2026-11-24T06:00:00Z.".to_owned(),
        Some("date") => "A day, like 2026-11-24.".to_owned(),
        Some("email") => "An e-mail address.".to_owned(),
        Some("uri" | "url") => "An address that begins with https://.".to_owned(),
        _ => {
            let number = |name: &str| schema.get(name).filter(|value| value.is_number());
            match (number("minimum"), number("maximum")) {
                (Some(least), Some(most)) => format!("From {least} to {most}."),
                (Some(least), None) if least.as_f64() != Some(0.0) => format!("From {least} on."),
                (None, Some(most)) => format!("Up to {most}."),
                _ => String::new(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn rule() -> Value {
        json!({
            "type": "object",
            "required": ["name", "action"],
            "properties": {
                "action": {"$ref": "#/$defs/Action", "description": "What happens."},
                "enabled": {"type": ["boolean", "null"], "description": "In force."},
                "hours": {"type": "number", "minimum": 0.25},
                "ip_version": {"anyOf": [{"$ref": "#/$defs/Ip"}, {"type": "null"}], "description": "Which IP."},
                "limit": {"type": ["integer", "null"], "minimum": 1, "maximum": 200},
                "lines": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}},
                "name": {"type": "string", "description": "A name\nthat is free."},
                "ports": {"type": "array", "items": {"type": ["integer", "string"]}},
                "source": {"$ref": "#/$defs/Side"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "variables": {"type": "object", "additionalProperties": {"type": "string"}},
            },
            "$defs": {
                "Action": {"oneOf": [{"const": "allow", "description": "It passes."}, {"const": "block"}]},
                "Ip": {"enum": ["ipv4", "ipv6"]},
                "Side": {"type": "object", "description": "Where from.", "properties": {
                    "zone": {"type": ["string", "null"]},
                    "deeper": {"type": "object", "properties": {"x": {"type": "string"}}},
                }},
            },
        })
    }

    fn of(name: &str) -> Field {
        fields(&rule())
            .into_iter()
            .find(|field| field.name == name)
            .unwrap()
    }

    #[test]
    fn what_is_required_comes_first_and_each_type_has_its_field() {
        let names: Vec<_> = fields(&rule()).into_iter().map(|field| field.name).collect();
        assert_eq!(names[..2], ["action", "name"]);
        assert_eq!(of("name").kind, Kind::Text);
        assert_eq!(of("name").help, "A name that is free.");
        assert_eq!(of("enabled").kind, Kind::YesNo);
        assert_eq!(of("limit").kind, Kind::Number { whole: true });
        assert_eq!(of("limit").hint, "From 1 to 200.");
        assert_eq!(of("hours").kind, Kind::Number { whole: false });
        assert_eq!(of("tags").kind, Kind::List(Box::new(Kind::Text)));
        assert_eq!(of("ports").kind, Kind::List(Box::new(Kind::Text)));
        assert_eq!((of("lines").kind, of("variables").kind), (Kind::Json, Kind::Json));
    }

    #[test]
    fn references_enums_and_what_may_be_null_are_seen_through() {
        let Kind::Choice(actions) = of("action").kind else {
            panic!("no choice")
        };
        assert_eq!(actions[0].label, "allow: It passes.");
        assert_eq!(actions[1].label, "block");
        assert_eq!(of("action").help, "What happens.");
        assert!(matches!(of("ip_version").kind, Kind::Choice(words) if words.len() == 2));
    }

    #[test]
    fn one_level_of_objects_is_a_group_and_what_is_deeper_is_json() {
        let Kind::Group(inner) = of("source").kind else {
            panic!("no group")
        };
        let kinds: Vec<_> = inner
            .iter()
            .map(|field| (field.name.as_str(), &field.kind))
            .collect();
        assert_eq!(kinds, [("deeper", &Kind::Json), ("zone", &Kind::Text)]);
        assert_eq!(of("source").help, "Where from.");
    }

    #[test]
    fn a_schema_that_contains_itself_comes_to_an_end() {
        let again = json!({"type": "object", "properties": {"again": {"$ref": "#"}}});
        assert_eq!(fields(&again).len(), 1);
        assert!(fields(&json!({"type": "null"})).is_empty());
    }
}
