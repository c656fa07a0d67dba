//! Alerts. Datto EDR has no incidents: the alert is the unit. After about 30 days an alert moves to an archive of its own,
//! and the caller says which of the two is meant.

use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::datto_edr::{
        filter::Conditions,
        inputs::{self, EntityId, Term},
        model::Alert,
        pages::{self, Window},
        paths::Model,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

/// How grave an alert is.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

/// What raised an alert.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceType {
    Rule,
    Reputation,
    Compliance,
    Extension,
    Av,
}

impl Severity {
    const fn as_str(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

impl SourceType {
    const fn as_str(self) -> &'static str {
        match self {
            SourceType::Rule => "rule",
            SourceType::Reputation => "reputation",
            SourceType::Compliance => "compliance",
            SourceType::Extension => "extension",
            SourceType::Av => "av",
        }
    }
}

/// Which alert, and where it is kept.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its id.
    pub id: EntityId,
    /// True for an alert older than about 30 days, which Datto EDR keeps in its archive of alerts.
    #[serde(default)]
    pub old: bool,
}

/// Which alerts: all that match every filter given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// True to look among those older than about 30 days, which Datto EDR keeps in its archive of alerts.
    #[serde(default)]
    pub old: bool,
    /// Of this severity.
    pub severity: Option<Severity>,
    /// Raised by this kind of source.
    pub source_type: Option<SourceType>,
    /// Of this agent.
    pub agent_id: Option<EntityId>,
    /// Of this Datto RMM device UID.
    pub device_id: Option<EntityId>,
    /// Of exactly this host name.
    pub hostname: Option<Term>,
    /// Of this organization.
    pub organization_id: Option<EntityId>,
    /// True: acknowledged ones; false: those still open.
    pub archived: Option<bool>,
    /// Recorded after this instant (or day, in UTC). Overlap with what you already have.
    pub created_after: Option<Term>,
    /// Recorded before this instant (or day, in UTC).
    pub created_before: Option<Term>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 1000))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<EntityId>,
}

impl Query {
    fn conditions(&self, client: &Client<Read>) -> Result<Conditions, CallError> {
        let after = inputs::moment(client, "created_after", self.created_after.as_ref())?;
        let before = inputs::moment(client, "created_before", self.created_before.as_ref())?;
        Ok(Conditions::default()
            .is("severity", self.severity.map(Severity::as_str))
            .is("sourceType", self.source_type.map(SourceType::as_str))
            .id("agentId", self.agent_id.as_ref())
            .id("deviceId", self.device_id.as_ref())
            .text("hostname", self.hostname.as_ref())
            .id("organizationId", self.organization_id.as_ref())
            .is("archived", self.archived)
            .after("createdOn", after)
            .before("createdOn", before))
    }

    fn model(&self) -> Model {
        if self.old {
            Model::AlertsArchive
        } else {
            Model::Alerts
        }
    }

    fn window(&self) -> Window<'_> {
        Window {
            limit: self.limit,
            cursor: self.cursor.as_ref(),
        }
    }
}

/// `alerts.get`
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Alert;
    const ID: &'static str = "alerts.get";
    const TITLE: &'static str = "Get an alert with its verdicts";

    async fn run(client: Client<Read>, input: Which) -> Result<Alert, CallError> {
        let model = if input.old {
            Model::AlertsArchive
        } else {
            Model::AlertDetails
        };
        client.get(model.record(&input.id), &[]).await
    }
}

/// `alerts.list`
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Alert>;
    const ID: &'static str = "alerts.list";
    const TITLE: &'static str = "List alerts";

    async fn run(client: Client<Read>, input: Query) -> Result<Page<Alert>, CallError> {
        let conditions = input.conditions(&client)?;
        pages::read(&client, input.model(), &conditions, input.window()).await
    }
}

/// `alerts.search`
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Alert>;
    const ID: &'static str = "alerts.search";
    const TITLE: &'static str = "Search alerts by severity, source, endpoint, time or other filters";

    async fn run(client: Client<Read>, input: Query) -> Result<Page<Alert>, CallError> {
        let conditions = input.conditions(&client)?.some(&client)?;
        pages::read(&client, input.model(), &conditions, input.window()).await
    }
}
