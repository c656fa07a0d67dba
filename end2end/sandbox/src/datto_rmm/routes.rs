//! From a path to what is asked for. Knows the vendor's paths and methods; decides nothing.

use hyper::Method;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    RequestRate,
    Pagination,
    Account,
    Sites,
    Site(String),
    Devices,
    SiteDevices(String),
    Device(String),
    DeviceById(String),
    DeviceByMac(String),
    Alerts {
        of: Owner,
        open: bool,
    },
    Alert(String),
    Resolve(String),
    Components,
    QuickJob(String),
    Job(String),
    JobComponents(String),
    JobResults(String, String),
    JobOutput {
        job: String,
        device: String,
        is_error: bool,
    },
    Audit {
        class: &'static str,
        device: String,
    },
    Software(String),
}

/// Whose alerts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Account,
    Site(String),
    Device(String),
}

/// The route and the one method that it has; `None` where there is no such path.
pub(crate) fn find(segments: &[String]) -> Option<(Route, Method)> {
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let rest = parts.strip_prefix(&["api", "v2"])?;
    let text = |part: &&str| (*part).to_owned();
    let get = |route| Some((route, Method::GET));
    match rest {
        ["system", "request_rate"] => get(Route::RequestRate),
        ["system", "pagination"] => get(Route::Pagination),
        ["account"] => get(Route::Account),
        ["account", "sites"] => get(Route::Sites),
        ["account", "devices"] => get(Route::Devices),
        ["account", "components"] => get(Route::Components),
        ["account", "alerts", state] => alerts(Owner::Account, state),
        ["site", uid] => get(Route::Site(text(uid))),
        ["site", uid, "devices"] => get(Route::SiteDevices(text(uid))),
        ["site", uid, "alerts", state] => alerts(Owner::Site(text(uid)), state),
        ["device", "id", id] => get(Route::DeviceById(text(id))),
        ["device", "macAddress", mac] => get(Route::DeviceByMac(text(mac))),
        ["device", uid] => get(Route::Device(text(uid))),
        ["device", uid, "quickjob"] => Some((Route::QuickJob(text(uid)), Method::PUT)),
        ["device", uid, "alerts", state] => alerts(Owner::Device(text(uid)), state),
        ["alert", uid] => get(Route::Alert(text(uid))),
        ["alert", uid, "resolve"] => Some((Route::Resolve(text(uid)), Method::POST)),
        ["job", uid] => get(Route::Job(text(uid))),
        ["job", uid, "components"] => get(Route::JobComponents(text(uid))),
        ["job", job, "results", device] => get(Route::JobResults(text(job), text(device))),
        ["job", job, "results", device, stream @ ("stdout" | "stderr")] => get(Route::JobOutput {
            job: text(job),
            device: text(device),
            is_error: *stream == "stderr",
        }),
        ["audit", "device", uid, "software"] => get(Route::Software(text(uid))),
        ["audit", class, uid] => {
            let class = ["device", "printer", "esxihost"]
                .into_iter()
                .find(|known| known == class)?;
            get(Route::Audit {
                class,
                device: text(uid),
            })
        }
        _ => None,
    }
}

fn alerts(of: Owner, state: &str) -> Option<(Route, Method)> {
    let open = match state {
        "open" => true,
        "resolved" => false,
        _ => return None,
    };
    Some((Route::Alerts { of, open }, Method::GET))
}
