//! What a caller gives, and how it is refused before anything is sent.

use crate::{
    connector::{CallError, Client},
    policy::Access,
};
use jiff::{Timestamp, civil::Date};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::{borrow::Cow, fmt};

pub use crate::connector::{Term, refuse};

/// The id of a record, a GUID.
///
/// Rationale: any letters, digits and dashes pass, for GUIDs are what was seen and not what is promised; but nothing passes
/// that could lead to another path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct EntityId(String);

impl EntityId {
    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EntityId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let text = text.trim();
        let is_plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if (1..=64).contains(&text.len()) && is_plain {
            Ok(Self(text.to_owned()))
        } else {
            Err("an id of Datto EDR is a GUID like 0f0f2f6e-0000-4000-8000-00000000000a")
        }
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for EntityId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "EntityId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9A-Za-z-]{1,64}$"})
    }
}

/// One record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ById {
    /// Its id.
    pub id: EntityId,
}

/// An instant as the vendor writes it, or the beginning of a day in UTC.
pub fn moment<A: Access>(
    client: &Client<A>,
    field: &str,
    given: Option<&Term>,
) -> Result<Option<String>, CallError> {
    let Some(given) = given else { return Ok(None) };
    let text = given.as_str();
    let day = || {
        let day = text.parse::<Date>().ok()?.in_tz("UTC").ok()?;
        Some(day.timestamp())
    };
    // A day first: as an instant it would be refused for its missing offset.
    let is_day = text.len() == "2026-11-24".len();
    let read = if is_day {
        day()
    } else {
        text.parse::<Timestamp>().ok()
    };
    let at = read.ok_or_else(|| {
        let why = "write an instant with its offset, like 2026-11-24T09:00:00Z, or a day, like 2026-11-24";
        refuse(client, field, why)
    })?;
    Ok(Some(format!("{at:.3}")))
}
