//! What Microsoft could post, for trying rules and SOPs; synthetic.

use super::super::Microsoft365;
use crate::connector::sample;
use contract::event::SampleEvent;
use serde_json::{Value, json};

const TENANT: &str = "22222222-2222-4222-8222-222222222222";

/// Every sample.
pub fn all(vendor: &Microsoft365) -> Vec<SampleEvent> {
    let change = |change: &str, resource: &str, kind: &str, id: &str| {
        json!({ "value": [{ "subscriptionId": "0d1e2f30-0000-4000-8000-000000000001", "changeType": change,
            "subscriptionExpirationDateTime": "2026-12-22T10:00:00Z", "resource": format!("{resource}/{id}"),
            "tenantId": TENANT, "resourceData": { "@odata.type": kind, "id": id } }] })
    };
    let notice = |name: &str, uri: &str| {
        json!({ "EventName": name, "ResourceUri": uri, "ResourceName": "resource", "AuditUri": Value::Null,
            "ResourceChangeUtcDate": "2026-11-23T09:30:00.1234567+00:00" })
    };
    let user = "99999999-9999-4999-8999-999999999999";
    let group = "66666666-6666-4666-8666-666666666666";
    let subscription = format!(
        "http://api.partnercenter.microsoft.com/webhooks/v1/customers/{TENANT}/subscriptions/12345678-0000-4000-8000-000000000001"
    );
    let relationship = "https://partner.microsoft.com/granularAdminRelationships/44444444-4444-4444-8444-444444444444-\
                        55555555-5555-4555-8555-555555555555";
    [
        sample(
            vendor,
            "microsoft365/user.created",
            "A user was made",
            change("created", "Users", "#Microsoft.Graph.User", user),
        ),
        sample(
            vendor,
            "microsoft365/user.updated",
            "A user was changed",
            change("updated", "Users", "#Microsoft.Graph.User", user),
        ),
        sample(
            vendor,
            "microsoft365/group.updated",
            "A group was changed",
            change("updated", "Groups", "#Microsoft.Graph.Group", group),
        ),
        sample(
            vendor,
            "microsoft365/alert.opened",
            "A security alert",
            change(
                "created",
                "security/alerts_v2",
                "#microsoft.graph.security.alert",
                "da637551227677560813",
            ),
        ),
        sample(
            vendor,
            "microsoft365/subscription.changed",
            "A subscription was changed",
            notice("subscription-updated", &subscription),
        ),
        sample(
            vendor,
            "microsoft365/relationship.approved",
            "A customer approved a GDAP relationship",
            notice("granular-admin-relationship-approved", relationship),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
