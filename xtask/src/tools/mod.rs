//! What must be on the machine, and how it gets there when it is missing.
//!
//! Nothing is downloaded that is there already, and whatever is installed is said first.

pub mod apt;
pub mod npm;
pub mod postgres;
pub mod rust;
