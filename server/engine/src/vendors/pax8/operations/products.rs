//! Products: what can be bought, and what an order has to tell about it.

use super::super::{
    inputs::{Filters, RecordId, Term, Which, Window},
    pages, paths,
    records::{Dependencies, Price, Product, ProvisionDetail},
};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which products: all that match every filter given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Words to look for, by Pax8's own matching.
    pub query: Option<Term>,
    /// Of this maker.
    pub vendor_name: Option<Term>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which product, and for whom.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceOf {
    /// The product's id.
    pub id: RecordId,
    /// The company it is for; the partner's usual prices when absent.
    pub company_id: Option<RecordId>,
}

/// One product.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Product;
    const ID: &'static str = "products.get";
    const TITLE: &'static str = "Get a product";

    async fn run(client: Client<Read>, input: Which) -> Result<Product, CallError> {
        client.get(paths::List::Products.record(&input.id), &[]).await
    }
}

/// All products.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Window;
    type Output = Page<Product>;
    const ID: &'static str = "products.list";
    const TITLE: &'static str = "List products";

    async fn run(client: Client<Read>, input: Window) -> Result<Page<Product>, CallError> {
        let order = Filters::default().sorted("name");
        pages::read(&client, paths::List::Products, &order, &input).await
    }
}

/// The products that match at least one filter.
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Wanted;
    type Output = Page<Product>;
    const ID: &'static str = "products.search";
    const TITLE: &'static str = "Search products by words or maker";

    async fn run(client: Client<Read>, input: Wanted) -> Result<Page<Product>, CallError> {
        let filters = Filters::default()
            .with("search", input.query.as_ref())
            .with("vendorName", input.vendor_name.as_ref())
            .some(&client)?
            .sorted("name");
        let window = Window {
            limit: input.limit,
            cursor: input.cursor,
        };
        pages::read(&client, paths::List::Products, &filters, &window).await
    }
}

/// What an order has to tell about a product.
pub struct ProvisionDetails;

impl Operation for ProvisionDetails {
    type Access = Read;
    type Input = Which;
    type Output = Page<ProvisionDetail>;
    const ID: &'static str = "products.provision_details";
    const TITLE: &'static str = "List what an order has to tell about a product";

    async fn run(client: Client<Read>, input: Which) -> Result<Self::Output, CallError> {
        let path = paths::List::Products.below(&input.id, "provision-details");
        pages::whole(&client, path, &[]).await
    }
}

/// What a product can be committed to, and what has to be there with it.
pub struct DependenciesOf;

impl Operation for DependenciesOf {
    type Access = Read;
    type Input = Which;
    type Output = Dependencies;
    const ID: &'static str = "products.dependencies";
    const TITLE: &'static str = "Get a product's commitments and the products it requires";

    async fn run(client: Client<Read>, input: Which) -> Result<Dependencies, CallError> {
        let path = paths::List::Products.below(&input.id, "dependencies");
        client.get(path, &[]).await
    }
}

/// What a product costs.
pub struct Pricing;

impl Operation for Pricing {
    type Access = Read;
    type Input = PriceOf;
    type Output = Page<Price>;
    const ID: &'static str = "products.pricing";
    const TITLE: &'static str = "List a product's prices, for the partner or for one company";

    async fn run(client: Client<Read>, input: PriceOf) -> Result<Page<Price>, CallError> {
        let path = paths::List::Products.below(&input.id, "pricing");
        let company = input.company_id.map(|id| id.to_string());
        let query: Vec<_> = company.iter().map(|id| ("companyId", id.as_str())).collect();
        pages::whole(&client, path, &query).await
    }
}
