//! Signs in once with a name and a password, and carries the session's cookies on every request.
//!
//! For vendors that know no keys. The session is kept on the account's shelf, so that many calls make one sign-in; a
//! cross-site token that the vendor renews with an answer is taken over. Whether a call is tried again is decided around it.

use super::{
    auth::{Authenticator, Header},
    errors::{CallError, CallErrorKind},
    faults::Faults,
    memory::Shelf,
    reply_headers::ReplyHeaders,
    scrub::Scrubber,
    session::said,
    token::Token,
    wire::{Method, Payload, Reply, Request, Wire, WireFault},
};
use crate::vault::Secret;
use contract::ids::VendorId;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use url::Url;

/// The header of the cross-site token.
const CSRF: &str = "x-csrf-token";

/// How a session is opened.
pub struct CookieSignIn {
    /// Whose session it is.
    pub vendor: VendorId,
    /// The sign-in address; a host of the manifest.
    pub url: Url,
    /// The secret members of its JSON body.
    pub secrets: Vec<(&'static str, Secret)>,
    /// The others.
    pub plain: Map<String, Value>,
    /// How refusals *of this address* read.
    pub faults: &'static dyn Faults,
    /// Takes the credentials out of what comes back.
    pub scrubber: Scrubber,
    /// For how long a session is used; the vendor may end it earlier.
    pub lives: Duration,
}

/// What a session's requests carry.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Carried {
    cookie: String,
    csrf: Option<String>,
}

impl Carried {
    fn of(headers: &ReplyHeaders) -> Option<Self> {
        let pairs: Vec<&str> = headers
            .all("set-cookie")
            .filter_map(|cookie| cookie.split(';').next())
            .map(str::trim)
            .filter(|pair| !pair.ends_with('='))
            .collect();
        (!pairs.is_empty()).then(|| Self {
            cookie: pairs.join("; "),
            csrf: headers.first(CSRF).map(str::to_owned),
        })
    }

    fn read(secret: &Secret) -> Option<Self> {
        serde_json::from_str(secret.expose()).ok()
    }

    fn secret(&self) -> Secret {
        Secret::new(serde_json::to_string(self).unwrap_or_default())
    }
}

impl CookieSignIn {
    /// Signs in once; the error's operation is `sign_in` until the session gives it the caller's.
    async fn send(&self, wire: &Wire) -> Result<Token, CallError> {
        let error = |kind| CallError::new(self.vendor.clone(), "sign_in", kind);
        let mut body = self.plain.clone();
        for (name, secret) in &self.secrets {
            body.insert((*name).to_owned(), secret.expose().into());
        }
        let request = Request {
            method: Method::Post,
            url: self.url.clone(),
            headers: Vec::new(),
            payload: Some(Payload::Json(Value::Object(body))),
        };
        let sent = wire.send(request).await;
        let reply = sent.map_err(|WireFault { kind, source }| CallError {
            source,
            ..error(kind)
        })?;
        let told = |kind| CallError {
            said: Some(said(&reply, &self.scrubber)),
            ..error(kind)
        };
        if let Some(kind) = self.faults.read(&reply) {
            return Err(told(kind));
        }
        let carried = Carried::of(&reply.headers).ok_or_else(|| {
            let at = "the answer to the sign-in (it sets no cookie)".to_owned();
            told(CallErrorKind::Contract { at })
        })?;
        Ok(Token {
            value: carried.secret(),
            lives: self.lives,
        })
    }
}

/// Puts the session's cookies and its cross-site token on every request.
pub struct CookieSession {
    sign_in: CookieSignIn,
    shelf: Arc<Shelf>,
    used: Mutex<Used>,
}

#[derive(Default)]
struct Used {
    /// The session of the newest request; none when it could not be had.
    handed: Option<Secret>,
    /// All that this session ever carried, for taking it out of what comes back.
    all: Vec<Secret>,
}

impl CookieSession {
    /// Signs in by this when the shelf has no session.
    pub fn new(sign_in: CookieSignIn, shelf: Arc<Shelf>) -> Self {
        Self {
            sign_in,
            shelf,
            used: Mutex::default(),
        }
    }

    fn hand(&self, secret: &Secret, carried: &Carried) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.handed = Some(secret.clone());
        let values = carried.cookie.split("; ").filter_map(|pair| pair.split_once('='));
        let values: Vec<&str> = values
            .map(|(_, value)| value)
            .chain(carried.csrf.as_deref())
            .collect();
        for value in values {
            if !used.all.iter().any(|known| known.expose() == value) {
                used.all.push(Secret::new(value.to_owned()));
            }
        }
    }
}

impl Authenticator for CookieSession {
    fn headers<'a>(&'a self, wire: &'a Wire) -> BoxFuture<'a, Result<Vec<Header>, CallError>> {
        Box::pin(async move {
            // A sign-in that fails below is not the refusal of a session, and must not be tried again as one.
            self.used.lock().unwrap_or_else(PoisonError::into_inner).handed = None;
            let shelf = &self.shelf;
            let secret = shelf.token.get(&shelf.clock, || self.sign_in.send(wire)).await?;
            let Some(carried) = Carried::read(&secret) else {
                shelf.token.refuse(&secret);
                let at = "the kept session".to_owned();
                let kind = CallErrorKind::Contract { at };
                return Err(CallError::new(self.sign_in.vendor.clone(), "sign_in", kind));
            };
            self.hand(&secret, &carried);
            let mut headers = vec![Header::new("cookie", carried.cookie)];
            headers.extend(carried.csrf.map(|csrf| Header::new(CSRF, csrf)));
            Ok(headers)
        })
    }

    fn answered(&self, reply: &Reply) {
        let Some(csrf) = reply.headers.first(CSRF) else {
            return;
        };
        let handed = {
            let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
            used.handed.clone()
        };
        let Some(old) = handed else { return };
        let Some(mut carried) = Carried::read(&old) else {
            return;
        };
        if carried.csrf.as_deref() != Some(csrf) {
            carried.csrf = Some(csrf.to_owned());
            let fresh = carried.secret();
            self.shelf.token.replace(&old, &fresh);
            self.hand(&fresh, &carried);
        }
    }

    fn refused(&self) -> bool {
        let handed = self
            .used
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .handed
            .take();
        handed.is_some_and(|session| self.shelf.token.refuse(&session))
    }

    fn scrub(&self, text: String) -> String {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        Scrubber::new(&used.all).scrub(text)
    }
}

#[cfg(test)]
#[path = "cookie_session_tests.rs"]
mod tests;
