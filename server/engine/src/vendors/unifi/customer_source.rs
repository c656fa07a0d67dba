//! Which sites stand for customers: all of a console.

use crate::{
    connector::{CustomerSource, row_member},
    store::FoundRecord,
};
use serde_json::Value;

/// The list of sites.
pub const SOURCE: CustomerSource = CustomerSource {
    operation: "sites.list",
    called: "sites",
    read,
};

fn read(row: &Value) -> Option<FoundRecord> {
    let external_id = row_member(row, "id")?;
    Some(FoundRecord {
        name: row_member(row, "name").unwrap_or_else(|| external_id.clone()),
        domain: None,
        foreign_id: None,
        external_id,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_site_is_a_record() {
        let found = read(&json!({ "id": "s-1", "name": "Northgate" })).unwrap();
        assert_eq!(
            (found.external_id.as_str(), found.name.as_str()),
            ("s-1", "Northgate")
        );
    }
}
