//! Microsoft 365: sign-in, Graph and Partner Center, asked as a connector would ask.

mod applications;
mod assignments;
mod batches;
mod certificates;
mod customers;
mod described;
mod groups;
mod licences;
mod mailboxes;
mod pages;
mod partner_center;
mod permissions;
mod queries;
mod relationships;
mod seed;
mod switches;
mod tokens;
mod user_changes;
mod users;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use sandbox::microsoft365::{
    Behaviour, Credentials, Double, GOOD, Options, PARTNER, PARTNER_TENANT, REFRESH_TOKEN, Running,
};
use serde_json::Value;

use crate::client;

pub(crate) const GRAPH_SCOPE: &str = "https://graph.microsoft.com/.default";
pub(crate) const PARTNER_CENTER_SCOPE: &str = "https://api.partnercenter.microsoft.com/.default";

/// An answer, read.
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Graph's code.
    pub fn code(&self) -> String {
        self.json()["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Status and Graph's code.
    pub fn refusal(&self) -> (u16, String) {
        (self.status, self.code())
    }

    /// Status and AADSTS code.
    pub fn aadsts(&self) -> (u16, u64) {
        (
            self.status,
            self.json()["error_codes"][0].as_u64().unwrap_or_default(),
        )
    }

    /// The rows of a list.
    pub fn rows(&self) -> Vec<Value> {
        self.json()["value"]
            .as_array()
            .unwrap_or_else(|| panic!("{}", self.text))
            .clone()
    }
}

pub(crate) async fn reply(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    Reply {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await.unwrap(),
    }
}

pub(crate) async fn start() -> Running {
    Double::start(Options::default()).await.unwrap()
}

/// At eight in the morning of 2026-11-24, where it stays.
pub(crate) const NOW: i64 = 1_795_507_200;

/// A double whose clock stands still.
pub(crate) async fn start_at_eight() -> Running {
    let behaviour = Behaviour {
        now: Some(NOW),
        ..Behaviour::default()
    };
    let options = Options {
        behaviour,
        ..Options::default()
    };
    Double::start(options).await.unwrap()
}

/// A request for a token.
pub(crate) async fn ask(running: &Running, tenant: &str, form: &[(&str, &str)]) -> Reply {
    let request = client().post(format!("{}/{tenant}/oauth2/v2.0/token", running.login));
    reply(request.form(form)).await
}

/// A token request of an application for itself.
pub(crate) async fn ask_as_app(running: &Running, app: Credentials, scope: &str) -> Reply {
    let form = [
        ("client_id", app.client_id),
        ("client_secret", app.client_secret),
        ("grant_type", "client_credentials"),
        ("scope", scope),
    ];
    ask(running, app.tenant_id, &form).await
}

/// A token request with a refresh token for the connector.
pub(crate) async fn ask_with(running: &Running, tenant: &str, refresh_token: &str, scope: &str) -> Reply {
    let form = [
        ("client_id", GOOD.client_id),
        ("client_secret", GOOD.client_secret),
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token),
        ("scope", scope),
    ];
    ask(running, tenant, &form).await
}

fn access_token(said: &Reply) -> String {
    let token = said.json()["access_token"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("{}", said.text))
}

/// Calls to Graph with one token.
pub(crate) struct Graph<'a> {
    pub running: &'a Running,
    pub token: String,
}

impl Graph<'_> {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        client()
            .request(method, format!("{}/v1.0/{path}", self.running.graph))
            .bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Reply {
        reply(self.request(Method::GET, path)).await
    }

    /// With `ConsistencyLevel: eventual`.
    pub async fn search(&self, path: &str) -> Reply {
        reply(
            self.request(Method::GET, path)
                .header("ConsistencyLevel", "eventual"),
        )
        .await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        reply(self.request(Method::POST, path).json(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Reply {
        reply(self.request(Method::PATCH, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        reply(self.request(Method::DELETE, path)).await
    }

    /// With an etag.
    pub async fn matching(&self, method: Method, path: &str, etag: &str, body: Option<&Value>) -> Reply {
        let request = self.request(method, path).header("If-Match", etag);
        reply(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }
}

/// Graph as an application itself.
pub(crate) async fn as_app(running: &Running, app: Credentials) -> Graph<'_> {
    let said = ask_as_app(running, app, GRAPH_SCOPE).await;
    Graph {
        running,
        token: access_token(&said),
    }
}

/// Graph as the service account, in a tenant.
pub(crate) async fn as_person<'a>(running: &'a Running, tenant: &str) -> Graph<'a> {
    let said = ask_with(running, tenant, REFRESH_TOKEN, GRAPH_SCOPE).await;
    Graph {
        running,
        token: access_token(&said),
    }
}

/// Graph in the largest customer's tenant, with everything.
pub(crate) async fn good(running: &Running) -> Graph<'_> {
    as_app(running, GOOD).await
}

/// Graph in the partner's tenant, as the service account.
pub(crate) async fn partner(running: &Running) -> Graph<'_> {
    as_person(running, PARTNER_TENANT).await
}

/// Graph in the partner's tenant, as the application itself.
pub(crate) async fn partner_app(running: &Running) -> Graph<'_> {
    as_app(running, PARTNER).await
}
