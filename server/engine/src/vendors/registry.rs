//! The built vendors by name, and the manifests of all, built or announced.

use super::{all, announced};
use crate::connector::{Connector, Entry, Inbound};
use contract::{event::SampleEvent, manifest::Manifest, operation::OperationInfo};
use std::sync::Arc;

/// The list of vendors, made once. Its manifests are shared and not copied: they hold every schema of every operation, and
/// every page asks for them.
#[derive(Clone)]
pub struct Registry {
    built: Arc<Vec<Box<dyn Connector>>>,
    manifests: Arc<[Arc<Manifest>]>,
    operations: Arc<[OperationInfo]>,
}

impl Registry {
    /// Every vendor that is built.
    pub fn new() -> Self {
        let built = all();
        let manifests = announced::ORDER
            .iter()
            .filter_map(|vendor| {
                let connector = built
                    .iter()
                    .find(|connector| connector.manifest().vendor.as_str() == *vendor);
                match connector {
                    Some(connector) => Some(connector.manifest().clone()),
                    None => announced::manifest(vendor),
                }
            })
            .map(Arc::new)
            .collect();
        let operations = built
            .iter()
            .flat_map(|connector| connector.entries().iter().map(|entry| entry.info.clone()))
            .collect();
        Self {
            built: Arc::new(built),
            manifests,
            operations,
        }
    }

    /// A vendor that is built.
    pub fn connector(&self, vendor: &str) -> Option<&dyn Connector> {
        self.built
            .iter()
            .map(AsRef::as_ref)
            .find(|connector| connector.manifest().vendor.as_str() == vendor)
    }

    /// The manifests, in the order of the house; those that are not built say so.
    pub fn manifests(&self) -> Arc<[Arc<Manifest>]> {
        self.manifests.clone()
    }

    /// One vendor's manifest.
    pub fn manifest(&self, vendor: &str) -> Option<Arc<Manifest>> {
        self.manifests
            .iter()
            .find(|manifest| manifest.vendor.as_str() == vendor)
            .cloned()
    }

    /// A vendor's name as it writes it itself; its key where nobody knows it.
    pub fn name_of(&self, vendor: &str) -> String {
        self.manifest(vendor)
            .map_or_else(|| vendor.to_owned(), |manifest| manifest.name.to_string())
    }

    /// The receiving side of a vendor; none where it has none.
    pub fn inbound(&self, vendor: &str) -> Option<&dyn Inbound> {
        self.connector(vendor)?.webhook()
    }

    /// Events that the vendors could send, for trying rules and SOPs.
    pub fn samples(&self) -> Vec<SampleEvent> {
        self.built
            .iter()
            .filter_map(|connector| connector.webhook())
            .flat_map(Inbound::samples)
            .collect()
    }

    /// Every operation that can be called.
    pub fn operations(&self) -> Arc<[OperationInfo]> {
        self.operations.clone()
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
