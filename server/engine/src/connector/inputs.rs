//! What operations of many vendors take: a text to look for, an id that is a UUID. Read strictly, so that nothing that was
//! given can lead to another path, and a template that came out empty does not ask for everything.

use super::{
    client::Client,
    errors::{CallError, CallErrorKind},
};
use crate::policy::Access;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// The form of a UUID, for the schema.
const UUID: &str = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";

/// Some text on one line, not blank and of at most so many bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Term<const LONGEST: usize = 500>(String);

/// An id that is a UUID, as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Guid(String);

/// An error that names a member of the input; nothing was sent.
pub fn refuse<A: Access>(client: &Client<A>, field: impl Into<String>, why: impl Into<String>) -> CallError {
    client.session().error(CallErrorKind::Input {
        field: field.into(),
        why: why.into(),
    })
}

impl<const LONGEST: usize> TryFrom<String> for Term<LONGEST> {
    type Error = String;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        let typed = typed.trim();
        if typed.is_empty() {
            Err("it is blank; give a value or leave it out".to_owned())
        } else if typed.len() > LONGEST || typed.chars().any(char::is_control) {
            Err(format!(
                "it is longer than {LONGEST} bytes or holds a control character"
            ))
        } else {
            Ok(Self(typed.to_owned()))
        }
    }
}

impl TryFrom<String> for Guid {
    type Error = &'static str;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        let typed = typed.trim();
        let parts = typed.split('-');
        let has_form = parts.clone().map(str::len).eq([8, 4, 4, 4, 12])
            && parts.flat_map(str::bytes).all(|byte| byte.is_ascii_hexdigit());
        if has_form {
            Ok(Self(typed.to_owned()))
        } else {
            Err("an id is a UUID, like 8f1c0c3e-0000-4000-8000-000000000000")
        }
    }
}

impl<const LONGEST: usize> Term<LONGEST> {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Guid {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const LONGEST: usize> fmt::Display for Term<LONGEST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const LONGEST: usize> JsonSchema for Term<LONGEST> {
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

impl JsonSchema for Guid {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Guid".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "uuid", "pattern": UUID})
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_term_is_trimmed_and_neither_blank_nor_long_nor_of_two_lines() {
        let term = |value: Value| serde_json::from_value::<Term<8>>(value).map(|term| term.to_string());
        assert_eq!(term(json!(" Anna ")).unwrap(), "Anna");
        for wrong in [
            json!(" "),
            json!("123456789"),
            json!("a\nb"),
            json!(7),
            json!(null),
        ] {
            assert!(term(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_guid_has_its_form_and_leads_to_no_other_path() {
        let guid = |value: Value| serde_json::from_value::<Guid>(value).map(|guid| guid.to_string());
        let good = "6F0F3a0e-1111-4a3a-9a8e-000000000001";
        assert_eq!(guid(json!(format!(" {good} "))).unwrap(), good);
        for wrong in [
            json!(""),
            json!("../token"),
            json!("6f0f3a0e-1111-4a3a-9a8e-00000000000g"),
            json!("6f0f3a0e11114a3a9a8e000000000001"),
            json!("6f0f3a0e-1111-4a3a-9a8e-000000000001?x=1"),
            json!(7),
        ] {
            assert!(guid(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
