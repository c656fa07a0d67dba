//! Asks a vendor's sign-in address for a token, and carries the token on every request.
//!
//! For vendors that sign in by OAuth (a form, or JSON). The request goes over the wire like any other, so the egress rule
//! holds for it; what the vendor answers to it is read by the vendor's own faults. It never asks twice by itself: whether a
//! call is tried again is decided around it.

use super::{
    auth::{Authenticator, Header},
    errors::{CallError, CallErrorKind},
    faults::Faults,
    memory::Shelf,
    renewals::Renewals,
    scrub::Scrubber,
    session::said,
    token::Token,
    wire::{Method, Payload, Reply, Request, Wire, WireFault},
};
use crate::vault::Secret;
use contract::ids::VendorId;
use futures::future::BoxFuture;
use serde_json::{Map, Value};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use url::Url;

/// What is sent for a token.
pub enum Proof {
    /// The same each time.
    Same(Payload),
    /// Made anew each time, where a proof is good once, or not for long.
    Fresh(Box<dyn Fn() -> Result<Payload, CallErrorKind> + Send + Sync>),
}

impl From<Payload> for Proof {
    fn from(payload: Payload) -> Self {
        Self::Same(payload)
    }
}

/// A request for a token.
pub struct TokenRequest {
    /// Whose token it is.
    pub vendor: VendorId,
    /// The sign-in address; a host of the manifest.
    pub url: Url,
    /// What goes with it, e.g. the client's own `Authorization`.
    pub headers: Vec<Header>,
    /// The credentials.
    pub payload: Proof,
    /// How refusals *of this address* read: they often differ from those of the API.
    pub faults: &'static dyn Faults,
    /// Takes the credentials out of what comes back.
    pub scrubber: Scrubber,
    /// For how long a token is good when the answer does not say.
    pub usual_life: Duration,
}

impl TokenRequest {
    /// Sends it once; the error's operation is `sign_in` until the session gives it the caller's.
    pub async fn send(&self, wire: &Wire) -> Result<Token, CallError> {
        self.ask(wire, Self::read).await
    }

    /// Sends it once; with the refresh token that came along, for an account whose own is renewed so.
    async fn send_renewing(&self, wire: &Wire) -> Result<(Token, Option<Secret>), CallError> {
        self.ask(wire, |own, reply| {
            let token = own.read(reply)?;
            let all: Map<String, Value> = serde_json::from_slice(&reply.body).unwrap_or_default();
            let fresh = all.get("refresh_token").and_then(Value::as_str);
            let fresh = fresh.filter(|text| !text.is_empty());
            Ok((token, fresh.map(|text| Secret::new(text.to_owned()))))
        })
        .await
    }

    /// Sends it once, for everything that a person's sign-in gives.
    pub async fn send_for_all(&self, wire: &Wire) -> Result<Granted, CallError> {
        self.ask(wire, |own, reply| {
            let token = own.read(reply)?;
            let all: Map<String, Value> = serde_json::from_slice(&reply.body).unwrap_or_default();
            let text = |name: &str| all.get(name).and_then(Value::as_str).map(str::to_owned);
            Ok(Granted {
                access: token.value,
                refresh: text("refresh_token").map(Secret::new),
                identity: text("id_token").map(Secret::new),
            })
        })
        .await
    }

    async fn ask<T>(
        &self,
        wire: &Wire,
        read: impl Fn(&Self, &Reply) -> Result<T, String>,
    ) -> Result<T, CallError> {
        let error = |kind| CallError::new(self.vendor.clone(), "sign_in", kind);
        let payload = match &self.payload {
            Proof::Same(payload) => payload.clone(),
            Proof::Fresh(make) => make().map_err(error)?,
        };
        let request = Request {
            method: Method::Post,
            url: self.url.clone(),
            headers: self.headers.clone(),
            payload: Some(payload),
        };
        let sent = wire.send(request).await;
        let reply = sent.map_err(|WireFault { kind, source }| CallError {
            source,
            ..error(kind)
        })?;
        if let Some(kind) = self.faults.read(&reply) {
            return Err(CallError {
                said: Some(said(&reply, &self.scrubber)),
                advice: self.faults.advise(&reply),
                ..error(kind)
            });
        }
        read(self, &reply).map_err(|at| {
            let mut said = said(&reply, &self.scrubber);
            let is_page = said
                .content_type
                .as_deref()
                .is_some_and(|kind| kind.contains("html"));
            if !is_page && said.body.to_ascii_lowercase().contains("token") {
                "[withheld: this answer may hold a token]".clone_into(&mut said.body);
            }
            CallError {
                said: Some(said),
                ..error(CallErrorKind::Contract { at })
            }
        })
    }

