//! Who asks, and what their role lets them do.

use serde::{Deserialize, Serialize};

/// What a person or token may do. Ordered: each role may do all that the ones before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads everything but secrets; changes nothing.
    Viewer,
    /// Connects vendors and calls their operations.
    Tech,
    /// All that, and users, tokens, keys and deletion.
    Admin,
}

impl Role {
    /// Every role, least first.
    pub const ALL: [Role; 3] = [Role::Viewer, Role::Tech, Role::Admin];

    /// The role's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Tech => "tech",
            Role::Admin => "admin",
        }
    }

    /// The role of a word.
    pub fn parse(word: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// What kind of caller it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person with a session.
    User,
    /// A program with an API token.
    Token,
    /// Ops AI itself: the scheduler, or the command line on the server.
    System,
}

impl ActorKind {
    /// Every kind.
    pub const ALL: [ActorKind; 3] = [ActorKind::User, ActorKind::Token, ActorKind::System];

    /// The kind's word.
    pub fn as_str(self) -> &'static str {
        match self {
            ActorKind::User => "user",
            ActorKind::Token => "token",
            ActorKind::System => "system",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<ActorKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Person, token or system.
    pub kind: ActorKind,
    /// Their identifier.
    pub id: String,
    /// Their name, for the audit trail and the screen.
    pub name: String,
    /// Their role.
    pub role: Role,
}

impl Actor {
    /// Ops AI itself, by the name of the part that acts.
    pub fn system(part: &str) -> Self {
        Self {
            kind: ActorKind::System,
            id: "system".into(),
            name: part.to_owned(),
            role: Role::Admin,
        }
    }
}
