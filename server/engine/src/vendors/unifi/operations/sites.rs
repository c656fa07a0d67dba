//! The sites of a console.

use super::super::{inputs, model::SiteRecord, pages, paths, place::Mode, sites};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which part of the sites.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// All sites.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<SiteRecord>;
    const ID: &'static str = "sites.list";
    const TITLE: &'static str = "List sites";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        if input.limit.is_none() && input.cursor.is_none() {
            let items = sites::all(&client).await?;
            return Ok(Page {
                items,
                next_cursor: None,
            });
        }
        let limit = input.limit.unwrap_or(200);
        if !(1..=200).contains(&limit) {
            return Err(inputs::refuse(&client, "limit", "give a number from 1 to 200"));
        }
        let offset = input
            .cursor
            .as_deref()
            .map_or(Ok(0), str::parse::<u64>)
            .map_err(|_| inputs::refuse(&client, "cursor", "give `next_cursor` as it was answered"))?;
        let part = if Mode::noted(client.session()) == Mode::Legacy {
            pages::cut(sites::all(&client).await?, (offset, limit))
        } else {
            pages::page(&client, paths::sites(), (offset, limit), None).await?
        };
        Ok(Page {
            items: part.rows,
            next_cursor: part.next.map(|next| next.to_string()),
        })
    }
}
