//! Reading tickets: one, all, and the labels of their picklists.

use super::{
    inputs::{self, ListInput},
    rows,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Page},
    policy::Read,
    vendors::autotask::{
        model::Ticket,
        paths::{self, Entity},
        picklists::{self, Picklist},
        query::{Condition, Op},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `tickets.get`
pub struct Get;

/// Which ticket: its id or its number.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetInput {
    /// Its id.
    #[serde(default)]
    pub id: Option<i64>,
    /// Its number, e.g. `T20261123.0007`.
    #[serde(default)]
    pub ticket_number: Option<String>,
}

impl Operation for Get {
    type Access = Read;
    type Input = GetInput;
    type Output = Ticket;
    const ID: &'static str = "tickets.get";
    const TITLE: &'static str = "Read one ticket by its id or its number";

    async fn run(client: Client<Read>, input: GetInput) -> Result<Ticket, CallError> {
        match (input.id, input.ticket_number) {
            (Some(id), None) => rows::one(&client, paths::ticket(id)).await,
            (None, Some(number)) => by_number(&client, number.trim()).await,
            _ => Err(inputs::refuse(
                &client,
                "id",
                "give either `id` or `ticket_number`",
            )),
        }
    }
}

async fn by_number(client: &Client<Read>, number: &str) -> Result<Ticket, CallError> {
    inputs::text(client, "ticket_number", number)?;
    let same = vec![Condition::new("ticketNumber", Op::Eq, number)];
    let found = rows::first(client, paths::TICKETS_QUERY, same, 1).await?;
    found
        .into_iter()
        .next()
        .ok_or_else(|| client.session().error(CallErrorKind::NotFound))
}

/// `tickets.list`
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = ListInput;
    type Output = Page<Ticket>;
    const ID: &'static str = "tickets.list";
    const TITLE: &'static str = "List all tickets, or a page of them";

    async fn run(client: Client<Read>, input: ListInput) -> Result<Page<Ticket>, CallError> {
        rows::list(&client, paths::TICKETS_QUERY, input).await
    }
}

/// `tickets.picklists`
pub struct Picklists;

/// Which picklists.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PicklistsInput {
    /// One field, e.g. `status`, `priority`, `queue`; all when it is left out.
    #[serde(default)]
    pub field: Option<String>,
}

/// The labels and ids of the tenant.
#[derive(Serialize, JsonSchema)]
pub struct PicklistsOutput {
    /// The fields that have a picklist.
    pub fields: Vec<Picklist>,
}

impl Operation for Picklists {
    type Access = Read;
    type Input = PicklistsInput;
    type Output = PicklistsOutput;
    const ID: &'static str = "tickets.picklists";
    const TITLE: &'static str = "Read the labels and ids of a ticket's picklists";

    async fn run(client: Client<Read>, input: PicklistsInput) -> Result<PicklistsOutput, CallError> {
        let mut fields = picklists::all(&client, Entity::Tickets).await?;
        if let Some(field) = input.field {
            let names: Vec<_> = fields.iter().map(|field| field.name.clone()).collect();
            let wanted = wire_name(field.trim());
            fields.retain(|field| field.name.eq_ignore_ascii_case(&wanted));
            if fields.is_empty() {
                let why = format!(
                    "`{}` has no picklist; those that have: {}",
                    field.trim(),
                    names.join(", ")
                );
                return Err(inputs::refuse(&client, "field", why));
            }
        }
        Ok(PicklistsOutput { fields })
    }
}

/// The wire's name of a field that our inputs name differently.
fn wire_name(field: &str) -> String {
    match field.to_ascii_lowercase().as_str() {
        "queue" => "queueID".to_owned(),
        // `issue_type` → `issuetype`, which is compared without case.
        other => other.replace('_', ""),
    }
}
