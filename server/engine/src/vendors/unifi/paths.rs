//! Every path of UniFi's APIs that is ever asked for, relative to the account's base address. Nothing is read by POST.

use crate::connector::Path;
use url::Url;

/// One lane for all: a console is a small machine.
const LANE: &str = "console";

fn path(text: impl Into<std::borrow::Cow<'static, str>>) -> Path {
    Path::new(LANE, text)
}

/// What stands at the root of a controller.
pub fn front_door() -> Path {
    path("")
}

/// The Site Manager's list of consoles, from wherever a session stands.
pub fn hosts() -> Path {
    path("/v1/hosts")
}

/// The version of a console behind the connector.
pub fn relayed_info(console: &str, spelling: &str) -> Path {
    path(format!(
        "v1/connector/consoles/{}/{spelling}integration/v1/info",
        encoded(console)
    ))
}

/// The base address of a console behind the connector.
pub fn connector(manager: &Url, console: &str, spelling: &str) -> Result<Url, String> {
    manager
        .join(&format!("v1/connector/consoles/{}/{spelling}", encoded(console)))
        .map_err(|why| why.to_string())
}

/// The colon of a console's id is encoded, to be safe.
fn encoded(id: &str) -> String {
    url::form_urlencoded::byte_serialize(id.trim().as_bytes()).collect()
}

/// The version.
pub fn info() -> Path {
    path("integration/v1/info")
}

/// The sites.
pub fn sites() -> Path {
    path("integration/v1/sites")
}

/// A site's devices.
pub fn devices(site: &str) -> Path {
    path(format!("integration/v1/sites/{site}/devices"))
}

/// One device.
pub fn device(site: &str, device: &str) -> Path {
    path(format!("integration/v1/sites/{site}/devices/{device}"))
}

/// What a device can be told to do.
pub fn device_actions(site: &str, device: &str) -> Path {
    path(format!("integration/v1/sites/{site}/devices/{device}/actions"))
}

/// A device's newest figures.
pub fn statistics(site: &str, device: &str) -> Path {
    path(format!(
        "integration/v1/sites/{site}/devices/{device}/statistics/latest"
    ))
}

/// What a port of a device can be told to do.
pub fn port_actions(site: &str, device: &str, port: u32) -> Path {
    path(format!(
        "integration/v1/sites/{site}/devices/{device}/interfaces/ports/{port}/actions"
    ))
}

/// A site's connected clients.
pub fn clients(site: &str) -> Path {
    path(format!("integration/v1/sites/{site}/clients"))
}

/// One connected client.
pub fn client(site: &str, client: &str) -> Path {
    path(format!("integration/v1/sites/{site}/clients/{client}"))
}

/// A site's firewall zones.
pub fn zones(site: &str) -> Path {
    path(format!("integration/v1/sites/{site}/firewall/zones"))
}

/// A site's firewall policies.
pub fn policies(site: &str) -> Path {
    path(format!("integration/v1/sites/{site}/firewall/policies"))
}

/// One firewall policy.
pub fn policy(site: &str, policy: &str) -> Path {
    path(format!("integration/v1/sites/{site}/firewall/policies/{policy}"))
}

/// The private API's sites.
pub fn private_sites() -> Path {
    path("api/self/sites")
}

/// The private API's version.
pub fn sysinfo(site: &str) -> Path {
    path(format!("api/s/{site}/stat/sysinfo"))
}

/// The private API's devices.
pub fn private_devices(site: &str) -> Path {
    path(format!("api/s/{site}/stat/device"))
}

/// The private API's connected clients.
pub fn private_clients(site: &str) -> Path {
    path(format!("api/s/{site}/stat/sta"))
}

/// The private API's commands to devices.
pub fn device_commands(site: &str) -> Path {
    path(format!("api/s/{site}/cmd/devmgr"))
}

/// The private API's zones.
pub fn private_zones(site: &str) -> Path {
    path(format!("v2/api/site/{site}/firewall/zone"))
}

/// The private API's policies.
pub fn private_policies(site: &str) -> Path {
    path(format!("v2/api/site/{site}/firewall-policies"))
}

/// One of the private API's policies.
pub fn private_policy(site: &str, policy: &str) -> Path {
    path(format!("v2/api/site/{site}/firewall-policies/{policy}"))
}

/// The classic rules.
pub fn rules(site: &str) -> Path {
    path(format!("api/s/{site}/rest/firewallrule"))
}

/// One classic rule.
pub fn rule(site: &str, rule: &str) -> Path {
    path(format!("api/s/{site}/rest/firewallrule/{rule}"))
}
