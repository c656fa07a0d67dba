//! Alerts with every context that was seen, and one on a device that is gone.

use serde_json::{Value, json};

use super::{HOUR, NOW, uid};
use crate::datto_rmm::tenant::text;

const PRIORITIES: [&str; 6] = ["Critical", "High", "Moderate", "Low", "Information", "Unknown"];
/// The open alert of this number is on a device that was decommissioned.
const ORPHAN: u64 = 9;

pub(super) fn alert(number: u64, devices: &[Value], at: u64, resolved: bool) -> Value {
    // Several alerts on some devices, none on most.
    let index = usize::try_from(at / 2).unwrap_or_default() % devices.len().max(1);
    let device = devices.get(index).cloned().unwrap_or_default();
    let source = if at == ORPHAN {
        json!({"deviceUid": uid(3, 999_999), "deviceName": "GONE-01", "siteUid": uid(2, 0), "siteName": "Gone"})
    } else {
        json!({
            "deviceUid": text(&device, "/uid"), "deviceName": text(&device, "/hostname"),
            "siteUid": text(&device, "/siteUid"), "siteName": text(&device, "/siteName"),
        })
    };
    let then = NOW - i64::try_from(at).unwrap_or_default() * HOUR / 2;
    json!({
        "alertUid": uid(4, number), "priority": super::pick(&PRIORITIES, number), "diagnostics": "Synthetic diagnostics",
        "resolved": resolved, "resolvedBy": resolved.then_some("system"), "resolvedOn": resolved.then_some(NOW),
        "muted": false, "ticketNumber": null, "timestamp": then,
        "alertMonitorInfo": {"sendsEmails": true, "createsTicket": number.is_multiple_of(3)}, "alertContext": context(number),
        "alertSourceInfo": source,
        "responseActions": [{
            "actionTime": "2026-01-01T00:00:00Z", "actionType": "WEBHOOK_EXECUTED", "description": "Webhook",
            "actionReference": null, "actionReferenceInt": null,
        }],
        "autoresolveMins": null,
    })
}

fn context(number: u64) -> Value {
    match number % 7 {
        0 => {
            json!({"@class": "perf_disk_usage_ctx", "diskName": "C:", "totalVolume": 500_000, "freeSpace": 1_000,
            "unitOfMeasure": null, "diskNameDesignation": null})
        }
        1 => json!({"@class": "online_offline_status_ctx", "status": "OFFLINE"}),
        2 => json!({"@class": "eventlog_ctx", "logName": "System", "code": "41", "triggerCount": 1}),
        3 => json!({"@class": "comp_script_ctx", "samples": {"result": "failed"}}),
        4 => json!({"@class": "antivirus_ctx", "status": "NotRunning", "productName": "Windows Defender"}),
        5 => json!({"@class": "patch_ctx", "result": "InstallError"}),
        _ => json!({"@class": "perf_resource_usage_ctx", "percentage": 99, "type": "CPU"}),
    }
}
