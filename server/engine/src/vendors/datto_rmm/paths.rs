//! Every path of Datto RMM's API that is ever asked for. What reads is read by GET: there is no search path.

use super::inputs::Uid;
use crate::connector::Path;

/// The limits are the account's, so that all calls share one lane.
const LANE: &str = "api";

fn path(text: impl Into<std::borrow::Cow<'static, str>>) -> Path {
    Path::new(LANE, text)
}

/// Whether the platform is up; needs no token.
pub fn status() -> Path {
    path("v2/system/status")
}

/// The limits and what is used of them.
pub fn request_rate() -> Path {
    path("v2/system/request_rate")
}

/// The account itself.
pub fn account() -> Path {
    path("v2/account")
}

/// All sites.
pub fn sites() -> Path {
    path("v2/account/sites")
}

/// One site.
pub fn site(uid: &Uid) -> Path {
    path(format!("v2/site/{uid}"))
}

/// All devices, or those of a site.
pub fn devices(site: Option<&Uid>) -> Path {
    match site {
        Some(uid) => path(format!("v2/site/{uid}/devices")),
        None => path("v2/account/devices"),
    }
}

/// One device.
pub fn device(uid: &Uid) -> Path {
    path(format!("v2/device/{uid}"))
}

/// One device, by its number.
pub fn device_by_id(id: u64) -> Path {
    path(format!("v2/device/id/{id}"))
}

/// What an audit found on a device of this class (`device`, `printer`, `esxihost`).
pub fn audit(class: &'static str, device: &Uid) -> Path {
    path(format!("v2/audit/{class}/{device}"))
}

/// The software that an audit found.
pub fn software(device: &Uid) -> Path {
    path(format!("v2/audit/device/{device}/software"))
}

/// Whose alerts.
#[derive(Clone, Copy)]
pub enum AlertsOf<'a> {
    /// All of the account.
    Account,
    /// Of a site.
    Site(&'a Uid),
    /// Of a device.
    Device(&'a Uid),
}

/// Alerts in this state (`open`, `resolved`).
pub fn alerts(of: AlertsOf<'_>, state: &'static str) -> Path {
    match of {
        AlertsOf::Account => path(format!("v2/account/alerts/{state}")),
        AlertsOf::Site(uid) => path(format!("v2/site/{uid}/alerts/{state}")),
        AlertsOf::Device(uid) => path(format!("v2/device/{uid}/alerts/{state}")),
    }
}

/// One alert.
pub fn alert(uid: &Uid) -> Path {
    path(format!("v2/alert/{uid}"))
}

/// Resolves an alert (POST without a body).
pub fn resolve(uid: &Uid) -> Path {
    path(format!("v2/alert/{uid}/resolve"))
}

/// All components that the key's user may see.
pub fn components() -> Path {
    path("v2/account/components")
}

/// Makes a quick job (PUT).
pub fn quick_job(device: &Uid) -> Path {
    path(format!("v2/device/{device}/quickjob"))
}

/// One job.
pub fn job(uid: &Uid) -> Path {
    path(format!("v2/job/{uid}"))
}

/// The components of a job.
pub fn job_components(uid: &Uid) -> Path {
    path(format!("v2/job/{uid}/components"))
}

/// How a job went on a device.
pub fn job_results(uid: &Uid, device: &Uid) -> Path {
    path(format!("v2/job/{uid}/results/{device}"))
}

/// What a job wrote on a device (`stdout`, `stderr`).
pub fn job_output(uid: &Uid, device: &Uid, stream: &'static str) -> Path {
    path(format!("v2/job/{uid}/results/{device}/{stream}"))
}
