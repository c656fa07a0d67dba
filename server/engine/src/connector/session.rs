//! A session: one account, opened for one call. Limiter → credentials → wire → classification, and retry around it.

use super::{
    auth::{Authenticator, Realm},
    client::{Client, Opens},
    contract_trait::Desk,
    entry::Repeat,
    errors::{CallError, CallErrorKind, NetworkFault, VendorSaid},
    faults::Faults,
    retry,
    scrub::Scrubber,
    traced,
    wire::{Reply, Request, WireFault},
};
use crate::policy::{Access, Grant, MayWrite, Permit, Read};
use contract::Text;
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tracing::Instrument as _;
use url::Url;

/// The most of a vendor's words that is kept, in bytes.
const SAID_CAP: usize = 64 * 1024;

/// How long the account is left alone when the vendor asks to slow down without saying how long.
const DEFAULT_PAUSE: Duration = Duration::from_secs(10);

/// One account, opened for one call. Cheap to clone; its secrets go when the last copy goes.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
    operation: Text,
    tries: u32,
}

struct Inner {
    desk: Desk,
    base: Url,
    moved: OnceLock<Url>,
    authenticator: Arc<dyn Authenticator>,
    scrubber: Scrubber,
    faults: &'static dyn Faults,
    acted: Arc<AtomicBool>,
}

impl Session {
    /// Opens an account at `base`, whose path ends with `/`.
    pub fn new(
        desk: Desk,
        base: Url,
        authenticator: Arc<dyn Authenticator>,
        scrubber: Scrubber,
        faults: &'static dyn Faults,
    ) -> Self {
        let inner = Inner {
            desk,
            base,
            moved: OnceLock::new(),
            authenticator,
            scrubber,
            faults,
            acted: Arc::default(),
        };
        Self {
            inner: Arc::new(inner),
            operation: "probe".into(),
            tries: 1,
        }
    }

    /// The same session for an operation of this name: errors carry it, and reads are tried again.
    #[must_use]
    pub fn for_operation(&self, operation: impl Into<Text>) -> Self {
        Self {
            inner: self.inner.clone(),
            operation: operation.into(),
            tries: retry::TRIES,
        }
    }

    /// The account's base address.
    pub fn base(&self) -> &Url {
        self.inner.moved.get().unwrap_or(&self.inner.base)
    }

    /// The same request at a new base address, which is the account's from now on; a session moves once.
    fn moved(&self, url: &Url, to: Url) -> Option<Url> {
        let moved = to
            .join(url.as_str().strip_prefix(self.inner.base.as_str())?)
            .ok()?;
        self.inner.moved.set(to).is_ok().then_some(moved)
    }

    /// The same session in another realm of the account; `None` where it has no credentials for it.
    pub(super) fn in_realm(&self, realm: &str) -> Result<Option<Self>, CallError> {
        let named = |error| CallError {
            operation: self.operation.clone(),
            ..error
        };
        let Some(Realm { authenticator, shelf }) = self.inner.authenticator.realm(realm).map_err(named)?
        else {
            return Ok(None);
        };
        let inner = Inner {
            desk: Desk {
                shelf,
                ..self.inner.desk.clone()
            },
            base: self.base().clone(),
            moved: OnceLock::new(),
            authenticator,
            scrubber: self.inner.scrubber.clone(),
            faults: self.inner.faults,
            acted: self.inner.acted.clone(),
        };
        Ok(Some(Self {
            inner: Arc::new(inner),
            ..self.clone()
        }))
    }

    /// The account's desk.
    pub fn desk(&self) -> &Desk {
        &self.inner.desk
    }

    /// A client that reads; anyone may read.
    pub fn reader(&self) -> Client<Read> {
        Client::open(self.clone())
    }

    /// A client that writes; only the policy can make the permit.
    pub fn writer<A: MayWrite>(&self, _permit: Permit<A>) -> Client<A> {
        Client::open(self.clone())
    }

    /// The client that an operation asks for, where it was granted.
    pub(super) fn client<A: Opens>(&self, grant: Grant) -> Result<Client<A>, CallError> {
        A::open(self, grant).ok_or_else(|| self.error(CallErrorKind::NotApproved))
    }

    /// An error of this session's operation.
    pub fn error(&self, kind: CallErrorKind) -> CallError {
        CallError::new(self.inner.desk.vendor.clone(), self.operation.clone(), kind)
    }

    /// An error about an answer that came.
    pub(super) fn error_about(&self, kind: CallErrorKind, reply: &Reply) -> CallError {
        let mut error = self.error(kind);
        let mut said = said(reply, &self.inner.scrubber);
        said.body = self.inner.authenticator.scrub(said.body);
        error.said = Some(said);
        error.advice = self.inner.faults.advise(reply);
        error
    }

    /// True when the vendor has, or may have, changed something for this session.
    pub fn has_acted(&self) -> bool {
        self.inner.acted.load(Ordering::Relaxed)
    }

    /// Judges an answer that came within another one, as if it had come alone.
    pub fn judge(&self, reply: &Reply) -> Result<(), CallError> {
        match self.inner.faults.read(reply) {
            None => Ok(()),
            Some(kind) => Err(self.error_about(kind, reply)),
        }
    }

