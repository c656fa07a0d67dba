//! The firewall, by whichever of three APIs is in force at a site.
//!
//! ```text
//! official policies   Network 10.1 and newer, zone-based
//! private policies    Network 9.0 to 10.0, or any with a login, zone-based
//! classic rules       sites that do not run the zone-based firewall
//! ```
//!
//! Failure story: a classic rule is taken by a console whose site runs the zone-based firewall, is shown, and matches
//! nothing. So the API is chosen by what the site runs, never by what would be accepted, and a rule that cannot match is
//! refused with the reason. `address.rs` reads addresses and ports, `effect.rs` tells what can never match, `input.rs` is
//! what callers give; `official.rs`, `second.rs` and `classic.rs` word it for each API.

pub mod address;
pub mod classic;
mod effect;
pub mod input;
pub mod official;
pub mod second;

use super::{
    inputs::{self, SiteRef},
    manifest::MODE,
    pages, paths,
    place::Mode,
    private::{self, Row},
    sites::{self, Site},
    version,
};
use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Access,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Which API a site's firewall is spoken to by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Api {
    /// The official API's policies.
    Official,
    /// The private API's zone-based policies.
    Private,
    /// Classic rules.
    Classic,
}

/// A firewall zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Zone {
    /// The site it belongs to.
    #[serde(default)]
    pub site_id: String,
    /// Its id.
    pub id: String,
    /// Its name, e.g. `Internal` or `External`.
    pub name: Option<String>,
    /// All else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A rule or policy; what it matches stands among the rest, in the words of its API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// The site it belongs to.
    #[serde(default)]
    pub site_id: String,
    /// The API it comes from.
    pub api: Api,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Whether it is in force.
    pub enabled: Option<bool>,
    /// False for what comes with the console or follows from another policy: that cannot be changed.
    pub changeable: bool,
    /// All else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A site's firewall.
pub struct Firewall {
    /// The site.
    pub site: Site,
    /// Its API.
    pub api: Api,
    /// Its zones; none where the firewall is classic.
    pub zones: Vec<Zone>,
}

/// Finds out which API is in force at a site.
pub async fn open<A: Access>(client: &Client<A>, named: Option<&SiteRef>) -> Result<Firewall, CallError> {
    let site = sites::one(client, named).await?;
    let mode = Mode::noted(client.session());
    let version = version::of(client, &site).await?;
    if mode != Mode::Legacy && version.has(10, 1) {
        let zones: Vec<Zone> = pages::all(client, || paths::zones(&site.id), None).await?;
        if !zones.is_empty() {
            return Ok(Firewall {
                zones: zones.into_iter().map(|zone| zone.of(&site)).collect(),
                api: Api::Official,
                site,
            });
        }
    }
    if mode == Mode::Cloud {
        let why = format!(
            "UniFi Network {version} at this site has no firewall policies in its official API (10.1 with the zone-based \
             firewall has), and the cloud connector is documented for that API only; connect to the console itself"
        );
        return Err(inputs::refuse(client, MODE, why));
    }
    let site = match site.reference {
        Some(_) => site,
        None => sites::whole(client, named).await?,
    };
    let reference = reference(client, &site)?;
    let zones = if version.has(9, 0) {
        private_zones(client, reference)
            .await
            .map_err(|error| key_refused(mode, error))?
    } else {
        Vec::new()
    };
    Ok(Firewall {
        api: if zones.is_empty() {
            Api::Classic
        } else {
            Api::Private
        },
        zones: zones.into_iter().map(|zone| zone.of(&site)).collect(),
        site,
    })
}

/// The short name, by which the private API knows a site.
pub fn reference<'a, A: Access>(client: &Client<A>, site: &'a Site) -> Result<&'a str, CallError> {
    site.reference.as_deref().ok_or_else(|| {
        let why = "this console's version tells no short name of the site, which its private API needs; connect by user \
                   name and password";
        inputs::refuse(client, MODE, why)
    })
}

