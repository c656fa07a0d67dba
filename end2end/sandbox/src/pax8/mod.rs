//! Pax8's partner API, as `vendors/pax8.md` describes it.
//!
//! One host with one account. Orders and subscriptions can be changed and remember it; an order with
//! `isMock=true` is checked and leaves nothing behind. Webhooks are not played yet.
//!
//! ```text
//! access.rs     keys and what they may do       tokens.rs    tokens: given, ending, revoked
//! rules.rs      order of the checks, paths      params.rs    query parameters, strictly
//! list.rs       sorting and paging              says.rs      error envelopes
//! orders.rs     placing an order                changes.rs   a subscription's quantity and end
//! seed/         the synthetic data              behaviour.rs what the facts leave open
//! ```

mod access;
mod behaviour;
mod changes;
mod list;
mod orders;
mod params;
mod rules;
mod running;
mod says;
mod seed;
mod tokens;

pub use access::{Credentials, GOOD, ORIGIN, READ_ONLY, UNKNOWN_KEY, WITHOUT_SUBSCRIPTIONS, WRONG_SECRET};
pub use behaviour::Behaviour;
pub use running::{Double, Options, Running};
pub use seed::{company_id, order_id, product_id, subscription_id};
