//! What a caller gives: the tenant, a user, the part of a list that is wanted.

use crate::connector::Guid;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// The longest name of a tenant or a user, in bytes.
const LONGEST: usize = 256;

/// A customer's tenant: its id, or a domain of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct TenantRef(String);

/// A user: the object's id, or the user principal name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct UserRef(String);

impl TryFrom<String> for TenantRef {
    type Error = &'static str;

    /// Kept in small letters, so that one tenant has one token. `common` and `organizations` are no tenants: they have no
    /// dot.
    fn try_from(typed: String) -> Result<Self, Self::Error> {
        let text = typed.trim().to_ascii_lowercase();
        let is_label = |label: &str| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let is_domain = text.len() <= LONGEST && text.contains('.') && text.split('.').all(is_label);
        if is_domain || Guid::try_from(text.clone()).is_ok() {
            Ok(Self(text))
        } else {
            Err("a tenant is given by its id (a UUID) or by one of its domains, like contoso.onmicrosoft.com")
        }
    }
}

impl TryFrom<String> for UserRef {
    type Error = &'static str;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        let text = typed.trim();
        let is_name = text.len() <= LONGEST
            && text
                .split_once('@')
                .is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
            && !text
                .chars()
                .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '/' | '\\'));
        if is_name || Guid::try_from(text.to_owned()).is_ok() {
            Ok(Self(text.to_owned()))
        } else {
            Err(
                "a user is given by the object's id (a UUID) or by the user principal name, like anna@contoso.example",
            )
        }
    }
}

impl TenantRef {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl UserRef {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for TenantRef {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TenantRef".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "minLength": 3, "maxLength": LONGEST})
    }
}

impl JsonSchema for UserRef {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "UserRef".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "minLength": 3, "maxLength": LONGEST})
    }
}

/// A tenant and nothing else.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InTenant {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
}

/// Which user.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfUser {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The user, by id or user principal name.
    pub user: UserRef,
}

/// A whole list of a tenant, or a page of it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListOf {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// A page of about so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 999))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The part of a list that is wanted.
#[derive(Clone, Copy, Default)]
pub struct Window<'a> {
    /// So many rows, all when absent.
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<&'a str>,
}

impl ListOf {
    /// Its window.
    pub fn window(&self) -> Window<'_> {
        Window {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}
