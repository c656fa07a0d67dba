//! How a vendor's refusals read. Every vendor brings its own; the standard reading is HTTP's.

use super::{errors::CallErrorKind, wire::Reply};
use contract::test_report::Advice;

/// Tells a good answer from a bad one.
pub trait Faults: Send + Sync {
    /// What the answer means; `None` when it is good. A 200 can be an error, and a 500 can be a refusal.
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        standard(reply)
    }

    /// What to do about a refusal, where its words tell more than its kind.
    fn advise(&self, _reply: &Reply) -> Option<Advice> {
        None
    }
}

/// HTTP's own reading.
pub struct StandardFaults;

impl Faults for StandardFaults {}

/// What the status alone says.
pub(crate) fn standard(reply: &Reply) -> Option<CallErrorKind> {
    Some(match reply.status {
        200..=299 => return None,
        401 => CallErrorKind::Credentials,
        403 => CallErrorKind::Permission,
        404 | 410 => CallErrorKind::NotFound,
        408 => CallErrorKind::Timeout,
        409 | 412 => CallErrorKind::Conflict,
        429 => CallErrorKind::Limited {
            retry_after: reply.retry_after,
        },
        300..=399 => {
            let to = reply.location.as_deref().unwrap_or("nowhere");
            CallErrorKind::Egress {
                why: format!("the vendor redirects to {to}; redirects are not followed"),
            }
        }
        500.. => CallErrorKind::VendorDown,
        _ => CallErrorKind::Rejected,
    })
}
