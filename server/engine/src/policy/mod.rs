//! Who may do what. The only mint of `Permit`: without one, no client that writes can be opened.
//!
//! Two things are the whole policy: roles (Viewers read, Techs connect and call, Admins also govern) and the rules of
//! operations (made at once, held for a Tech, held for an Admin, off). This module knows no vendor, no table and no HTTP.

mod access;
mod rights;
mod rules;

pub use access::{Access, Dangerous, Grant, MayWrite, Permit, Read, Write};
pub use rights::{Right, may};
pub use rules::{Ruling, approved, grant, may_decide, patience};
