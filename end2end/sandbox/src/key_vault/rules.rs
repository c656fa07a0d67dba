//! The order in which a vault looks at a request: api-version, token, path.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use super::says::{self, error};
use super::secrets::{Secrets, Version};
use crate::exchange::{Answer, Received};
use crate::rolling::lock;
use crate::serve::{Knobs, Rules};

/// The bearer token that may do everything.
pub const TOKEN: &str = "sandbox-key-vault-token";
/// The bearer token that may read; a write is 403.
pub const READ_ONLY_TOKEN: &str = "sandbox-key-vault-read-only-token";
/// The resource that the challenge names.
pub const RESOURCE: &str = "https://vault.azure.net";
/// The tenant in the challenge's authority.
pub const TENANT: &str = "5a0d0b0e-0000-4000-8000-000000000001";

const API_VERSIONS: [&str; 10] = [
    "2016-10-01",
    "7.0",
    "7.1",
    "7.2",
    "7.3",
    "7.4",
    "7.5",
    "7.6",
    "2025-06-01-preview",
    "2025-07-01",
];
const LARGEST_PAGE: usize = 25;
const LONGEST_NAME: usize = 127;
const LARGEST_VALUE: usize = 25 * 1024;

/// The knobs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// The resource in the challenge; another one must make the SDK refuse to ask for a token.
    pub challenge_resource: String,
    /// Tokens that are let in with all rights. Taking one out is what its expiry looks like.
    pub tokens: Vec<String>,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            challenge_resource: RESOURCE.to_owned(),
            tokens: vec![TOKEN.to_owned()],
        }
    }
}

/// The double's rules and data.
#[derive(Debug)]
pub(crate) struct KeyVault {
    vault: String,
    first: Secrets,
    now: Mutex<Secrets>,
    knobs: Knobs<Behaviour>,
    requests: AtomicU64,
}

impl KeyVault {
    pub fn new(vault: String, secrets: &[(String, String)], behaviour: Behaviour) -> Self {
        let mut first = Secrets::default();
        for (name, value) in secrets {
            first.put(name, value, &Value::Null);
        }
        let now = Mutex::new(first.clone());
        Self {
            vault,
            first,
            now,
            knobs: Knobs::new(behaviour),
            requests: AtomicU64::new(0),
        }
    }

    pub fn values(&self, name: &str) -> Vec<String> {
        lock(&self.now)
            .versions(name)
            .iter()
            .map(|version| version.value.clone())
            .collect()
    }

    pub fn put(&self, name: &str, value: &str) -> String {
        lock(&self.now).put(name, value, &Value::Null).id
    }

    pub fn set_enabled(&self, name: &str, version: &str, enabled: bool) -> bool {
        lock(&self.now)
            .patch(name, version, &json!({"attributes": {"enabled": enabled}}))
            .is_some()
    }

    /// The vault's address as the caller knows it: over plain HTTP a transport has rewritten the real one.
    fn origin(&self, request: &Received) -> String {
        match request.header("host") {
            Some(host) if request.host == "tls" => format!("https://{host}"),
            _ => format!("https://{}.vault.azure.net", self.vault),
        }
    }

    fn challenge(&self, message: &str, failure: Option<&str>) -> Answer {
        let resource = self.knobs.get().challenge_resource;
        let failure = failure
            .map(|code| format!(", error=\"{code}\""))
            .unwrap_or_default();
        let challenge = format!(
            "Bearer authorization=\"https://login.microsoftonline.com/{TENANT}\", resource=\"{resource}\"{failure}"
        );
        error(401, "Unauthorized", message, None).with("www-authenticate", &challenge)
    }

    fn secret(&self, request: &Received, name: &str, rest: &[&str]) -> Answer {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if name.len() > LONGEST_NAME || !name.chars().all(is_name) {
            let message = format!("The request URI contains an invalid name: {name}");
            return error(400, "BadParameter", &message, None);
        }
        match (&request.method, rest) {
            (&Method::GET, ["versions"]) => self.list(request, name),
            (&Method::GET, rest @ ([] | [_])) => self.get(request, name, rest.first().copied()),
            (&Method::PUT, []) => self.set(request, name),
            (&Method::PATCH, [version]) => {
                let body = serde_json::from_slice(&request.body).unwrap_or_default();
                let patched = lock(&self.now).patch(name, version, &body);
                self.show(request, name, patched.as_ref(), false)
            }
            (_, [] | [_]) => error(
                405,
                "MethodNotAllowed",
                "The method is not allowed on this resource.",
                None,
            ),
            _ => error(404, "NotFound", "Resource not found.", None),
        }
    }

