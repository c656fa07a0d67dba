//! Routing and SOPs, as far as they are pure: what fits an event, what a template becomes, which step is next, and what
//! is wrong with a draft.
//!
//! ```text
//!   event ─▶ fields (an event as the conditions see it)
//!               │
//!   ruleset ─▶ matching (one rule: does it fit, and if not, why) ─▶ routing (which one fires) ; hints (which never can)
//!   draft   ─▶ check (names, edges, templates, schemas)           template (strings → values)   plan (which step is next)
//! ```
//!
//! It knows neither tables nor the wire: what it judges is handed in. The templates' texts lie in `templates/`.

mod blanks;
mod check;
mod check_steps;
mod compare;
mod fields;
mod graph;
mod hints;
mod matching;
mod plan;
mod routing;
mod ruleset;
mod schema;
mod suggest;
mod template;
mod templates;

pub use check::{Account, KnownChannel, Surroundings, check, check_rule};
pub use fields::EventView;
pub use hints::hints;
pub use matching::{Compiled, check_when};
pub use plan::{FINISH, Next, after};
pub use routing::{Scope, route};
pub use ruleset::Ruleset;
pub use suggest::{Known, suggest};
pub use template::{Context, Fault, resolve, truth};
pub use templates::templates;
