//! What a caller gives: ids, terms, the filters they become, and the part of a list that is wanted.
//!
//! A blank term is refused: a template that came out empty must not list everything.

use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Access,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// The longest term that is sent, in bytes: it travels in the address.
const LONGEST: usize = 500;

/// The form of an id, for the schema.
const UUID: &str = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";

/// The id of a record of Pax8: a UUID, sent as it was given.
///
/// Only that form passes, so that an id can lead to no other path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct RecordId(String);

/// A text to filter by or to send; not blank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Term(String);

impl TryFrom<String> for RecordId {
    type Error = &'static str;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        let typed = typed.trim();
        let parts = typed.split('-');
        let has_form = parts.clone().map(str::len).eq([8, 4, 4, 4, 12])
            && parts.flat_map(str::bytes).all(|byte| byte.is_ascii_hexdigit());
        if has_form {
            Ok(Self(typed.to_owned()))
        } else {
            Err("an id of Pax8 is a UUID, like 8f1c0c3e-0000-4000-8000-000000000000")
        }
    }
}

impl TryFrom<String> for Term {
    type Error = &'static str;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        let typed = typed.trim();
        if typed.is_empty() {
            Err("it is blank; give a value or leave it out")
        } else if typed.len() > LONGEST || typed.chars().any(char::is_control) {
            Err("it is longer than 500 bytes or holds a control character")
        } else {
            Ok(Self(typed.to_owned()))
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
        json_schema!({"type": "string", "format": "uuid", "pattern": UUID})
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
        json_schema!({"type": "string", "minLength": 1, "maxLength": LONGEST})
    }
}

/// Which record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its id.
    pub id: RecordId,
}

/// A whole list, or a page of it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The query of one request: filters, all of which must hold, and an order.
#[derive(Default)]
pub struct Filters(Vec<(&'static str, String)>);

impl Filters {
    /// Adds a filter where there is a value for it.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Option<&impl fmt::Display>) -> Self {
        self.0.extend(value.map(|value| (name, value.to_string())));
        self
    }

    /// Asks for an order.
    #[must_use]
    pub fn sorted(mut self, by: &'static str) -> Self {
        self.0.push(("sort", by.to_owned()));
        self
    }

    /// The same filters; an input error when there are none: a search without a filter would be the whole list.
    pub fn some<A: Access>(self, client: &Client<A>) -> Result<Self, CallError> {
        if self.0.is_empty() {
            let why = "give at least one filter to search by, or call the list operation for everything";
            return Err(refuse(client, "input", why));
        }
        Ok(self)
    }

    /// As query parameters, not encoded.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

/// An error that names a member of the input; nothing was sent.
pub fn refuse<A: Access>(client: &Client<A>, field: impl Into<String>, why: impl Into<String>) -> CallError {
    client.session().error(CallErrorKind::Input {
        field: field.into(),
        why: why.into(),
    })
}

/// A quantity: a whole number, at least 1.
pub fn quantity<A: Access>(client: &Client<A>, field: &str, quantity: u32) -> Result<u32, CallError> {
    if quantity == 0 {
        Err(refuse(
            client,
            field,
            "must be at least 1; to have none, cancel the subscription",
        ))
    } else {
        Ok(quantity)
    }
}
