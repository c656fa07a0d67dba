//! Reading resources, Autotask's word for the people who work at the MSP.

use super::{
    inputs::{self, ById, ListInput},
    rows,
};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::autotask::{
        model::Resource,
        paths,
        query::{Condition, Op},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

/// `resources.get`
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = ById;
    type Output = Resource;
    const ID: &'static str = "resources.get";
    const TITLE: &'static str = "Read one resource";

    async fn run(client: Client<Read>, input: ById) -> Result<Resource, CallError> {
        rows::one(&client, paths::resource(input.id)).await
    }
}

/// `resources.list`
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = ListInput;
    type Output = Page<Resource>;
    const ID: &'static str = "resources.list";
    const TITLE: &'static str = "List all resources, or a page of them";

    async fn run(client: Client<Read>, input: ListInput) -> Result<Page<Resource>, CallError> {
        rows::list(&client, paths::RESOURCES_QUERY, input).await
    }
}

/// `resources.search`
pub struct Search;

/// Which resources; all that is given must hold.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchInput {
    /// A part of the first name, the last name, the user name or the e-mail address.
    #[serde(default)]
    pub query: Option<String>,
    /// True for active resources, false for the others.
    #[serde(default)]
    pub is_active: Option<bool>,
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
    type Output = Page<Resource>;
    const ID: &'static str = "resources.search";
    const TITLE: &'static str = "Search resources";

    async fn run(client: Client<Read>, input: SearchInput) -> Result<Page<Resource>, CallError> {
        let mut conditions = inputs::filter(&client, input.filter)?;
        if let Some(text) = input
            .query
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            let fields = ["firstName", "lastName", "userName", "email"];
            let any = fields.map(|field| Condition::new(field, Op::Contains, text));
            conditions.push(Condition::any(any.into()));
        }
        if let Some(active) = input.is_active {
            conditions.push(Condition::new("isActive", Op::Eq, active));
        }
        rows::page(
            &client,
            paths::RESOURCES_QUERY,
            conditions,
            input.limit,
            input.cursor.as_deref(),
        )
        .await
    }
}
