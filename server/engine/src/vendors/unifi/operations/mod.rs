//! What can be called, one file per noun.

mod clients;
mod consoles;
pub(super) mod devices;
mod ports;
mod rules;
mod rules_change;
mod sites;

use crate::connector::Entry;
use contract::ids::VendorId;

/// The catalogue.
pub fn entries(vendor: &VendorId) -> Vec<Entry> {
    vec![
        Entry::of::<sites::List>(vendor),
        Entry::of::<consoles::List>(vendor),
        Entry::of::<devices::List>(vendor),
        Entry::of::<devices::Search>(vendor),
        Entry::of::<devices::Get>(vendor),
        Entry::of::<devices::Figures>(vendor),
        Entry::of::<clients::List>(vendor),
        Entry::of::<clients::Search>(vendor),
        Entry::of::<clients::Get>(vendor),
        Entry::of::<rules::Zones>(vendor),
        Entry::of::<rules::List>(vendor),
        Entry::of::<rules::Get>(vendor),
        Entry::of::<devices::Restart>(vendor),
        Entry::of::<ports::PowerCycle>(vendor),
        Entry::of::<rules_change::Create>(vendor),
        Entry::of::<rules_change::Update>(vendor),
        Entry::of::<rules_change::Delete>(vendor),
    ]
}
