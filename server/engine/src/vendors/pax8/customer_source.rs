//! Which companies stand for customers. A company may carry its number in another system.

use crate::{
    connector::{CustomerSource, domain, row_member},
    store::FoundRecord,
};
use serde_json::Value;

/// The list of companies.
pub const SOURCE: CustomerSource = CustomerSource {
    operation: "companies.list",
    called: "companies",
    read,
};

fn read(row: &Value) -> Option<FoundRecord> {
    let external_id = row_member(row, "id")?;
    if row.get("status").and_then(Value::as_str) == Some("Deleted") {
        return None;
    }
    Some(FoundRecord {
        name: row_member(row, "name").unwrap_or_else(|| external_id.clone()),
        domain: row_member(row, "website").and_then(|address| domain(&address)),
        foreign_id: row_member(row, "externalId"),
        external_id,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_company_is_a_record_with_its_domain_and_its_number_elsewhere() {
        let row = json!({ "id": "c-1", "name": "Northgate", "website": "https://northgate.example", "externalId": "17", "status": "Active" });
        let found = read(&row).unwrap();
        assert_eq!(found.domain.as_deref(), Some("northgate.example"));
        assert_eq!(found.foreign_id.as_deref(), Some("17"));
        assert!(read(&json!({ "id": "c-2", "name": "Gone", "status": "Deleted" })).is_none());
    }
}
