//! How vendors are called and probed, and how events are retried.

use super::{egress, error::ConfigError, parse, source::Source};
use std::{collections::BTreeMap, time::Duration};

/// The settings of everything that goes out to a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorSettings {
    /// The wait between two probes of an integration.
    pub probe_interval: Duration,
    /// The waits before an event's three retries.
    pub retry_delays: [Duration; 3],
    /// The deadline of one request.
    pub timeout: Duration,
    /// The first wait before a request is tried again.
    pub backoff: Duration,
    /// Origin → origin: sends a vendor's host elsewhere (sandboxes, tests).
    pub egress_map: BTreeMap<String, String>,
    /// The hosts that a SOP's step may call.
    pub http_hosts: Vec<String>,
}

impl VendorSettings {
    pub(super) fn from_source(source: &Source) -> Result<Self, ConfigError> {
        let probe_interval = source.parsed("OPSAI_PROBE_INTERVAL", "300", parse::seconds)?;
        let retry_delays = source.parsed("OPSAI_RETRY_DELAYS", "10s,1m,5m", |text| {
            <[Duration; 3]>::try_from(parse::durations(text)?)
                .map_err(|_| "must hold three waits between commas, one for each retry".to_owned())
        })?;
        let timeout = source.parsed("OPSAI_VENDOR_TIMEOUT", "30s", parse::positive_duration)?;
        let http_hosts = source.parsed(
            "OPSAI_HTTP_ALLOWED_HOSTS",
            "hooks.example.com,api.example.com",
            parse::host_names,
        )?;
        let backoff = source.parsed("OPSAI_VENDOR_BACKOFF", "500ms", parse::duration)?;
        Ok(Self {
            probe_interval: probe_interval.unwrap_or(Duration::from_mins(5)),
            retry_delays: retry_delays.unwrap_or([
                Duration::from_secs(10),
                Duration::from_mins(1),
                Duration::from_mins(5),
            ]),
            timeout: timeout.unwrap_or(Duration::from_secs(30)),
            backoff: backoff.unwrap_or(Duration::from_millis(500)),
            egress_map: egress::read(source)?,
            http_hosts: http_hosts.unwrap_or_default(),
        })
    }
}