    fn get(&self, request: &Received, name: &str, version: Option<&str>) -> Answer {
        let secrets = lock(&self.now);
        let versions = secrets.versions(name);
        let found = match version {
            None => versions.last(),
            Some(id) => versions.iter().find(|version| version.id == id),
        };
        if found.is_some_and(|version| !version.is_enabled) {
            let message = "Operation get is not allowed on a disabled secret.";
            return error(403, "Forbidden", message, Some("SecretDisabled"));
        }
        self.show(request, name, found, true)
    }

    fn show(&self, request: &Received, name: &str, version: Option<&Version>, with_value: bool) -> Answer {
        let Some(version) = version else {
            let message = format!("A secret with (name/id) {name} was not found in this key vault.");
            return error(404, "SecretNotFound", &message, None);
        };
        Answer::json(200, &version.to_json(&self.origin(request), name, with_value))
    }

    fn set(&self, request: &Received, name: &str) -> Answer {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let Some(value) = body.get("value").and_then(Value::as_str) else {
            return error(
                400,
                "BadParameter",
                "The request body must contain a value.",
                None,
            );
        };
        if value.len() > LARGEST_VALUE {
            return error(400, "BadParameter", "The value is longer than 25600 bytes.", None);
        }
        let version = lock(&self.now).put(name, value, &body);
        self.show(request, name, Some(&version), true)
    }

    /// A page of versions, newest first; a secret that is not there has none.
    fn list(&self, request: &Received, name: &str) -> Answer {
        let size = request
            .pair("maxresults")
            .map_or(Ok(LARGEST_PAGE), |size| size.parse());
        let Some(size) = size.ok().filter(|size| (1..=LARGEST_PAGE).contains(size)) else {
            return error(400, "BadParameter", "maxresults must be between 1 and 25", None);
        };
        let skip = request
            .pair("$skiptoken")
            .and_then(|token| token.parse().ok())
            .unwrap_or(0);
        let origin = self.origin(request);
        let secrets = lock(&self.now);
        let versions = secrets.versions(name);
        let page: Vec<Value> = versions
            .iter()
            .rev()
            .skip(skip)
            .take(size)
            .map(|version| version.to_json(&origin, name, false))
            .collect();
        let next = (skip + size < versions.len()).then(|| {
            let mut query = Serializer::new(String::new());
            query.append_pair("api-version", &request.pair("api-version").unwrap_or_default());
            query.append_pair("$skiptoken", &(skip + size).to_string());
            query.append_pair("maxresults", &size.to_string());
            format!("{origin}/secrets/{name}/versions?{}", query.finish())
        });
        Answer::json(200, &json!({"value": page, "nextLink": next}))
    }
}

impl Rules for KeyVault {
    type Behaviour = Behaviour;

    fn knobs(&self) -> &Knobs<Behaviour> {
        &self.knobs
    }

    fn reset(&self) {
        *lock(&self.now) = self.first.clone();
    }

    fn stamp(&self, answer: &mut Answer) {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        answer.headers.push((
            "x-ms-request-id".to_owned(),
            format!("00000000-0000-4000-8000-{number:012x}"),
        ));
    }

    async fn answer(&self, request: &Received) -> Answer {
        match request.pair("api-version") {
            None => return error(400, "BadParameter", "api-version must be specified", None),
            Some(version) if !API_VERSIONS.contains(&version.as_str()) => {
                let message = format!("The specified version ({version}) is not recognized.");
                return error(400, "BadParameter", &message, None);
            }
            Some(_) => {}
        }
        let header = request.header("authorization").unwrap_or_default();
        let Some(token) = header.strip_prefix("Bearer ") else {
            return self.challenge("AKV10000: Request is missing a Bearer or PoP token.", None);
        };
        let has_all = self.knobs.get().tokens.iter().any(|known| known == token);
        if !has_all && token != READ_ONLY_TOKEN {
            return self.challenge("AKV10032: Invalid token.", Some("invalid_token"));
        }
        if request.is_write() && !has_all {
            return error(403, "Forbidden", says::FORBIDDEN, Some("ForbiddenByRbac"));
        }
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        match parts.as_slice() {
            ["secrets", name, rest @ ..] => self.secret(request, name, rest),
            _ => error(404, "NotFound", "Resource not found.", None),
        }
    }
}
