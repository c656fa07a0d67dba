//! Datto EDR (formerly Infocyte), as `vendors/datto_edr.md` describes it: a `LoopBack` 3 application at the customer's own host.
//!
//! One host, which plays the instance `northgate`. It is stateful: a response extension that is run makes a task, moves on
//! each time the task is asked for, and isolates its agent at the end.
//!
//! ```text
//! rules.rs    web app or API, token, right, route          access.rs   tokens and what they may do
//! models.rs   the models that are served, and their fields filter.rs   LoopBack's filter and where, read strictly
//! tables.rs   the rows, and how a task moves on            scan.rs     `targets/scan`
//! seed.rs     the synthetic data                           says.rs     error envelopes
//! ```

mod access;
mod behaviour;
mod filter;
mod models;
mod rules;
mod running;
mod says;
mod scan;
mod seed;
mod tables;

pub use access::{
    GOOD_TOKEN, NO_ALERTS_TOKEN, ORIGIN, READ_ONLY_TOKEN, REVOKED_TOKEN, TOKENS, TOO_LOW_TOKEN,
    WITHOUT_EXTENSIONS_TOKEN,
};
pub use behaviour::{Behaviour, Refusal};
pub use running::{Double, Options, Running};
