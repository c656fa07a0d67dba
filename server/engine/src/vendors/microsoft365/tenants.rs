//! Whose tenant a call is for, and as whom it is made there.
//!
//! ```text
//! no tenant given, or the account's own      the application, with what was consented to in that tenant
//! a customer's, refresh token kept           the service account, within its GDAP roles
//! a customer's, no refresh token             the application, where that customer consented to it
//! mailboxes, in any tenant                   the application: Graph shows other people's settings to nobody else
//! ```
//!
//! The two kinds of token are kept apart, for each tenant: one can do what the other cannot.

use super::inputs::TenantRef;
use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Access,
};
use std::{fmt, str::FromStr};

/// As whom a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// The application itself; its token carries `roles`.
    App,
    /// The service account through the application; its token carries `scp`.
    User,
}

/// One tenant, seen as one of the two; as text it is the name of a realm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As whom.
    pub who: As,
    /// Which tenant; the account's own when absent.
    pub tenant: Option<String>,
}

/// A client in the tenant that was asked for, and as whom it acts there.
pub struct Here<A: Access> {
    /// The client.
    pub client: Client<A>,
    /// As whom it acts.
    pub who: As,
}

impl As {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::User => "user",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}",
            self.who.as_str(),
            self.tenant.as_deref().unwrap_or("")
        )
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (who, tenant) = text.split_once(':').ok_or(())?;
        let who = match who {
            "app" => As::App,
            "user" => As::User,
            _ => return Err(()),
        };
        Ok(Self {
            who,
            tenant: (!tenant.is_empty()).then(|| tenant.to_owned()),
        })
    }
}

/// The client in this tenant, as whoever can do most there.
pub fn at<A: Access>(client: &Client<A>, tenant: Option<&TenantRef>) -> Result<Here<A>, CallError> {
    match tenant {
        Some(_) => as_user_first(client, tenant),
        None => as_app(client, None),
    }
}

/// The client in this tenant, as the service account where there is one.
pub fn as_user_first<A: Access>(
    client: &Client<A>,
    tenant: Option<&TenantRef>,
) -> Result<Here<A>, CallError> {
    match realm(client, As::User, tenant)? {
        Some(client) => Ok(Here {
            client,
            who: As::User,
        }),
        None => as_app(client, tenant),
    }
}

/// The client in this tenant, as the application.
pub fn as_app<A: Access>(client: &Client<A>, tenant: Option<&TenantRef>) -> Result<Here<A>, CallError> {
    let found = realm(client, As::App, tenant)?;
    let client = found.ok_or_else(|| {
        let why = "no application signs in to this account".to_owned();
        client.session().error(CallErrorKind::Input {
            field: "tenant".to_owned(),
            why,
        })
    })?;
    Ok(Here { client, who: As::App })
}

fn realm<A: Access>(
    client: &Client<A>,
    who: As,
    tenant: Option<&TenantRef>,
) -> Result<Option<Client<A>>, CallError> {
    let tenant = tenant.map(|tenant| tenant.as_str().to_owned());
    client.in_realm(&Place { who, tenant }.to_string())
}
