//! Customers: the tenants that other operations may name.

use super::super::{inputs::Window, model::Customer, pages::List as Rows, paths, tenants::as_user_first};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// The largest page of customers.
const LARGEST: u32 = 300;

/// All customers, or a page of them.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// A page of about so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 300))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Everybody with a GDAP relationship to the partner.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Which;
    type Output = Page<Customer>;
    const ID: &'static str = "customers.list";
    const TITLE: &'static str = "List the customers that you manage through GDAP";

    async fn run(client: Client<Read>, input: Which) -> Result<Page<Customer>, CallError> {
        let here = as_user_first(&client, None)?;
        let window = Window {
            limit: input.limit,
            cursor: input.cursor.as_deref(),
        };
        let list = Rows::new(paths::customers()).largest(LARGEST);
        list.read(&here.client, window).await
    }
}
