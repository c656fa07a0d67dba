//! The vendors: a folder each, and this list. Nothing outside of this folder knows any of their names.

mod announced;
mod autotask;
mod datto_edr;
mod datto_rmm;
mod it_glue;
mod microsoft365;
mod pax8;
pub mod quality;
mod registry;
mod unifi;

pub use microsoft365::aadsts;
pub use registry::Registry;

use crate::connector::Connector;

/// Every vendor that is built, in the order of the house.
pub fn all() -> Vec<Box<dyn Connector>> {
    vec![
        Box::new(autotask::connector()),
        Box::new(datto_rmm::connector()),
        Box::new(datto_edr::connector()),
        Box::new(it_glue::connector()),
        Box::new(pax8::connector()),
        Box::new(unifi::connector()),
        Box::new(microsoft365::connector()),
    ]
}
