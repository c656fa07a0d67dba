//! The contract every vendor signs, and the one way to a vendor's API.
//!
//! ```text
//! operation/probe → Client<Read|Write|Dangerous> → session (retry) → wire: egress → limiter → auth → send → read → classify
//! ```
//!
//! This module knows no vendor. It holds the only HTTP client; a vendor's folder holds values and small pure functions.

mod auth;
mod checks;
mod client;
mod contract_trait;
mod cookie_session;
mod egress;
mod entry;
mod errors;
mod faults;
mod fingerprint;
mod limit;
mod memory;
mod path;
mod pin;
mod reach;
mod reply_headers;
mod resolver;
mod retry;
mod scrub;
mod session;
mod token;
mod token_request;
mod wire;
mod wire_pinned;

pub use auth::{Authenticator, Header, StaticHeaders};
pub use checks::Checks;
pub use client::{Client, Opens, Page};
pub use contract_trait::{Connector, Desk, Finding, Opened};
pub use cookie_session::{CookieSession, CookieSignIn};
pub use egress::EgressMap;
pub use entry::{Entry, Operation, OperationError, Repeat};
pub use errors::{CallError, CallErrorKind, NetworkFault, Retry, VendorSaid};
pub use faults::{Faults, StandardFaults};
pub use limit::{Limiter, Limits};
pub use memory::{Memory, Shelf};
pub use path::{Path, SearchPath};
pub use pin::{CertificatePin, is_unknown_certificate};
pub use reply_headers::ReplyHeaders;
pub use scrub::Scrubber;
pub use session::Session;
pub use token::{Token, TokenCache};
pub use token_request::{BearerToken, TokenRequest};
pub use wire::{Method, Payload, Reply, Request, Wire, WireConfig};
