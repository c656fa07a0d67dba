//! Alerts: one, or those of the account, a site or a device, open or resolved.

use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
    vendors::datto_rmm::{
        inputs::{ByUid, Uid, refuse},
        model::Alert,
        pages,
        paths::{self, AlertsOf},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;

/// `alerts.get`
pub struct Get;
/// `alerts.list`
pub struct List;

/// In which state an alert is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Still there.
    #[default]
    Open,
    /// Over.
    Resolved,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Resolved => "resolved",
        }
    }
}

/// Which alerts.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListInput {
    /// Open ones, which is the default, or resolved ones.
    #[serde(default)]
    pub state: State,
    /// Of this site; not together with `device_uid`.
    pub site_uid: Option<Uid>,
    /// Of this device; not together with `site_uid`.
    pub device_uid: Option<Uid>,
    /// A page of at most so many rows; all rows when absent. Datto RMM may allow less for alerts, and says so.
    #[schemars(range(min = 1, max = 250))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Operation for Get {
    type Access = Read;
    type Input = ByUid;
    type Output = Alert;
    const ID: &'static str = "alerts.get";
    const TITLE: &'static str = "Get an alert";

    async fn run(client: Client<Read>, input: ByUid) -> Result<Alert, CallError> {
        client.get(paths::alert(&input.uid), &[]).await
    }
}

impl Operation for List {
    type Access = Read;
    type Input = ListInput;
    type Output = Page<Alert>;
    const ID: &'static str = "alerts.list";
    const TITLE: &'static str = "List open or resolved alerts";

    async fn run(client: Client<Read>, input: ListInput) -> Result<Self::Output, CallError> {
        let of = match (&input.site_uid, &input.device_uid) {
            (None, None) => AlertsOf::Account,
            (Some(site), None) => AlertsOf::Site(site),
            (None, Some(device)) => AlertsOf::Device(device),
            (Some(_), Some(_)) => {
                return Err(refuse(&client, "site_uid", "give a site or a device, not both"));
            }
        };
        let list = pages::List::of_unknown_size(paths::alerts(of, input.state.as_str()));
        list.read(&client, input.limit, input.cursor.as_deref()).await
    }
}
