//! Datto RMM, as `vendors/datto_rmm.md` describes it.
//!
//! Six platforms, each its own host. A key is known on one of them only, and looks wrong on the other five. Two
//! accounts live here: a large one on `concord` and a small one on `pinotage`.
//!
//! ```text
//! credentials.rs  platforms, keys, what their users may do   tokens.rs   the password grant, bearer tokens
//! routes.rs       path → what is asked for                   rules.rs    the order of the checks
//! quota.rs        600 a minute, 429, the IP block            lists.rs    page, max, nextPageUrl
//! reads.rs        one record, audits                         jobs.rs     quick jobs and their output
//! alerts.rs       open, resolved, resolve                    seed/       the synthetic data
//! says.rs         error bodies                               behaviour.rs  what the facts leave open
//! ```

mod alerts;
mod behaviour;
mod credentials;
mod jobs;
mod lists;
mod quota;
mod reads;
mod routes;
mod rules;
mod running;
mod says;
mod seed;
mod tenant;
mod tokens;

pub use behaviour::{Behaviour, EndOfList, ErrorBody, OverMax};
pub use credentials::{
    CLIENT, Credentials, GOOD, NO_ALERTS, OTHER_PLATFORM, READ_ONLY, UNKNOWN_KEY, WRONG_SECRET,
};
pub use running::{Double, Options, Running};
