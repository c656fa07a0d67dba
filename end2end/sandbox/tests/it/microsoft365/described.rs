//! The double's answers against the descriptions made from Microsoft's metadata, where those are at hand.

use sandbox::microsoft365::{group_id, relationship_id, user_id};
use serde_json::Value;

use super::{good, partner, start};
use crate::specs::spec;

/// Names that a schema knows, its bases included.
fn names(spec: &Value, schema: &str) -> Vec<String> {
    let schema = &spec["components"]["schemas"][schema];
    let mut found: Vec<String> = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let own = part["properties"].as_object().into_iter().flatten();
        found.extend(own.map(|(name, _)| name.clone()));
        if let Some(base) = part["$ref"].as_str() {
            found.extend(names(spec, base.rsplit('/').next().unwrap()));
        }
    }
    found
}

#[tokio::test]
async fn every_member_that_is_shown_is_one_of_microsofts() {
    let Some(spec) = spec("microsoft365/graph-v1.0-subset.openapi.json") else {
        return;
    };
    let running = start().await;
    let (graph, gdap) = (good(&running).await, partner(&running).await);
    let relationship = format!(
        "tenantRelationships/delegatedAdminRelationships/{}",
        relationship_id(1)
    );
    let user = format!("users/{}", user_id(1, 3));
    for (graph, path, schema) in [
        (&graph, "users?$top=1".to_owned(), "microsoft.graph.user"),
        (&graph, user.clone(), "microsoft.graph.user"),
        (
            &graph,
            format!("{user}/licenseDetails"),
            "microsoft.graph.licenseDetails",
        ),
        (
            &graph,
            format!("{user}/mailboxSettings"),
            "microsoft.graph.mailboxSettings",
        ),
        (&graph, "groups?$top=1".to_owned(), "microsoft.graph.group"),
        (
            &graph,
            format!("groups/{}", group_id(1, 0)),
            "microsoft.graph.group",
        ),
        (
            &graph,
            "subscribedSkus".to_owned(),
            "microsoft.graph.subscribedSku",
        ),
        (&graph, "organization".to_owned(), "microsoft.graph.organization"),
        (&graph, "domains".to_owned(), "microsoft.graph.domain"),
        (&gdap, "contracts".to_owned(), "microsoft.graph.contract"),
        (
            &gdap,
            "oauth2PermissionGrants".to_owned(),
            "microsoft.graph.oAuth2PermissionGrant",
        ),
        (
            &gdap,
            relationship.clone(),
            "microsoft.graph.delegatedAdminRelationship",
        ),
        (
            &gdap,
            format!("{relationship}/accessAssignments"),
            "microsoft.graph.delegatedAdminAccessAssignment",
        ),
        (
            &gdap,
            "tenantRelationships/delegatedAdminCustomers".to_owned(),
            "microsoft.graph.delegatedAdminCustomer",
        ),
    ] {
        let said = graph.get(&path).await;
        assert_eq!(said.status, 200, "{path}: {}", said.text);
        let body = said.json();
        let shown = body["value"].get(0).unwrap_or(&body).as_object().unwrap().clone();
        let known = names(&spec, schema);
        assert!(!known.is_empty(), "the description has no {schema}");
        let strange: Vec<&String> = shown
            .keys()
            .filter(|name| !name.starts_with('@') && !known.contains(name))
            .collect();
        assert!(strange.is_empty(), "{path} shows {strange:?}");
    }
}
