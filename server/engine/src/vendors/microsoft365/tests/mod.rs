//! Microsoft 365's connector against a server that answers as each test tells it, both as Entra and as Graph. Nothing here
//! talks to the vendor.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod batches;
mod certificate;
mod changing;
mod connection;
mod described;
mod double;
mod inputs;
mod lost;
mod mailboxes;
mod notices;
mod notices_signed;
mod paging;
mod passwords;
mod reading;
mod refusals;
mod sheet;
mod targets;
mod tokens;

use super::{Microsoft365, connector};
use crate::{
    connector::{CallError, CallErrorKind, Opened},
    testing::bench_desk::{Bench, failed, opened},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use wiremock::{
    Mock, MockServer, Request, Respond, ResponseTemplate,
    matchers::{method, path, path_regex},
};

const TENANT: &str = "11111111-1111-4111-8111-111111111111";
const CLIENT: &str = "33333333-3333-4333-8333-333333333333";
const SECRET: &str = "s3cret~value.of-the-app";
const REFRESH: &str = "0.AXo-refresh-of-the-service-account";
const CUSTOMER: &str = "22222222-2222-4222-8222-222222222222";
const OTHER_CUSTOMER: &str = "northwind.onmicrosoft.com";
const USER: &str = "99999999-9999-4999-8999-999999999999";
const GROUP: &str = "66666666-6666-4666-8666-666666666666";
const SKU: &str = "6fd2c87f-b296-42f0-b197-1e91e994b900";

/// The connector, and the server that is Entra and Graph to it.
struct Bed {
    server: MockServer,
    bench: Bench<Microsoft365>,
}

/// Gives tokens: whose they are stands in them, and how many were given before.
struct Tokens {
    roles: Value,
}

impl Respond for Tokens {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let form = form(request);
        let tenant = request
            .url
            .path()
            .split('/')
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        let who = match form.get("grant_type").map(String::as_str) {
            Some("refresh_token") => json!({"scp": "User.ReadWrite.All", "amr": ["pwd", "mfa"]}),
            _ => json!({"roles": self.roles}),
        };
        let mut claims = json!({"tid": tenant});
        claims
            .as_object_mut()
            .unwrap()
            .extend(who.as_object().unwrap().clone());
        let mut unique = [0u8; 8];
        getrandom::fill(&mut unique).unwrap();
        claims["jti"] = json!(unique);
        let token = jwt(&claims);
        ResponseTemplate::new(200).set_body_json(json!({
            "token_type": "Bearer", "expires_in": 4711, "ext_expires_in": 4711, "access_token": token,
            "refresh_token": "0.AXo-a-newer-one",
        }))
    }
}

impl Bed {
    /// Tokens with the permissions that everything needs.
    async fn new() -> Self {
        let all: Vec<&str> = super::permissions::NEEDS.iter().map(|need| need.least).collect();
        Self::with_roles(json!(all)).await
    }

    async fn with_roles(roles: Value) -> Self {
        let bed = Self::bare(connector()).await;
        Mock::given(path_regex("/oauth2/v2.0/token$"))
            .respond_with(Tokens { roles })
            .with_priority(9)
            .mount(&bed.server)
            .await;
        bed
    }

    /// A server that knows nothing yet.
    async fn bare(connector: Microsoft365) -> Self {
        let server = MockServer::start().await;
        let bench = Bench::new(connector, pairs(&server));
        Self { server, bench }
    }

    /// Answers to this from now on.
    async fn answer(&self, verb: &str, at: &str, status: u16, body: Value) {
        let answer = ResponseTemplate::new(status);
        let answer = if body.is_null() {
            answer
        } else {
            answer.set_body_json(body)
        };
        self.respond(verb, at, answer).await;
    }

    async fn respond(&self, verb: &str, at: &str, answer: impl Respond + 'static) {
        Mock::given(method(verb))
            .and(path(at))
            .respond_with(answer)
            .mount(&self.server)
            .await;
    }

    /// Refuses sign-ins to this tenant.
    async fn refuse_sign_in(&self, tenant: &str, status: u16, body: Value) {
        self.answer("POST", &format!("/{tenant}/oauth2/v2.0/token"), status, body)
            .await;
    }

    /// The output of an operation that must succeed.
    async fn call(&self, account: &Opened, operation: &str, input: Value) -> Value {
        let output = self.bench.call(account, operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    /// The output of an approved operation that must succeed.
    async fn approved(&self, account: &Opened, operation: &str, input: Value) -> Value {
        let output = self.bench.call_approved(account, operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    /// The failure of an operation that must fail.
    async fn failure(&self, account: &Opened, operation: &str, input: Value) -> CallError {
        failed(self.bench.call(account, operation, input).await.unwrap_err())
    }

    async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap()
    }

    /// Every request to Graph.
    async fn graph(&self) -> Vec<Request> {
        let all = self.requests().await.into_iter();
        all.filter(|request| request.url.path().starts_with("/v1.0/"))
            .collect()
    }

    /// Method and target of each of them, with the query as it is meant.
    async fn asked(&self) -> Vec<String> {
        self.graph().await.iter().map(target_of).collect()
    }

    /// Every request for a token: its tenant and its form.
    async fn sign_ins(&self) -> Vec<(String, BTreeMap<String, String>)> {
        let all = self.requests().await;
        let asked = all
            .iter()
            .filter(|request| request.url.path().ends_with("/token"));
        asked
            .map(|request| {
                let tenant = request.url.path().split('/').nth(1).unwrap().to_owned();
                (tenant, form(request))
            })
            .collect()
    }
}

/// Both hosts of the global cloud are the server.
fn pairs(server: &MockServer) -> [(String, String); 2] {
    ["https://graph.microsoft.com", "https://login.microsoftonline.com"]
        .map(|origin| (origin.to_owned(), server.uri()))
}

/// An account that signs in with a secret.
fn good() -> Opened {
    opened(
        &[("tenant_id", TENANT), ("client_id", CLIENT)],
        &[("client_secret", SECRET)],
    )
}

/// The same with a service account.
fn with_service_account() -> Opened {
    opened(
        &[("tenant_id", TENANT), ("client_id", CLIENT)],
        &[("client_secret", SECRET), ("refresh_token", REFRESH)],
    )
}

fn jwt(claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2lnbmF0dXJl", part(&json!({"alg": "RS256"})), part(claims))
}

/// The claims of the token that a request carried.
fn bearer(request: &Request) -> Value {
    let header = request.headers.get("authorization").unwrap().to_str().unwrap();
    let claims = header.strip_prefix("Bearer ").unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

fn form(request: &Request) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(&request.body).into_owned().collect()
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

fn target_of(request: &Request) -> String {
    let query: Vec<String> = request
        .url
        .query_pairs()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!(
        "{} {}{mark}{}",
        request.method,
        request.url.path(),
        query.join("&")
    )
}

/// A refusal in Graph's form.
fn graph_error(code: &str, message: &str) -> Value {
    json!({"error": {"code": code, "message": message, "innerError": {"request-id": "aaaaaaaa-0000-4000-8000-000000000001"}}})
}

/// A refusal in Entra's form.
fn entra_error(error: &str, code: u32) -> Value {
    json!({
        "error": error, "error_description": format!("AADSTS{code}: Something is not as it should be. Trace ID: x"),
        "error_codes": [code], "trace_id": "x", "correlation_id": "y",
    })
}

/// The field that an input error names.
fn field(error: &CallError) -> &str {
    match &error.kind {
        CallErrorKind::Input { field, .. } => field,
        other => panic!("not an input error: {other:?}"),
    }
}
