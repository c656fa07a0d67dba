//! The vendors' data sheets.

use super::Machine;
use crate::policy::{Right, may};
use contract::{actor::Actor, manifest::Manifest, ports::Vendors, problem::Problem};
use std::sync::Arc;

impl Vendors for Machine {
    fn list(&self, who: &Actor) -> Result<Arc<[Arc<Manifest>]>, Problem> {
        may(who, Right::Look)?;
        Ok(self.act.registry.manifests())
    }

    fn get(&self, who: &Actor, vendor: &str) -> Result<Arc<Manifest>, Problem> {
        may(who, Right::Look)?;
        self.act
            .registry
            .manifest(vendor)
            .ok_or_else(|| Problem::not_found("vendor"))
    }
}