/// The zones of the private API; none where it has no such path.
async fn private_zones<A: Access>(client: &Client<A>, site: &str) -> Result<Vec<Zone>, CallError> {
    let rows = match private::bare_rows(client, paths::private_zones(site)).await {
        Err(error) if error.kind == CallErrorKind::NotFound => Vec::new(),
        rows => rows?,
    };
    rows.into_iter()
        .map(|row| private::record(client, with_id(row)))
        .collect()
}

/// Some consoles take an API key for their private API and some do not; a key that works elsewhere is not a wrong key.
fn key_refused(mode: Mode, mut error: CallError) -> CallError {
    if mode == Mode::Local && error.kind == CallErrorKind::Credentials {
        let why = "this console does not take API keys for its private API, by which the firewall is changed before Network \
                   10.1; update it, or connect by user name and password (old controller)";
        error.kind = CallErrorKind::Input {
            field: MODE.into(),
            why: why.into(),
        };
    }
    error
}

fn with_id(mut row: Row) -> Row {
    if let Some(id) = row.remove("_id") {
        row.insert("id".to_owned(), id);
    }
    row
}

impl Zone {
    fn of(self, site: &Site) -> Self {
        Self {
            site_id: site.id.clone(),
            ..self
        }
    }
}

impl Firewall {
    /// All its rules.
    pub async fn rules<A: Access>(&self, client: &Client<A>) -> Result<Vec<Rule>, CallError> {
        let rows: Vec<Row> = match self.api {
            Api::Official => pages::all(client, || paths::policies(&self.site.id), None).await?,
            Api::Private => {
                let path = paths::private_policies(reference(client, &self.site)?);
                private::bare_rows(client, path).await?
            }
            Api::Classic => {
                let path = paths::rules(reference(client, &self.site)?);
                private::rows(client, path)
                    .await
                    .map_err(|error| key_refused(Mode::noted(client.session()), error))?
            }
        };
        rows.into_iter().map(|row| self.rule(client, row)).collect()
    }

    /// A row as a rule.
    pub fn rule<A: Access>(&self, client: &Client<A>, row: Row) -> Result<Rule, CallError> {
        let is = |row: &Row, name: &str| row.get(name).and_then(Value::as_bool) == Some(true);
        let changeable = match self.api {
            Api::Official => {
                let origin = row.get("metadata").and_then(|metadata| metadata.get("origin"));
                origin.and_then(Value::as_str) == Some("USER_DEFINED")
            }
            Api::Private => !is(&row, "predefined"),
            Api::Classic => !is(&row, "attr_no_edit"),
        };
        let mut row = with_id(row);
        row.insert("siteId".to_owned(), self.site.id.clone().into());
        row.insert("changeable".to_owned(), changeable.into());
        row.insert(
            "api".to_owned(),
            serde_json::to_value(self.api).unwrap_or_default(),
        );
        private::record(client, row)
    }

    /// The id of a zone that is named by its id or its name.
    pub fn zone<A: Access>(
        &self,
        client: &Client<A>,
        field: &str,
        named: Option<&str>,
    ) -> Result<String, CallError> {
        let listed: Vec<_> = self
            .zones
            .iter()
            .map(|zone| zone.name.as_deref().unwrap_or(&zone.id))
            .collect();
        let named = named.map(str::trim).unwrap_or_default();
        let is_it = |zone: &&Zone| {
            zone.id == named
                || zone
                    .name
                    .as_deref()
                    .is_some_and(|name| name.eq_ignore_ascii_case(named))
        };
        self.zones
            .iter()
            .find(is_it)
            .map(|zone| zone.id.clone())
            .ok_or_else(|| {
                let why = format!("name one of the site's firewall zones: {}", listed.join(", "));
                inputs::refuse(client, &format!("{field}.zone"), why)
            })
    }
}
