//! The built vendors by name, and the manifests of all, built or announced.

use super::{all, announced};
use crate::connector::{Connector, Entry};
use contract::{manifest::Manifest, operation::OperationInfo};
use std::sync::Arc;

/// The list of vendors, made once.
#[derive(Clone)]
pub struct Registry(Arc<Vec<Box<dyn Connector>>>);

impl Registry {
    /// Every vendor that is built.
    pub fn new() -> Self {
        Self(Arc::new(all()))
    }

    /// A vendor that is built.
    pub fn connector(&self, vendor: &str) -> Option<&dyn Connector> {
        self.0
            .iter()
            .map(AsRef::as_ref)
            .find(|connector| connector.manifest().vendor.as_str() == vendor)
    }

    /// The manifests, in the order of the house; those that are not built say so.
    pub fn manifests(&self) -> Vec<Manifest> {
        announced::ORDER
            .iter()
            .filter_map(|vendor| match self.connector(vendor) {
                Some(connector) => Some(connector.manifest().clone()),
                None => announced::manifest(vendor),
            })
            .collect()
    }

    /// One vendor's manifest.
    pub fn manifest(&self, vendor: &str) -> Option<Manifest> {
        self.connector(vendor)
            .map(|built| built.manifest().clone())
            .or_else(|| announced::manifest(vendor))
    }

    /// Every operation that can be called.
    pub fn operations(&self) -> Vec<OperationInfo> {
        self.0
            .iter()
            .flat_map(|connector| connector.entries().iter().map(|entry| entry.info.clone()))
            .collect()
    }

    /// One operation.
    pub fn operation(&self, vendor: &str, operation: &str) -> Option<(&dyn Connector, &Entry)> {
        let connector = self.connector(vendor)?;
        let entry = connector
            .entries()
            .iter()
            .find(|entry| entry.info.id == operation)?;
        Some((connector, entry))
    }
}

impl Default for Registry {
    fn default() -> Self {
        Self::new()
    }
}
