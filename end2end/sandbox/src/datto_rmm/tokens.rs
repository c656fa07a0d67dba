//! The password grant with the public client, and the tokens that it gave.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::Method;
use serde_json::json;
use tokio::time::{Duration, Instant};

use super::behaviour::Behaviour;
use super::credentials::{self, CLIENT, User};
use super::says;
use crate::exchange::{Answer, Received};
use crate::rolling::lock;

/// Where tokens are given: beside `/api`, not below it.
pub(crate) const PATH: &str = "/auth/oauth/token";

struct Given {
    host: &'static str,
    user: &'static User,
    at: Instant,
}

/// The tokens that are good.
#[derive(Default)]
pub(crate) struct Tokens {
    given: Mutex<HashMap<String, Given>>,
    count: AtomicU64,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

impl Tokens {
    /// Answers a request for a token.
    pub fn grant(&self, request: &Received, behaviour: &Behaviour) -> Answer {
        if request.method != Method::POST {
            return says::error(405, says::NO_METHOD, behaviour);
        }
        if request.header("authorization") != Some(CLIENT) {
            let body =
                json!({"error": "unauthorized", "error_description": "Full authentication is required"});
            return Answer::json(401, &body);
        }
        if request.media_type() != "application/x-www-form-urlencoded" {
            return says::error(415, says::NO_JSON, behaviour);
        }
        let form: HashMap<String, String> = url::form_urlencoded::parse(&request.body).into_owned().collect();
        let text = |name: &str| form.get(name).map_or("", String::as_str);
        if text("grant_type") != "password" {
            let body =
                json!({"error": "unsupported_grant_type", "error_description": "Unsupported grant type"});
            return Answer::json(400, &body);
        }
        let Some(user) = credentials::user(request.host, text("username"), text("password")) else {
            return says::raw(behaviour.refused_sign_in_status, &behaviour.refused_sign_in_body);
        };
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let token = format!("eyJ.sandbox.{}.{number}", user.credentials.api_key.to_lowercase());
        let given = Given {
            host: request.host,
            user,
            at: Instant::now(),
        };
        lock(&self.given).insert(token.clone(), given);
        let body = json!({
            "access_token": token, "token_type": "bearer", "expires_in": behaviour.token_seconds, "scope": "default",
            "jti": format!("sandbox-{number}"),
        });
        Answer::json(200, &body)
    }

    /// The user of a request's token, if it is good at this host.
    pub fn user(&self, request: &Received, behaviour: &Behaviour) -> Option<&'static User> {
        let token = request.header("authorization")?.strip_prefix("Bearer ")?;
        let life = Duration::from_secs(behaviour.token_seconds);
        lock(&self.given)
            .get(token)
            .filter(|given| given.host == request.host && given.at.elapsed() < life)
            .map(|given| given.user)
    }

    /// No token is good any more.
    pub fn expire(&self) {
        lock(&self.given).clear();
    }
}
