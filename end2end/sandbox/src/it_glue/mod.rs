//! IT Glue, as `vendors/it_glue.md` describes it.
//!
//! Three regional hosts with keys and data of their own. Nothing can be written through this double: a
//! writing method is answered plausibly, counted in the journal, and changes no row.
//!
//! ```text
//! keys.rs     regions, keys and what they may see      rules.rs   order of the checks, quota, knobs
//! params.rs   page, sort, filter, include, strictly    list.rs    filtering, sorting, paging
//! kinds.rs    what each kind of record allows          show.rs    one record; password values
//! seed.rs     the synthetic data                       says.rs    error envelopes
//! writes.rs   the plausible answers to writes
//! ```

mod keys;
mod kinds;
mod list;
mod params;
mod rules;
mod running;
mod says;
mod seed;
mod show;
mod writes;

pub use keys::{
    AU_KEY, AU_ORIGIN, EU_KEY, EU_ORIGIN, REVOKED_KEY, US_KEY, US_KEY_WITHOUT_PASSWORD_ACCESS,
    US_KEY_WITHOUT_PASSWORDS, US_ORIGIN,
};
pub use rules::Behaviour;
pub use running::{Double, Options, Running};
