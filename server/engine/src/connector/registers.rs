//! A webhook that is registered through the vendor's own interface, kept registered for as long as it is here, and taken
//! away there when it is deleted here.
//!
//! What a vendor forgets after a time says so by `Registered::upkeep`: then it is asked again, and brings what is there to what
//! it should be. It refuses to know when that is due and who remembers it.

use super::{client::Client, errors::CallError, scrub::Scrubber, session::Session};
use crate::{
    policy::{Grant, Read, Write},
    vault::Secret,
};
use contract::manifest::Values;
use futures::future::BoxFuture;
use serde_json::Value;

/// What is registered at the vendor's.
pub struct Registration<'a> {
    /// Where it shall post.
    pub url: &'a str,
    /// The secret it shall sign or send with.
    pub secret: &'a Secret,
    /// Which secret that is, so that a newer one is told from it without being kept.
    pub secret_id: &'a str,
    /// What to call it there.
    pub name: &'a str,
    /// The account's settings, for a vendor that wants to know who registers.
    pub settings: &'a Values,
    /// The account's records that belong to customers, where a vendor is asked for each of them.
    pub records: &'a [String],
    /// What was kept of the registration before; none when it is the first.
    pub kept: Option<&'a Value>,
    /// True when the vendor said that something is wrong, so that nothing may be taken for well.
    pub doubted: bool,
    /// Now, in milliseconds since 1970.
    pub now_ms: i64,
}

/// What was registered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Registered {
    /// What was done, in a sentence.
    pub words: String,
    /// What is kept of it, and when it must be looked after; none where the vendor never forgets.
    pub upkeep: Option<Upkeep>,
}

/// What a registration needs to last.
#[derive(Clone, Debug, PartialEq)]
pub struct Upkeep {
    /// What the vendor's folder wants to know next time; no secret.
    pub state: Value,
    /// When it must be looked after, in milliseconds since 1970.
    pub due_at: i64,
}

/// A vendor whose interface has a call that registers a webhook.
pub trait Registers: Send + Sync {
    /// Registers it, or brings what is registered to what it should be, and says what was done.
    fn register<'a>(
        &'a self,
        reader: Client<Read>,
        writer: Client<Write>,
        registration: Registration<'a>,
    ) -> BoxFuture<'a, Result<Registered, CallError>>;

    /// Takes away what was registered for this address; `kept` is what was kept of it.
    fn unregister<'a>(
        &'a self,
        _reader: Client<Read>,
        _writer: Client<Write>,
        _url: &'a str,
        _kept: &'a Value,
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Registers a webhook on an account, with a grant to write. A vendor that repeats its secret is not heard with it.
pub async fn register(
    registers: &dyn Registers,
    session: &Session,
    grant: Grant,
    registration: Registration<'_>,
) -> Result<Registered, CallError> {
    let session = session.for_operation("webhooks.register");
    let writer = session.client::<Write>(grant)?;
    let scrubber = Scrubber::new([registration.secret]);
    registers
        .register(session.reader(), writer, registration)
        .await
        .map_err(|mut error| {
            if let Some(said) = &mut error.said {
                said.body = scrubber.scrub(std::mem::take(&mut said.body));
            }
            error
        })
        .map(|done| Registered {
            words: scrubber.scrub(done.words),
            ..done
        })
}

/// Takes a webhook away at the vendor's, with a grant to write.
pub async fn unregister(
    registers: &dyn Registers,
    session: &Session,
    grant: Grant,
    url: &str,
    kept: &Value,
) -> Result<(), CallError> {
    let session = session.for_operation("webhooks.unregister");
    let writer = session.client::<Write>(grant)?;
    registers.unregister(session.reader(), writer, url, kept).await
}
