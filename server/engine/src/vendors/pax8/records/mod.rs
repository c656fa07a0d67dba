//! Pax8's records, by their names on the wire. What callers need is typed; everything else is kept beside it.
//!
//! Dates are text, as they came: Pax8 writes the same member as a day, as an instant, and with an offset without a colon.

mod customer;
mod order;
mod product;
mod subscription;

pub use customer::{Company, Contact};
pub use order::Order;
pub use product::{Dependencies, Price, Product, ProvisionDetail};
pub use subscription::Subscription;

use serde::{Deserialize, Deserializer};

/// A missing list and a null are both an empty one.
fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}
