//! What can be called at Autotask. Reading is `Read`, changing is `Write`; nothing here is dangerous.

mod companies;
mod inputs;
mod notes;
mod resources;
mod rows;
mod ticket_search;
mod ticket_update;
mod tickets;
mod time_entries;

pub use rows::first;

use super::manifest::VENDOR;
use crate::connector::Entry;
use contract::ids::VendorId;

/// The catalogue.
pub fn entries() -> Vec<Entry> {
    let vendor = VendorId::new(VENDOR);
    vec![
        Entry::of::<tickets::Get>(&vendor),
        Entry::of::<ticket_search::Search>(&vendor),
        Entry::of::<tickets::List>(&vendor),
        Entry::of::<tickets::Picklists>(&vendor),
        Entry::of::<companies::Get>(&vendor),
        Entry::of::<companies::Search>(&vendor),
        Entry::of::<companies::List>(&vendor),
        Entry::of::<resources::Get>(&vendor),
        Entry::of::<resources::Search>(&vendor),
        Entry::of::<resources::List>(&vendor),
        Entry::of::<ticket_update::Update>(&vendor),
        Entry::of::<notes::Create>(&vendor),
        Entry::of::<time_entries::Create>(&vendor),
    ]
}
