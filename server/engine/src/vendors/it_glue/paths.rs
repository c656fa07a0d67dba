//! Every path of IT Glue's API that is ever asked for. All of them are read by GET: there is no search path, and no
//! operation could post to one.

use super::inputs::RecordId;
use crate::connector::Path;

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// The MSP's customers, vendors, and itself.
    Organizations,
    /// Devices and other configuration items.
    Configurations,
    /// Passwords.
    Passwords,
}

impl Collection {
    /// As it stands in a path and in a sentence.
    pub const fn as_str(self) -> &'static str {
        match self {
            Collection::Organizations => "organizations",
            Collection::Configurations => "configurations",
            Collection::Passwords => "passwords",
        }
    }

    /// Its list.
    pub fn path(self) -> Path {
        Path::new(self.as_str(), self.as_str())
    }

    /// One of its records.
    pub fn record(self, id: &RecordId) -> Path {
        Path::new(self.as_str(), format!("{}/{id}", self.as_str()))
    }
}
