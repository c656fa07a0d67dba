//! Devices: one, all, those of a site or of a device filter, those that match.

use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::datto_rmm::{
        inputs::{Term, Uid, refuse},
        model::{Device, withheld},
        pages, paths,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

/// `devices.get`
pub struct Get;
/// `devices.list`
pub struct List;
/// `devices.search`
pub struct Search;

/// Which device: by uid or by number.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its uid.
    pub uid: Option<Uid>,
    /// Its number, where no uid is known.
    pub id: Option<u64>,
}

/// Which devices: all, or less.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListInput {
    /// Of this site.
    pub site_uid: Option<Uid>,
    /// In this device filter of Datto RMM, by its number.
    pub filter_id: Option<u64>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 250))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which devices: those that match every term given. Datto RMM matches parts of the texts.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchInput {
    /// A part of the host name.
    pub hostname: Option<Term>,
    /// A part of the device type, e.g. `Server`.
    pub device_type: Option<Term>,
    /// A part of the operating system, e.g. `Windows 11`.
    pub operating_system: Option<Term>,
    /// A part of the site's name.
    pub site_name: Option<Term>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 250))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Device;
    const ID: &'static str = "devices.get";
    const TITLE: &'static str = "Get a device";

    async fn run(client: Client<Read>, input: Which) -> Result<Device, CallError> {
        let path = match (&input.uid, input.id) {
            (Some(uid), None) => paths::device(uid),
            (None, Some(id)) => paths::device_by_id(id),
            _ => return Err(refuse(&client, "uid", "give either `uid` or `id`")),
        };
        client.get(path, &[]).await.map_err(withheld)
    }
}

impl Operation for List {
    type Access = Read;
    type Input = ListInput;
    type Output = Page<Device>;
    const ID: &'static str = "devices.list";
    const TITLE: &'static str = "List devices, of a site or a device filter where wanted";

    async fn run(client: Client<Read>, input: ListInput) -> Result<Self::Output, CallError> {
        let list =
            pages::List::new(paths::devices(input.site_uid.as_ref())).with("filterId", input.filter_id);
        let read = list.read(&client, input.limit, input.cursor.as_deref());
        read.await.map_err(withheld)
    }
}

impl Operation for Search {
    type Access = Read;
    type Input = SearchInput;
    type Output = Page<Device>;
    const ID: &'static str = "devices.search";
    const TITLE: &'static str = "Search devices by host name, type, operating system or site";

    async fn run(client: Client<Read>, input: SearchInput) -> Result<Self::Output, CallError> {
        let terms = [
            ("hostname", &input.hostname),
            ("deviceType", &input.device_type),
            ("operatingSystem", &input.operating_system),
            ("siteName", &input.site_name),
        ];
        if terms.iter().all(|(_, term)| term.is_none()) {
            let why = "give at least one term to search by, or call devices.list for everything";
            return Err(refuse(&client, "input", why));
        }
        let list = terms
            .into_iter()
            .fold(pages::List::new(paths::devices(None)), |list, (name, term)| {
                list.with(name, term.as_ref().map(Term::as_str))
            });
        let read = list.read(&client, input.limit, input.cursor.as_deref());
        read.await.map_err(withheld)
    }
}
