//! The firewall, read.

use super::super::{
    firewall::{self, Rule, Zone},
    inputs::{Id, SiteRef},
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which site.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AtSite {
    /// The site; may be left out when the console has only one.
    pub site: Option<SiteRef>,
}

/// Which rules.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The site; may be left out when the console has only one.
    pub site: Option<SiteRef>,
    /// Whose name holds this text.
    pub name_contains: Option<String>,
    /// True: only those that can be changed.
    pub changeable: Option<bool>,
}

/// Which rule.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// The site; may be left out when the console has only one.
    pub site: Option<SiteRef>,
    /// The rule's id.
    pub id: Id,
}

/// The zones of a site.
pub struct Zones;
/// The rules of a site.
pub struct List;
/// One rule.
pub struct Get;

impl Operation for Zones {
    type Access = Read;
    type Input = AtSite;
    type Output = Page<Zone>;
    const ID: &'static str = "firewall_zones.list";
    const TITLE: &'static str = "List the firewall zones of a site";

    async fn run(client: Client<Read>, input: AtSite) -> Result<Self::Output, CallError> {
        let firewall = firewall::open(&client, input.site.as_ref()).await?;
        Ok(Page {
            items: firewall.zones,
            next_cursor: None,
        })
    }
}

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Rule>;
    const ID: &'static str = "firewall_rules.list";
    const TITLE: &'static str = "List the firewall rules in force at a site";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        let firewall = firewall::open(&client, input.site.as_ref()).await?;
        let mut items = firewall.rules(&client).await?;
        items.retain(|rule| {
            let name = rule.name.as_deref().unwrap_or_default();
            input
                .name_contains
                .as_deref()
                .is_none_or(|part| name.contains(part))
                && input.changeable.is_none_or(|wanted| rule.changeable == wanted)
        });
        Ok(Page {
            items,
            next_cursor: None,
        })
    }
}

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Rule;
    const ID: &'static str = "firewall_rules.get";
    const TITLE: &'static str = "Get a firewall rule";

    async fn run(client: Client<Read>, input: Which) -> Result<Self::Output, CallError> {
        let firewall = firewall::open(&client, input.site.as_ref()).await?;
        let rules = firewall.rules(&client).await?;
        let found = rules.into_iter().find(|rule| rule.id == input.id.as_str());
        found.ok_or_else(|| client.session().error(CallErrorKind::NotFound))
    }
}
