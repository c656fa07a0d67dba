//! Which tenants stand for customers: those with which the partner has a relationship.

use crate::{
    connector::{CustomerSource, row_member},
    store::FoundRecord,
};
use serde_json::Value;

/// The list of customers.
pub const SOURCE: CustomerSource = CustomerSource {
    operation: "customers.list",
    called: "tenants",
    read,
};

fn read(row: &Value) -> Option<FoundRecord> {
    let external_id = row_member(row, "tenantId").or_else(|| row_member(row, "id"))?;
    Some(FoundRecord {
        name: row_member(row, "displayName").unwrap_or_else(|| external_id.clone()),
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
    fn a_customers_tenant_is_a_record() {
        let found = read(&json!({ "id": "t-1", "displayName": "Northgate" })).unwrap();
        assert_eq!(
            (found.external_id.as_str(), found.name.as_str()),
            ("t-1", "Northgate")
        );
    }
}
