//! What can be called at Datto EDR. All of it reads, but for quarantining an endpoint and releasing it, which are dangerous.

mod agents;
mod alerts;
mod isolation;
mod response;
mod tasks;

pub use response::{ISOLATE, RESTORE, named};

use super::manifest::VENDOR;
use crate::connector::Entry;
use contract::ids::VendorId;

/// The catalogue.
pub fn entries() -> Vec<Entry> {
    let vendor = VendorId::new(VENDOR);
    vec![
        Entry::of::<alerts::Get>(&vendor),
        Entry::of::<alerts::List>(&vendor),
        Entry::of::<alerts::Search>(&vendor),
        Entry::of::<agents::Get>(&vendor),
        Entry::of::<agents::List>(&vendor),
        Entry::of::<agents::Search>(&vendor),
        Entry::of::<tasks::Get>(&vendor),
        Entry::of::<tasks::List>(&vendor),
        Entry::of::<tasks::Search>(&vendor),
        Entry::of::<tasks::Items>(&vendor),
        Entry::of::<tasks::Output>(&vendor),
        Entry::of::<isolation::Quarantine>(&vendor),
        Entry::of::<isolation::Release>(&vendor),
    ]
}
