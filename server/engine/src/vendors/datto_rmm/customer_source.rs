//! Which sites stand for customers: all but the pool of devices on demand. A site may carry its company's number in the PSA.

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
    if row.get("onDemand") == Some(&Value::Bool(true)) {
        return None;
    }
    let external_id = row_member(row, "uid")?;
    Some(FoundRecord {
        name: row_member(row, "name").unwrap_or_else(|| external_id.clone()),
        domain: None,
        foreign_id: row_member(row, "autotaskCompanyId"),
        external_id,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_site_is_a_record_with_its_companys_number_and_the_pool_is_not() {
        let row = json!({ "uid": "a-b", "name": "Northgate", "onDemand": false, "autotaskCompanyId": "17" });
        let found = read(&row).unwrap();
        assert_eq!(
            (found.external_id.as_str(), found.foreign_id.as_deref()),
            ("a-b", Some("17"))
        );
        assert!(read(&json!({ "uid": "c", "name": "OnDemand", "onDemand": true })).is_none());
    }
}
