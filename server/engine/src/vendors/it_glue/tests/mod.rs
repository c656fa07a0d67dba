//! IT Glue's connector against its double and against fixtures. Nothing here talks to the vendor.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod connection;
mod decoding;
mod inputs;
mod paging;
mod passwords;
mod probe;
mod read_only;
mod refusals;
mod regions;
mod sheet;

use super::{ItGlue, connector};
use crate::{
    connector::{Opened, OperationError},
    testing::bench_desk::{Bench, failed, opened},
};
use sandbox::it_glue::{Double, Options, Running};
use serde_json::Value;

/// The connector at the three doubles.
struct Bed {
    vendor: Running,
    bench: Bench<ItGlue>,
}

impl Bed {
    async fn new() -> Self {
        let vendor = Double::start(Options::default()).await.unwrap();
        let bench = Bench::new(connector(), vendor.egress_map());
        Self { vendor, bench }
    }

    /// The output of an operation that must succeed.
    async fn call(&self, account: &Opened, operation: &str, input: Value) -> Value {
        let output = self.bench.call(account, operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    /// The failure of an operation that must fail at the vendor.
    async fn failure(&self, account: &Opened, operation: &str, input: Value) -> crate::connector::CallError {
        failed(self.refusal(account, operation, input).await)
    }

    /// Why an operation that must not succeed did not.
    async fn refusal(&self, account: &Opened, operation: &str, input: Value) -> OperationError {
        self.bench.call(account, operation, input).await.unwrap_err()
    }

    /// A query parameter of every request so far, decoded once.
    fn asked(&self, name: &str) -> Vec<Option<String>> {
        let entries = self.vendor.journal.entries();
        entries
            .iter()
            .map(|entry| parameter(entry.query.as_deref(), name))
            .collect()
    }
}

fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// An account with this key at this base URL.
fn account(base_url: &str, key: &str) -> Opened {
    opened(&[("base_url", base_url)], &[("api_key", key)])
}

/// The full account of the US, its base URL left blank.
fn us() -> Opened {
    account("", sandbox::it_glue::US_KEY)
}

/// The full account of the EU.
fn eu() -> Opened {
    account("https://api.eu.itglue.com", sandbox::it_glue::EU_KEY)
}

fn ids(output: &Value) -> Vec<String> {
    let items = output["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}
