//! One probe: made, bounded in time, recorded.

use super::{judge::judge, numbers::Numbers};
use crate::{
    act::Act,
    connector::{CallError, CallErrorKind, Finding, NetworkFault},
    live::Live,
    store::{IntegrationRow, ProbeRow, Store, StoreError, fresh_ulid},
};
use contract::{ids::ProbeId, probe::Outcome};
use std::time::{Duration, Instant};
use tracing::{Instrument as _, field::Empty};

/// The longest that a probe may take, whatever a single request may.
const LONGEST: Duration = Duration::from_secs(20);

/// How long after a failure a second probe confirms it.
const CONFIRMED_MS: i64 = 15_000;

/// Makes probes and keeps them.
#[derive(Clone)]
pub struct Prober {
    /// Makes the call.
    pub act: Act,
    /// Keeps the result.
    pub store: Store,
    /// Hears that there is one.
    pub live: Live,
    /// Counts them.
    pub numbers: Numbers,
}

impl Prober {
    /// Probes an integration now, beside its slots, and keeps what was found.
    pub async fn probe(&self, row: &IntegrationRow, trigger: &'static str) -> Result<ProbeRow, StoreError> {
        let probe = self.made(row, trigger).await;
        self.keep(row, probe.clone()).await?;
        Ok(probe)
    }

    /// A real call was refused. Where asking again could lock the account, the refusal itself is the probe; else the account
    /// is probed at once.
    pub async fn refused(
        &self,
        row: &IntegrationRow,
        error: &CallError,
        took: Duration,
    ) -> Result<(), StoreError> {
        if error.kind != CallErrorKind::Credentials {
            return Ok(());
        }
        if self.locks(row) {
            let probe = ProbeRow {
                conclusive: true,
                ..record_of(self.now(), took, "call", Err(error))
            };
            self.keep(row, probe).await
        } else {
            self.probe(row, "call").await.map(|_| ())
        }
    }

    /// Probes an integration and keeps nothing.
    pub(super) async fn made(&self, row: &IntegrationRow, trigger: &'static str) -> ProbeRow {
        let span = tracing::info_span!(
            target: "ops_ai::spans",
            "probe",
            vendor = %row.vendor,
            integration.id = %row.id,
            trigger,
            outcome = Empty
        );
        let probe = self.make(row, trigger).instrument(span.clone()).await;
        span.record("outcome", probe.outcome.as_str());
        probe
    }

    /// Makes a probe. It cannot wedge: past its deadline it is a timeout, and a probe that breaks
    /// is told as such.
    async fn make(&self, row: &IntegrationRow, trigger: &'static str) -> ProbeRow {
        let begun = Instant::now();
        let patience = self
            .act
            .wire
            .config()
            .timeout
            .saturating_add(Duration::from_secs(5))
            .min(LONGEST);
        let failed = |kind| Err(CallError::new(row.vendor.clone(), "probe", kind));
        // A task of its own: one that breaks, or never lets go, takes nothing along.
        let task = {
            let (act, row) = (self.act.clone(), row.clone());
            tokio::spawn(async move { act.probe(&row).await }.in_current_span())
        };
        let stop = task.abort_handle();
        let result = match tokio::time::timeout(patience, task).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => failed(CallErrorKind::Contract {
                at: "the probe broke; the log tells where".to_owned(),
            }),
            Err(_) => {
                stop.abort();
                failed(CallErrorKind::Timeout)
            }
        };
        let mut probe = record_of(self.now(), begun.elapsed(), trigger, result.as_ref());
        probe.conclusive = probe.outcome == Outcome::Credentials && self.locks(row);
        if let Err(error) = &result
            && unreached(&error.kind)
            && self.act.wire.way_is_closed().await
        {
            probe.outcome = Outcome::EgressDown;
            "No host could be reached: Ops AI has no way out of its own network."
                .clone_into(&mut probe.detail);
        }
        self.numbers.ended(&row.vendor, probe.outcome);
        probe
    }

    async fn keep(&self, row: &IntegrationRow, probe: ProbeRow) -> Result<(), StoreError> {
        let confirm_at = probe.at + CONFIRMED_MS;
        self.store.insert_probe(&row.id, probe, judge, confirm_at).await?;
        self.live.integration(&row.id);
        Ok(())
    }

    /// True when the account locks after repeated refusals.
    pub fn locks(&self, row: &IntegrationRow) -> bool {
        self.act
            .connector(row)
            .is_ok_and(|connector| connector.refusals_lock())
    }

    pub(super) fn now(&self) -> i64 {
        self.act.clock.now_ms()
    }
}

/// When a failure that was found at a moment is confirmed.
pub(super) fn confirm_at(at: i64) -> i64 {
    at + CONFIRMED_MS
}

fn unreached(kind: &CallErrorKind) -> bool {
    matches!(
        kind,
        CallErrorKind::Network(NetworkFault::Dns | NetworkFault::Connect) | CallErrorKind::Timeout
    )
}

/// The record of a probe, or of a test or call that proves the same.
pub fn record_of(
    now: i64,
    took: Duration,
    trigger: &'static str,
    result: Result<&Finding, &CallError>,
) -> ProbeRow {
    let mut row = ProbeRow {
        id: ProbeId::from_ulid(&fresh_ulid(now)),
        at: now,
        outcome: Outcome::Ok,
        latency_ms: i64::try_from(took.as_millis()).unwrap_or(i64::MAX),
        trigger,
        detail: String::new(),
        attention: None,
        vendor_status: None,
        vendor_message: None,
        vendor_request_id: None,
        conclusive: false,
        expires_at: None,
    };
    match result {
        Ok(finding) => {
            row.detail.clone_from(&finding.detail);
            row.attention.clone_from(&finding.attention);
            row.expires_at = finding.expires_at;
        }
        Err(error) => {
            row.outcome = error.kind.outcome();
            row.detail = error.sentence();
            if let Some(said) = &error.said {
                row.vendor_status = Some(said.status);
                row.vendor_message = Some(said.body.clone());
                row.vendor_request_id.clone_from(&said.request_id);
            }
        }
    }
    row
}
