//! Datto EDR's connector against its double and against fixtures. Nothing here talks to the vendor.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod connection;
mod dangerous;
mod decoding;
mod inputs;
mod isolation;
mod paging;
mod reading;
mod refusals;
mod sheet;

use super::{DattoEdr, connector};
use crate::{
    connector::{CallError, CallErrorKind, Opened, OperationError},
    testing::bench_desk::{Bench, failed, opened},
};
use sandbox::datto_edr::{Double, GOOD_TOKEN, ORIGIN, Options, Running};
use serde_json::{Value, json};

/// The connector at the double.
struct Bed {
    vendor: Running,
    bench: Bench<DattoEdr>,
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

    /// The failure of an operation that must fail at the vendor, or by its own check.
    async fn failure(&self, operation: &str, input: Value) -> CallError {
        failed(self.refusal(operation, input).await)
    }

    /// Why an operation that must not succeed did not.
    async fn refusal(&self, operation: &str, input: Value) -> OperationError {
        self.bench.call(&good(), operation, input).await.unwrap_err()
    }

    /// The output of a dangerous operation that was approved and must succeed.
    async fn approved(&self, operation: &str, input: Value) -> Value {
        let output = self.bench.call_approved(&good(), operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    /// The failure of a dangerous operation that was approved.
    async fn approved_failure(&self, operation: &str, input: Value) -> CallError {
        let output = self.bench.call_approved(&good(), operation, input).await;
        failed(output.unwrap_err())
    }

    /// The agent of this number, as an input.
    fn agent(&self, number: u32) -> Value {
        json!({"agent_id": self.vendor.agent_id(number)})
    }

    /// Method and path of each request so far, below `/api/`.
    fn asked(&self) -> Vec<String> {
        let entries = self.vendor.journal.entries().into_iter();
        let line = |entry: sandbox::Entry| {
            let path = entry.path.strip_prefix("/api/").unwrap().to_owned();
            format!("{} {path}", entry.method)
        };
        entries.map(line).collect()
    }

    /// The decoded filters of all requests to this model's list.
    fn filters(&self, model: &str) -> Vec<Value> {
        let entries = self.vendor.journal.entries().into_iter();
        let of_model = entries.filter(|entry| entry.path == format!("/api/{model}"));
        let filter = |entry: sandbox::Entry| {
            let query = entry.query.unwrap();
            let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect();
            assert_eq!((pairs.len(), pairs[0].0.as_str()), (1, "filter"), "{query}");
            serde_json::from_str(&pairs[0].1).unwrap()
        };
        of_model.map(filter).collect()
    }
}

/// An account with this token at this instance.
fn account(instance: &str, token: &str) -> Opened {
    opened(&[("instance", instance)], &[("api_token", token)])
}

/// The account that may do everything.
fn good() -> Opened {
    account(ORIGIN, GOOD_TOKEN)
}

fn ids(output: &Value) -> Vec<String> {
    let items = output["items"].as_array().unwrap();
    let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
    items.iter().map(id).collect()
}

/// The field and the words of a refused input.
fn input(error: &CallError) -> (&str, &str) {
    match &error.kind {
        CallErrorKind::Input { field, why } => (field, why),
        other => panic!("not an input error: {other:?}"),
    }
}
