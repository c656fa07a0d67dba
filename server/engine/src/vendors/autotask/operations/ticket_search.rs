//! Searching tickets by what people ask for; what is rarer is asked in Autotask's own grammar.

use super::{inputs, rows};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::autotask::{
        model::Ticket,
        paths::{self, Entity},
        picklists::{self, Choice},
        query::{Condition, Op},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

/// `tickets.search`
pub struct Search;

/// Which tickets; all that is given must hold.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchInput {
    /// A part of the title, or of the ticket's number.
    #[serde(default)]
    pub query: Option<String>,
    /// The company.
    #[serde(default)]
    pub company_id: Option<i64>,
    /// Label or id of the status.
    #[serde(default)]
    pub status: Option<Choice>,
    /// Label or id of the queue.
    #[serde(default)]
    pub queue: Option<Choice>,
    /// Label or id of the priority.
    #[serde(default)]
    pub priority: Option<Choice>,
    /// The resource that the tickets are assigned to.
    #[serde(default)]
    pub assigned_resource_id: Option<i64>,
    /// Only tickets with activity at or after this instant (`2026-11-24T09:00:00Z`) or day (`2026-11-24`, UTC).
    #[serde(default)]
    pub changed_since: Option<String>,
    /// True for tickets that have not been completed.
    #[serde(default)]
    pub open_only: bool,
    /// Further conditions in Autotask's own grammar.
    #[serde(default)]
    pub filter: Vec<Condition>,
    /// How many rows at most, 1 to 500.
    #[serde(default = "usual")]
    pub limit: u32,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

fn usual() -> u32 {
    100
}

impl Operation for Search {
    type Access = Read;
    type Input = SearchInput;
    type Output = Page<Ticket>;
    const ID: &'static str = "tickets.search";
    const TITLE: &'static str = "Search tickets";

    async fn run(client: Client<Read>, input: SearchInput) -> Result<Page<Ticket>, CallError> {
        let mut conditions = inputs::filter(&client, input.filter)?;
        if let Some(text) = input
            .query
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            conditions.push(Condition::any(vec![
                Condition::new("title", Op::Contains, text),
                Condition::new("ticketNumber", Op::Contains, text),
            ]));
        }
        for (field, id) in [
            ("companyID", input.company_id),
            ("assignedResourceID", input.assigned_resource_id),
        ] {
            conditions.extend(id.map(|id| Condition::new(field, Op::Eq, id)));
        }
        if let Some(since) = &input.changed_since {
            let since = inputs::moment(&client, "changed_since", since)?.to_string();
            conditions.push(Condition::new("lastActivityDate", Op::Gte, since));
        }
        if input.open_only {
            // Rationale: which statuses count as complete is the tenant's affair; the date is Autotask's own.
            conditions.push(Condition::absent("completedDate"));
        }
        for (field, name, choice) in [
            ("status", "status", &input.status),
            ("queueID", "queue", &input.queue),
            ("priority", "priority", &input.priority),
        ] {
            if let Some(choice) = choice {
                let id = picklists::resolve(&client, Entity::Tickets, field, name, choice, None).await?;
                conditions.push(Condition::new(field, Op::Eq, id));
            }
        }
        rows::page(
            &client,
            paths::TICKETS_QUERY,
            conditions,
            input.limit,
            input.cursor.as_deref(),
        )
        .await
    }
}
