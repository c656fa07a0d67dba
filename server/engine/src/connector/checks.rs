//! Records the checks of a connection test as they run.

use super::errors::{CallError, CallErrorKind};
use contract::{
    Text,
    test_report::{Advice, Check, TestReport},
};
use std::{future::Future, time::Instant};

/// A test under way.
#[derive(Default)]
pub struct Checks {
    report: TestReport,
    failed: Option<CallError>,
}

impl Checks {
    /// A test that has not begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs one check and records how it went; `None` when it failed.
    pub async fn run<T>(
        &mut self,
        name: impl Into<Text>,
        check: impl Future<Output = Result<(T, String), CallError>>,
    ) -> Option<T> {
        let begun = Instant::now();
        let result = check.await;
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        match result {
            Ok((found, detail)) => {
                self.report.checks.push(Check {
                    name: name.into(),
                    ok: true,
                    detail,
                    ms,
                });
                Some(found)
            }
            Err(error) => {
                self.report.checks.push(Check {
                    name: name.into(),
                    ok: false,
                    detail: error.sentence(),
                    ms,
                });
                // The first failure is the one to mend: what fails after it may only follow from it.
                self.failed.get_or_insert(error);
                None
            }
        }
    }

    /// Records a check that was made elsewhere.
    pub fn record(&mut self, name: impl Into<Text>, ok: bool, detail: impl Into<String>, ms: u64) {
        self.report.checks.push(Check {
            name: name.into(),
            ok,
            detail: detail.into(),
            ms,
        });
    }

    /// Suggests one action; a later suggestion replaces an earlier one.
    pub fn advise(&mut self, advice: Advice) {
        self.report.advice = Some(advice);
    }

    /// Adds something the person should know though nothing failed.
    pub fn note(&mut self, note: impl Into<String>) {
        self.report.notes.push(note.into());
    }

    /// The first failure, while there is one.
    pub fn failure(&self) -> Option<&CallError> {
        self.failed.as_ref()
    }

    /// The report, and the failure for whoever records it as a probe.
    pub fn finish(mut self) -> (TestReport, Option<CallError>) {
        if let Some(error) = &self.failed {
            self.report.reason = Some(error.kind.outcome().as_str().into());
            if let Some(said) = &error.said {
                self.report.vendor_status = Some(said.status);
                self.report.vendor_message = Some(said.body.clone());
                self.report.vendor_request_id.clone_from(&said.request_id);
            }
            if self.report.advice.is_none() {
                let own = error.advice.clone();
                self.report.advice = Some(own.unwrap_or_else(|| general_advice(&error.kind)));
            }
        }
        self.report.ok = !self.report.checks.is_empty() && self.report.checks.iter().all(|check| check.ok);
        (self.report, self.failed)
    }
}

/// The action that helps with this kind of failure at any vendor.
fn general_advice(kind: &CallErrorKind) -> Advice {
    match kind {
        CallErrorKind::Credentials => Advice::new(
            "check_credentials",
            "Copy the credentials again from the vendor's portal.",
        ),
        CallErrorKind::Permission => Advice::new(
            "grant_permission",
            "Grant the missing permission in the vendor's portal.",
        ),
        CallErrorKind::Limited { .. } => Advice::new(
            "wait",
            "Wait until the vendor takes requests again, then test again.",
        ),
        CallErrorKind::VendorDown => Advice::new(
            "check_vendor_status",
            "Look at the vendor's status page and test again later.",
        ),
        CallErrorKind::Timeout | CallErrorKind::Network(_) => Advice::new(
            "check_network",
            "Check the address, and whether this server may reach it through its firewall.",
        ),
        CallErrorKind::Egress { .. } => Advice::new("check_address", "Use the vendor's own public address."),
        CallErrorKind::KeyUnavailable => {
            Advice::new("check_key_vault", "Check the key source on the Keys page.")
        }
        _ => Advice::new(
            "contact_support",
            "Copy the vendor's answer and ask its support, or ours.",
        ),
    }
}
