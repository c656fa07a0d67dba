//! Behaviour against the double, and readings of synthetic answers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod catalogue;
mod connection_test;
mod described;
mod discovery;
mod labels;
mod limits;
mod lists;
mod model;
mod reading;
mod refusals;
mod writing;

use super::{Autotask, connector};
use crate::{
    connector::{CallError, CallErrorKind, Opened},
    testing::bench_desk::{Bench, failed, opened},
};
use sandbox::autotask::{Credentials, Double, Options, Running};
use serde_json::Value;

/// The double, and a bench whose wire leads to it.
async fn start() -> (Running, Bench<Autotask>) {
    let double = Double::start(Options::default()).await.unwrap();
    let bench = Bench::new(connector(), double.egress_map());
    (double, bench)
}

/// An account as the form would give it.
fn account(of: Credentials) -> Opened {
    opened(
        &[("username", of.user_name)],
        &[("secret", of.secret), ("integration_code", of.integration_code)],
    )
}

/// Calls an operation that must succeed.
async fn call(bench: &Bench<Autotask>, of: Credentials, operation: &str, input: Value) -> Value {
    bench.call(&account(of), operation, input).await.unwrap()
}

/// Calls an operation that must fail.
async fn fails(bench: &Bench<Autotask>, of: Credentials, operation: &str, input: Value) -> CallError {
    failed(bench.call(&account(of), operation, input).await.unwrap_err())
}

/// The field and the words of a refused input.
fn input(error: &CallError) -> (&str, &str) {
    match &error.kind {
        CallErrorKind::Input { field, why } => (field, why),
        other => panic!("not an input error: {other:?}"),
    }
}

/// Host and status of each request, in order, and what it asked for.
fn asked(double: &Running) -> Vec<String> {
    let entries = double.journal.entries().into_iter();
    let line = |entry: sandbox::Entry| {
        let path = entry
            .path
            .to_ascii_lowercase()
            .replace("/atservicesrest/v1.0/", "");
        let status = entry
            .status
            .map_or_else(|| "-".to_owned(), |status| status.to_string());
        format!("{} {} {path} {status}", entry.host, entry.method)
    };
    entries.map(line).collect()
}

/// The body of the newest request to a path that holds this text.
fn body(double: &Running, path: &str) -> Value {
    serde_json::from_slice(&double.journal.to_path(path).last().unwrap().body).unwrap()
}
