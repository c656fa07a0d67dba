//! Changing a ticket: only what is given is sent, and nothing else changes.

use super::inputs;
use crate::{
    connector::{CallError, Client, Operation, Repeat},
    policy::Write,
    vendors::autotask::{
        camel::Camel,
        model::Written,
        paths::{self, Entity},
        picklists::{self, Choice},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// `tickets.update`
pub struct Update;

/// Which ticket, and what becomes of it. What is left out stays as it is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateInput {
    /// The ticket's id.
    pub id: i64,
    /// Label or id of the status.
    #[serde(default)]
    pub status: Option<Choice>,
    /// Label or id of the priority.
    #[serde(default)]
    pub priority: Option<Choice>,
    /// Label or id of the queue.
    #[serde(default)]
    pub queue: Option<Choice>,
    /// Label or id of the ticket type.
    #[serde(default)]
    pub ticket_type: Option<Choice>,
    /// Label or id of the ticket category.
    #[serde(default)]
    pub ticket_category: Option<Choice>,
    /// Label or id of the issue type.
    #[serde(default)]
    pub issue_type: Option<Choice>,
    /// Label or id of the sub-issue type; which there are depends on the issue type.
    #[serde(default)]
    pub sub_issue_type: Option<Choice>,
    /// The resource it is assigned to; together with the role.
    #[serde(default)]
    pub assigned_resource_id: Option<i64>,
    /// The role in which that resource works on it; together with the resource.
    #[serde(default)]
    pub assigned_resource_role_id: Option<i64>,
    /// The title.
    #[serde(default)]
    pub title: Option<String>,
    /// The description. Writing it loses rich text that Autotask kept.
    #[serde(default)]
    pub description: Option<String>,
    /// How it was resolved.
    #[serde(default)]
    pub resolution: Option<String>,
    /// When it is due: an instant like `2026-11-24T09:00:00Z`.
    #[serde(default)]
    pub due_date_time: Option<String>,
    /// The person at the company.
    #[serde(default)]
    pub contact_id: Option<i64>,
    /// The kind of work it is billed as.
    #[serde(default)]
    pub billing_code_id: Option<i64>,
    /// The tenant's own fields, name → value; null empties one.
    #[serde(default)]
    pub user_defined_fields: BTreeMap<String, Option<String>>,
}

impl Operation for Update {
    type Access = Write;
    type Input = UpdateInput;
    type Output = Written;
    const ID: &'static str = "tickets.update";
    const TITLE: &'static str = "Change a ticket";
    /// It sets fields to values.
    const REPEAT: Repeat = Repeat::Safe;

    async fn run(client: Client<Write>, input: UpdateInput) -> Result<Written, CallError> {
        let mut change = plain(&client, &input)?;
        for (field, name, choice) in [
            ("status", "status", &input.status),
            ("priority", "priority", &input.priority),
            ("queueID", "queue", &input.queue),
            ("ticketType", "ticket_type", &input.ticket_type),
            ("ticketCategory", "ticket_category", &input.ticket_category),
            ("issueType", "issue_type", &input.issue_type),
            ("subIssueType", "sub_issue_type", &input.sub_issue_type),
        ] {
            let Some(choice) = choice else { continue };
            let parent = change
                .get("issueType")
                .and_then(Value::as_i64)
                .filter(|_| field == "subIssueType");
            let id = picklists::resolve(&client, Entity::Tickets, field, name, choice, parent).await?;
            change.insert(field.to_owned(), id.into());
        }
        if change.is_empty() {
            return Err(inputs::refuse(
                &client,
                "input",
                "there is nothing to change: give at least one field",
            ));
        }
        change.insert("id".to_owned(), input.id.into());
        let Camel(written) = client.patch(paths::tickets(), &change).await?;
        Ok(written)
    }
}

/// What needs no picklist.
fn plain(client: &Client<Write>, input: &UpdateInput) -> Result<Map<String, Value>, CallError> {
    match (input.assigned_resource_id, input.assigned_resource_role_id) {
        (Some(_), None) => {
            let why =
                "a resource is assigned together with its role: give `assigned_resource_role_id` as well";
            return Err(inputs::refuse(client, "assigned_resource_role_id", why));
        }
        (None, Some(_)) => {
            let why = "a role is given together with the resource: give `assigned_resource_id` as well";
            return Err(inputs::refuse(client, "assigned_resource_id", why));
        }
        _ => {}
    }
    let title = input.title.as_deref();
    title.map_or(Ok(()), |title| inputs::text(client, "title", title))?;
    let due = input.due_date_time.as_deref();
    let due = due
        .map(|text| inputs::moment(client, "due_date_time", text))
        .transpose()?;
    let user_defined: Vec<_> = input
        .user_defined_fields
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let given = [
        ("assignedResourceID", input.assigned_resource_id.map(Value::from)),
        (
            "assignedResourceRoleID",
            input.assigned_resource_role_id.map(Value::from),
        ),
        ("title", title.map(Value::from)),
        ("description", input.description.as_deref().map(Value::from)),
        ("resolution", input.resolution.as_deref().map(Value::from)),
        ("dueDateTime", due.map(|due| due.to_string().into())),
        ("contactID", input.contact_id.map(Value::from)),
        ("billingCodeID", input.billing_code_id.map(Value::from)),
        (
            "userDefinedFields",
            (!user_defined.is_empty()).then(|| user_defined.into()),
        ),
    ];
    let given = given.into_iter();
    Ok(given
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect())
}
