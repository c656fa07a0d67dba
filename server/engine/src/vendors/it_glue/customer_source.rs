//! Which organizations stand for customers: all but the MSP's own.

use crate::{
    connector::{CustomerSource, row_member},
    store::FoundRecord,
};
use serde_json::Value;

/// The list of organizations.
pub const SOURCE: CustomerSource = CustomerSource {
    operation: "organizations.list",
    called: "organizations",
    read,
};

fn read(row: &Value) -> Option<FoundRecord> {
    if row.get("primary") == Some(&Value::Bool(true)) {
        return None;
    }
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
    fn an_organization_is_a_record_and_the_msps_own_is_not() {
        let found = read(&json!({ "id": "77", "name": "Northgate", "primary": false })).unwrap();
        assert_eq!(
            (found.external_id.as_str(), found.name.as_str()),
            ("77", "Northgate")
        );
        assert!(read(&json!({ "id": "1", "name": "Us", "primary": true })).is_none());
    }
}
