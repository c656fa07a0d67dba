//! Reading companies.

use super::{
    inputs::{self, ById, ListInput},
    rows,
};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::autotask::{
        model::Company,
        paths,
        query::{Condition, Op},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

/// `companies.get`
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = ById;
    type Output = Company;
    const ID: &'static str = "companies.get";
    const TITLE: &'static str = "Read one company";

    async fn run(client: Client<Read>, input: ById) -> Result<Company, CallError> {
        rows::one(&client, paths::company(input.id)).await
    }
}

/// `companies.list`
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = ListInput;
    type Output = Page<Company>;
    const ID: &'static str = "companies.list";
    const TITLE: &'static str = "List all companies, or a page of them";

    async fn run(client: Client<Read>, input: ListInput) -> Result<Page<Company>, CallError> {
        rows::list(&client, paths::COMPANIES_QUERY, input).await
    }
}

/// `companies.search`
pub struct Search;

/// Which companies; all that is given must hold.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchInput {
    /// A part of the name, or of the company's number.
    #[serde(default)]
    pub query: Option<String>,
    /// True for active companies, false for the others.
    #[serde(default)]
    pub is_active: Option<bool>,
    /// Only companies of which a tracked field changed at or after this instant (`2026-11-24T09:00:00Z`) or day (UTC).
    #[serde(default)]
    pub changed_since: Option<String>,
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
    type Output = Page<Company>;
    const ID: &'static str = "companies.search";
    const TITLE: &'static str = "Search companies";

    async fn run(client: Client<Read>, input: SearchInput) -> Result<Page<Company>, CallError> {
        let mut conditions = inputs::filter(&client, input.filter)?;
        if let Some(text) = input
            .query
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            conditions.push(Condition::any(vec![
                Condition::new("companyName", Op::Contains, text),
                Condition::new("companyNumber", Op::Contains, text),
            ]));
        }
        if let Some(active) = input.is_active {
            conditions.push(Condition::new("isActive", Op::Eq, active));
        }
        if let Some(since) = &input.changed_since {
            let since = inputs::moment(&client, "changed_since", since)?.to_string();
            conditions.push(Condition::new("lastTrackedModifiedDateTime", Op::Gte, since));
        }
        rows::page(
            &client,
            paths::COMPANIES_QUERY,
            conditions,
            input.limit,
            input.cursor.as_deref(),
        )
        .await
    }
}
