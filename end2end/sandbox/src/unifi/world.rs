//! What a controller holds: sites with their devices, clients and firewall.

use serde_json::Value;

use super::records::{Device, Station};

/// A controller.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub sites: Vec<Site>,
    /// Counts what was made, for new ids.
    pub made: u32,
}

/// A site.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// The official id.
    pub id: String,
    /// The private API's short name.
    pub reference: &'static str,
    pub name: &'static str,
    pub devices: Vec<Device>,
    pub stations: Vec<Station>,
    /// Zones, in the official words.
    pub zones: Vec<Value>,
    /// Policies, in the official words but for the zone's member.
    pub policies: Vec<Value>,
    /// Policies, in the private API's words.
    pub private_policies: Vec<Value>,
    /// Classic rules.
    pub rules: Vec<Value>,
}

impl World {
    /// The site of an official id.
    pub fn site(&mut self, id: &str) -> Option<&mut Site> {
        self.sites.iter_mut().find(|site| site.id == id)
    }

    /// The site of a short name.
    pub fn named(&mut self, reference: &str) -> Option<&mut Site> {
        self.sites.iter_mut().find(|site| site.reference == reference)
    }

    /// A number for something new.
    pub fn next(&mut self) -> u32 {
        self.made += 1;
        90_000 + self.made
    }
}

impl Site {
    /// Restarts a device; false when there is none.
    pub fn restart(&mut self, is_it: impl Fn(&Device) -> bool) -> bool {
        let found = self.devices.iter_mut().find(|device| is_it(device));
        found
            .map(|device| {
                device.restarts += 1;
                device.uptime = 5;
            })
            .is_some()
    }

    /// Counts a power cycle.
    pub fn cycle(&mut self, is_it: impl Fn(&Device) -> bool, port: u32) {
        if let Some(device) = self.devices.iter_mut().find(|device| is_it(device)) {
            device.cycles.push(port);
        }
    }
}
