//! Tokens: `POST /v1/token` gives one, time ends it, a test may revoke all of them.

use std::sync::Mutex;

use hyper::Method;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant};

use super::access::{ORIGIN, Right};
use super::says;
use crate::exchange::{Answer, Received};
use crate::rolling::lock;

/// What a partner's key is for.
const AUDIENCE: &str = ORIGIN;

#[derive(Debug)]
struct Live {
    token: String,
    right: Right,
    until: Instant,
}

/// The tokens that are good, and how many were ever given.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    live: Mutex<Vec<Live>>,
    given: Mutex<u64>,
}

impl Tokens {
    /// Answers a token request. Only JSON is documented, so a form is refused.
    pub fn give(&self, request: &Received, seconds: u64) -> Answer {
        if request.method != Method::POST {
            return says::error(request, 405, "METHOD_NOT_ALLOWED", "Method not allowed");
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        if request.media_type() != "application/json" || !body.is_object() {
            return says::error(request, 400, "BAD_REQUEST", "A JSON object is expected");
        }
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
        if text("grant_type") != "client_credentials" {
            return says::invalid(request, "grant_type");
        }
        if text("audience") != AUDIENCE {
            return says::invalid(request, "audience");
        }
        let Some(right) = Right::of(text("client_id"), text("client_secret")) else {
            return says::access_denied();
        };
        let number = {
            let mut given = lock(&self.given);
            *given += 1;
            *given
        };
        let token = format!("eyJ.sandbox-pax8-token.{number:06}");
        lock(&self.live).push(Live {
            token: token.clone(),
            right,
            until: Instant::now() + Duration::from_secs(seconds),
        });
        Answer::json(
            200,
            &json!({"access_token": token, "expires_in": seconds, "token_type": "Bearer"}),
        )
    }

    /// The right behind a request's token, while it is good.
    pub fn right(&self, request: &Received) -> Option<Right> {
        let token = request.header("authorization")?.strip_prefix("Bearer ")?;
        let live = lock(&self.live);
        let found = live.iter().find(|live| live.token == token)?;
        (Instant::now() < found.until).then_some(found.right)
    }

    /// How many tokens were given since the first day.
    pub fn given(&self) -> u64 {
        *lock(&self.given)
    }

    /// Ends every token; keys stay good.
    pub fn revoke(&self) {
        lock(&self.live).clear();
    }

    /// As on the first day.
    pub fn reset(&self) {
        self.revoke();
        *lock(&self.given) = 0;
    }
}
