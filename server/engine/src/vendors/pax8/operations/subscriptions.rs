//! Subscriptions: what each company has, and how it came to be so.

use super::{
    super::{
        inputs::{Filters, RecordId, Which, Window},
        pages, paths,
        records::{Company, Subscription},
    },
    order_input::BillingTerm,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The order in which pages are asked for: the oldest first, so that new ones do not shift those already read.
const ORDER: &str = "createdDate,asc";

/// How a subscription stands.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub enum Status {
    /// Provisioned.
    Active,
    /// Ended.
    Cancelled,
    /// Somebody has to do something for it.
    PendingManual,
    /// It is being provisioned.
    PendingAutomated,
    /// It is being ended.
    PendingCancel,
    /// Provisioning details are missing.
    WaitingForDetails,
    /// On trial.
    Trial,
    /// It came of a trial.
    Converted,
    /// It has to be activated.
    PendingActivation,
    /// It was activated.
    Activated,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl fmt::Display for BillingTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which subscriptions: all that match every filter given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of this company.
    pub company_id: Option<RecordId>,
    /// To this product.
    pub product_id: Option<RecordId>,
    /// In this state.
    pub status: Option<Status>,
    /// Billed like this.
    pub billing_term: Option<BillingTerm>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One subscription.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Subscription;
    const ID: &'static str = "subscriptions.get";
    const TITLE: &'static str = "Get a subscription";

    async fn run(client: Client<Read>, input: Which) -> Result<Subscription, CallError> {
        client
            .get(paths::List::Subscriptions.record(&input.id), &[])
            .await
    }
}

/// All subscriptions.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Window;
    type Output = Page<Subscription>;
    const ID: &'static str = "subscriptions.list";
    const TITLE: &'static str = "List subscriptions";

    async fn run(client: Client<Read>, input: Window) -> Result<Page<Subscription>, CallError> {
        let order = Filters::default().sorted(ORDER);
        pages::read(&client, paths::List::Subscriptions, &order, &input).await
    }
}

/// The subscriptions that match at least one filter.
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Subscription>;
    const ID: &'static str = "subscriptions.search";
    const TITLE: &'static str = "Search subscriptions by company, product, state or billing term";

    async fn run(client: Client<Read>, input: Query) -> Result<Page<Subscription>, CallError> {
        let filters = Filters::default()
            .with("companyId", input.company_id.as_ref())
            .with("productId", input.product_id.as_ref())
            .with("status", input.status.as_ref())
            .with("billingTerm", input.billing_term.as_ref())
            .some(&client)?
            .sorted(ORDER);
        let window = Window {
            limit: input.limit,
            cursor: input.cursor,
        };
        let found = pages::read(&client, paths::List::Subscriptions, &filters, &window).await;
        match (found, input.company_id) {
            (Err(error), Some(company)) if error.kind == CallErrorKind::Permission => {
                Err(told_apart(&client, error, &company).await)
            }
            (found, _) => found,
        }
    }
}

/// A subscription's states.
pub struct History;

impl Operation for History {
    type Access = Read;
    type Input = Which;
    type Output = Page<Subscription>;
    const ID: &'static str = "subscriptions.history";
    const TITLE: &'static str = "List the states that a subscription was in";

    async fn run(client: Client<Read>, input: Which) -> Result<Page<Subscription>, CallError> {
        let path = paths::List::Subscriptions.below(&input.id, "history");
        pages::whole(&client, path, &[]).await
    }
}

/// Pax8 answers 403 here to a missing permission and to a company that is not there. Asking for the company itself tells
/// which; the vendor's first words stay.
async fn told_apart(client: &Client<Read>, mut error: CallError, company: &RecordId) -> CallError {
    let asked: Result<Company, _> = client.get(paths::List::Companies.record(company), &[]).await;
    if asked.is_err_and(|why| why.kind == CallErrorKind::NotFound) {
        error.kind = CallErrorKind::NotFound;
    }
    error
}
