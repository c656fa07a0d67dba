//! What the operations need, and what a token has: an application's permissions stand in its `roles`, those of the service
//! account in its `scp`.
//!
//! A token is Microsoft's own matter and may change its form, so one that cannot be read says nothing: then only the reads
//! of the test tell. Nothing of a token is kept or shown but these words.

use super::tenants::As;
use crate::vault::Secret;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Deserialize;

/// One thing that operations do, and the permissions of which one lets them.
pub struct Need {
    /// For a person: what it lets Ops AI do.
    pub what: &'static str,
    /// The least permission, which is the one to grant.
    pub least: &'static str,
    /// Others that will do.
    pub others: &'static [&'static str],
    /// Whether the account is of little use without it.
    pub always: bool,
}

const DIRECTORY_READ: [&str; 2] = ["Directory.Read.All", "Directory.ReadWrite.All"];
const DIRECTORY_WRITE: &str = "Directory.ReadWrite.All";

/// What the operations need of the application, in its own tenant or a customer's.
pub const NEEDS: &[Need] = &[
    Need {
        what: "read users",
        least: "User.Read.All",
        others: &["User.ReadWrite.All", DIRECTORY_READ[0], DIRECTORY_READ[1]],
        always: true,
    },
    Need {
        what: "read groups and their members",
        least: "GroupMember.Read.All",
        others: &[
            "GroupMember.ReadWrite.All",
            "Group.Read.All",
            "Group.ReadWrite.All",
            DIRECTORY_READ[0],
            DIRECTORY_READ[1],
        ],
        always: true,
    },
    Need {
        what: "read the tenant's name and its licences",
        least: "Organization.Read.All",
        others: &["Organization.ReadWrite.All", DIRECTORY_READ[0], DIRECTORY_READ[1]],
        always: true,
    },
    Need {
        what: "read the tenant's domains",
        least: "Domain.Read.All",
        others: &["Domain.ReadWrite.All", DIRECTORY_READ[0], DIRECTORY_READ[1]],
        always: false,
    },
    Need {
        what: "read what mailboxes are for, and their settings",
        least: "MailboxSettings.Read",
        others: &["MailboxSettings.ReadWrite"],
        always: false,
    },
    Need {
        what: "list the customers that you manage through GDAP",
        least: "DelegatedAdminRelationship.Read.All",
        others: &["DelegatedAdminRelationship.ReadWrite.All"],
        always: false,
    },
    Need {
        what: "create, change, delete and restore users",
        least: "User.ReadWrite.All",
        others: &[DIRECTORY_WRITE],
        always: false,
    },
    Need {
        what: "disable and enable users",
        least: "User.EnableDisableAccount.All",
        others: &["User.ReadWrite.All", DIRECTORY_WRITE],
        always: false,
    },
    Need {
        what: "sign users out everywhere",
        least: "User.RevokeSessions.All",
        others: &["User.ReadWrite.All", DIRECTORY_WRITE],
        always: false,
    },
    Need {
        what: "reset passwords",
        least: "User-PasswordProfile.ReadWrite.All",
        others: &["UserAuthenticationMethod.ReadWrite.All"],
        always: false,
    },
    Need {
        what: "add and remove members of groups",
        least: "GroupMember.ReadWrite.All",
        others: &["Group.ReadWrite.All", DIRECTORY_WRITE],
        always: false,
    },
    Need {
        what: "assign and remove licences",
        least: "LicenseAssignment.ReadWrite.All",
        others: &["User.ReadWrite.All", DIRECTORY_WRITE],
        always: false,
    },
];

impl Need {
    /// The permission by which it is granted, if any.
    pub fn granted_by<'a>(&'a self, has: &'a [String]) -> Option<&'a str> {
        let all = std::iter::once(self.least).chain(self.others.iter().copied());
        all.into_iter()
            .find(|wanted| has.iter().any(|one| one.eq_ignore_ascii_case(wanted)))
    }
}

/// What can be read of a token.
#[derive(Debug, Default, Deserialize)]
pub struct Claims {
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    scp: Option<String>,
    #[serde(default)]
    amr: Vec<String>,
}

impl Claims {
    /// The claims of a token; none when it cannot be read.
    pub fn of(token: &Secret) -> Option<Self> {
        let mut parts = token.expose().split('.');
        let (_, claims) = (parts.next()?, parts.next()?);
        let claims = BASE64_URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&claims).ok()
    }

    /// The permissions in it.
    pub fn permissions(&self, of: As) -> Vec<String> {
        match of {
            As::App => self.roles.clone(),
            As::User => self
                .scp
                .as_deref()
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Whether a second factor was used; `None` where the token does not say how it was signed in.
    pub fn has_second_factor(&self) -> Option<bool> {
        (!self.amr.is_empty()).then(|| self.amr.iter().any(|how| how == "mfa"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn token(claims: &serde_json::Value) -> Secret {
        let part = |value: &serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        Secret::new(format!(
            "{}.{}.c2ln",
            part(&json!({"alg": "RS256"})),
            part(claims)
        ))
    }

    #[test]
    fn the_permissions_of_both_kinds_of_token_are_read() {
        let app = Claims::of(&token(
            &json!({"tid": "t", "roles": ["User.Read.All", "Domain.Read.All"]}),
        ))
        .unwrap();
        assert_eq!(app.permissions(As::App), ["User.Read.All", "Domain.Read.All"]);
        assert_eq!(app.has_second_factor(), None);
        let user = Claims::of(&token(
            &json!({"scp": "User.Read.All  Group.Read.All", "amr": ["pwd", "mfa"]}),
        ))
        .unwrap();
        assert_eq!(user.permissions(As::User), ["User.Read.All", "Group.Read.All"]);
        assert!(user.permissions(As::App).is_empty());
        assert_eq!(user.has_second_factor(), Some(true));
        let weak = Claims::of(&token(&json!({"amr": ["pwd"]}))).unwrap();
        assert_eq!(weak.has_second_factor(), Some(false));
    }

    #[test]
    fn a_token_that_cannot_be_read_says_nothing() {
        for text in ["", "opaque", "a.b", "a.bm90IGpzb24.c", "a.WyJsaXN0Il0.c"] {
            assert!(Claims::of(&Secret::new(text.to_owned())).is_none(), "{text}");
        }
    }

    #[test]
    fn a_need_is_met_by_the_least_permission_or_a_larger_one() {
        let users = &NEEDS[0];
        let has = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            users.granted_by(&has(&["User.ReadWrite.All"])),
            Some("User.ReadWrite.All")
        );
        assert_eq!(
            users.granted_by(&has(&["Directory.Read.All", "user.read.all"])),
            Some("User.Read.All")
        );
        assert_eq!(users.granted_by(&has(&["User.ReadBasic.All"])), None);
    }
}