    /// Waits before what failed with this error is asked for once more, as the session itself would; gives the error back
    /// where that cannot help. `tried` counts from 1.
    pub async fn wait_to_repeat(&self, error: CallError, tried: u32) -> Result<(), CallError> {
        let backoff = self.inner.desk.wire.config().backoff;
        let next = retry::next_wait(&error.kind, Repeat::Safe, tried, self.tries, backoff, chance());
        self.heed(&error, next);
        match next {
            Some(wait) => {
                tokio::time::sleep(wait).await;
                Ok(())
            }
            None => Err(error),
        }
    }

    /// Waits within a call for something that the vendor carries out by and by; not as long as a person would notice.
    pub async fn rest(&self) {
        tokio::time::sleep(self.inner.desk.wire.config().backoff.min(retry::PATIENCE)).await;
    }

    /// The others of this account wait as long as this call does, or as long as the vendor says.
    fn heed(&self, error: &CallError, next: Option<Duration>) {
        if let (CallErrorKind::Limited { retry_after }, Some(_)) = (&error.kind, &error.said) {
            let pause = retry_after.or(next).unwrap_or(DEFAULT_PAUSE);
            self.inner.desk.shelf.limiter.pause(pause);
        }
    }

    /// Sends a request, again where that can help and do no harm, and hands over a good answer.
    pub(super) async fn exchange(
        &self,
        lane: &'static str,
        mut request: Request,
        repeat: Repeat,
    ) -> Result<Reply, CallError> {
        let mut tried = 0;
        let mut fresh_credentials = false;
        loop {
            tried += 1;
            let span = traced::begun(self.inner.desk.vendor.as_str(), &self.operation, &request, tried);
            let sent = self.attempt(lane, request.clone(), tried);
            let tried_once = sent.instrument(span.clone()).await;
            traced::ended(&span, &tried_once);
            if repeat == Repeat::Never && may_have_acted(tried_once.as_ref().err()) {
                self.inner.acted.store(true, Ordering::Relaxed);
            }
            let mut error = match tried_once {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            error.attempts = tried;
            if error.kind == CallErrorKind::Credentials && !fresh_credentials {
                fresh_credentials = true;
                if self.inner.authenticator.refused() {
                    continue;
                }
                if let Some(base) = self.inner.authenticator.moved(&error).await
                    && let Some(url) = self.moved(&request.url, base)
                {
                    request.url = url;
                    continue;
                }
            }
            let backoff = self.inner.desk.wire.config().backoff;
            let next = retry::next_wait(&error.kind, repeat, tried, self.tries, backoff, chance());
            self.heed(&error, next);
            match next {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(error),
            }
        }
    }

    async fn attempt(
        &self,
        lane: &'static str,
        mut request: Request,
        tried: u32,
    ) -> Result<Reply, CallError> {
        let Inner {
            desk,
            authenticator,
            faults,
            ..
        } = self.inner.as_ref();
        let limiter = &desk.shelf.limiter;
        let place = match tried {
            1 => limiter.place(lane).await,
            _ => limiter.place_after_waiting(lane).await,
        };
        let _place = place.map_err(|wait| {
            self.error(CallErrorKind::Limited {
                retry_after: Some(wait),
            })
        })?;
        let signed = authenticator.headers(&desk.wire).await;
        request.headers.extend(signed.map_err(|error| CallError {
            operation: self.operation.clone(),
            ..error
        })?);
        let reply = desk
            .wire
            .send(request)
            .await
            .map_err(|WireFault { kind, source }| {
                let mut error = self.error(kind);
                error.source = source;
                error
            })?;
        authenticator.answered(&reply);
        if reply.truncated {
            let at = format!(
                "an answer of more than {} MiB",
                super::wire::MAX_ANSWER / 1024 / 1024
            );
            return Err(self.error_about(CallErrorKind::Contract { at }, &reply));
        }
        match faults.read(&reply) {
            None => Ok(reply),
            Some(kind) => Err(self.error_about(kind, &reply)),
        }
    }
}

impl<A: Access> Client<A> {
    /// The session behind it.
    pub fn session(&self) -> &Session {
        self.inner()
    }
}

/// Whether the vendor may have done what it was asked, by how the request ended.
fn may_have_acted(failure: Option<&CallError>) -> bool {
    failure.is_none_or(|error| {
        matches!(
            error.kind,
            CallErrorKind::Timeout
                | CallErrorKind::VendorDown
                | CallErrorKind::Network(NetworkFault::Cut)
                | CallErrorKind::Contract { .. }
        )
    })
}

/// The vendor's words: as text, capped, without secrets.
pub(super) fn said(reply: &Reply, scrubber: &Scrubber) -> VendorSaid {
    let whole = String::from_utf8_lossy(&reply.body[..reply.body.len().min(SAID_CAP)]).into_owned();
    VendorSaid {
        status: reply.status,
        request_id: reply.request_id.clone(),
        content_type: reply.content_type.clone(),
        body: scrubber.scrub(whole),
        truncated: reply.truncated || reply.body.len() > SAID_CAP,
    }
}

/// A random number from 0 to 1. Rationale: without the machine's randomness the longest wait is the kind one.
fn chance() -> f64 {
    let mut bytes = [0u8; 4];
    getrandom::fill(&mut bytes).map_or(1.0, |()| {
        f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
    })
}
