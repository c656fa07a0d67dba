//! UniFi's connector against its double and against fixtures. Nothing here talks to a console.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod catalogue;
mod certificate;
mod cloud;
mod connection;
mod decoding;
mod described;
mod devices;
mod faults;
mod legacy;
mod lists;
mod refused_rules;
mod rules_classic;
mod rules_official;
mod rules_private;

use super::{UniFi, connector};
use crate::{
    connector::{CallError, CallErrorKind, Opened, OperationError},
    testing::bench_desk::{Bench, failed, opened},
};
use contract::{operation::Risk, test_report::TestReport};
use sandbox::unifi::{
    ADMIN, Behaviour, CLASSIC_ORIGIN, CLOUD_KEY, CONSOLE_ORIGIN, Double, HOST_ID, LOCAL_KEY, Options,
    Running, User,
};
use serde_json::{Value, json};

/// The first site of the double.
const HQ: &str = "00000051-0000-4000-8000-000000000001";

/// The connector at the double.
struct Bed {
    vendor: Running,
    bench: Bench<UniFi>,
}

impl Bed {
    async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// With knobs turned.
    async fn with(turn: impl FnOnce(&mut Behaviour)) -> Self {
        let mut options = Options::default();
        turn(&mut options.behaviour);
        let vendor = Double::start(options).await.unwrap();
        let bench = Bench::new(connector(), vendor.egress_map());
        Self { vendor, bench }
    }

    /// Makes a call; a dangerous one as if another person had approved it.
    async fn try_call(
        &self,
        account: &Opened,
        operation: &str,
        input: Value,
    ) -> Result<Value, OperationError> {
        let connector = connector();
        let entry = connector
            .entries
            .iter()
            .find(|entry| entry.info.id == operation)
            .unwrap();
        if entry.info.risk == Risk::Dangerous {
            return self.bench.call_approved(account, operation, input).await;
        }
        self.bench.call(account, operation, input).await
    }

    /// The output of an operation that must succeed.
    async fn call(&self, account: &Opened, operation: &str, input: Value) -> Value {
        let output = self.try_call(account, operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    /// The failure of an operation that must fail.
    async fn fails(&self, account: &Opened, operation: &str, input: Value) -> CallError {
        failed(self.try_call(account, operation, input).await.unwrap_err())
    }

    /// Field and words of an input that must be refused, and proof that nothing was changed for it.
    async fn refuses(&self, account: &Opened, operation: &str, input: Value) -> (String, String) {
        let before = self.writes();
        let error = self.fails(account, operation, input.clone()).await;
        assert_eq!(self.writes(), before, "{operation} {input}");
        match error.kind {
            CallErrorKind::Input { field, why } => (field, why),
            other => panic!("{operation} {input}: {other:?}"),
        }
    }

    /// Requests that may change something, logins left out.
    fn writes(&self) -> Vec<String> {
        let entries = self.vendor.journal.entries().into_iter();
        entries
            .filter(|entry| entry.is_write() && !entry.path.contains("login"))
            .map(|entry| format!("{} {}", entry.method, entry.path))
            .collect()
    }

    /// Method, path and body of the newest change.
    fn sent(&self) -> (String, String, Value) {
        let entries = self.vendor.journal.entries();
        let entry = entries.into_iter().rfind(sandbox::Entry::is_write).unwrap();
        let body = serde_json::from_slice(&entry.body).unwrap_or_default();
        (entry.method, entry.path, body)
    }
}

/// The console with a key.
fn local(key: &str) -> Opened {
    opened(
        &[("mode", "local"), ("console_url", CONSOLE_ORIGIN)],
        &[("api_key", key)],
    )
}

/// The console as its full admin.
fn admin() -> Opened {
    local(LOCAL_KEY)
}

/// The console through the connector.
fn cloud() -> Opened {
    opened(
        &[("mode", "cloud"), ("console_id", HOST_ID)],
        &[("api_key", CLOUD_KEY)],
    )
}

/// A controller with a login.
fn login(origin: &str, user: User) -> Opened {
    opened(
        &[
            ("mode", "legacy"),
            ("console_url", origin),
            ("username", user.username),
        ],
        &[("password", user.password)],
    )
}

/// The UniFi OS console with a login.
fn os_login() -> Opened {
    login(CONSOLE_ORIGIN, ADMIN)
}

/// The classic controller.
fn classic() -> Opened {
    login(CLASSIC_ORIGIN, ADMIN)
}

fn names(report: &TestReport) -> Vec<(&str, bool)> {
    report
        .checks
        .iter()
        .map(|check| (check.name.as_ref(), check.ok))
        .collect()
}

fn detail<'a>(report: &'a TestReport, name: &str) -> &'a str {
    let check = report.checks.iter().find(|check| check.name == name).unwrap();
    &check.detail
}

fn ids(output: &Value) -> Vec<&str> {
    let items = output["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// A block of one address on the way out.
fn block() -> Value {
    json!({
        "site": HQ, "name": "OpsAI block 198.51.100.7", "description": "ticket 123", "action": "block", "logging": true,
        "source": {"zone": "Internal"}, "destination": {"zone": "External", "addresses": ["198.51.100.7"]},
    })
}

/// The same object with other members.
fn but(mut whole: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else {
        panic!("an object")
    };
    whole.as_object_mut().unwrap().extend(changes);
    whole
}
