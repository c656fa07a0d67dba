//! What a vendor says of itself is whole, and changes of it are seen in review.

use super::stage::built;
use contract::{field::FieldKind, operation::Risk};
use engine::vendors::{Registry, quality};
use std::{collections::BTreeSet, path::PathBuf};

fn folder(vendor: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("src/vendors")
        .join(vendor)
}

#[test]
fn the_catalogue_is_the_one_that_was_reviewed() {
    for manifest in built() {
        let described = serde_json::json!({
            "fields": manifest.fields,
            "egress": manifest.egress,
            "operations": manifest.operations,
            "webhook": manifest.webhook,
        });
        let text = format!("{}\n", serde_json::to_string_pretty(&described).unwrap());
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/it/snapshots/{}.json", manifest.vendor));
        if std::env::var("UPDATE_SNAPSHOTS").is_ok() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept == text,
            "{} has changed; if it is meant, run with UPDATE_SNAPSHOTS=1 and review the diff",
            file.display()
        );
    }
}

#[test]
fn operations_have_names_titles_and_schemas_and_no_two_are_called_the_same() {
    let mut names = BTreeSet::new();
    for operation in Registry::new().operations().iter() {
        let name = format!("{}.{}", operation.vendor, operation.id);
        let parts: Vec<_> = operation.id.split('.').collect();
        let plain =
            |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        assert!(parts.len() == 2 && parts.iter().all(plain), "{name}");
        assert!(!operation.title.is_empty(), "{name}");
        for schema in [&operation.input_schema, &operation.output_schema] {
            assert!(
                schema.is_object() && !schema.as_object().unwrap().is_empty(),
                "{name}"
            );
        }
        assert!(names.insert(name.clone()), "{name} stands twice");
    }
    assert!(names.len() > 10, "{names:?}");
}

#[test]
fn a_read_only_vendor_has_no_operation_that_changes_anything() {
    let read_only: Vec<_> = built()
        .into_iter()
        .filter(|manifest| manifest.read_only)
        .collect();
    assert!(!read_only.is_empty());
    for manifest in read_only {
        assert!(
            manifest
                .operations
                .iter()
                .all(|operation| operation.risk == Risk::Read),
            "{}",
            manifest.vendor
        );
        assert!(!manifest.operations.is_empty());
    }
}

#[test]
fn the_catalogue_lists_what_the_manifest_lists() {
    let registry = Registry::new();
    for manifest in built() {
        let all: Vec<_> = registry
            .operations()
            .iter()
            .filter(|o| o.vendor == manifest.vendor)
            .cloned()
            .collect();
        assert_eq!(manifest.operations, all, "{}", manifest.vendor);
    }
}

#[test]
fn every_example_passes_and_every_field_is_explained() {
    for manifest in built() {
        for field in &manifest.fields {
            let about = format!("{} {}", manifest.vendor, field.key);
            assert!(!field.label.is_empty() && !field.help.is_empty(), "{about}");
            if let Some(example) = &field.example {
                assert!(
                    field.check(example).is_ok(),
                    "{about}: its own example is refused"
                );
            }
            if field.kind == FieldKind::Secret {
                assert!(
                    field.default.is_none() && field.where_to_find.is_some(),
                    "{about}"
                );
            }
            if field.required && field.default.is_none() {
                assert!(field.check(" ").is_err(), "{about}");
            }
        }
    }
}

#[test]
fn every_folder_is_whole_and_its_tier_is_the_one_its_sheet_comes_to() {
    for manifest in built() {
        let folder = folder(manifest.vendor.as_str());
        for file in ["README.md", "SETUP.md", "icon.svg", "quality.toml"] {
            assert!(folder.join(file).is_file(), "{} has no {file}", manifest.vendor);
        }
        let sheet = std::fs::read_to_string(folder.join("quality.toml")).unwrap();
        quality::read(&sheet).unwrap();
        assert_eq!(
            manifest.tier,
            quality::tier(&sheet).as_str(),
            "{}",
            manifest.vendor
        );
        assert!(
            quality::tier(&sheet) >= quality::Tier::Bronze,
            "{} may not be offered yet",
            manifest.vendor
        );
    }
}
