//! One device and one client, and how each API words them.

use serde_json::{Value, json};

/// A device.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub number: u32,
    pub kind: Kind,
    pub name: String,
    pub state: &'static str,
    pub uptime: u64,
    pub restarts: u32,
    /// Power cycles, by port.
    pub cycles: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Switch,
    AccessPoint,
    Gateway,
}

/// Ports of a switch; the last two have no `PoE`, and on the last but two it is switched off.
pub(crate) const PORTS: u32 = 10;

/// A UUID that is the same at every start.
pub(crate) fn uuid(of: u32, number: u32) -> String {
    format!("{of:08x}-0000-4000-8000-{number:012x}")
}

/// An id of the private API, the same at every start.
pub(crate) fn hex(of: u32, number: u32) -> String {
    format!("{of:04x}{number:020x}")
}

impl Device {
    pub fn id(&self) -> String {
        uuid(0xd, self.number)
    }

    pub fn hex(&self) -> String {
        hex(0xd, self.number)
    }

    pub fn mac(&self) -> String {
        format!("02:00:00:00:{:02x}:{:02x}", self.number >> 8, self.number & 0xff)
    }

    fn ip(&self) -> String {
        format!("192.0.2.{}", self.number % 250 + 1)
    }

    fn model(&self) -> (&'static str, &'static str, &'static str) {
        match self.kind {
            Kind::Switch => ("USW Pro 24 PoE", "US24PRO", "usw"),
            Kind::AccessPoint => ("U6 Pro", "UAP6MP", "uap"),
            Kind::Gateway => ("UDM SE", "UDMPROSE", "udm"),
        }
    }

    /// As the official list words it: features and interfaces are lists of words.
    pub fn overview(&self) -> Value {
        let (features, interfaces) = match self.kind {
            Kind::Switch => (json!(["switching"]), json!(["ports"])),
            Kind::AccessPoint => (json!(["accessPoint"]), json!(["radios"])),
            Kind::Gateway => (json!(["gateway", "switching"]), json!(["ports"])),
        };
        json!({
            "id": self.id(), "macAddress": self.mac(), "ipAddress": self.ip(), "name": self.name,
            "model": self.model().0, "state": self.state, "supported": true, "firmwareVersion": "7.1.26",
            "firmwareUpdatable": self.number.is_multiple_of(10), "features": features, "interfaces": interfaces,
        })
    }

    /// As the official details word it: features and interfaces are objects.
    pub fn details(&self) -> Value {
        let mut details = self.overview();
        details["adoptedAt"] = json!("2026-01-05T10:00:00Z");
        details["provisionedAt"] = json!("2026-11-01T10:00:00Z");
        details["configurationId"] = json!("7596498d2f367dc2");
        details["uplink"] = json!({"deviceId": uuid(0xd, 1)});
        details["features"] = match self.kind {
            Kind::AccessPoint => json!({"accessPoint": {}}),
            Kind::Switch | Kind::Gateway => json!({"switching": {"lags": []}}),
        };
        let ports: Vec<Value> = (1..=PORTS).map(port).collect();
        details["interfaces"] = match self.kind {
            Kind::Switch => json!({"ports": ports}),
            Kind::AccessPoint => {
                json!({"radios": [{"wlanStandard": "802.11ax", "frequencyGHz": 5, "channel": 36}]})
            }
            Kind::Gateway => json!({"ports": [port(PORTS)]}),
        };
        details
    }

    pub fn statistics(&self) -> Value {
        json!({
            "uptimeSec": self.uptime, "lastHeartbeatAt": "2026-11-24T05:59:50Z",
            "nextHeartbeatAt": "2026-11-24T06:00:10Z", "loadAverage1Min": 0.4, "loadAverage5Min": 0.3,
            "loadAverage15Min": 0.2, "cpuUtilizationPct": 12.5, "memoryUtilizationPct": 40.0,
            "uplink": {"txRateBps": 1200, "rxRateBps": 3400}, "interfaces": {},
        })
    }

