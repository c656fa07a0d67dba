//! What a caller gives: ids, search terms, and the filters they become.
//!
//! A blank term is refused: IT Glue's answer to an empty filter is not documented, and a template that came out empty
//! must not list everything.

use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Read,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::{borrow::Cow, fmt};

/// The longest term that is sent, in bytes: it travels in the address.
const LONGEST: usize = 500;

/// The id of a record of IT Glue: digits, given as text or as a whole number.
///
/// Rationale: `id` is text in the vendor's answers while the ids among the attributes are numbers, and a SOP hands
/// on what it got. Only digits pass, so that an id can lead to no other path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Typed")]
pub struct RecordId(String);

/// A text or whole number to filter by; not blank.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Typed")]
pub struct Term(String);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text or a whole number")]
enum Typed {
    Number(u64),
    Text(String),
}

impl Typed {
    fn text(self) -> String {
        match self {
            Typed::Number(number) => number.to_string(),
            Typed::Text(text) => text.trim().to_owned(),
        }
    }
}

impl TryFrom<Typed> for RecordId {
    type Error = &'static str;

    fn try_from(typed: Typed) -> Result<Self, Self::Error> {
        let text = typed.text();
        if (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text))
        } else {
            Err("an id of IT Glue is made of digits, up to 20 of them")
        }
    }
}

impl TryFrom<Typed> for Term {
    type Error = &'static str;

    fn try_from(typed: Typed) -> Result<Self, Self::Error> {
        let text = typed.text();
        if text.is_empty() {
            Err("it is blank; give a value or leave it out")
        } else if text.len() > LONGEST || text.chars().any(char::is_control) {
            Err("it is longer than 500 bytes or holds a control character")
        } else {
            Ok(Self(text))
        }
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for RecordId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "RecordId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "integer"], "pattern": "^[0-9]{1,20}$", "minimum": 0})
    }
}

impl JsonSchema for Term {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Term".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "integer"], "minLength": 1, "maxLength": LONGEST, "minimum": 0})
    }
}

/// The filters of one request: all of them must hold.
#[derive(Default)]
pub struct Filters(Vec<(&'static str, String)>);

impl Filters {
    /// Adds a filter where there is a value for it; `name` as it stands in the query, e.g. `filter[name]`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Option<&impl fmt::Display>) -> Self {
        self.0.extend(value.map(|value| (name, value.to_string())));
        self
    }

    /// The same filters; an input error when there are none: a search without a filter would be the whole list.
    pub fn some(self, client: &Client<Read>) -> Result<Self, CallError> {
        if self.0.is_empty() {
            let why = "give at least one filter to search by, or call the list operation for everything";
            return Err(client.session().error(CallErrorKind::Input {
                field: "input".into(),
                why: why.into(),
            }));
        }
        Ok(self)
    }

    /// As query parameters, not encoded.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}
