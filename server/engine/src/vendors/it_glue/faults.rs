//! How IT Glue's refusals read.
//!
//! The statuses stand crosswise to HTTP's own reading: a key that the host does not know is a **403** (from the gateway,
//! `{"message":"Forbidden"}`), and a key without the right to a resource is a **401** (JSON:API's envelope). A key of
//! another region is refused like a wrong one. All else is as HTTP says: 404 (often a web page), 400, 415 and 422 for a
//! request that cannot be, 429 (no header documented), 504 for a page that is too heavy.

use crate::connector::{CallErrorKind, Faults, Reply, StandardFaults};

/// IT Glue's reading.
pub struct ItGlueFaults;

impl Faults for ItGlueFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        match reply.status {
            401 => Some(CallErrorKind::Permission),
            403 => Some(CallErrorKind::Credentials),
            _ => StandardFaults.read(reply),
        }
    }
}
