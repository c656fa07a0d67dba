//! How a relationship is written.

use super::super::paths;
use super::model::Relation;
use crate::{
    connector::{CallError, Client, FoundRelationship},
    policy::Dangerous,
};
use contract::csp::RelationshipDraft;
use serde_json::{Value, json};

/// Makes one.
pub async fn create(
    client: &Client<Dangerous>,
    draft: &RelationshipDraft,
) -> Result<FoundRelationship, CallError> {
    let mut body = json!({
        "displayName": draft.name,
        "duration": format!("P{}D", draft.days),
        "autoExtendDuration": extension(draft.auto_extend),
        "accessDetails": details(&draft.roles),
    });
    if let Some(tenant) = &draft.customer_tenant_id {
        body["customer"] = json!({"tenantId": tenant});
    }
    let made: Relation = client.post(paths::new_relationship(), &body).await?;
    Ok(made.into())
}

/// Roles.
pub fn details(roles: &[String]) -> Value {
    let roles: Vec<Value> = roles
        .iter()
        .map(|role| json!({"roleDefinitionId": role}))
        .collect();
    json!({"unifiedRoles": roles})
}

/// Six months at a time, or none.
pub fn extension(automatically: bool) -> &'static str {
    if automatically { "P180D" } else { "PT0S" }
}
