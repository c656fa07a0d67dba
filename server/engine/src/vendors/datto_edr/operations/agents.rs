//! Agents: the endpoints.

use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::datto_edr::{
        filter::Conditions,
        inputs::{ById, EntityId, Term},
        model::Agent,
        pages::{self, Window},
        paths::Model,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which agents: all that match every filter given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of exactly this host name.
    pub hostname: Option<Term>,
    /// With this text in the host name, whatever the case.
    pub hostname_contains: Option<Term>,
    /// Of this Datto RMM device UID.
    pub device_id: Option<EntityId>,
    /// Of this organization.
    pub organization_id: Option<EntityId>,
    /// Of this location (target group).
    pub location_id: Option<EntityId>,
    /// With this status, e.g. `Online`.
    pub status: Option<Term>,
    /// True: active ones; false: the others.
    pub active: Option<bool>,
    /// True: isolated ones; false: the others.
    pub isolated: Option<bool>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 1000))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<EntityId>,
}

impl Query {
    fn conditions(&self) -> Conditions {
        Conditions::default()
            .text("hostname", self.hostname.as_ref())
            .holds("hostname", self.hostname_contains.as_ref())
            .id("deviceId", self.device_id.as_ref())
            .id("organizationId", self.organization_id.as_ref())
            .id("locationId", self.location_id.as_ref())
            .text("status", self.status.as_ref())
            .is("active", self.active)
            .is("isolated", self.isolated)
    }

    fn window(&self) -> Window<'_> {
        Window {
            limit: self.limit,
            cursor: self.cursor.as_ref(),
        }
    }
}

/// `agents.get`
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = ById;
    type Output = Agent;
    const ID: &'static str = "agents.get";
    const TITLE: &'static str = "Get an agent, with whether it is isolated";

    async fn run(client: Client<Read>, input: ById) -> Result<Agent, CallError> {
        client.get(Model::AgentDetails.record(&input.id), &[]).await
    }
}

/// `agents.list`
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Agent>;
    const ID: &'static str = "agents.list";
    const TITLE: &'static str = "List agents";

    async fn run(client: Client<Read>, input: Query) -> Result<Page<Agent>, CallError> {
        pages::read(&client, Model::AgentDetails, &input.conditions(), input.window()).await
    }
}

/// `agents.search`
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Agent>;
    const ID: &'static str = "agents.search";
    const TITLE: &'static str = "Search agents by host name, Datto RMM device, organization or other filters";

    async fn run(client: Client<Read>, input: Query) -> Result<Page<Agent>, CallError> {
        let conditions = input.conditions().some(&client)?;
        pages::read(&client, Model::AgentDetails, &conditions, input.window()).await
    }
}
