//! What a caller gives: uids, search terms, and the part of a list that is wanted.
//!
//! A blank term is refused: a template that came out empty must not list everything.

use crate::connector;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::{borrow::Cow, fmt};

pub use crate::connector::refuse;

/// The longest uid, in bytes: it travels in the address.
const LONGEST_UID: usize = 100;

/// A text to search by; not blank.
pub type Term = connector::Term<300>;

/// A uid of Datto RMM.
///
/// Rationale: only letters, digits, `-` and `_` pass, so that a uid can lead to no other path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Uid(String);

impl TryFrom<String> for Uid {
    type Error = &'static str;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        let text = typed.trim();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if (1..=LONGEST_UID).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err("a uid of Datto RMM is made of letters, digits and dashes, up to 100 of them")
        }
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Uid {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl JsonSchema for Uid {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Uid".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,100}$"})
    }
}

/// One record, by its uid.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByUid {
    /// Its uid.
    pub uid: Uid,
}

/// A whole list, or a page of it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListInput {
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 250))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
