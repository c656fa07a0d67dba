//! Every path that Ops AI uses at Pax8, below `https://api.pax8.com/v1/`, and the lane of each.

use super::inputs::RecordId;
use crate::connector::{Path, SearchPath};

const COMPANIES: &str = "companies";
const PRODUCTS: &str = "products";
const ORDERS: &str = "orders";
const SUBSCRIPTIONS: &str = "subscriptions";

/// The dry run of an order. It reads by POST: with `isMock=true` Pax8 "performs validations only" and keeps nothing.
///
/// The parameter is a part of the constant, so that no caller can leave it out.
pub const ORDER_CHECK: SearchPath = SearchPath::new(ORDERS, "orders?isMock=true");

/// The lists that can be paged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Companies.
    Companies,
    /// Products.
    Products,
    /// Orders.
    Orders,
    /// Subscriptions.
    Subscriptions,
}

impl List {
    /// Its word in paths and for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Companies => COMPANIES,
            Self::Products => PRODUCTS,
            Self::Orders => ORDERS,
            Self::Subscriptions => SUBSCRIPTIONS,
        }
    }

    /// The list itself.
    pub fn path(self) -> Path {
        Path::new(self.as_str(), self.as_str())
    }

    /// One record of it.
    pub fn record(self, id: &RecordId) -> Path {
        Path::new(self.as_str(), format!("{}/{id}", self.as_str()))
    }

    /// What hangs on one record of it.
    pub fn below(self, id: &RecordId, what: &str) -> Path {
        Path::new(self.as_str(), format!("{}/{id}/{what}", self.as_str()))
    }
}

/// One subscription, to be cancelled on a date.
pub fn subscription_until(id: &RecordId, cancel_date: &str) -> Path {
    let date: String = url::form_urlencoded::byte_serialize(cancel_date.as_bytes()).collect();
    Path::new(SUBSCRIPTIONS, format!("{SUBSCRIPTIONS}/{id}?cancelDate={date}"))
}