    /// As the private API words it, secrets and all.
    pub fn private(&self) -> Value {
        let (_, model, kind) = self.model();
        let state = match self.state {
            "ONLINE" => 1,
            "UPDATING" => 4,
            "CONNECTION_INTERRUPTED" => 6,
            _ => 0,
        };
        let ports: Vec<Value> = (1..=PORTS).map(private_port).collect();
        json!({
            "_id": self.hex(), "mac": self.mac(), "ip": self.ip(), "name": self.name, "model": model, "type": kind,
            "state": state, "adopted": true, "version": "7.1.26.15869", "upgradable": self.number.is_multiple_of(10),
            "uptime": self.uptime, "serial": self.mac().replace(':', "").to_uppercase(), "num_sta": 4,
            "port_table": if self.kind == Kind::Switch { json!(ports) } else { json!([]) },
            "x_authkey": "sandbox-device-authkey", "x_inform_authkey": "sandbox-inform-authkey",
            "x_ssh_hostkey_fingerprint": "sandbox-ssh-fingerprint", "syslog_key": "sandbox-syslog-key",
            "x_has_ssh_hostkey": true,
        })
    }
}

/// Whether a port of a switch has `PoE`, and whether it is switched on.
pub(crate) fn poe(index: u32) -> Option<bool> {
    (index <= PORTS - 2).then_some(index != PORTS - 2)
}

fn port(index: u32) -> Value {
    let mut port = json!({
        "idx": index, "state": if index.is_multiple_of(3) { "DOWN" } else { "UP" }, "connector": "RJ45",
        "maxSpeedMbps": 1000, "speedMbps": 1000,
    });
    if let Some(enabled) = poe(index) {
        port["poe"] = json!({"standard": "802.3at", "type": 2, "enabled": enabled, "state": if enabled { "UP" } else { "DOWN" }});
    }
    port
}

fn private_port(index: u32) -> Value {
    let mode = if poe(index) == Some(true) { "auto" } else { "off" };
    json!({
        "port_idx": index, "name": format!("Port {index}"), "up": !index.is_multiple_of(3), "port_poe": poe(index).is_some(),
        "poe_mode": if poe(index).is_some() { json!(mode) } else { Value::Null }, "speed": 1000, "enable": true,
        "x_profile_secret": "sandbox-port-secret",
    })
}

/// A connected client.
#[derive(Clone, Debug)]
pub(crate) struct Station {
    pub number: u32,
    pub guest: bool,
}

impl Station {
    pub fn id(&self) -> String {
        uuid(0xc, self.number)
    }

    fn mac(&self) -> String {
        format!("06:00:00:00:{:02x}:{:02x}", self.number >> 8, self.number & 0xff)
    }

    fn ip(&self) -> String {
        format!("198.51.100.{}", self.number % 250 + 1)
    }

    fn is_wired(&self) -> bool {
        self.number.is_multiple_of(3)
    }

    pub fn overview(&self) -> Value {
        // Every hundredth comes by VPN and has neither MAC address nor uplink.
        if self.number % 100 == 99 {
            return json!({
                "type": "VPN", "id": self.id(), "name": format!("Remote worker {}", self.number),
                "connectedAt": "2026-11-24T05:00:00Z", "ipAddress": self.ip(), "access": {"type": "DEFAULT"},
            });
        }
        let access = if self.guest {
            json!({"type": "GUEST", "authorized": self.number.is_multiple_of(2)})
        } else {
            json!({"type": "DEFAULT"})
        };
        json!({
            "type": if self.is_wired() { "WIRED" } else { "WIRELESS" }, "id": self.id(),
            "name": format!("Laptop {}", self.number), "connectedAt": "2026-11-24T05:00:00Z", "ipAddress": self.ip(),
            "macAddress": self.mac(), "uplinkDeviceId": uuid(0xd, 2), "access": access,
        })
    }

    pub fn private(&self) -> Value {
        json!({
            "_id": hex(0xc, self.number), "mac": self.mac(), "ip": self.ip(), "hostname": format!("laptop-{}", self.number),
            "name": format!("Laptop {}", self.number), "is_wired": self.is_wired(), "is_guest": self.guest,
            "authorized": !self.guest || self.number.is_multiple_of(2), "assoc_time": 1_795_496_400, "uptime": 3600,
            "x_hotspot_secret": "sandbox-hotspot-secret",
        })
    }
}
