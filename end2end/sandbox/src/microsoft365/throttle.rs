//! Microsoft's throttling: resource units in ten seconds and changes in 150 for each application in a tenant; at Partner
//! Center requests in a second for each application.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tokio::time::Duration;

use crate::exchange::Received;
use crate::rolling::{Rolling, lock};

const CHANGES: u64 = 3_000;
const PARTNER_CENTER_REQUESTS: u64 = 50;

/// What was used.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    windows: Mutex<BTreeMap<String, Rolling>>,
}

/// Where a caller stands after a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub units: u64,
    pub used: u64,
    pub limit: u64,
    pub too_many: bool,
}

impl Throttle {
    /// Counts a request to Graph.
    pub fn graph(&self, app: &str, tenant: &str, users: usize, request: &Received, already: u64) -> Standing {
        let units = units(request);
        let limit = match users {
            0..50 => 3_500,
            50..=500 => 5_000,
            _ => 8_000,
        };
        let used = already + self.count(format!("graph/{app}/{tenant}"), 10, units);
        let changes = if request.is_write() {
            self.count(format!("changes/{app}/{tenant}"), 150, 1)
        } else {
            0
        };
        Standing {
            units,
            used,
            limit,
            too_many: used > limit || changes > CHANGES,
        }
    }

    /// Counts a request to Partner Center, and says whether it is one too many.
    pub fn partner_center(&self, app: &str, already: u64) -> bool {
        already + self.count(format!("partner-center/{app}"), 1, 1) > PARTNER_CENTER_REQUESTS
    }

    /// Forgets everything.
    pub fn clear(&self) {
        lock(&self.windows).clear();
    }

    fn count(&self, of: String, seconds: u64, units: u64) -> u64 {
        let mut windows = lock(&self.windows);
        let window = windows
            .entry(of)
            .or_insert_with(|| Rolling::over(Duration::from_secs(seconds)));
        (0..units).map(|_| window.count()).last().unwrap_or_default()
    }
}

/// What a request costs.
fn units(request: &Received) -> u64 {
    let path = request.segments();
    let last = path.last().map(String::as_str).unwrap_or_default();
    let base: i64 = match last {
        "users" | "licenseDetails" => 2,
        "members" | "microsoft.graph.user" | "subscribedSkus" | "contracts" => 3,
        _ => 1,
    };
    let selected = i64::from(request.pair("$select").is_some());
    let few = request.pair("$top").and_then(|top| top.parse::<u32>().ok());
    let few = i64::from(few.is_some_and(|top| top < 20));
    let expanded = i64::from(request.pair("$expand").is_some());
    (base - selected - few + expanded).max(1).unsigned_abs()
}
