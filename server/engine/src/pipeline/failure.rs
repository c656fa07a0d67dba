//! Why a stage failed, as a value: the closed code, the facts, and whether another try can help.
//!
//! Words for people are not here: `analysis` adds them when somebody looks. This module knows how a vendor call fails, and no
//! stage.

use crate::connector::{CallError, CallErrorKind, OperationError, Retry as CallRetry};
use contract::failure::{Evidence, FailureCode, Stage};
use std::time::Duration;

/// Whether another try can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// By the schedule of `OPSAI_RETRY_DELAYS`.
    Backoff,
    /// Not before this time has passed.
    After(Duration),
    /// A person must act: it is a dead letter at once.
    Never,
    /// It is our own outage: tried again soon, and no try is used up.
    OwnOutage,
}

/// A stage that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageFailure {
    /// The stage.
    pub stage: Stage,
    /// Why, as a closed word.
    pub code: FailureCode,
    /// What happened, in a sentence, with the names of the things concerned; no secret.
    pub detail: String,
    /// The vendor's status, where a vendor refused.
    pub vendor_status: Option<u16>,
    /// The vendor's words, verbatim.
    pub vendor_message: Option<String>,
    /// The vendor's identifier of the request.
    pub vendor_request_id: Option<String>,
    /// Whether another try can help.
    pub retry: Retry,
    /// Facts that show it.
    pub evidence: Vec<Evidence>,
}

impl StageFailure {
    /// A failure that no try can mend.
    pub fn new(stage: Stage, code: FailureCode, detail: impl Into<String>) -> Self {
        Self {
            stage,
            code,
            detail: detail.into(),
            vendor_status: None,
            vendor_message: None,
            vendor_request_id: None,
            retry: Retry::Never,
            evidence: Vec::new(),
        }
    }

    /// A vendor call that failed within a stage.
    pub fn of_call(stage: Stage, error: &CallError) -> Self {
        let detail = format!("{} {}: {}", error.vendor, error.operation, error.sentence());
        let mut failure = Self::new(stage, code_of(&error.kind), detail);
        failure.retry = match error.kind {
            CallErrorKind::KeyUnavailable => Retry::OwnOutage,
            _ => match error.kind.retry() {
                CallRetry::Backoff => Retry::Backoff,
                CallRetry::After(wait) => Retry::After(wait),
                CallRetry::Never => Retry::Never,
            },
        };
        if let Some(said) = &error.said {
            failure.vendor_status = Some(said.status);
            failure.vendor_message = Some(said.body.clone());
            failure.vendor_request_id.clone_from(&said.request_id);
        }
        failure
    }

    /// An operation that failed within a stage; an input that does not fit came out of a template.
    pub fn of_operation(stage: Stage, error: &OperationError) -> Self {
        match error {
            OperationError::Call(error) => Self::of_call(stage, error),
            OperationError::Input(field) => Self::new(
                stage,
                FailureCode::TemplateError,
                format!("{}: {}", field.field, field.message),
            ),
        }
    }

    /// With this judgement of whether another try can help.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// With a fact that shows it.
    #[must_use]
    pub fn with_evidence(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.evidence.push(Evidence {
            name: name.into(),
            value: value.into(),
        });
        self
    }
}

fn code_of(kind: &CallErrorKind) -> FailureCode {
    match kind {
        CallErrorKind::Credentials => FailureCode::CredentialsRejected,
        CallErrorKind::Permission => FailureCode::PermissionDenied,
        CallErrorKind::NotFound => FailureCode::VendorNotFound,
        CallErrorKind::Rejected | CallErrorKind::Conflict => FailureCode::VendorRejected,
        CallErrorKind::Input { .. } => FailureCode::TemplateError,
        CallErrorKind::Limited { .. } => FailureCode::RateLimited,
        CallErrorKind::VendorDown => FailureCode::VendorUnavailable,
        CallErrorKind::Network(_) | CallErrorKind::Egress { .. } => FailureCode::Network,
        CallErrorKind::Timeout => FailureCode::Timeout,
        CallErrorKind::Contract { .. } => FailureCode::ContractChanged,
        CallErrorKind::NotApproved => FailureCode::ApprovalRejected,
        CallErrorKind::KeyUnavailable => FailureCode::KeyUnavailable,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::connector::{NetworkFault, VendorSaid};
    use contract::ids::VendorId;

    fn failed(kind: CallErrorKind) -> StageFailure {
        let error = CallError::new(VendorId::new("acme"), "tickets.update", kind);
        StageFailure::of_call(Stage::Execute, &error)
    }

    #[test]
    fn what_another_try_can_mend_is_tried_again_and_nothing_else() {
        let wait = Duration::from_secs(7);
        for (kind, retry) in [
            (CallErrorKind::Credentials, Retry::Never),
            (CallErrorKind::Permission, Retry::Never),
            (CallErrorKind::NotFound, Retry::Never),
            (CallErrorKind::Rejected, Retry::Never),
            (CallErrorKind::VendorDown, Retry::Backoff),
            (CallErrorKind::Timeout, Retry::Backoff),
            (CallErrorKind::Network(NetworkFault::Connect), Retry::Backoff),
            (CallErrorKind::Limited { retry_after: None }, Retry::Backoff),
            (
                CallErrorKind::Limited {
                    retry_after: Some(wait),
                },
                Retry::After(wait),
            ),
            (CallErrorKind::KeyUnavailable, Retry::OwnOutage),
        ] {
            assert_eq!(failed(kind.clone()).retry, retry, "{kind:?}");
        }
    }

    #[test]
    fn the_vendors_words_go_with_it_unchanged() {
        let mut error = CallError::new(VendorId::new("acme"), "tickets.update", CallErrorKind::Rejected);
        error.said = Some(VendorSaid {
            status: 422,
            request_id: Some("r-1".into()),
            content_type: None,
            body: "{\"errors\":[\"no\"]}\r\n".into(),
            truncated: false,
        });
        let failure = StageFailure::of_call(Stage::Execute, &error);
        assert_eq!(failure.code, FailureCode::VendorRejected);
        assert_eq!(failure.vendor_status, Some(422));
        assert_eq!(failure.vendor_message.unwrap(), "{\"errors\":[\"no\"]}\r\n");
        assert_eq!(failure.vendor_request_id.unwrap(), "r-1");
        assert!(failure.detail.contains("tickets.update"));
    }
}
