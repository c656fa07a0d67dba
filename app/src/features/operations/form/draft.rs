//! What was typed into all fields, and the one JSON that says the same. An edit of either is an edit of both.

use super::{
    schema::{Field, Kind},
    text,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What was typed. Fields are named by their path: `name`, `source.zone`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    texts: BTreeMap<String, String>,
    /// Members that the form does not know; they stay as they were typed in the JSON.
    others: Map<String, Value>,
}

impl Draft {
    /// What a JSON input looks like in the form; none when it is no object.
    pub fn of(fields: &[Field], input: &Value) -> Option<Self> {
        let Value::Object(members) = input else {
            return None;
        };
        let mut draft = Self {
            texts: BTreeMap::new(),
            others: members.clone(),
        };
        for field in fields {
            let member = draft.others.remove(&field.name);
            match (&field.kind, &member) {
                (Kind::Group(inner), None | Some(Value::Null | Value::Object(_))) => {
                    for part in inner {
                        let value = member.as_ref().and_then(|member| member.get(&part.name));
                        draft
                            .texts
                            .insert(path(&field.name, &part.name), text::text(part, value));
                    }
                }
                _ => {
                    let shown = text::text(field, member.as_ref());
                    draft.texts.insert(field.name.clone(), shown);
                }
            }
        }
        Some(draft)
    }

    /// What stands in every field, by path.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// What stands in a field.
    pub fn text(&self, path: &str) -> String {
        self.texts.get(path).cloned().unwrap_or_default()
    }

    /// Types into a field.
    pub fn set(&mut self, path: &str, typed: String) {
        self.texts.insert(path.to_owned(), typed);
    }

    /// The JSON that says the same; fields that do not fit are left out of it.
    pub fn input(&self, fields: &[Field]) -> Value {
        let mut members = self.others.clone();
        for field in fields {
            if let Kind::Group(inner) = &field.kind {
                let begun = inner
                    .iter()
                    .any(|part| !self.text(&path(&field.name, &part.name)).trim().is_empty());
                if field.required || begun {
                    let mut group = Map::new();
                    for part in inner {
                        self.put(&mut group, part, &path(&field.name, &part.name));
                    }
                    members.insert(field.name.clone(), Value::Object(group));
                }
            } else {
                self.put(&mut members, field, &field.name);
            }
        }
        Value::Object(members)
    }

    fn put(&self, members: &mut Map<String, Value>, field: &Field, path: &str) {
        match text::value(field, &self.text(path)) {
            Ok(Some(value)) => {
                members.insert(field.name.clone(), value);
            }
            // So that the JSON, too, says what is still missing.
            Ok(None) if field.required => {
                members.insert(field.name.clone(), Value::Null);
            }
            Ok(None) | Err(_) => {}
        }
    }

    /// What is wrong with what was typed, by path: what does not fit, and what is required and blank.
    pub fn faults(&self, fields: &[Field]) -> BTreeMap<String, String> {
        let mut faults = BTreeMap::new();
        for field in fields {
            if let Kind::Group(inner) = &field.kind {
                let parts = inner.iter().map(|part| (part, path(&field.name, &part.name)));
                let is_begun = parts.clone().any(|(_, path)| !self.text(&path).trim().is_empty());
                for (part, path) in parts {
                    self.look(&mut faults, part, path, field.required || is_begun);
                }
            } else {
                self.look(&mut faults, field, field.name.clone(), true);
            }
        }
        faults
    }

    fn look(&self, faults: &mut BTreeMap<String, String>, field: &Field, path: String, counts: bool) {
        match text::value(field, &self.text(&path)) {
            Ok(None) if field.required && counts => {
                faults.insert(path, format!("{} is missing: fill it in.", field.name));
            }
            Ok(_) => {}
            Err(words) => {
                faults.insert(path, words);
            }
        }
    }
}

/// How a part of a group is named.
pub fn path(group: &str, part: &str) -> String {
    format!("{group}.{part}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{super::schema::fields, *};
    use serde_json::json;

    fn schema() -> Vec<Field> {
        fields(&json!({
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string"},
                "limit": {"type": "integer"},
                "source": {"type": "object", "required": ["zone"], "properties": {
                    "zone": {"type": "string"}, "ports": {"type": "array", "items": {"type": "integer"}},
                }},
            },
        }))
    }

    #[test]
    fn json_becomes_texts_and_texts_become_the_same_json() {
        let input =
            json!({"name": "Block", "limit": 5, "source": {"zone": "LAN", "ports": [80, 443]}, "new": [1]});
        let draft = Draft::of(&schema(), &input).unwrap();
        assert_eq!(draft.text("source.ports"), "80\n443");
        assert_eq!(draft.input(&schema()), input, "what the form does not know stays");
        assert!(Draft::of(&schema(), &json!([1])).is_none());
    }

    #[test]
    fn blank_fields_are_not_sent_and_what_is_required_is_shown_as_missing() {
        let mut draft = Draft::of(&schema(), &json!({})).unwrap();
        assert_eq!(draft.input(&schema()), json!({"name": null}));
        assert_eq!(
            draft.faults(&schema()).into_keys().collect::<Vec<_>>(),
            ["name"],
            "a group that nobody began needs nothing"
        );
        draft.set("name", "Block".into());
        draft.set("source.ports", "http".into());
        let faults = draft.faults(&schema());
        assert_eq!(faults.keys().collect::<Vec<_>>(), ["source.ports", "source.zone"]);
        assert_eq!(
            draft.input(&schema()),
            json!({"name": "Block", "source": {"zone": null}})
        );
    }

    #[test]
    fn what_is_being_typed_stays_as_it_is_typed() {
        let mut draft = Draft::of(&schema(), &json!({"name": "x"})).unwrap();
        draft.set("source.ports", "80\n".into());
        draft.set("source.zone", "LAN".into());
        assert_eq!(draft.text("source.ports"), "80\n");
        assert_eq!(draft.input(&schema())["source"]["ports"], json!([80]));
    }
}
