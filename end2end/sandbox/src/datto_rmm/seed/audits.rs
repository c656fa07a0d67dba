//! What an audit of a device holds.

use serde_json::{Value, json};

use crate::datto_rmm::tenant::text;

/// More than one page of it on the first device.
const SOFTWARE: u64 = 261;

fn number(device: &Value) -> u64 {
    device["id"].as_u64().unwrap_or_default() % 4_294_967_296
}

/// The device's MAC address, without separators.
pub(crate) fn mac(device: &Value) -> String {
    format!("0200{:08X}", number(device))
}

/// The audit of a device of this class.
pub(crate) fn audit(class: &str, device: &Value) -> Value {
    let nics = json!([{"instance": "Ethernet", "ipv4": text(device, "/intIpAddress"), "ipv6": null, "macAddress": mac(device)}]);
    let portal = text(device, "/portalUrl");
    match class {
        "printer" => json!({
            "portalUrl": portal, "snmpInfo": {"snmpName": text(device, "/hostname")}, "nics": nics,
            "printerMarkerSupplies": [{"suppliesLevel": "80", "maxCapacity": "100"}], "printer": {"printedPageCount": 4_711},
            "systemInfo": {"manufacturer": "Example Printers", "model": "Model 3"},
        }),
        "esxihost" => json!({
            "portalUrl": portal, "systemInfo": {"manufacturer": "Example Computers", "model": "Model 9"},
            "guests": [{"guestName": "VM-01"}], "processors": [], "nics": nics, "physicalMemory": [],
            "datastores": [{"datastoreName": "datastore1"}],
        }),
        _ => json!({
            "portalUrl": portal, "webRemoteUrl": null,
            "systemInfo": {"manufacturer": "Example Computers", "model": "Model 3", "totalPhysicalMemory": 17_179_869_184_u64},
            "nics": nics, "bios": {"serialNumber": format!("SN{:05}", number(device))}, "baseBoard": null, "displays": [],
            "logicalDisks": [{"diskIdentifier": "C:", "size": 500_000_000_000_u64, "freespace": 1_000_000_000}],
            "mobileInfo": null, "processors": [{"name": "Example CPU"}], "videoBoards": [], "attachedDevices": [],
            "snmpInfo": null, "physicalMemory": [],
        }),
    }
}

/// The software on a device.
pub(crate) fn software(device: &Value) -> Vec<Value> {
    let count = if number(device) == 0 { SOFTWARE } else { 12 };
    (0..count)
        .map(|at| json!({"name": format!("Program {at:03}"), "version": format!("1.{at}")}))
        .collect()
}
