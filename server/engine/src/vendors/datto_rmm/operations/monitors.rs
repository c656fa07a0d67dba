//! The state of a device's monitors.
//!
//! Datto RMM has no list of monitors in its API. What shows of them is: the open alerts, and the device's own members. So a
//! monitor that is not among the open alerts is quiet, which is all that can be said of it: green, or not there at all.

use crate::{
    connector::{CallError, Client, Operation},
    policy::Read,
    vendors::datto_rmm::{
        inputs::Uid,
        model::{Alert, Antivirus, Device, Moment, PatchManagement, withheld},
        pages,
        paths::{self, AlertsOf},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `monitors.state`
pub struct State;

/// The vendor's priorities, the worst first.
const PRIORITIES: [&str; 5] = ["Critical", "High", "Moderate", "Low", "Information"];

/// Whose monitors.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateInput {
    /// The device's uid.
    pub device_uid: Uid,
}

/// What shows of a device's monitors.
#[derive(Serialize, JsonSchema)]
pub struct Shown {
    /// The device.
    pub device_uid: String,
    /// Its name.
    pub hostname: Option<String>,
    /// As the agent last told; it lags behind.
    pub online: Option<bool>,
    /// True while its monitoring is suspended: then silence says nothing.
    pub suspended: Option<bool>,
    /// When the agent was last heard.
    pub last_seen: Option<Moment>,
    /// Whether it waits for a restart.
    pub reboot_required: Option<bool>,
    /// Its protection against malware.
    pub antivirus: Option<Antivirus>,
    /// Its patches.
    pub patch_management: Option<PatchManagement>,
    /// The worst priority among the open alerts; null when there is none.
    pub worst_priority: Option<String>,
    /// How many alerts are open by kind of monitor. A kind that is not here raised none that is open.
    pub open_by_kind: BTreeMap<String, usize>,
    /// The open alerts.
    pub open_alerts: Vec<Alert>,
}

impl Operation for State {
    type Access = Read;
    type Input = StateInput;
    type Output = Shown;
    const ID: &'static str = "monitors.state";
    const TITLE: &'static str = "Get the state of a device's monitors, as its open alerts tell it";

    async fn run(client: Client<Read>, input: StateInput) -> Result<Shown, CallError> {
        let read = client.get(paths::device(&input.device_uid), &[]).await;
        let device: Device = read.map_err(withheld)?;
        let alerts = pages::List::of_unknown_size(paths::alerts(AlertsOf::Device(&input.device_uid), "open"));
        let open: Vec<Alert> = alerts.read(&client, None, None).await?.items;
        let mut open_by_kind = BTreeMap::new();
        for alert in &open {
            let kind = alert
                .alert_context
                .as_ref()
                .and_then(|context| context.class.clone());
            *open_by_kind
                .entry(kind.unwrap_or_else(|| "unknown".to_owned()))
                .or_default() += 1;
        }
        Ok(Shown {
            device_uid: device.uid,
            hostname: device.hostname,
            online: device.online,
            suspended: device.suspended,
            last_seen: device.last_seen,
            reboot_required: device.reboot_required,
            antivirus: device.antivirus,
            patch_management: device.patch_management,
            worst_priority: worst(&open),
            open_by_kind,
            open_alerts: open,
        })
    }
}

/// The worst priority; one that is not known only where there is no other.
fn worst(open: &[Alert]) -> Option<String> {
    let place = |alert: &&Alert| {
        PRIORITIES
            .iter()
            .position(|known| alert.priority.as_deref() == Some(known))
            .unwrap_or(PRIORITIES.len())
    };
    open.iter()
        .filter(|alert| alert.priority.is_some())
        .min_by_key(place)?
        .priority
        .clone()
}
