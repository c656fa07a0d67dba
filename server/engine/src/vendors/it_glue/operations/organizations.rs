//! Organizations: the MSP's customers, vendors, and itself.

use super::super::{
    attributes::Organization,
    inputs::{Filters, RecordId, Term},
    model::{One, Record},
    pages::{self, Window},
    paths::Collection,
    systems::PsaSystem,
};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which organization.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its id.
    pub id: RecordId,
}

/// Which organizations: all that match every filter given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// This id.
    pub id: Option<RecordId>,
    /// This name, by IT Glue's own matching.
    pub name: Option<Term>,
    /// Of this organization type.
    pub organization_type_id: Option<RecordId>,
    /// Of this organization status.
    pub organization_status_id: Option<RecordId>,
    /// Created within `start, end`, with `*` for an open end, e.g. `2026-11-01, *`.
    pub created_at: Option<Term>,
    /// Changed within `start, end`, with `*` for an open end.
    pub updated_at: Option<Term>,
    /// Of this `MyGlue` account.
    pub my_glue_account_id: Option<RecordId>,
    /// Known to the PSA by this id; give `psa_integration_type` with it.
    pub psa_id: Option<Term>,
    /// Which PSA.
    pub psa_integration_type: Option<PsaSystem>,
    /// Visible to this group.
    pub group_id: Option<RecordId>,
    /// True: the MSP's own organization.
    pub primary: Option<bool>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 1000))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Query {
    fn filters(&self) -> Filters {
        Filters::default()
            .with("filter[id]", self.id.as_ref())
            .with("filter[name]", self.name.as_ref())
            .with("filter[organization_type_id]", self.organization_type_id.as_ref())
            .with(
                "filter[organization_status_id]",
                self.organization_status_id.as_ref(),
            )
            .with("filter[created_at]", self.created_at.as_ref())
            .with("filter[updated_at]", self.updated_at.as_ref())
            .with("filter[my_glue_account_id]", self.my_glue_account_id.as_ref())
            .with("filter[psa_id]", self.psa_id.as_ref())
            .with("filter[psa_integration_type]", self.psa_integration_type.as_ref())
            .with("filter[group_id]", self.group_id.as_ref())
            .with("filter[primary]", self.primary.as_ref())
    }

    fn window(&self) -> Window<'_> {
        Window {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}

/// One organization.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Record<Organization>;
    const ID: &'static str = "organizations.get";
    const TITLE: &'static str = "Get an organization";

    async fn run(client: Client<Read>, input: Which) -> Result<Self::Output, CallError> {
        let found: One<Organization> = client
            .get(Collection::Organizations.record(&input.id), &[])
            .await?;
        Ok(found.data.into_record())
    }
}

/// All organizations, or those that match.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Record<Organization>>;
    const ID: &'static str = "organizations.list";
    const TITLE: &'static str = "List organizations";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        pages::read(
            &client,
            Collection::Organizations,
            &input.filters(),
            input.window(),
        )
        .await
    }
}

/// The organizations that match at least one filter.
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Record<Organization>>;
    const ID: &'static str = "organizations.search";
    const TITLE: &'static str = "Search organizations by name, id, PSA id or other filters";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        let filters = input.filters().some(&client)?;
        pages::read(&client, Collection::Organizations, &filters, input.window()).await
    }
}
