//! A double of the SOPs: remembers every effect by lineage and step, and does what the test's script says.

use contract::{
    event::{CustomerReference, Normalised},
    failure::{FailureCode, Stage},
    ids::{ApprovalId, CustomerId, EventId, IntegrationId, RunId, SopId, VendorId},
    routing::{RoutingReport, Then},
};
use engine::{
    pipeline::{
        EventKey, Fence, FoundCustomer, Picked, ReportEnd, Retry, Routed, RunEnd, Sops, StageFailure,
    },
    store::StoreError,
};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::Mutex,
};
use tokio::sync::Semaphore;

/// What the next execution does; `Done` when the script is empty.
#[derive(Clone, Debug)]
pub enum Act {
    /// Makes its effect and is done.
    Done,
    /// Makes its effect, then fails so.
    FailAfterEffect(FailureCode, Retry),
    /// Fails so before its effect.
    Fail(FailureCode, Retry),
    /// Waits for this approval.
    Wait(ApprovalId),
    /// Our own database is out of reach.
    Outage,
    /// Stands still until the test lets it go on, then asks the fence, and only then makes its effect.
    Sleep,
}

/// What routing says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rules {
    /// A SOP that is on.
    #[default]
    Sop,
    /// A SOP that is off.
    Off,
    /// Ignored on purpose.
    Ignore,
    /// Nothing fits.
    Nothing,
}

pub struct Double {
    pub script: Mutex<VecDeque<Act>>,
    pub rules: Mutex<Rules>,
    /// How often each effect was made, by lineage and step.
    pub effects: Mutex<BTreeMap<(String, &'static str), u32>>,
    /// The events whose SOP was carried out, in that order.
    pub done: Mutex<Vec<EventId>>,
    /// Records that belong to a customer.
    pub mapped: Mutex<Vec<String>>,
    pub report: Mutex<VecDeque<StageFailure>>,
    /// Executions that sleep, and the permits that let them go on.
    pub asleep: Semaphore,
    pub go_on: Semaphore,
}

impl Default for Double {
    fn default() -> Self {
        Self {
            script: Mutex::default(),
            rules: Mutex::default(),
            effects: Mutex::default(),
            done: Mutex::default(),
            mapped: Mutex::default(),
            report: Mutex::default(),
            asleep: Semaphore::new(0),
            go_on: Semaphore::new(0),
        }
    }
}

impl Double {
    pub fn then(&self, acts: impl IntoIterator<Item = Act>) {
        self.script.lock().unwrap().extend(acts);
    }

    pub fn routes(&self, rules: Rules) {
        *self.rules.lock().unwrap() = rules;
    }

    pub fn map(&self, record: &str) {
        self.mapped.lock().unwrap().push(record.to_owned());
    }

    /// Every effect with how often it was made.
    pub fn effects(&self) -> Vec<u32> {
        self.effects.lock().unwrap().values().copied().collect()
    }

    /// As a run's journal does it: what was done for a lineage is not done again.
    fn effect(&self, key: &EventKey, step: &'static str) {
        let place = (key.lineage.to_string(), step);
        self.effects.lock().unwrap().entry(place).or_insert(1);
    }

