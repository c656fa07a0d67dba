//! How a request proves who sends it. The last place at which a secret is plain.

use super::{
    errors::CallError,
    memory::Shelf,
    wire::{Reply, Wire},
};
use crate::vault::Secret;
use futures::future::BoxFuture;
use std::sync::Arc;
use url::Url;

/// One header; its value is a secret until it is on the wire.
#[derive(Clone)]
pub struct Header {
    /// The header's name.
    pub name: &'static str,
    /// Its value.
    pub value: Secret,
}

impl Header {
    /// A header.
    pub fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self {
            name,
            value: Secret::new(value.into()),
        }
    }
}

/// Gives each request its credentials.
///
/// It never sees a `Client`: token requests are made by itself, over the wire, to the vendor's own sign-in address.
pub trait Authenticator: Send + Sync {
    /// The headers of one request.
    fn headers<'a>(&'a self, wire: &'a Wire) -> BoxFuture<'a, Result<Vec<Header>, CallError>>;

    /// Told that the vendor refused them; true when a second try with fresh ones makes sense (once per call).
    fn refused(&self) -> bool {
        false
    }

    /// Told every answer, whatever its status: some vendors renew a part of the credentials with it.
    fn answered(&self, _reply: &Reply) {}

    /// Takes what it put on the requests of this session out of what comes back; for secrets that were not typed by
    /// anybody, such as a token.
    fn scrub(&self, text: String) -> String {
        text
    }

    /// Told the refusal itself; the account's new base address when it has moved, which is tried once per call.
    fn moved<'a>(&'a self, _refusal: &'a CallError) -> BoxFuture<'a, Option<Url>> {
        Box::pin(std::future::ready(None))
    }

    /// The credentials for another realm of the account, such as a customer's tenant; `None` where it has none.
    fn realm(&self, _name: &str) -> Result<Option<Realm>, CallError> {
        Ok(None)
    }
}

/// A part of an account that is signed in to on its own.
pub struct Realm {
    /// Gives its requests their credentials.
    pub authenticator: Arc<dyn Authenticator>,
    /// What is remembered of it: its limits, its token.
    pub shelf: Arc<Shelf>,
}

/// Headers that are the same for every request.
pub struct StaticHeaders(pub Vec<Header>);

impl Authenticator for StaticHeaders {
    fn headers<'a>(&'a self, _wire: &'a Wire) -> BoxFuture<'a, Result<Vec<Header>, CallError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}
