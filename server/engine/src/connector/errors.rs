//! What can go wrong with a call, and the vendor's own words about it.
//!
//! A kind is what *we* think; `said` is what *they* said, verbatim but for secrets; `source` is what broke below.

use contract::{Text, ids::VendorId, probe::Outcome, test_report::Advice};
use std::{error::Error, fmt, time::Duration};

/// A call that did not come to a result.
#[derive(Debug)]
pub struct CallError {
    /// What we think it is.
    pub kind: CallErrorKind,
    /// Whose call it was.
    pub vendor: VendorId,
    /// Which operation, e.g. `tickets.list`, or `probe`.
    pub operation: Text,
    /// How many requests were sent for it.
    pub attempts: u32,
    /// What the vendor answered, where it answered.
    pub said: Option<VendorSaid>,
    /// What to do about it, where the vendor's own words tell.
    pub advice: Option<Advice>,
    /// What broke below.
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

/// The vendor's answer, kept as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorSaid {
    /// HTTP status.
    pub status: u16,
    /// The vendor's identifier of the request, where it gives one.
    pub request_id: Option<String>,
    /// Content type, where it gives one.
    pub content_type: Option<String>,
    /// The body as text, capped, known secret values replaced.
    pub body: String,
    /// True when the body was longer than what is kept.
    pub truncated: bool,
}

/// What we think went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallErrorKind {
    /// The vendor refused the credentials.
    Credentials,
    /// The credentials are good; a permission is missing.
    Permission,
    /// There is no such record.
    NotFound,
    /// The vendor refused the request as it stands.
    Rejected,
    /// The record changed meanwhile.
    Conflict,
    /// The input is at fault; found before anything was sent.
    Input {
        /// The member of the input.
        field: String,
        /// What is wrong and what to do.
        why: String,
    },
    /// The vendor asks to slow down.
    Limited {
        /// After how long, where it says so.
        retry_after: Option<Duration>,
    },
    /// The vendor failed.
    VendorDown,
    /// No connection, or it broke.
    Network(NetworkFault),
    /// No answer before the deadline.
    Timeout,
    /// A good status, but not the JSON we know.
    Contract {
        /// Where in the answer.
        at: String,
    },
    /// The address is not one that this vendor may reach.
    Egress {
        /// Why it was refused.
        why: String,
    },
    /// A dangerous operation that nobody approved.
    NotApproved,
    /// The credentials could not be opened.
    KeyUnavailable,
}

/// Where a connection failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkFault {
    /// The name could not be resolved.
    Dns,
    /// Nobody took the connection.
    Connect,
    /// The certificate or handshake was refused.
    Tls,
    /// The connection broke while the answer came.
    Cut,
}

/// Whether another try can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// With the usual backoff.
    Backoff,
    /// Not before this time has passed.
    After(Duration),
    /// A person must act.
    Never,
}

impl CallErrorKind {
    /// Whether another try can help; the one place that decides it.
    pub fn retry(&self) -> Retry {
        match self {
            Self::Limited {
                retry_after: Some(wait),
            } => Retry::After(*wait),
            Self::Limited { retry_after: None } | Self::VendorDown | Self::Network(_) | Self::Timeout => {
                Retry::Backoff
            }
            _ => Retry::Never,
        }
    }

    /// The closed word of the public contract.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Credentials => "credentials_rejected",
            Self::Permission => "permission_denied",
            Self::NotFound => "vendor_not_found",
            Self::Rejected | Self::Conflict => "vendor_rejected",
            Self::Input { .. } => "invalid_input",
            Self::Limited { .. } => "rate_limited",
            Self::VendorDown => "vendor_unavailable",
            Self::Network(_) => "network",
            Self::Timeout => "timeout",
            Self::Contract { .. } => "contract_changed",
            Self::Egress { .. } => "egress_refused",
            Self::NotApproved => "approval_required",
            Self::KeyUnavailable => "key_unavailable",
        }
    }

    /// What a probe that ends this way is recorded as.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Credentials => Outcome::Credentials,
            Self::Permission | Self::NotApproved => Outcome::Permission,
            Self::Limited { .. } => Outcome::Throttled,
            Self::VendorDown => Outcome::VendorDown,
            Self::Network(NetworkFault::Tls) => Outcome::Tls,
            Self::Network(_) | Self::Egress { .. } => Outcome::Dns,
            Self::Timeout => Outcome::Timeout,
            Self::KeyUnavailable => Outcome::KeyUnavailable,
            Self::NotFound | Self::Rejected | Self::Conflict | Self::Input { .. } | Self::Contract { .. } => {
                Outcome::BadPayload
            }
        }
    }
}

impl CallError {
    /// An error that no answer of the vendor stands behind.
    pub fn new(vendor: VendorId, operation: impl Into<Text>, kind: CallErrorKind) -> Self {
        Self {
            kind,
            vendor,
            operation: operation.into(),
            attempts: 0,
            said: None,
            advice: None,
            source: None,
        }
    }

    /// What happened, in one sentence for a person; the vendor's words stand beside it, not in it.
    pub fn sentence(&self) -> String {
        match &self.kind {
            CallErrorKind::Credentials => "The vendor refused the credentials.".into(),
            CallErrorKind::Permission => "The credentials work, but a permission is missing.".into(),
            CallErrorKind::NotFound => "The vendor has no such record.".into(),
            CallErrorKind::Rejected => "The vendor refused the request.".into(),
            CallErrorKind::Conflict => "The record was changed at the vendor's meanwhile.".into(),
            CallErrorKind::Input { field, why } => format!("{field}: {why}"),
            CallErrorKind::Limited {
                retry_after: Some(wait),
            } => {
                format!("The vendor asked to slow down for {} s.", wait.as_secs().max(1))
            }
            CallErrorKind::Limited { retry_after: None } => "The vendor asked to slow down.".into(),
            CallErrorKind::VendorDown => "The vendor answered with an error of its own.".into(),
            CallErrorKind::Network(NetworkFault::Dns) => {
                "The vendor's host name could not be resolved.".into()
            }
            CallErrorKind::Network(NetworkFault::Connect) => {
                "No connection to the vendor's host came about.".into()
            }
            CallErrorKind::Network(NetworkFault::Tls) => "The vendor's certificate was not accepted.".into(),
            CallErrorKind::Network(NetworkFault::Cut) => {
                "The connection broke before the answer was whole.".into()
            }
            CallErrorKind::Timeout => "The vendor did not answer in time.".into(),
            CallErrorKind::Contract { at } => {
                format!("The vendor answered something it does not document: {at}.")
            }
            CallErrorKind::Egress { why } => format!("The address was refused: {why}."),
            CallErrorKind::NotApproved => "This operation waits for approval.".into(),
            CallErrorKind::KeyUnavailable => {
                "The credentials could not be opened: the key is out of reach.".into()
            }
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.vendor, self.operation, self.sentence())?;
        if let Some(said) = &self.said {
            write!(f, " (HTTP {})", said.status)?;
        }
        Ok(())
    }
}

impl Error for CallError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn Error + 'static))
    }
}
