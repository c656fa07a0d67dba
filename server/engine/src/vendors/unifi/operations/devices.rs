//! Devices: switches, access points, gateways.

use super::super::{
    filter::Filter,
    inputs::{self, DeviceRef, Mac, SiteRef, Term},
    model::{Device, OfSite, Statistics},
    pages::{self, Part, Window},
    paths,
    place::Mode,
    private,
    sites::{self, Site},
    target, version,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Page},
    policy::{Access, Read, Write},
};
use contract::target::Target;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Which devices: all that match every filter given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Only of this site; of all sites when absent.
    pub site: Option<SiteRef>,
    /// With this MAC address.
    pub mac_address: Option<Mac>,
    /// With this IP address.
    pub ip_address: Option<Term>,
    /// Of exactly this name.
    pub name: Option<Term>,
    /// Whose name holds this text.
    pub name_contains: Option<Term>,
    /// Of this model, as the console writes it.
    pub model: Option<Term>,
    /// In this state, e.g. `ONLINE` or `OFFLINE`.
    pub state: Option<Term>,
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
            .name(self.name.as_ref())
            .name_holds(self.name_contains.as_ref())
            .model(self.model.as_ref())
            .state(self.state.as_ref())
    }

    fn window(&self) -> Window<'_> {
        Window {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}

/// Which device.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// The site it is in; may be left out when the console has only one.
    pub site: Option<SiteRef>,
    /// The device's id or MAC address.
    pub device: DeviceRef,
}

/// A command that the console took.
#[derive(Serialize, JsonSchema)]
pub struct Accepted {
    /// True: the console took the command. Whether it was carried out shows in the device's state and uptime.
    pub accepted: bool,
    /// The device, as it was before.
    pub device: Device,
}

/// All devices, or those that match.
pub struct List;
/// The devices that match at least one filter.
pub struct Search;
/// One device with ports and radios.
pub struct Get;
/// A device's newest figures.
pub struct Figures;
/// Restarts a device.
pub struct Restart;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Device>;
    const ID: &'static str = "devices.list";
    const TITLE: &'static str = "List devices";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        read(&client, &input).await
    }
}

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Device>;
    const ID: &'static str = "devices.search";
    const TITLE: &'static str = "Search devices by name, address, model or state";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        if input.filter().is_empty() {
            let why = "give at least one filter to search by, or call devices.list for everything";
            return Err(inputs::refuse(&client, "input", why));
        }
        read(&client, &input).await
    }
}

async fn read(client: &Client<Read>, input: &Query) -> Result<Page<Device>, CallError> {
    let filter = &input.filter();
    pages::over_sites(
        client,
        input.site.as_ref(),
        input.window(),
        |site, place| async move { part(client, &site, place, filter).await },
    )
    .await
}

/// A part of one site's devices. Consoles before 10.0 do not filter devices; there the rows are sifted here.
async fn part(
    client: &Client<Read>,
    site: &Site,
    place: (u64, u32),
    filter: &Filter,
) -> Result<Part<Device>, CallError> {
    if Mode::noted(client.session()) == Mode::Legacy {
        let mut rows = all_private(client, site).await?;
        rows.retain(|device| filter.holds_device(device));
        return Ok(pages::cut(rows, place));
    }
    let mut expression = filter.expression();
    if expression.is_some() && !version::of(client, site).await?.has(10, 0) {
        expression = None;
    }
    let part: Part<Device> =
        pages::page(client, paths::devices(&site.id), place, expression.as_deref()).await?;
    let is_filtered = expression.is_some();
    let rows = part.rows.into_iter().map(|device| device.in_site(&site.id));
    Ok(Part {
        rows: rows
            .filter(|device| is_filtered || filter.holds_device(device))
            .collect(),
        next: part.next,
    })
}

async fn all_private<A: Access>(client: &Client<A>, site: &Site) -> Result<Vec<Device>, CallError> {
    let rows = private::rows(client, paths::private_devices(&site.id)).await?;
    rows.into_iter()
        .map(|row| Ok(private::record::<Device, _>(client, private::device(row))?.in_site(&site.id)))
        .collect()
}

