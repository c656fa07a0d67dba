//! Pax8's connector against its double and against fixtures. Nothing here talks to the vendor.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod buying;
mod changing;
mod connection;
mod described;
mod inputs;
mod model;
mod paging;
mod reading;
mod refusals;
mod sheet;
mod tokens;

use super::{Pax8, connector};
use crate::{
    connector::{CallError, CallErrorKind, Opened},
    testing::bench_desk::{Bench, failed, opened},
};
use sandbox::{
    Entry,
    pax8::{Credentials, Double, GOOD, Options, Running, company_id, product_id},
};
use serde_json::{Value, json};

/// The connector at the double.
struct Bed {
    vendor: Running,
    bench: Bench<Pax8>,
}

impl Bed {
    async fn new() -> Self {
        let vendor = Double::start(Options::default()).await.unwrap();
        let bench = Bench::new(connector(), vendor.egress_map());
        Self { vendor, bench }
    }

    /// The output of an operation that must succeed.
    async fn call(&self, operation: &str, input: Value) -> Value {
        let output = self.bench.call(&good(), operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    /// The output of an approved operation that must succeed.
    async fn approved(&self, operation: &str, input: Value) -> Value {
        let output = self.bench.call_approved(&good(), operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    /// The failure of an operation that must fail.
    async fn failure(&self, operation: &str, input: Value) -> CallError {
        failed(self.bench.call(&good(), operation, input).await.unwrap_err())
    }

    /// The failure of an approved operation that must fail.
    async fn approved_failure(&self, operation: &str, input: Value) -> CallError {
        failed(
            self.bench
                .call_approved(&good(), operation, input)
                .await
                .unwrap_err(),
        )
    }

    /// Every request but those for tokens.
    fn calls(&self) -> Vec<Entry> {
        let entries = self.vendor.journal.entries().into_iter();
        entries.filter(|entry| entry.path != "/v1/token").collect()
    }

    /// Method and target of each of them.
    fn asked(&self) -> Vec<String> {
        let calls = self.calls().into_iter();
        calls
            .map(|entry| format!("{} {}", entry.method, entry.target()))
            .collect()
    }
}

/// An account with this key.
fn account(of: Credentials) -> Opened {
    opened(
        &[("client_id", of.client_id)],
        &[("client_secret", of.client_secret)],
    )
}

/// The account that may do everything.
fn good() -> Opened {
    account(GOOD)
}

/// The body of a request.
fn body(entry: &Entry) -> Value {
    serde_json::from_slice(&entry.body).unwrap()
}

/// The field that an input error names.
fn field(error: &CallError) -> &str {
    match &error.kind {
        CallErrorKind::Input { field, .. } => field,
        other => panic!("not an input error: {other:?}"),
    }
}

/// An order of five of a product that asks for nothing, with these members on its line.
fn order(more: &Value) -> Value {
    let mut line = json!({"product_id": product_id(2), "quantity": 5, "billing_term": "Monthly"});
    line.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    json!({"company_id": company_id(3), "line_items": [line]})
}
