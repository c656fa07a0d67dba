//! Devices of every class, one of a class that nobody has described.

use serde_json::{Map, Value, json};

use super::{HOUR, NOW, pick, site_name, uid};

/// "Never", as live answers write it: year 1.
const NEVER: i64 = -62_135_596_800_000;
/// The device of this number has a class that is new.
const ODD_ONE: u64 = 13;

/// A device's class and what kind of machine it is.
const KINDS: [(&str, &str, &str, &str); 7] = [
    ("device", "Desktop", "WS", "Microsoft Windows 11 Pro 10.0.22631"),
    ("device", "Laptop", "LT", "Microsoft Windows 11 Pro 10.0.22631"),
    (
        "device",
        "Server",
        "SRV",
        "Microsoft Windows Server 2022 Standard 10.0.20348",
    ),
    ("device", "Laptop", "MAC", "macOS 15.1"),
    ("printer", "Printer", "PRN", ""),
    ("esxihost", "ESXi Host", "ESX", "VMware ESXi 8.0.2"),
    ("rmmnetworkdevice", "Network Device", "SW", ""),
];

pub(super) fn device(number: u64, site: u64) -> Value {
    let at = usize::try_from(number % 7).unwrap_or_default();
    let (class, category, prefix, system) = KINDS.get(at).copied().unwrap_or_default();
    let class = if number == ODD_ONE { "clouddevice" } else { class };
    let is_agent = class == "device";
    let hour = i64::try_from(number).unwrap_or_default() * HOUR;
    let online = number % 7 != 3;
    let agent = |value: Value| if is_agent { value } else { Value::Null };
    let mut device = json!({
        "id": 4_294_967_296_u64 + number, "uid": uid(3, number), "siteId": 20_000 + site, "siteUid": uid(2, site),
        "siteName": site_name(site), "deviceType": {"category": category, "type": "Main System Chassis"},
        "hostname": format!("{prefix}-{number:04}"), "intIpAddress": format!("10.0.{}.{}", number / 250, number % 250 + 1),
        "extIpAddress": format!("203.0.113.{}", site % 250 + 1), "operatingSystem": (!system.is_empty()).then_some(system),
        "lastLoggedInUser": agent(json!(format!("EXAMPLE\\user{number}"))), "domain": agent(json!("example.local")),
        "cagVersion": agent(json!("14.9.0")), "displayVersion": agent(json!("14.9.0.1234")), "description": null,
        "a64Bit": agent(json!(true)), "rebootRequired": agent(json!(number.is_multiple_of(5))), "online": online,
        "suspended": false, "deleted": false, "lastSeen": if online { NOW } else { NOW - hour },
        "lastReboot": if is_agent { json!(NOW - hour) } else { json!(NEVER) }, "lastAuditDate": NOW - HOUR,
        "creationDate": NOW - 1_000 * HOUR, "udf": udf(number), "snmpEnabled": !is_agent, "deviceClass": class,
        "portalUrl": format!("https://concord.rmm.datto.com/device/{}", 4_294_967_296_u64 + number),
        "webRemoteUrl": agent(json!(format!("https://concord.centrastage.net/csm/remote/rto/{number}"))),
        "warrantyDate": null, "antivirus": agent(antivirus(number)), "patchManagement": agent(patches(number)),
        "softwareStatus": null, "networkProbe": false, "onboardedViaNetworkMonitor": class == "rmmnetworkdevice",
    });
    if let (1, Some(members)) = (number % 2, device.as_object_mut()) {
        members.retain(|_, value| !value.is_null());
    }
    device
}

/// Thirty of them, as older accounts have; the second holds what no log should show.
fn udf(number: u64) -> Map<String, Value> {
    (1..=30)
        .map(|at| {
            let value = match at {
                2 => json!(format!("BitLocker {number:06}-111111-222222-333333")),
                _ => Value::Null,
            };
            (format!("udf{at}"), value)
        })
        .collect()
}

fn antivirus(number: u64) -> Value {
    let states = [
        "RunningAndUpToDate",
        "RunningAndNotUpToDate",
        "NotRunning",
        "NotDetected",
    ];
    json!({"antivirusProduct": "Windows Defender", "antivirusStatus": pick(&states, number)})
}

fn patches(number: u64) -> Value {
    let states = [
        "NoPolicy",
        "NoData",
        "RebootRequired",
        "InstallError",
        "ApprovedPending",
        "FullyPatched",
    ];
    json!({
        "patchStatus": pick(&states, number), "patchesApprovedPending": number % 4, "patchesNotApproved": 0,
        "patchesInstalled": 120,
    })
}
