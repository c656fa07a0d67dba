//! The contract every vendor signs, and the one way to a vendor's API.
//!
//! ```text
//! operation/probe → Client<Read|Write|Dangerous> → session (retry) → wire: egress → limiter → auth → send → read → classify
//! ```
//!
//! This module knows no vendor. It holds the only HTTP client; a vendor's folder holds values and small pure functions.

mod auth;
mod authorities;
mod capabilities;
mod certificate_dates;
mod checks;
mod client;
mod client_certificate;
mod contract_trait;
mod cookie_session;
mod egress;
mod entry;
mod errors;
mod faults;
mod fetch;
mod fingerprint;
mod inbound;
mod inputs;
mod limit;
mod mail;
mod memory;
mod message;
mod partner;
mod path;
mod pin;
mod plain;
mod post;
mod reach;
mod registers;
mod renewals;
mod reply_headers;
mod resolver;
mod retry;
mod scrub;
mod session;
mod signatures;
mod signing_keys;
mod spent;
mod token;
mod token_request;
mod traced;
mod way_out;
mod wire;
mod wire_pinned;

pub use auth::{Authenticator, Header, Realm, StaticHeaders};
pub use authorities::Authorities;
pub use capabilities::{CustomerSource, TicketNote, domain, member as row_member};
pub use checks::Checks;
pub use client::{Client, Opens, Page};
pub use client_certificate::ClientCertificate;
pub use contract_trait::{Connector, Desk, Finding, Opened};
pub use cookie_session::{CookieSession, CookieSignIn};
pub use egress::EgressMap;
pub use entry::{Entry, Fate, Operation, OperationError, Repeat, UNTOLD};
pub use errors::{CallError, CallErrorKind, NetworkFault, Retry, VendorSaid};
pub use faults::{Faults, StandardFaults};
pub use fetch::{Fetched, fetch};
pub use inbound::{
    Alarm, DeliveryId, Inbound, Papers, SECRET_HEADER, Unreadable, digest, json, json_object, member, moment,
    sample, shared_secret, text, text_of,
};
pub use inputs::{Guid, Term, refuse};
pub use limit::{Limiter, Limits};
pub use mail::{Mail, MailSecurity, MailSettings, NotMailed, is_mail_address};
pub use memory::{Memory, Shelf};
pub use partner::{
    AuthorizeAsk, ConsentAsk, ConsentPage, Explained, FoundApplication, FoundAssignment, FoundGrant,
    FoundGrants, FoundObject, FoundRelationship, FoundSecret, FoundTenant, NewApplication, NewGroup,
    ObjectKind, Partner, PartnerReads, PartnerWrites, Place as PartnerPlace, Redeem, SignedIn, Told, Wanted,
    Workload,
};
pub use path::{LinkPath, OwnPath, Path, SearchPath};
pub use pin::{CertificatePin, is_unknown_certificate};
pub use plain::{PLAIN_HEADERS, PlainRequest, ask};
pub use post::{NotPosted, post};
pub use registers::{Registered, Registers, Registration, Upkeep, register, unregister};
pub use renewals::Renewals;
pub use reply_headers::ReplyHeaders;
pub use scrub::Scrubber;
pub use session::Session;
pub use signatures::{
    NotProven, STANDARD_ID, STANDARD_SIGNATURE, STANDARD_TIMESTAMP, TOLERANCE_S, hmac_sha1, hmac_sha256,
    same_as_one, sha1_base64, standard_key, standard_webhooks,
};
pub use signing_keys::{NotSigned, Signed, SigningKeys};
pub use spent::Spent;
pub use token::{Token, TokenCache};
pub use token_request::{BearerToken, Granted, Proof, TokenRequest};
pub use wire::{Method, Payload, Reply, Request, Wire, WireConfig};
