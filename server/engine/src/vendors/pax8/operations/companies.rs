//! Companies: whom the MSP buys for.

use super::super::{
    inputs::{Filters, Term, Which, Window},
    pages, paths,
    records::Company,
};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether a company can be ordered for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub enum Status {
    /// It can.
    Active,
    /// A primary contact is missing.
    Inactive,
    /// It is gone.
    Deleted,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Which companies: all that match every filter given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// In this state.
    pub status: Option<Status>,
    /// In this city.
    pub city: Option<Term>,
    /// In this country, e.g. `US`.
    pub country: Option<Term>,
    /// In this state or province.
    pub state_or_province: Option<Term>,
    /// With this postal code.
    pub postal_code: Option<Term>,
    /// True: those that may buy for themselves; false: the others.
    pub self_service_allowed: Option<bool>,
    /// True: those that Pax8 bills; false: those that the partner bills.
    pub bill_on_behalf_of_enabled: Option<bool>,
    /// True: those whose own orders need approval; false: the others.
    pub order_approval_required: Option<bool>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One company.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Company;
    const ID: &'static str = "companies.get";
    const TITLE: &'static str = "Get a company";

    async fn run(client: Client<Read>, input: Which) -> Result<Company, CallError> {
        client.get(paths::List::Companies.record(&input.id), &[]).await
    }
}

/// All companies.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Window;
    type Output = Page<Company>;
    const ID: &'static str = "companies.list";
    const TITLE: &'static str = "List companies";

    async fn run(client: Client<Read>, input: Window) -> Result<Page<Company>, CallError> {
        let order = Filters::default().sorted("name");
        pages::read(&client, paths::List::Companies, &order, &input).await
    }
}

/// The companies that match at least one filter.
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Company>;
    const ID: &'static str = "companies.search";
    const TITLE: &'static str = "Search companies by state, place or billing";

    async fn run(client: Client<Read>, input: Query) -> Result<Page<Company>, CallError> {
        let filters = Filters::default()
            .with("status", input.status.as_ref())
            .with("city", input.city.as_ref())
            .with("country", input.country.as_ref())
            .with("stateOrProvince", input.state_or_province.as_ref())
            .with("postalCode", input.postal_code.as_ref())
            .with("selfServiceAllowed", input.self_service_allowed.as_ref())
            .with("billOnBehalfOfEnabled", input.bill_on_behalf_of_enabled.as_ref())
            .with("orderApprovalRequired", input.order_approval_required.as_ref())
            .some(&client)?
            .sorted("name");
        let window = Window {
            limit: input.limit,
            cursor: input.cursor,
        };
        pages::read(&client, paths::List::Companies, &filters, &window).await
    }
}
