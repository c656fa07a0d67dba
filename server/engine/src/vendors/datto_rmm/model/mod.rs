//! Records as Datto RMM has them: what SOPs ask for is typed, the rest is kept as it came.
//!
//! The vendor's description promises nothing about null or missing members, and live answers leave out whatever they like.
//! So everything but a record's own uid may be missing; words of closed lists stay texts, because new ones appear.

mod account;
mod alert;
mod component;
mod device;
mod job;
mod moment;
mod withheld;

pub use account::{Account, Site};
pub use alert::Alert;
pub use component::Component;
pub use device::{Antivirus, Device, PatchManagement, Software};
pub use job::{ComponentResult, CreatedJob, Job, JobComponent, JobOutput, JobResults};
pub use moment::Moment;
pub use withheld::withheld;

/// Members that are not typed, as they came.
pub type Rest = serde_json::Map<String, serde_json::Value>;
