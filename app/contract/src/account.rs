//! People, sessions and API tokens. A password goes in and never comes out; a token is shown once.

use crate::{
    Time,
    actor::{Actor, Role},
    ids::{SessionId, TokenId, UserId},
};
use serde::{Deserialize, Serialize};

/// The shortest password, in characters.
pub const MIN_PASSWORD: usize = 12;

/// A person who signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Their identifier.
    pub id: UserId,
    /// What they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// True when they may not sign in.
    pub disabled: bool,
    /// When the account was made.
    pub created_at: Time,
    /// When they last signed in.
    pub last_seen_at: Option<Time>,
}

/// A new person.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewUser {
    /// What they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their first password.
    pub password: String,
}

/// The first administrator, made with the one-time link.
#[derive(Clone, Serialize, Deserialize)]
pub struct FirstAdmin {
    /// The link's secret.
    pub link: String,
    /// What they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: String,
}

/// What is typed to sign in.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// The person.
    pub email: String,
    /// Their password.
    pub password: String,
}

/// Where a session comes from, for the list of sessions and the throttle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address of the other side.
    pub address: String,
    /// Its user agent.
    pub agent: String,
}

/// A session just begun: its secret goes into the cookie and nowhere else.
pub struct NewSession {
    /// The cookie's value.
    pub secret: String,
    /// Who it is for.
    pub actor: Actor,
}

/// A caller that has proved who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticated {
    /// Who it is.
    pub actor: Actor,
    /// Their session, for a person.
    pub session: Option<SessionId>,
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its identifier.
    pub id: SessionId,
    /// Whose it is.
    pub user: String,
    /// Its user agent.
    pub agent: String,
    /// Its address.
    pub address: String,
    /// When it began.
    pub created_at: Time,
    /// When it was last used.
    pub seen_at: Time,
    /// When it ends at the latest.
    pub expires_at: Time,
    /// True for the one that asks.
    pub current: bool,
}

/// An API token without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its identifier.
    pub id: TokenId,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Its last four characters, to tell it from others.
    pub hint: String,
    /// Who made it.
    pub created_by: String,
    /// When it was made.
    pub created_at: Time,
    /// When it ends; none for a token without an end.
    pub expires_at: Option<Time>,
    /// When it was last used.
    pub last_used_at: Option<Time>,
}

/// A new token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    /// What to call it.
    pub name: String,
    /// What it may do; never more than its maker.
    pub role: Role,
    /// After how many days it ends; none for never.
    #[serde(default)]
    pub days: Option<u32>,
}

/// A token just made: the only moment at which its secret is known.
#[derive(Clone, Serialize, Deserialize)]
pub struct IssuedToken {
    /// The token without its secret.
    pub token: Token,
    /// The secret, `opsai_…`.
    pub secret: String,
}
