//! The input of an operation as a form, from its JSON Schema; and as JSON, which says the same.
//!
//! ```text
//!   schema ─▶ schema.rs: fields ─▶ text.rs: text ↔ value, field by field ─▶ draft.rs: all texts ↔ one JSON
//!                                                                               └─▶ view.rs draws and listens
//! ```
//!
//! What the form cannot say (lists of records, maps) it takes as JSON in a field of its own, so that nothing is out of reach.

mod draft;
mod schema;
mod text;
mod view;

pub use draft::Draft;
pub use schema::{Field, fields};
pub use view::{FormFields, Wires};
