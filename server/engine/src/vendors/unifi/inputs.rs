//! What a caller gives: sites, devices, MAC addresses and ids, read strictly so that none can lead to another path.

use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Access,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::{borrow::Cow, fmt};

/// An input error of this client's operation.
pub fn refuse<A: Access>(client: &Client<A>, field: &str, why: impl Into<String>) -> CallError {
    let (field, why) = (field.to_owned(), why.into());
    client.session().error(CallErrorKind::Input { field, why })
}

/// Not blank, not long, no control characters.
fn plain(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        Err("it is blank; give a value or leave it out")
    } else if text.len() > 256 || text.chars().any(char::is_control) {
        Err("it is longer than 256 bytes or holds a control character")
    } else {
        Ok(text.to_owned())
    }
}

/// A UUID as the official API writes ids.
pub fn is_uuid(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// A site: its id, its short name, or the name that people call it by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SiteRef(String);

/// The id of a record: letters, digits, dashes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Id(String);

/// A MAC address in any usual spelling; kept as `02:00:00:00:00:01`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Mac(String);

/// A device: its id, or its MAC address.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DeviceRef {
    /// By id.
    Id(String),
    /// By MAC address.
    Mac(String),
}

/// Some text to look for; not blank.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Term(String);

impl TryFrom<String> for SiteRef {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        plain(&text).map(Self)
    }
}

impl TryFrom<String> for Term {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        plain(&text).map(Self)
    }
}

impl TryFrom<String> for Id {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let text = plain(&text)?;
        let is_id = text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_alphanumeric());
        if is_id {
            Ok(Self(text))
        } else {
            Err("an id is made of letters, digits and dashes")
        }
    }
}

impl TryFrom<String> for Mac {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        mac(text.trim())
            .map(Self)
            .ok_or("a MAC address has twelve hexadecimal digits")
    }
}

impl TryFrom<String> for DeviceRef {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match mac(text.trim()) {
            Some(mac) => Ok(Self::Mac(mac)),
            None => Id::try_from(text).map(|id| Self::Id(id.0)),
        }
    }
}

/// Twelve hexadecimal digits, plain or in pairs.
fn mac(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ':' | '-')).collect();
    let paired = matches!(text.len(), 12 | 17);
    if !paired || digits.len() != 12 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let lower = digits.to_ascii_lowercase();
    let pairs: Vec<&str> = (0..6).filter_map(|at| lower.get(at * 2..at * 2 + 2)).collect();
    Some(pairs.join(":"))
}

macro_rules! text {
    ($type:ty, $name:literal, $description:literal) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "minLength": 1, "maxLength": 256, "description": $description})
            }
        }
    };
}

text!(SiteRef, "SiteRef", "A site's id, short name, or name.");
text!(Id, "Id", "An id as the console wrote it.");
text!(Mac, "Mac", "A MAC address.");
text!(DeviceRef, "DeviceRef", "A device's id or MAC address.");
text!(Term, "Term", "A text that is not blank.");

impl SiteRef {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Id {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Mac {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Term {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DeviceRef {
    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            DeviceRef::Id(text) | DeviceRef::Mac(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, from_value, json};

    #[test]
    fn a_device_is_named_by_its_id_or_by_its_mac_address_in_any_spelling() {
        let device = |text: &str| from_value::<DeviceRef>(json!(text));
        for text in ["02:00:00:00:00:0A", "02-00-00-00-00-0a", "02000000000A"] {
            assert_eq!(
                device(text).unwrap(),
                DeviceRef::Mac("02:00:00:00:00:0a".into()),
                "{text}"
            );
        }
        let id = "0000000d-0000-4000-8000-000000000001";
        assert_eq!(device(id).unwrap(), DeviceRef::Id(id.into()));
        for wrong in ["", " ", "../clients", "a/b", "a?b", "02:00:00:00:00:zz"] {
            assert!(device(wrong).is_err(), "{wrong}");
        }
        assert!(from_value::<DeviceRef>(Value::Null).is_err());
    }
}
