//! The probe: the tenant's hourly quota, which only a good user name, secret and integration code may ask for.

use super::{camel::Camel, paths};
use crate::{
    connector::{CallError, Client, Finding},
    policy::Access,
};
use serde::Deserialize;

/// From here on Autotask slows every call down, in percent of the quota.
const SLOW_FROM: u64 = 50;

/// The quota and its use.
#[expect(clippy::struct_field_names, reason = "the names are Autotask's own")]
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Threshold {
    external_request_threshold: u64,
    request_threshold_timeframe: u64,
    current_timeframe_request_count: u64,
}

/// Asks for the quota; one request.
pub async fn threshold<A: Access>(client: &Client<A>) -> Result<Threshold, CallError> {
    let Camel(threshold) = client.get(paths::threshold(), &[]).await?;
    Ok(threshold)
}

impl Threshold {
    /// What a probe tells.
    pub fn finding(&self) -> Finding {
        let (used, most) = (
            grouped(self.current_timeframe_request_count),
            grouped(self.external_request_threshold),
        );
        let minutes = self.request_threshold_timeframe;
        Finding {
            detail: format!("{used} of {most} requests used in the last {minutes} minutes"),
            attention: self.is_high().then(|| {
                format!(
                    "{SLOW_FROM} % or more of the tenant's hourly requests are used ({used} of {most}, by all \
                     integrations together): Autotask slows calls down, and refuses them when all are used."
                )
            }),
            ..Finding::default()
        }
    }

    /// What a connection test tells.
    pub fn left(&self) -> String {
        let left = self
            .external_request_threshold
            .saturating_sub(self.current_timeframe_request_count);
        format!(
            "signed in; {} of {} requests left ({} used in the last {} minutes)",
            grouped(left),
            grouped(self.external_request_threshold),
            grouped(self.current_timeframe_request_count),
            self.request_threshold_timeframe
        )
    }

    fn is_high(&self) -> bool {
        let most = self.external_request_threshold.saturating_mul(SLOW_FROM) / 100;
        self.external_request_threshold > 0 && self.current_timeframe_request_count >= most
    }
}

/// 10000 → `10,000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(String::from_utf8_lossy)
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(count: u64) -> Finding {
        let threshold = Threshold {
            external_request_threshold: 10_000,
            request_threshold_timeframe: 60,
            current_timeframe_request_count: count,
        };
        threshold.finding()
    }

    #[test]
    fn usage_is_told_in_words_and_asks_for_attention_from_half_on() {
        assert_eq!(
            used(412).detail,
            "412 of 10,000 requests used in the last 60 minutes"
        );
        assert_eq!(used(4_999).attention, None);
        assert!(
            used(5_000)
                .attention
                .is_some_and(|text| text.contains("5,000 of 10,000"))
        );
    }
}
