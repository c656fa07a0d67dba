//! Graph's error envelope, and the refusals that several paths share.
//!
//! Codes and texts are the fact sheet's where it has them (marked there as documented or seen); the others are ours.

use serde_json::json;

use crate::exchange::{Answer, Received};
use crate::microsoft365::says::Stamp;

/// A refusal, before it knows which request it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub status: u16,
    pub code: &'static str,
    pub message: String,
    pub headers: Vec<(&'static str, String)>,
}

impl Refusal {
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            headers: Vec::new(),
        }
    }

    /// The request cannot be.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(400, "Request_BadRequest", message)
    }

    /// The query cannot be.
    pub fn query(message: impl Into<String>) -> Self {
        Self::new(400, "Request_UnsupportedQuery", message)
    }

    /// A permission or a directory role is missing.
    pub fn denied() -> Self {
        Self::new(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    }

    /// No such object.
    pub fn not_found(id: &str) -> Self {
        let message = format!(
            "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
        );
        Self::new(404, "Request_ResourceNotFound", message)
    }

    /// No such path.
    pub fn segment(name: &str) -> Self {
        Self::new(
            400,
            "BadRequest",
            format!("Resource not found for the segment '{name}'."),
        )
    }

    /// The token is missing, ended, unknown, or for somebody else.
    pub fn token(message: &str) -> Self {
        let mut refusal = Self::new(401, "InvalidAuthenticationToken", message);
        refusal.headers.push((
            "www-authenticate",
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\"".to_owned(),
        ));
        refusal
    }

    /// A value that has to be unique is taken.
    pub fn taken(property: &str) -> Self {
        Self::bad(format!(
            "Another object with the same value for property {property} already exists."
        ))
    }

    /// Something is missing in the body.
    pub fn missing(property: &str) -> Self {
        Self::bad(format!(
            "A value is required for property '{property}' of resource."
        ))
    }

    /// A value in the body cannot be.
    pub fn invalid(property: &str) -> Self {
        Self::bad(format!(
            "Invalid value specified for property '{property}' of resource."
        ))
    }

    /// The envelope.
    pub fn answer(self, stamp: Stamp, request: &Received) -> Answer {
        let body = json!({
            "error": {"code": self.code, "message": self.message, "innerError": stamp.inner_error(request)},
        });
        let headers = self.headers.into_iter();
        headers.fold(Answer::json(self.status, &body), |answer, (name, value)| {
            answer.with(name, &value)
        })
    }
}

/// Refusals of the relationships' part of Graph, whose codes begin with a small letter.
pub(crate) mod gdap {
    use super::Refusal;

    /// A rule is broken. Microsoft's texts for these are unknown; nobody is to depend on ours.
    pub(crate) fn bad(message: impl Into<String>) -> Refusal {
        Refusal::new(400, "badRequest", message)
    }

    /// A malformed or foreign id.
    pub(crate) fn unknown() -> Refusal {
        bad("The passed in delegatedAdminRelationshipId is invalid.")
    }

    /// The person is no admin agent, or the application is not provisioned for this.
    pub(crate) fn denied() -> Refusal {
        Refusal::new(
            403,
            "forbidden",
            "The user (principal) does not have the required permissions to perform the specified action on the resource.",
        )
    }

    /// It is there already.
    pub(crate) fn exists(status: u16) -> Refusal {
        if status == 500 {
            return Refusal::new(
                500,
                "internalServerError",
                "An unexpected error occurred in the server.",
            );
        }
        Refusal::new(status, "conflict", "The resource already exists.")
    }

    /// Somebody else has changed it since.
    pub(crate) fn stale() -> Refusal {
        Refusal::new(
            412,
            "preconditionFailed",
            "The etag does not match the present one.",
        )
    }
}
