//! What can be called at Pax8. Reading is `Read`; whatever costs money is `Dangerous`, without exception.

mod companies;
mod contacts;
mod order_input;
mod orders;
mod products;
mod subscription_changes;
mod subscriptions;

pub use order_input::{LineInput, OrderInput};

use super::manifest::VENDOR;
use crate::connector::Entry;
use contract::ids::VendorId;

/// The catalogue.
pub fn entries() -> Vec<Entry> {
    let vendor = VendorId::new(VENDOR);
    vec![
        Entry::of::<companies::Get>(&vendor),
        Entry::of::<companies::List>(&vendor),
        Entry::of::<companies::Search>(&vendor),
        Entry::of::<contacts::List>(&vendor),
        Entry::of::<products::Get>(&vendor),
        Entry::of::<products::List>(&vendor),
        Entry::of::<products::Search>(&vendor),
        Entry::of::<products::ProvisionDetails>(&vendor),
        Entry::of::<products::DependenciesOf>(&vendor),
        Entry::of::<products::Pricing>(&vendor),
        Entry::of::<orders::Get>(&vendor),
        Entry::of::<orders::List>(&vendor),
        Entry::of::<orders::Check>(&vendor),
        Entry::of::<orders::Create>(&vendor),
        Entry::of::<subscriptions::Get>(&vendor),
        Entry::of::<subscriptions::List>(&vendor),
        Entry::of::<subscriptions::Search>(&vendor),
        Entry::of::<subscriptions::History>(&vendor),
        Entry::of::<subscription_changes::ChangeQuantity>(&vendor),
        Entry::of::<subscription_changes::Cancel>(&vendor),
    ]
}
