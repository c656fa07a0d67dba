//! What can be called, one file per noun.

mod account;
mod alerts;
mod audits;
mod components;
mod devices;
mod job_output;
mod jobs;
mod monitors;
mod quick_job;
mod resolve;
mod sites;

use super::manifest::VENDOR;
use crate::connector::Entry;
use contract::ids::VendorId;

/// Every operation, in the order of the catalogue.
pub fn entries() -> Vec<Entry> {
    let vendor = VendorId::new(VENDOR);
    vec![
        Entry::of::<account::Get>(&vendor),
        Entry::of::<sites::Get>(&vendor),
        Entry::of::<sites::List>(&vendor),
        Entry::of::<sites::Search>(&vendor),
        Entry::of::<devices::Get>(&vendor),
        Entry::of::<devices::List>(&vendor),
        Entry::of::<devices::Search>(&vendor),
        Entry::of::<audits::Audit>(&vendor),
        Entry::of::<audits::Programs>(&vendor),
        Entry::of::<monitors::State>(&vendor),
        Entry::of::<alerts::Get>(&vendor),
        Entry::of::<alerts::List>(&vendor),
        Entry::of::<components::List>(&vendor),
        Entry::of::<jobs::Get>(&vendor),
        Entry::of::<jobs::Components>(&vendor),
        Entry::of::<jobs::Result>(&vendor),
        Entry::of::<job_output::Output>(&vendor),
        Entry::of::<quick_job::Run>(&vendor),
        Entry::of::<resolve::Resolve>(&vendor),
    ]
}
