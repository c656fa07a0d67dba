//! Who may do what. The only mint of `Permit`: without one, no client that writes can be opened.
//!
//! Roles are the whole policy: Viewers read, Techs connect and call, Admins also govern. This module knows no vendor, no
//! table and no HTTP.

mod access;
mod rights;

pub use access::{Access, Dangerous, Grant, MayWrite, Permit, Read, Write};
pub use rights::{Right, approved, grant, may};
