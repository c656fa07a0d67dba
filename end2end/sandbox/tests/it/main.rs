//! The doubles' own rules, asked over the wire as a connector would ask.
//!
//! One binary for all of them, one file for each subject; what they share is here.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod autotask_access;
mod autotask_limits;
mod autotask_queries;
mod autotask_writes;
mod datto_edr_access;
mod datto_edr_isolation;
mod datto_edr_reads;
mod datto_rmm_access;
mod datto_rmm_data;
mod faults;
mod hall;
mod it_glue_access;
mod it_glue_reads;
mod key_vault;
mod microsoft365;
mod pax8_access;
mod pax8_data;
mod specs;
mod unifi_access;
mod unifi_data;

use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use sandbox::autotask::{self, Credentials, GOOD};
use sandbox::datto_edr;
use sandbox::it_glue;
use serde_json::{Value, json};

/// A client that follows nothing by itself.
fn client() -> Client {
    Client::builder()
        .redirect(redirect::Policy::none())
        .build()
        .unwrap()
}

async fn autotask() -> autotask::Running {
    autotask::Double::start(autotask::Options::default())
        .await
        .unwrap()
}

async fn datto_edr() -> datto_edr::Running {
    datto_edr::Double::start(datto_edr::Options::default())
        .await
        .unwrap()
}

async fn it_glue() -> it_glue::Running {
    it_glue::Double::start(it_glue::Options::default()).await.unwrap()
}

/// An answer, read.
#[derive(Debug)]
struct Said {
    status: u16,
    text: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The first text of an `errors` envelope of Autotask.
    fn error(&self) -> String {
        self.json()["errors"][0].as_str().unwrap_or_default().to_owned()
    }
}

async fn said(response: Response) -> Said {
    Said {
        status: response.status().as_u16(),
        text: response.text().await.unwrap(),
    }
}

async fn send(request: RequestBuilder) -> Said {
    said(request.send().await.unwrap()).await
}

/// Calls of one Autotask account at one origin.
struct Api<'a> {
    origin: &'a str,
    who: Credentials,
}

impl Api<'_> {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        client()
            .request(method, format!("{}/ATServicesRest/V1.0/{path}", self.origin))
            .header("ApiIntegrationCode", self.who.integration_code)
            .header("UserName", self.who.user_name)
            .header("Secret", self.who.secret)
    }

    async fn get(&self, path: &str) -> Said {
        send(self.request(Method::GET, path)).await
    }

    async fn post(&self, path: &str, body: &Value) -> Said {
        send(self.request(Method::POST, path).json(body)).await
    }

    async fn patch(&self, path: &str, body: &Value) -> Said {
        send(self.request(Method::PATCH, path).json(body)).await
    }
}

/// The main tenant's zone as its best account sees it.
fn good(running: &autotask::Running) -> Api<'_> {
    Api {
        origin: &running.zone,
        who: GOOD,
    }
}

/// The query for everything.
fn everything() -> Value {
    json!({"filter": [{"op": "gte", "field": "id", "value": 0}]})
}
