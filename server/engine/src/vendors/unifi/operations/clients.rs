//! Clients that are connected now; the console tells no history.

use super::super::{
    filter::Filter,
    inputs::{self, Id, Mac, SiteRef, Term},
    model::{OfSite, Station},
    pages::{self, Part, Window},
    paths,
    place::Mode,
    private,
    sites::{self, Site},
    version,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// How a client is connected.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    /// By cable.
    Wired,
    /// By `WiFi`.
    Wireless,
    /// By VPN.
    Vpn,
    /// By Teleport.
    Teleport,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Kind::Wired => "WIRED",
            Kind::Wireless => "WIRELESS",
            Kind::Vpn => "VPN",
            Kind::Teleport => "TELEPORT",
        }
    }
}

/// Which clients: all that match every filter given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Only of this site; of all sites when absent.
    pub site: Option<SiteRef>,
    /// With this MAC address.
    pub mac_address: Option<Mac>,
    /// With this IP address.
    pub ip_address: Option<Term>,
    /// Connected this way.
    #[serde(rename = "type")]
    pub kind: Option<Kind>,
    /// True: guests; false: the others.
    pub guest: Option<bool>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Query {
    fn filter(&self) -> Filter {
        Filter::default()
            .mac(self.mac_address.as_ref())
            .ip(self.ip_address.as_ref())
            .kind(self.kind.map(Kind::as_str))
            .guest(self.guest)
    }

    fn window(&self) -> Window<'_> {
        Window {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}

/// Which client.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// The site it is in; may be left out when the console has only one.
    pub site: Option<SiteRef>,
    /// The client's id.
    pub id: Id,
}

/// All connected clients, or those that match.
pub struct List;
/// The connected clients that match at least one filter.
pub struct Search;
/// One connected client.
pub struct Get;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Station>;
    const ID: &'static str = "clients.list";
    const TITLE: &'static str = "List connected clients";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        read(&client, &input).await
    }
}

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Station>;
    const ID: &'static str = "clients.search";
    const TITLE: &'static str = "Search connected clients by address, type or access";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        if input.filter().is_empty() {
            let why = "give at least one filter to search by, or call clients.list for everything";
            return Err(inputs::refuse(&client, "input", why));
        }
        read(&client, &input).await
    }
}

async fn read(client: &Client<Read>, input: &Query) -> Result<Page<Station>, CallError> {
    let filter = &input.filter();
    pages::over_sites(
        client,
        input.site.as_ref(),
        input.window(),
        |site, place| async move { part(client, &site, place, filter).await },
    )
    .await
}

/// A part of one site's clients. Consoles before 9.5 do not filter them; there the rows are sifted here.
async fn part(
    client: &Client<Read>,
    site: &Site,
    place: (u64, u32),
    filter: &Filter,
) -> Result<Part<Station>, CallError> {
    if Mode::noted(client.session()) == Mode::Legacy {
        let mut rows = all_private(client, site).await?;
        rows.retain(|station| filter.holds_station(station));
        return Ok(pages::cut(rows, place));
    }
    let mut expression = filter.expression();
    if expression.is_some() && !version::of(client, site).await?.has(9, 5) {
        expression = None;
    }
    let part: Part<Station> =
        pages::page(client, paths::clients(&site.id), place, expression.as_deref()).await?;
    let is_filtered = expression.is_some();
    let rows = part.rows.into_iter().map(|station| station.in_site(&site.id));
    Ok(Part {
        rows: rows
            .filter(|station| is_filtered || filter.holds_station(station))
            .collect(),
        next: part.next,
    })
}

async fn all_private(client: &Client<Read>, site: &Site) -> Result<Vec<Station>, CallError> {
    let rows = private::rows(client, paths::private_clients(&site.id)).await?;
    rows.into_iter()
        .map(|row| Ok(private::record::<Station, _>(client, private::station(row))?.in_site(&site.id)))
        .collect()
}

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Station;
    const ID: &'static str = "clients.get";
    const TITLE: &'static str = "Get a connected client";

    async fn run(client: Client<Read>, input: Which) -> Result<Self::Output, CallError> {
        let site = sites::one(&client, input.site.as_ref()).await?;
        let id = input.id.as_str();
        let rows = if Mode::noted(client.session()) == Mode::Legacy {
            all_private(&client, &site).await?
        } else if !inputs::is_uuid(id) {
            return Err(inputs::refuse(&client, "id", "a client's id is a UUID"));
        } else if version::of(&client, &site).await?.has(9, 1) {
            let found: Station = client.get(paths::client(&site.id, id), &[]).await?;
            return Ok(found.in_site(&site.id));
        } else {
            pages::all(&client, || paths::clients(&site.id), None).await?
        };
        let found = rows
            .into_iter()
            .find(|row: &Station| row.id.eq_ignore_ascii_case(id));
        let found = found.ok_or_else(|| client.session().error(CallErrorKind::NotFound))?;
        Ok(found.in_site(&site.id))
    }
}
