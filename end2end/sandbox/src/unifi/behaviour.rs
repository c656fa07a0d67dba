//! What the facts about UniFi leave open, as knobs, and the console's version: a connector has to bear every position.

use serde::{Deserialize, Serialize};

/// The knobs, also at `PATCH /_sandbox/knobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Behaviour {
    /// The version of the console's Network application; it decides which official operations there are.
    pub network_version: String,
    /// The version of the classic controller.
    pub classic_version: String,
    /// Whether the sites of the console run the zone-based firewall, where classic rules have no effect.
    pub zone_based: bool,
    /// The member that names a policy's zone: `zoneId`, or `firewallZoneId` as the description of 10.1.68 draws it.
    pub zone_member: String,
    /// What is answered when no key was sent.
    pub key_missing: KeyMissing,
    /// After how many refused keys the console refuses to look at any; 0 is never.
    pub bad_key_limit: u32,
    /// The status that goes with that refusal.
    pub bad_key_limit_status: u16,
    /// Whether the private API takes the key of the official one.
    pub key_on_private_paths: bool,
    /// After how many refused passwords the login is locked.
    pub login_limit: u32,
    /// The status of a locked login: 429, on older consoles 403.
    pub login_limit_status: u16,
    /// Whether the console is starting, so that a login is answered with a web page.
    pub starting: bool,
    /// Whether each changing answer brings a new cross-site token, after which the old one is worth nothing.
    pub renews_csrf: bool,
    /// The status for a power cycle of a port without `PoE`.
    pub no_poe_status: u16,
    /// Which spelling of a path the Site Manager's connector knows.
    pub relay_path: RelayPath,
    /// Whether the connector also relays the private API.
    pub relays_private_api: bool,
    /// Whether the console is connected to the cloud.
    pub console_online: bool,
    /// The status when it is not: 408 or 502.
    pub offline_status: u16,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            network_version: "10.1.68".to_owned(),
            classic_version: "7.4.162".to_owned(),
            zone_based: true,
            zone_member: "zoneId".to_owned(),
            key_missing: KeyMissing::Application,
            bad_key_limit: 0,
            bad_key_limit_status: 429,
            key_on_private_paths: true,
            login_limit: 3,
            login_limit_status: 429,
            starting: false,
            renews_csrf: true,
            no_poe_status: 400,
            relay_path: RelayPath::WithProxy,
            relays_private_api: false,
            console_online: true,
            offline_status: 408,
        }
    }
}

impl Behaviour {
    /// Whether the console's version is this or newer.
    pub(crate) fn has(&self, major: u32, minor: u32) -> bool {
        number(&self.network_version) >= (major, minor)
    }
}

fn number(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or_default());
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// Both shapes are inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyMissing {
    /// The Network application's error message.
    Application,
    /// The error of UniFi OS in front of it.
    System,
}

/// The vendor's pages show both spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelayPath {
    /// `proxy/network/…`.
    WithProxy,
    /// `network/…`.
    WithoutProxy,
}
