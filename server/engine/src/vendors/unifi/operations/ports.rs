//! Ports of switches: switching the power of one off and on.
//!
//! A port without `PoE`, or with `PoE` switched off, is refused before anything is sent: the command would do nothing, and
//! what the console says to it is not documented.

use super::{
    super::{
        inputs::{self, DeviceRef, SiteRef},
        model::Device,
        paths,
        place::Mode,
        sites, target, version,
    },
    devices::{self, Accepted},
};
use crate::{
    connector::{CallError, Client, Operation},
    policy::{Read, Write},
};
use contract::target::Target;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// Which port.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Port {
    /// The site the device is in; may be left out when the console has only one.
    pub site: Option<SiteRef>,
    /// The device's id or MAC address.
    pub device: DeviceRef,
    /// The port's number, from 1.
    #[schemars(range(min = 1))]
    pub port: u32,
}

/// Cycles the power of a port.
pub struct PowerCycle;

impl Operation for PowerCycle {
    type Access = Write;
    type Input = Port;
    type Output = Accepted;
    const ID: &'static str = "ports.power_cycle";
    const TITLE: &'static str = "Switch the PoE power of a port off and on";

    async fn run(client: Client<Write>, input: Port) -> Result<Self::Output, CallError> {
        let site = sites::one(&client, input.site.as_ref()).await?;
        let is_private = Mode::noted(client.session()) == Mode::Legacy;
        if !is_private {
            let version = version::of(&client, &site).await?;
            if !version.has(9, 1) {
                let why = format!(
                    "UniFi Network {version} cannot cycle a port by its official API; 9.1 and newer can"
                );
                return Err(inputs::refuse(&client, "port", why));
            }
        }
        let device = devices::find(&client, &site, &input.device).await?;
        let power = if is_private {
            private_power(&device, input.port)
        } else {
            power(&device, input.port)
        };
        power.map_err(|why| inputs::refuse(&client, "port", why))?;
        if is_private {
            let body = json!({"cmd": "power-cycle", "mac": device.mac_address, "port_idx": input.port});
            client
                .post_unread(paths::device_commands(&site.id), &body)
                .await?;
        } else {
            let path = paths::port_actions(&site.id, &device.id, input.port);
            client
                .post_unread(path, &json!({"action": "POWER_CYCLE"}))
                .await?;
        }
        Ok(Accepted {
            accepted: true,
            device,
        })
    }

    async fn target(client: Client<Read>, input: Port) -> Result<Option<Target>, CallError> {
        target::cycled(&client, input.site.as_ref(), &input.device, input.port)
            .await
            .map(Some)
    }
}

/// Whether the port gives power, by the official details.
fn power(device: &Device, port: u32) -> Result<(), String> {
    let ports = device
        .interfaces
        .as_ref()
        .and_then(|interfaces| interfaces.get("ports")?.as_array());
    let found = find(ports, "idx", port)?;
    match found.get("poe").and_then(|poe| poe.get("enabled")) {
        None => Err(format!(
            "port {port} of this device has no PoE, so there is no power to cycle"
        )),
        Some(Value::Bool(false)) => Err(off(port)),
        Some(_) => Ok(()),
    }
}

/// The same by the private API's port table.
fn private_power(device: &Device, port: u32) -> Result<(), String> {
    let ports = device.rest.get("port_table").and_then(Value::as_array);
    let found = find(ports, "port_idx", port)?;
    if found.get("port_poe").and_then(Value::as_bool) != Some(true) {
        return Err(format!(
            "port {port} of this device has no PoE, so there is no power to cycle"
        ));
    }
    if found.get("poe_mode").and_then(Value::as_str) == Some("off") {
        return Err(off(port));
    }
    Ok(())
}

fn off(port: u32) -> String {
    format!("PoE is switched off on port {port}, so there is no power to cycle")
}

fn find<'a>(ports: Option<&'a Vec<Value>>, index: &str, port: u32) -> Result<&'a Value, String> {
    let ports = ports
        .filter(|ports| !ports.is_empty())
        .ok_or("this device tells of no ports")?;
    let found = ports
        .iter()
        .find(|row| row.get(index).and_then(Value::as_u64) == Some(u64::from(port)));
    found.ok_or_else(|| format!("this device has no port {port}"))
}
