//! Every path of Datto EDR's API that is ever asked for, below `/api/`. All reading is by GET; one path is posted to.

use super::inputs::EntityId;
use crate::connector::Path;

/// A model of the vendor's (`LoopBack`'s word for a kind of record).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Agents, as the inventory shows them.
    AgentDetails,
    /// Alerts of about the last 30 days.
    Alerts,
    /// The same with verdicts.
    AlertDetails,
    /// Older alerts.
    AlertsArchive,
    /// Target groups, which the console shows as locations.
    Targets,
    /// Response and collection extensions.
    Extensions,
    /// Tasks.
    UserTasks,
    /// The parts of tasks.
    UserTaskItems,
    /// What extensions gave out.
    ScanExtensionDetails,
}

impl Model {
    /// As it stands in a path.
    pub const fn as_str(self) -> &'static str {
        match self {
            Model::AgentDetails => "AgentDetails",
            Model::Alerts => "Alerts",
            Model::AlertDetails => "AlertDetails",
            Model::AlertsArchive => "AlertsArchive",
            Model::Targets => "Targets",
            Model::Extensions => "Extensions",
            Model::UserTasks => "usertasks",
            Model::UserTaskItems => "userTaskItems",
            Model::ScanExtensionDetails => "ScanExtensionDetails",
        }
    }

    /// Its list.
    pub fn path(self) -> Path {
        Path::new(self.as_str(), self.as_str())
    }

    /// One of its records.
    pub fn record(self, id: &EntityId) -> Path {
        Path::new(self.as_str(), format!("{}/{id}", self.as_str()))
    }
}

/// Whose token it is.
pub fn me() -> Path {
    Path::new("users", "users/me")
}

/// Runs extensions on one host. The only path that acts.
pub fn scan() -> Path {
    Path::new("Targets", "targets/scan")
}
