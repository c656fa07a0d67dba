//! A company's contacts. To order, a company needs a primary one of each kind: Admin, Billing and Technical.

use super::super::{
    inputs::{Filters, RecordId, Window},
    pages, paths,
    records::Contact,
};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which company's contacts.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfCompany {
    /// The company's id.
    pub company_id: RecordId,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A company's contacts.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = OfCompany;
    type Output = Page<Contact>;
    const ID: &'static str = "contacts.list";
    const TITLE: &'static str = "List a company's contacts";

    async fn run(client: Client<Read>, input: OfCompany) -> Result<Page<Contact>, CallError> {
        let path = paths::List::Companies.below(&input.company_id, "contacts");
        let window = Window {
            limit: input.limit,
            cursor: input.cursor,
        };
        pages::read_at(&client, &path, &Filters::default(), &window).await
    }
}
