//! Datto RMM's connector against its double and against fixtures. Nothing here talks to the vendor.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod alerts;
mod catalogue;
mod connection;
mod decoding;
mod described;
mod inputs;
mod jobs;
mod limits;
mod paging;
mod platforms;
mod reading;
mod refusals;
mod signing_in;

use super::{DattoRmm, connector};
use crate::{
    connector::{CallError, CallErrorKind, Opened},
    testing::bench_desk::{Bench, failed, opened},
};
use sandbox::datto_rmm::{Credentials, Double, GOOD, Options, Running};
use serde_json::Value;

/// The connector at the six doubles.
struct Bed {
    vendor: Running,
    bench: Bench<DattoRmm>,
}

impl Bed {
    async fn new() -> Self {
        let vendor = Double::start(Options::default()).await.unwrap();
        let bench = Bench::new(connector(), vendor.egress_map());
        Self { vendor, bench }
    }

    /// The output of an operation that must succeed, called with the best key.
    async fn call(&self, operation: &str, input: Value) -> Value {
        let output = self.bench.call(&account(GOOD), operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    /// The failure of an operation that must fail.
    async fn failure(&self, of: Credentials, operation: &str, input: Value) -> CallError {
        failed(self.bench.call(&account(of), operation, input).await.unwrap_err())
    }

    /// Method, path below the API, and status of each request so far.
    fn asked(&self) -> Vec<String> {
        let entries = self.vendor.journal.entries().into_iter();
        entries
            .map(|entry| {
                let path = entry.path.replace("/api/v2/", "");
                let status = entry
                    .status
                    .map_or_else(|| "-".to_owned(), |status| status.to_string());
                format!("{} {path} {status}", entry.method)
            })
            .collect()
    }

    /// A query parameter of every request to a path that holds this text.
    fn parameter(&self, path: &str, name: &str) -> Vec<Option<String>> {
        let entries = self.vendor.journal.to_path(path).into_iter();
        entries
            .map(|entry| {
                url::form_urlencoded::parse(entry.query.unwrap_or_default().as_bytes())
                    .find(|(key, _)| key == name)
                    .map(|(_, value)| value.into_owned())
            })
            .collect()
    }
}

/// An account as the form would give it.
fn account(of: Credentials) -> Opened {
    at(of.url, of)
}

/// The same at another API URL.
fn at(url: &str, of: Credentials) -> Opened {
    opened(
        &[("url", url)],
        &[("api_key", of.api_key), ("api_secret", of.api_secret)],
    )
}

/// The uid of a row.
fn uid(row: &Value) -> &str {
    row["uid"].as_str().unwrap()
}

/// The field and the words of a refused input.
fn input(error: &CallError) -> (&str, &str) {
    match &error.kind {
        CallErrorKind::Input { field, why } => (field, why),
        other => panic!("not an input error: {other:?}"),
    }
}
