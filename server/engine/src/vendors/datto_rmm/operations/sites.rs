//! Sites.

use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::datto_rmm::{
        inputs::{ByUid, ListInput, Term},
        model::{Site, withheld},
        pages, paths,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

/// `sites.get`
pub struct Get;
/// `sites.list`
pub struct List;
/// `sites.search`
pub struct Search;

/// Which sites.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchInput {
    /// A part of the name, by Datto RMM's own matching.
    pub name: Term,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 250))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Operation for Get {
    type Access = Read;
    type Input = ByUid;
    type Output = Site;
    const ID: &'static str = "sites.get";
    const TITLE: &'static str = "Get a site";

    async fn run(client: Client<Read>, input: ByUid) -> Result<Site, CallError> {
        client.get(paths::site(&input.uid), &[]).await.map_err(withheld)
    }
}

impl Operation for List {
    type Access = Read;
    type Input = ListInput;
    type Output = Page<Site>;
    const ID: &'static str = "sites.list";
    const TITLE: &'static str = "List sites";

    async fn run(client: Client<Read>, input: ListInput) -> Result<Self::Output, CallError> {
        let list = pages::List::new(paths::sites());
        let read = list.read(&client, input.limit, input.cursor.as_deref());
        read.await.map_err(withheld)
    }
}

impl Operation for Search {
    type Access = Read;
    type Input = SearchInput;
    type Output = Page<Site>;
    const ID: &'static str = "sites.search";
    const TITLE: &'static str = "Search sites by name";

    async fn run(client: Client<Read>, input: SearchInput) -> Result<Self::Output, CallError> {
        let list = pages::List::new(paths::sites()).with("siteName", Some(input.name.as_str()));
        let read = list.read(&client, input.limit, input.cursor.as_deref());
        read.await.map_err(withheld)
    }
}