    /// An effect that nothing guards: made again, it counts twice.
    fn raw_effect(&self, key: &EventKey) {
        *self
            .effects
            .lock()
            .unwrap()
            .entry((key.event.to_string(), "raw"))
            .or_default() += 1;
    }
}

pub fn sop() -> Picked {
    Picked {
        sop: SopId::from_ulid("double"),
        name: "Quarantine".into(),
        version: 1,
        enabled: true,
    }
}

pub fn run() -> RunId {
    RunId::from_ulid("double")
}

impl Sops for Double {
    fn resolve_customer<'a>(
        &'a self,
        _: &'a VendorId,
        _: &'a IntegrationId,
        reference: &'a CustomerReference,
    ) -> BoxFuture<'a, Result<Option<FoundCustomer>, StoreError>> {
        let known = self.mapped.lock().unwrap().contains(&reference.external_id);
        let found = known.then(|| FoundCustomer {
            id: CustomerId::from_ulid("northgate"),
            name: "Northgate".into(),
        });
        Box::pin(async move { Ok(found) })
    }

    fn route<'a>(
        &'a self,
        _: &'a Normalised,
        _: Option<&'a FoundCustomer>,
    ) -> BoxFuture<'a, Result<Routed, StoreError>> {
        let rules = *self.rules.lock().unwrap();
        let picked = match rules {
            Rules::Sop => Some(sop()),
            Rules::Off => Some(Picked {
                enabled: false,
                ..sop()
            }),
            Rules::Ignore | Rules::Nothing => None,
        };
        let then = match rules {
            Rules::Ignore => Some(Then::Ignore(true)),
            Rules::Nothing => None,
            Rules::Sop | Rules::Off => Some(Then::Sop(sop().sop)),
        };
        let report = RoutingReport {
            summary: "As the test says.".into(),
            customer: None,
            customer_name: None,
            rule: None,
            then,
            sop_name: None,
            verdicts: Vec::new(),
            triggers: Vec::new(),
        };
        Box::pin(async move { Ok(Routed { report, picked }) })
    }

    fn execute<'a>(
        &'a self,
        key: &'a EventKey,
        _: &'a Normalised,
        _: Option<&'a FoundCustomer>,
        _: &'a Picked,
        fence: &'a dyn Fence,
    ) -> BoxFuture<'a, Result<RunEnd, StoreError>> {
        Box::pin(async move {
            let act = self.script.lock().unwrap().pop_front().unwrap_or(Act::Done);
            let failed = |code, retry, already_done| {
                let failure = StageFailure::new(Stage::Execute, code, "as the test says").with_retry(retry);
                Ok(RunEnd::Failed {
                    run: Some(run()),
                    failure,
                    already_done,
                })
            };
            match act {
                Act::Done => {
                    self.done.lock().unwrap().push(key.event.clone());
                    self.raw_effect(key);
                    self.effect(key, "quarantine");
                    Ok(RunEnd::Done {
                        run: run(),
                        detail: json!([]),
                    })
                }
                Act::FailAfterEffect(code, retry) => {
                    self.effect(key, "note");
                    failed(code, retry, vec!["A note was posted.".into()])
                }
                Act::Fail(code, retry) => failed(code, retry, Vec::new()),
                Act::Wait(approval) => Ok(RunEnd::Waiting {
                    run: run(),
                    approval,
                    detail: json!([]),
                }),
                Act::Outage => Err(StoreError::Stale),
                Act::Sleep => {
                    self.asleep.add_permits(1);
                    self.go_on.acquire().await.unwrap().forget();
                    if fence.holds().await {
                        self.raw_effect(key);
                    }
                    Ok(RunEnd::Done {
                        run: run(),
                        detail: json!([]),
                    })
                }
            }
        })
    }

    fn report<'a>(
        &'a self,
        _: &'a EventKey,
        _: &'a Normalised,
        _: &'a RunId,
        _: &'a dyn Fence,
    ) -> BoxFuture<'a, Result<ReportEnd, StoreError>> {
        let failure = self.report.lock().unwrap().pop_front();
        Box::pin(async move {
            Ok(failure.map_or_else(
                || ReportEnd::Done("There is no ticket.".into()),
                ReportEnd::Failed,
            ))
        })
    }

    fn rehearse<'a>(
        &'a self,
        _: &'a EventKey,
        _: &'a Normalised,
        _: Option<&'a FoundCustomer>,
        _: &'a Picked,
    ) -> BoxFuture<'a, Result<Value, StoreError>> {
        Box::pin(async { Ok(json!([{ "would": "quarantine LAPTOP-07" }])) })
    }

    fn guarded<'a>(&'a self, lineage: &'a EventId) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        let effects = self.effects.lock().unwrap();
        let made = effects
            .keys()
            .filter(|(of, step)| of == lineage.as_str() && *step != "raw")
            .map(|(_, step)| format!("The step {step} was done."))
            .collect();
        Box::pin(async move { Ok(made) })
    }
}
