//! The ready SOPs. They are data beside this file; a test holds each to the check and to the vendors' real catalogue.

use contract::sop::SopTemplate;
use std::sync::OnceLock;

const FILES: [&str; 6] = [
    include_str!("templates/new-starter.json"),
    include_str!("templates/password-reset.json"),
    include_str!("templates/disk-alert.json"),
    include_str!("templates/edr-detection.json"),
    include_str!("templates/licence-shortage.json"),
    include_str!("templates/device-offline.json"),
];

/// The ready SOPs, in the order in which they are offered.
pub fn templates() -> &'static [SopTemplate] {
    static READ: OnceLock<Vec<SopTemplate>> = OnceLock::new();
    READ.get_or_init(|| {
        FILES
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok())
            .collect()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::{
        super::check::{Account, Surroundings, check},
        *,
    };
    use crate::vendors::Registry;
    use contract::{ids::IntegrationId, sop::SopDraft};
    use std::collections::BTreeSet;

    #[test]
    fn every_template_is_read() {
        for text in FILES {
            serde_json::from_str::<SopTemplate>(text).expect(text);
        }
        let keys: BTreeSet<_> = templates().iter().map(|one| one.key.as_str()).collect();
        assert_eq!(keys.len(), FILES.len());
    }

    #[test]
    fn every_template_passes_the_check_against_the_real_catalogue() {
        let registry = Registry::new();
        let accounts: Vec<_> = registry
            .manifests()
            .iter()
            .map(|manifest| Account {
                id: IntegrationId::from_ulid(&manifest.vendor.as_str().replace('_', "")),
                vendor: manifest.vendor.clone(),
                name: "Main".into(),
                is_default: true,
            })
            .collect();
        let around = Surroundings {
            registry: &registry,
            accounts: &accounts,
            customers: &BTreeSet::new(),
            sops: &[],
            http_hosts: &[],
            channels: &[],
        };
        for one in templates() {
            let found = check(&one.sop, None, &around);
            let places: Vec<_> = found
                .errors
                .iter()
                .map(|error| (error.field.as_str(), error.code.as_ref()))
                .collect();
            let blank: &[_] = if one.key == "licence-shortage" {
                // Which product is ordered is whoever clones it's to say; nothing is saved before.
                &[
                    ("steps[2].input.product_id", "fill_in"),
                    ("steps[5].input.line_items[0].product_id", "fill_in"),
                ]
            } else {
                &[]
            };
            assert_eq!(places, blank, "{}: {:#?}", one.key, found.errors);
            assert!(found.warnings.is_empty(), "{}: {:#?}", one.key, found.warnings);
            assert!(
                !one.sop.enabled,
                "{}: a template is switched on by whoever clones it",
                one.key
            );
            let described = |draft: &SopDraft| !draft.description.is_empty();
            assert!(described(&one.sop), "{}", one.key);
        }
    }
}
