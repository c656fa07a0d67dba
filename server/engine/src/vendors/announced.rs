//! Vendors that are listed and not built yet: a person sees that they are coming, and cannot add them.

use contract::{ids::VendorId, manifest::Manifest};

/// Every vendor, in the order in which they are shown.
pub const ORDER: [&str; 7] = [
    "autotask",
    "datto_rmm",
    "datto_edr",
    "it_glue",
    "pax8",
    "unifi",
    "microsoft365",
];

const ANNOUNCED: [(&str, &str, &str, &str); 0] = [];

const ICON: &str = concat!(
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" "#,
    r#"stroke-width="1.5" aria-hidden="true"><rect x="3" y="3" width="18" height="18" rx="5"/>"#,
    r#"<path d="M8 12h8M12 8v8"/></svg>"#
);

/// What is told of a vendor that is not built; none when it is unknown (or built).
pub fn manifest(vendor: &str) -> Option<Manifest> {
    let (key, name, category, summary) = ANNOUNCED.into_iter().find(|(key, ..)| *key == vendor)?;
    Some(Manifest {
        vendor: VendorId::new(key),
        name: name.into(),
        category: category.into(),
        summary: summary.into(),
        available: false,
        read_only: false,
        tier: "none".into(),
        icon_svg: ICON.into(),
        setup_guide: "".into(),
        fields: Vec::new(),
        egress: Vec::new(),
        operations: Vec::new(),
        webhook: None,
    })
}
