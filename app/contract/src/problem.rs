//! A refusal or failure as people and programs meet it (RFC 9457, `application/problem+json`).

use crate::{Text, field::FieldError, test_report::Advice};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What went wrong, why, and what to do. Carries no secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The closed word for it; programs decide on this.
    pub code: Text,
    /// A short sentence.
    pub title: String,
    /// The HTTP status it is answered with.
    pub status: u16,
    /// What happened and what to do, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Field by field, where the input is at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The vendor's HTTP status, where a vendor answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_status: Option<u16>,
    /// The vendor's body, verbatim (known secret values scrubbed, capped).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_message: Option<String>,
    /// The vendor's own identifier of the request, for its support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_request_id: Option<String>,
    /// Seconds after which another try makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// One suggested action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Advice>,
    /// Our identifier of the request: what support asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Problem {
    /// A problem with status, code and title; the rest is added by the `with_` functions.
    pub fn new(status: u16, code: impl Into<Text>, title: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            title: title.into(),
            status,
            detail: None,
            errors: Vec::new(),
            vendor_status: None,
            vendor_message: None,
            vendor_request_id: None,
            retry_after: None,
            advice: None,
            request_id: None,
        }
    }

    /// Adds what happened and what to do.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a field's error.
    #[must_use]
    pub fn with_field(mut self, error: FieldError) -> Self {
        self.errors.push(error);
        self
    }

    /// The input has these faults.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut problem = Self::new(422, "invalid_input", "Some fields need another look.");
        problem.detail = Some(
            errors
                .iter()
                .map(|error| error.message.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        );
        problem.errors = errors;
        problem
    }

    /// There is no such thing (or it is not for this caller to know).
    pub fn not_found(what: &str) -> Self {
        Self::new(404, "not_found", format!("There is no such {what}."))
            .with_detail("It may have been deleted meanwhile; go back to the list.")
    }

    /// Nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::new(401, "unauthenticated", "Sign in first.")
            .with_detail("Send a session cookie, or `Authorization: Bearer opsai_…` with a token that is not revoked or expired.")
    }

    /// The caller's role does not allow it.
    pub fn forbidden(needs: crate::actor::Role, has: crate::actor::Role, to: &str) -> Self {
        Self::new(403, "forbidden", format!("Your role does not allow you to {to}.")).with_detail(format!(
            "This needs the role {}; yours is {}. Ask an administrator.",
            needs.as_str(),
            has.as_str()
        ))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        if let Some(detail) = &self.detail {
            write!(f, " {detail}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
