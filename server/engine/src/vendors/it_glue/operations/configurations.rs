//! Configurations: devices and other configuration items.

use super::super::{
    attributes::Configuration,
    inputs::{Filters, RecordId, Term},
    model::{One, Record},
    pages::{self, Window},
    paths::Collection,
    systems::{PsaSystem, RmmSystem},
};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which configuration.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its id.
    pub id: RecordId,
}

/// Which configurations: all that match every filter given. IT Glue has no filter by host name or by time of change.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// This id.
    pub id: Option<RecordId>,
    /// This name, by IT Glue's own matching.
    pub name: Option<Term>,
    /// Of this organization.
    pub organization_id: Option<RecordId>,
    /// Of this configuration type.
    pub configuration_type_id: Option<RecordId>,
    /// Of this configuration status.
    pub configuration_status_id: Option<RecordId>,
    /// Of this contact.
    pub contact_id: Option<RecordId>,
    /// With this serial number.
    pub serial_number: Option<Term>,
    /// With this MAC address, as IT Glue writes it.
    pub mac_address: Option<Term>,
    /// With this asset tag.
    pub asset_tag: Option<Term>,
    /// Known to the PSA by this id; give `psa_integration_type` with it.
    pub psa_id: Option<Term>,
    /// Which PSA.
    pub psa_integration_type: Option<PsaSystem>,
    /// Known to the RMM by this id; give `rmm_integration_type` with it.
    pub rmm_id: Option<Term>,
    /// Which RMM; Datto RMM is `aem`.
    pub rmm_integration_type: Option<RmmSystem>,
    /// True: archived ones; false: the others.
    pub archived: Option<bool>,
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
            .with("filter[organization_id]", self.organization_id.as_ref())
            .with(
                "filter[configuration_type_id]",
                self.configuration_type_id.as_ref(),
            )
            .with(
                "filter[configuration_status_id]",
                self.configuration_status_id.as_ref(),
            )
            .with("filter[contact_id]", self.contact_id.as_ref())
            .with("filter[serial_number]", self.serial_number.as_ref())
            .with("filter[mac_address]", self.mac_address.as_ref())
            .with("filter[asset_tag]", self.asset_tag.as_ref())
            .with("filter[psa_id]", self.psa_id.as_ref())
            .with("filter[psa_integration_type]", self.psa_integration_type.as_ref())
            .with("filter[rmm_id]", self.rmm_id.as_ref())
            .with("filter[rmm_integration_type]", self.rmm_integration_type.as_ref())
            .with("filter[archived]", self.archived.as_ref())
    }

    fn window(&self) -> Window<'_> {
        Window {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}

/// One configuration.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Record<Configuration>;
    const ID: &'static str = "configurations.get";
    const TITLE: &'static str = "Get a configuration";

    async fn run(client: Client<Read>, input: Which) -> Result<Self::Output, CallError> {
        let found: One<Configuration> = client
            .get(Collection::Configurations.record(&input.id), &[])
            .await?;
        Ok(found.data.into_record())
    }
}

/// All configurations, or those that match.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Record<Configuration>>;
    const ID: &'static str = "configurations.list";
    const TITLE: &'static str = "List configurations";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        pages::read(
            &client,
            Collection::Configurations,
            &input.filters(),
            input.window(),
        )
        .await
    }
}

/// The configurations that match at least one filter.
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Record<Configuration>>;
    const ID: &'static str = "configurations.search";
    const TITLE: &'static str = "Search configurations by name, serial number, organization or other filters";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        let filters = input.filters().some(&client)?;
        pages::read(&client, Collection::Configurations, &filters, input.window()).await
    }
}
