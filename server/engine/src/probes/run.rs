//! One probe: made, bounded in time, recorded.

use crate::{
    act::Act,
    connector::{CallError, CallErrorKind, Finding},
    store::{IntegrationRow, ProbeRow, Store, StoreError, fresh_ulid},
};
use contract::{ids::ProbeId, probe::Outcome};
use std::time::{Duration, Instant};

/// Makes probes and keeps them.
#[derive(Clone)]
pub struct Prober {
    /// Makes the call.
    pub act: Act,
    /// Keeps the result.
    pub store: Store,
}

impl Prober {
    /// Probes an integration now. It cannot wedge: past its deadline it is recorded as a timeout.
    pub async fn probe(&self, row: &IntegrationRow, trigger: &'static str) -> Result<ProbeRow, StoreError> {
        let begun = Instant::now();
        let patience = self
            .act
            .wire
            .config()
            .timeout
            .saturating_add(Duration::from_secs(15));
        let result = tokio::time::timeout(patience, self.act.probe(row))
            .await
            .unwrap_or_else(|_| {
                Err(CallError::new(
                    row.vendor.clone(),
                    "probe",
                    CallErrorKind::Timeout,
                ))
            });
        let probe = record_of(self.act.clock.now_ms(), begun.elapsed(), trigger, result.as_ref());
        self.store.insert_probe(&row.id, probe.clone()).await?;
        Ok(probe)
    }
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
    };
    match result {
        Ok(finding) => {
            row.detail.clone_from(&finding.detail);
            row.attention.clone_from(&finding.attention);
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