    /// The token in a good answer; `Err` names the place, and never what stands there.
    fn read(&self, reply: &Reply) -> Result<Token, String> {
        let granted: Map<String, Value> = serde_json::from_slice(&reply.body)
            .map_err(|_| "the answer to the sign-in (not the expected JSON)".to_owned())?;
        let token = granted
            .get("access_token")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if token.is_empty() {
            return Err("`access_token` of the answer to the sign-in".to_owned());
        }
        // A number by the book, a text at some vendors.
        let seconds = match granted.get("expires_in") {
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            _ => None,
        };
        Ok(Token {
            value: Secret::new(token.to_owned()),
            lives: seconds.map_or(self.usual_life, Duration::from_secs),
        })
    }
}

/// What a person's sign-in gives.
pub struct Granted {
    /// For the API.
    pub access: Secret,
    /// For further tokens.
    pub refresh: Option<Secret>,
    /// Who signed in.
    pub identity: Option<Secret>,
}

/// Puts `Authorization: Bearer …` on every request, with the one token that the account's shelf keeps.
pub struct BearerToken {
    request: TokenRequest,
    shelf: Arc<Shelf>,
    used: Mutex<Used>,
    renewing: Option<(&'static str, Arc<dyn Renewals>)>,
}

#[derive(Default)]
struct Used {
    /// The token of the newest request; none when it could not be had.
    handed: Option<Secret>,
    /// Every token of this session, for taking them out of what comes back.
    all: Vec<Secret>,
}

impl BearerToken {
    /// Asks by this request when the shelf has no token.
    pub fn new(request: TokenRequest, shelf: Arc<Shelf>) -> Self {
        Self {
            request,
            shelf,
            used: Mutex::default(),
            renewing: None,
        }
    }

    /// The same, for a sign-in by a refresh token that is kept in this field: what each answer renews is kept.
    #[must_use]
    pub fn renewing(mut self, field: &'static str, keeper: Option<Arc<dyn Renewals>>) -> Self {
        self.renewing = keeper.map(|keeper| (field, keeper));
        self
    }

    async fn fetch(&self, wire: &Wire) -> Result<Token, CallError> {
        let Some((field, keeper)) = &self.renewing else {
            return self.request.send(wire).await;
        };
        let (token, fresh) = self.request.send_renewing(wire).await?;
        if let Some(fresh) = fresh {
            keeper.renewed(field, fresh).await;
        }
        Ok(token)
    }

    /// The account's token: the kept one, or a new one.
    pub async fn token(&self, wire: &Wire) -> Result<Secret, CallError> {
        self.shelf.token.get(&self.shelf.clock, || self.fetch(wire)).await
    }
}

impl Authenticator for BearerToken {
    fn headers<'a>(&'a self, wire: &'a Wire) -> BoxFuture<'a, Result<Vec<Header>, CallError>> {
        Box::pin(async move {
            let lock = || self.used.lock().unwrap_or_else(PoisonError::into_inner);
            // A sign-in that fails below is not the refusal of a token, and must not be tried again as one.
            lock().handed = None;
            let token = self.token(wire).await?;
            let mut used = lock();
            used.handed = Some(token.clone());
            if !used.all.iter().any(|known| known.expose() == token.expose()) {
                used.all.push(token.clone());
            }
            Ok(vec![Header::new(
                "Authorization",
                format!("Bearer {}", token.expose()),
            )])
        })
    }

    fn refused(&self) -> bool {
        let handed = self
            .used
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .handed
            .take();
        handed.is_some_and(|token| self.shelf.token.refuse(&token))
    }

    fn scrub(&self, text: String) -> String {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        Scrubber::new(&used.all).scrub(text)
    }
}

#[cfg(test)]
#[path = "token_request_tests.rs"]
mod tests;
