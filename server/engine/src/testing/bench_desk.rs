//! A connector at a double: its wire mapped to the sandbox, one shelf kept between calls, retries without long waits.

use crate::{
    clock::Clock,
    connector::{
        CallError, Checks, Client, Connector, Desk, EgressMap, Entry, Finding, Memory, Opened,
        OperationError, Session, Wire, WireConfig,
    },
    policy::{Grant, Read, grant},
    vault::Secret,
};
use contract::{
    actor::{Actor, ActorKind, Role},
    ids::IntegrationId,
    operation_rule::OperationRule,
    test_report::TestReport,
};
use serde_json::Value;
use std::time::Duration;

/// One account of one vendor, as the machine would hold it.
pub struct Bench<C> {
    /// The connector under test.
    pub connector: C,
    wire: Wire,
    memory: Memory,
    account: IntegrationId,
}

impl<C: Connector> Bench<C> {
    /// A bench whose wire goes where the pairs (real origin → double's origin) lead.
    pub fn new(connector: C, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self::with_clock(connector, pairs, Clock::system())
    }

    /// The same with a clock that the test moves.
    pub fn with_clock(connector: C, pairs: impl IntoIterator<Item = (String, String)>, clock: Clock) -> Self {
        let config = WireConfig {
            timeout: Duration::from_secs(20),
            backoff: Duration::from_millis(1),
            egress_map: EgressMap::new(pairs).unwrap(),
        };
        Self {
            connector,
            wire: Wire::new(config).unwrap(),
            memory: Memory::new(clock),
            account: IntegrationId::from_ulid("bench"),
        }
    }

    /// The account's desk; its shelf is the same at every call.
    pub fn desk(&self, opened: &Opened) -> Desk {
        let manifest = self.connector.manifest();
        Desk {
            vendor: manifest.vendor.clone(),
            wire: self.wire.bound_to(&manifest.egress, &opened.settings),
            shelf: self
                .memory
                .shelf(&self.account, self.connector.limits_of(&opened.settings)),
            renewals: None,
        }
    }

    /// The account, opened.
    pub async fn session(&self, opened: &Opened) -> Result<Session, CallError> {
        self.connector.session(opened, self.desk(opened)).await
    }

    /// A client that reads.
    pub async fn reader(&self, opened: &Opened) -> Result<Client<Read>, CallError> {
        Ok(self.session(opened).await?.reader())
    }

    /// Calls an operation by its name, granted as a Tech is granted.
    pub async fn call(
        &self,
        opened: &Opened,
        operation: &str,
        input: Value,
    ) -> Result<Value, OperationError> {
        let tech = Actor {
            kind: ActorKind::User,
            id: "usr_bench".into(),
            name: "Bench".into(),
            role: Role::Tech,
        };
        let risk = self.entry(operation).info.risk;
        let granted = grant(&tech, risk, OperationRule::seed(risk))
            .unwrap()
            .expect("a held call goes through `call_approved`");
        self.call_with(granted, opened, operation, input).await
    }

    /// Calls a dangerous operation by its name, as if another person had approved it.
    pub async fn call_approved(
        &self,
        opened: &Opened,
        operation: &str,
        input: Value,
    ) -> Result<Value, OperationError> {
        self.call_with(Grant::approved_for_test(), opened, operation, input)
            .await
    }

    /// Calls an operation by its name with this grant, whether it is enough or not.
    pub async fn call_with(
        &self,
        granted: Grant,
        opened: &Opened,
        operation: &str,
        input: Value,
    ) -> Result<Value, OperationError> {
        let session = self.session(opened).await.map_err(OperationError::Call)?;
        self.entry(operation).call(&session, granted, input).await
    }

    fn entry(&self, operation: &str) -> &Entry {
        let entries = self.connector.entries();
        entries.iter().find(|entry| entry.info.id == operation).unwrap()
    }

    /// Probes once, as the scheduler does.
    pub async fn probe(&self, opened: &Opened) -> Result<Finding, CallError> {
        self.connector.probe(self.reader(opened).await?).await
    }

    /// Runs the connection test.
    pub async fn test(&self, opened: &Opened) -> (TestReport, Option<CallError>) {
        let mut checks = Checks::new();
        self.connector.test(opened, self.desk(opened), &mut checks).await;
        checks.finish()
    }
}

/// What an account is opened with.
pub fn opened(settings: &[(&str, &str)], credentials: &[(&str, &str)]) -> Opened {
    let settings = settings
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    let credentials = credentials
        .iter()
        .map(|(key, value)| ((*key).to_owned(), Secret::new((*value).to_owned())));
    Opened {
        settings: settings.collect(),
        credentials: credentials.collect(),
    }
}

/// The failed call behind an operation's error.
pub fn failed(error: OperationError) -> CallError {
    match error {
        OperationError::Call(error) => error,
        OperationError::Input(error) => panic!("the input was refused by its schema: {error:?}"),
    }
}
