//! Writing time on a ticket.

use super::inputs;
use crate::{
    connector::{CallError, Client, Operation},
    policy::Write,
    vendors::autotask::{camel::Camel, model::Written, paths},
};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `time_entries.create`
pub struct Create;

/// Who worked on which ticket, when, and how long.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeInput {
    /// The ticket's id.
    pub ticket_id: i64,
    /// The resource that worked: a person, because time cannot belong to an API user.
    pub resource_id: i64,
    /// The role it worked in; usually the one with which the ticket is assigned.
    pub role_id: i64,
    /// The day of the work, like `2026-11-24`; the day (UTC) of `start` when it is left out.
    #[serde(default)]
    pub date_worked: Option<String>,
    /// When the work began, like `2026-11-24T09:00:00Z`.
    pub start: String,
    /// When it ended.
    pub end: String,
    /// How many hours were worked: more than 0 and at most 24.
    #[schemars(range(max = 24))]
    pub hours_worked: f64,
    /// What was done, for the customer to read.
    pub summary_notes: String,
    /// What only colleagues read.
    #[serde(default)]
    pub internal_notes: Option<String>,
    /// The kind of work it is billed as.
    #[serde(default)]
    pub billing_code_id: Option<i64>,
    /// The contract it is billed to.
    #[serde(default)]
    pub contract_id: Option<i64>,
    /// True when it is not billed.
    #[serde(default)]
    pub is_non_billable: Option<bool>,
    /// Whether it is shown on the invoice.
    #[serde(default)]
    pub show_on_invoice: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TimeEntry {
    #[serde(rename = "ticketID")]
    ticket_id: i64,
    #[serde(rename = "resourceID")]
    resource_id: i64,
    #[serde(rename = "roleID")]
    role_id: i64,
    date_worked: String,
    start_date_time: String,
    end_date_time: String,
    hours_worked: f64,
    summary_notes: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    internal_notes: Option<String>,
    #[serde(rename = "billingCodeID", skip_serializing_if = "Option::is_none")]
    billing_code_id: Option<i64>,
    #[serde(rename = "contractID", skip_serializing_if = "Option::is_none")]
    contract_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_non_billable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    show_on_invoice: Option<bool>,
}

impl Operation for Create {
    type Access = Write;
    type Input = TimeInput;
    type Output = Written;
    const ID: &'static str = "time_entries.create";
    const TITLE: &'static str = "Write time on a ticket";

    async fn run(client: Client<Write>, input: TimeInput) -> Result<Written, CallError> {
        let entry = entry(&client, input)?;
        let Camel(written) = client.post(paths::time_entries(), &entry).await?;
        Ok(written)
    }
}

fn entry(client: &Client<Write>, input: TimeInput) -> Result<TimeEntry, CallError> {
    if !(input.hours_worked > 0.0 && input.hours_worked <= 24.0) {
        return Err(inputs::refuse(
            client,
            "hours_worked",
            "must be more than 0 and at most 24",
        ));
    }
    inputs::text(client, "summary_notes", &input.summary_notes)?;
    let start = inputs::moment(client, "start", &input.start)?;
    let end = inputs::moment(client, "end", &input.end)?;
    if end <= start {
        return Err(inputs::refuse(client, "end", "must be after `start`"));
    }
    let worked = input.date_worked.as_deref();
    let worked = worked
        .map(|text| inputs::moment(client, "date_worked", text))
        .transpose()?;
    let day = worked.unwrap_or(start).to_zoned(TimeZone::UTC).date();
    Ok(TimeEntry {
        ticket_id: input.ticket_id,
        resource_id: input.resource_id,
        role_id: input.role_id,
        date_worked: format!("{day}T00:00:00Z"),
        start_date_time: start.to_string(),
        end_date_time: end.to_string(),
        hours_worked: input.hours_worked,
        summary_notes: input.summary_notes,
        internal_notes: input.internal_notes,
        billing_code_id: input.billing_code_id,
        contract_id: input.contract_id,
        is_non_billable: input.is_non_billable,
        show_on_invoice: input.show_on_invoice,
    })
}
