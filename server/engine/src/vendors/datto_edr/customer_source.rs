//! Which locations stand for customers. Datto EDR has no list of them, so they are read off the agents.

use crate::{
    connector::{CustomerSource, row_member},
    store::FoundRecord,
};
use serde_json::Value;

/// The list of agents, each of which names its location.
pub const SOURCE: CustomerSource = CustomerSource {
    operation: "agents.list",
    called: "locations",
    read,
};

fn read(row: &Value) -> Option<FoundRecord> {
    let external_id = row_member(row, "locationId")?;
    let name = row_member(row, "locationName").or_else(|| row_member(row, "organizationName"));
    Some(FoundRecord {
        name: name.unwrap_or_else(|| external_id.clone()),
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
    fn an_agents_location_is_a_record() {
        let found = read(&json!({ "id": "a", "locationId": "l-1", "locationName": "Northgate" })).unwrap();
        assert_eq!(
            (found.external_id.as_str(), found.name.as_str()),
            ("l-1", "Northgate")
        );
        assert!(read(&json!({ "id": "a" })).is_none());
    }
}
