//! Twins of tokens, the audit trail and the key ring.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What a person or token may do.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads everything but secrets.
    Viewer,
    /// Connects vendors and calls their operations.
    Tech,
    /// All that, and users, tokens, keys and deletion.
    Admin,
}

/// An API token without its secret.
#[derive(Serialize, ToSchema)]
pub struct Token {
    /// `tok_…`.
    id: String,
    /// What it is called.
    name: String,
    /// What it may do.
    role: Role,
    /// Its last four characters.
    hint: String,
    /// Who made it.
    created_by: String,
    /// When it was made.
    created_at: String,
    /// When it ends; none for never.
    #[schema(required = true)]
    expires_at: Option<String>,
    /// When it was last used.
    #[schema(required = true)]
    last_used_at: Option<String>,
}

/// A token just made.
#[derive(Serialize, ToSchema)]
pub struct IssuedToken {
    /// The token without its secret.
    token: Token,
    /// The secret, `opsai_…`: shown here only.
    secret: String,
}

/// A page of the audit trail.
#[derive(Serialize, ToSchema)]
pub struct AuditPage {
    /// The entries, newest first.
    items: Vec<AuditEntry>,
    /// Where the next page begins.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// One entry.
#[derive(Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its place in the chain.
    seq: i64,
    /// When it happened.
    at: String,
    /// Person, token or system.
    actor_kind: ActorKind,
    /// Who.
    actor_id: String,
    /// Their name then.
    actor_name: String,
    /// What they did, e.g. `integration.created`.
    action: String,
    /// To what.
    target: String,
    /// Particulars, without secrets.
    #[schema(value_type = Value)]
    detail: Value,
    /// The hash of the entry before.
    previous: String,
    /// The hash of this one.
    hash: String,
}

/// What kind of caller it was.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person.
    User,
    /// A program.
    Token,
    /// Ops AI itself.
    System,
}

/// Whether the chain is whole.
#[derive(Serialize, ToSchema)]
pub struct ChainReport {
    /// How many entries were read.
    entries: i64,
    /// The first whose hash does not fit.
    #[schema(required = true)]
    broken_at: Option<i64>,
}

/// The key ring: fingerprints and states.
#[derive(Serialize, ToSchema)]
pub struct KeyRing {
    /// Where it is kept.
    source: String,
    /// `warm`, `stale` or `cold`.
    state: String,
    /// When it was last read.
    #[schema(required = true)]
    read_at: Option<String>,
    /// Until when the copy in memory serves.
    #[schema(required = true)]
    cached_until: Option<String>,
    /// Why the source could not be read.
    #[schema(required = true)]
    error: Option<String>,
    /// The keys, newest first.
    keys: Vec<Key>,
}

/// One key.
#[derive(Serialize, ToSchema)]
pub struct Key {
    /// Its fingerprint.
    id: String,
    /// `active` or `retiring`.
    state: String,
    /// How many sealed values need it.
    values: u64,
}