/// A device that must be there; by MAC address it is looked for in the list.
pub async fn find<A: Access>(
    client: &Client<A>,
    site: &Site,
    device: &DeviceRef,
) -> Result<Device, CallError> {
    if Mode::noted(client.session()) == Mode::Legacy {
        let rows = all_private(client, site).await?;
        let found = rows.into_iter().find(|row| is_it(row, device));
        return found.ok_or_else(|| client.session().error(CallErrorKind::NotFound));
    }
    let id = match device {
        DeviceRef::Id(id) if inputs::is_uuid(id) => id.clone(),
        DeviceRef::Id(_) => {
            let why = "a device's id is a UUID; give that, or the MAC address";
            return Err(inputs::refuse(client, "device", why));
        }
        DeviceRef::Mac(_) => {
            let rows: Vec<Device> = pages::all(client, || paths::devices(&site.id), None).await?;
            let found = rows.into_iter().find(|row| is_it(row, device));
            let found = found.ok_or_else(|| client.session().error(CallErrorKind::NotFound))?;
            if !inputs::is_uuid(&found.id) {
                let at = "the id of a device".to_owned();
                return Err(client.session().error(CallErrorKind::Contract { at }));
            }
            found.id
        }
    };
    let details: Device = client.get(paths::device(&site.id, &id), &[]).await?;
    Ok(details.in_site(&site.id))
}

fn is_it(row: &Device, device: &DeviceRef) -> bool {
    match device {
        DeviceRef::Id(id) => row.id.eq_ignore_ascii_case(id),
        DeviceRef::Mac(mac) => row
            .mac_address
            .as_deref()
            .is_some_and(|known| known.eq_ignore_ascii_case(mac)),
    }
}

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Device;
    const ID: &'static str = "devices.get";
    const TITLE: &'static str = "Get a device with its ports and radios";

    async fn run(client: Client<Read>, input: Which) -> Result<Self::Output, CallError> {
        let site = sites::one(&client, input.site.as_ref()).await?;
        find(&client, &site, &input.device).await
    }
}

impl Operation for Figures {
    type Access = Read;
    type Input = Which;
    type Output = Statistics;
    const ID: &'static str = "devices.statistics";
    const TITLE: &'static str = "Get a device's uptime, load and traffic";

    async fn run(client: Client<Read>, input: Which) -> Result<Self::Output, CallError> {
        let site = sites::one(&client, input.site.as_ref()).await?;
        let device = find(&client, &site, &input.device).await?;
        let figures: Statistics = if Mode::noted(client.session()) == Mode::Legacy {
            private::record(&client, private::statistics(device.rest))?
        } else {
            client.get(paths::statistics(&site.id, &device.id), &[]).await?
        };
        Ok(Statistics {
            site_id: site.id,
            device_id: device.id,
            ..figures
        })
    }
}

impl Operation for Restart {
    type Access = Write;
    type Input = Which;
    type Output = Accepted;
    const ID: &'static str = "devices.restart";
    const TITLE: &'static str = "Restart a device";

    async fn run(client: Client<Write>, input: Which) -> Result<Self::Output, CallError> {
        let site = sites::one(&client, input.site.as_ref()).await?;
        let device = find(&client, &site, &input.device).await?;
        if Mode::noted(client.session()) == Mode::Legacy {
            let body = json!({"cmd": "restart", "mac": device.mac_address, "reboot_type": "soft"});
            client
                .post_unread(paths::device_commands(&site.id), &body)
                .await?;
        } else {
            let path = paths::device_actions(&site.id, &device.id);
            client.post_unread(path, &json!({"action": "RESTART"})).await?;
        }
        Ok(Accepted {
            accepted: true,
            device,
        })
    }

    async fn target(client: Client<Read>, input: Which) -> Result<Option<Target>, CallError> {
        target::restarted(&client, input.site.as_ref(), &input.device)
            .await
            .map(Some)
    }
}
