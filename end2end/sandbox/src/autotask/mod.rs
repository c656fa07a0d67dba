//! Autotask PSA, as `vendors/autotask.md` describes it.
//!
//! Three hosts: the zone locator (`webservices2`), the zone of the main tenant (`webservices15`) and the
//! zone of another tenant (`webservices4`), so that discovery is real and a wrong zone refuses. Answers
//! carry the vendor's real-looking URLs; the product reaches us by its egress map.
//!
//! ```text
//! routes.rs      path → what is asked for (case does not matter)
//! access.rs      the three headers, lock-out, wrong zone    tenants.rs  quota, threads, data of a zone
//! reads.rs       one, query, count, next page               writes.rs   create, change, replace, delete
//! query/         the filter grammar                         checks.rs   what a write may contain
//! schema/        entities, fields, picklists                seed.rs     the synthetic data
//! says.rs        the vendor's error texts, word for word    behaviour.rs  what the facts leave open
//! ```

mod access;
mod behaviour;
mod checks;
mod credentials;
mod query;
mod reads;
mod routes;
mod running;
mod says;
mod schema;
mod seed;
mod tenants;
mod writes;

pub use behaviour::{Behaviour, EmptyFilter, MissingItem, WrongZone};
pub use credentials::{
    Credentials, GOOD, LOCATOR_ORIGIN, NO_TICKETS, OTHER_ZONE, OTHER_ZONE_ORIGIN, READ_ONLY, UNKNOWN_USER,
    WRONG_CODE, WRONG_SECRET, ZONE_ORIGIN,
};
pub use running::{Double, Options, Running, Size};
