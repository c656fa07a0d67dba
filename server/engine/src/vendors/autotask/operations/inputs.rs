//! Inputs that several operations share, and how an input is refused before anything is sent.

use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Access,
    vendors::autotask::query::{self, Condition, MOST_ROWS},
};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Deserialize;

/// One record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ById {
    /// Its id.
    pub id: i64,
}

/// A whole list, or a page of it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListInput {
    /// How many rows at most, 1 to 500; all rows when it is left out.
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// An error that names a member of the input.
pub fn refuse<A: Access>(client: &Client<A>, field: &str, why: impl Into<String>) -> CallError {
    client.session().error(CallErrorKind::Input {
        field: field.to_owned(),
        why: why.into(),
    })
}

/// The id behind a cursor.
pub fn cursor<A: Access>(client: &Client<A>, cursor: Option<&str>) -> Result<Option<i64>, CallError> {
    let read = |text: &str| {
        let why = "this is no cursor; give the `next_cursor` of an answer, unchanged";
        text.parse().map_err(|_| refuse(client, "cursor", why))
    };
    cursor.map(read).transpose()
}

/// A limit that Autotask takes.
pub fn limit<A: Access>(client: &Client<A>, limit: u32) -> Result<u32, CallError> {
    if (1..=MOST_ROWS).contains(&limit) {
        Ok(limit)
    } else {
        Err(refuse(client, "limit", format!("must be from 1 to {MOST_ROWS}")))
    }
}

/// Conditions that a caller wrote in Autotask's own grammar.
pub fn filter<A: Access>(client: &Client<A>, filter: Vec<Condition>) -> Result<Vec<Condition>, CallError> {
    query::check(&filter).map_err(|why| refuse(client, "filter", why))?;
    Ok(filter)
}

/// A text that must not be blank.
pub fn text<A: Access>(client: &Client<A>, field: &str, value: &str) -> Result<(), CallError> {
    if value.trim().is_empty() {
        Err(refuse(client, field, "must not be blank"))
    } else {
        Ok(())
    }
}

/// An instant, or the beginning of a day in UTC.
pub fn moment<A: Access>(client: &Client<A>, field: &str, text: &str) -> Result<Timestamp, CallError> {
    let text = text.trim();
    let day = || {
        text.parse::<Date>()
            .ok()?
            .in_tz("UTC")
            .ok()
            .map(|day| day.timestamp())
    };
    // A day first: as an instant it would be refused for its missing offset.
    let is_day = text.len() == "2026-11-24".len();
    let read = if is_day { day() } else { text.parse().ok() };
    read.ok_or_else(|| {
        let why = "write an instant with its offset, like 2026-11-24T09:00:00Z, or a day, like 2026-11-24";
        refuse(client, field, why)
    })
}
