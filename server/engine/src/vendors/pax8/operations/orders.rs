//! Orders: what was bought, and buying.
//!
//! Pax8 knows no idempotency key, so an order whose answer was lost is not sent again: `orders.list` with the company's id
//! tells whether it was placed.

use super::{
    super::{
        inputs::{Filters, RecordId, Which, Window},
        pages,
        paths::{self, ORDER_CHECK},
        records::Order,
        target,
    },
    order_input::OrderInput,
};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::{Dangerous, Read},
};
use contract::target::Target;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which orders.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// For this company; for all when absent.
    pub company_id: Option<RecordId>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// What a dry run found.
#[derive(Serialize, JsonSchema)]
pub struct Checked {
    /// True: Pax8 would take the order as it stands. What it would not take is an error in its own words.
    pub accepted: bool,
    /// Pax8's answer. It looks like an order; nothing was ordered.
    pub answer: Value,
}

/// One order.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Order;
    const ID: &'static str = "orders.get";
    const TITLE: &'static str = "Get an order";

    async fn run(client: Client<Read>, input: Which) -> Result<Order, CallError> {
        client.get(paths::List::Orders.record(&input.id), &[]).await
    }
}

/// All orders, or those for one company.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Order>;
    const ID: &'static str = "orders.list";
    const TITLE: &'static str = "List orders, of all companies or of one";

    async fn run(client: Client<Read>, input: Query) -> Result<Page<Order>, CallError> {
        let filters = Filters::default().with("companyId", input.company_id.as_ref());
        let window = Window {
            limit: input.limit,
            cursor: input.cursor,
        };
        pages::read(&client, paths::List::Orders, &filters, &window).await
    }
}

/// The dry run of an order.
pub struct Check;

impl Operation for Check {
    type Access = Read;
    type Input = OrderInput;
    type Output = Checked;
    const ID: &'static str = "orders.check";
    const TITLE: &'static str = "Check an order without placing it";

    async fn run(client: Client<Read>, input: OrderInput) -> Result<Checked, CallError> {
        let body = input.into_body(&client)?;
        let answer = client.search(ORDER_CHECK, &body).await?;
        Ok(Checked {
            accepted: true,
            answer,
        })
    }
}

/// Placing an order.
pub struct Create;

impl Operation for Create {
    type Access = Dangerous;
    type Input = OrderInput;
    type Output = Order;
    const ID: &'static str = "orders.create";
    const TITLE: &'static str = "Place an order; it is checked first and costs money";

    async fn run(client: Client<Dangerous>, input: OrderInput) -> Result<Order, CallError> {
        let body = input.into_body(&client)?;
        // The same body, so that what is bought is what was found good.
        let _: Value = client.search(ORDER_CHECK, &body).await?;
        client.post(paths::List::Orders.path(), &body).await
    }

    async fn target(client: Client<Read>, input: OrderInput) -> Result<Option<Target>, CallError> {
        target::to_order(&client, &input).await.map(Some)
    }
}
