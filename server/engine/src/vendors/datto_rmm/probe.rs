//! The probe: the account's limit and what is used of it, which only a good key may ask for.

use crate::{
    connector::{CallError, Client, Finding},
    policy::Access,
};
use serde::Deserialize;

/// From here on Datto RMM delays every answer, where it does not say so itself.
const SLOW_FROM: f64 = 0.9;

/// The limits and their use. Older accounts tell nothing of writes, and anything may be missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rate {
    account_count: u64,
    account_rate_limit: u64,
    sliding_time_window_size_seconds: Option<u64>,
    account_cut_off_ratio: Option<f64>,
}

/// Asks for the limits; one request.
pub async fn rate<A: Access>(client: &Client<A>) -> Result<Rate, CallError> {
    client.get(super::paths::request_rate(), &[]).await
}

impl Rate {
    /// What a probe tells.
    pub fn finding(&self) -> Finding {
        let (used, most, window) = (self.account_count, self.account_rate_limit, self.window());
        Finding {
            detail: format!("{used} of {most} requests used in the last {window}"),
            attention: self.is_high().then(|| {
                format!(
                    "{used} of {most} requests were used in the last {window}, by all integrations of this account \
                     together: Datto RMM delays its answers, then refuses requests, then blocks the address."
                )
            }),
            ..Finding::default()
        }
    }

    /// What a connection test tells.
    pub fn left(&self) -> String {
        let left = self.account_rate_limit.saturating_sub(self.account_count);
        let (most, window) = (self.account_rate_limit, self.window());
        format!("{left} of {most} requests left in this window of {window}")
    }

    fn window(&self) -> String {
        format!("{} s", self.sliding_time_window_size_seconds.unwrap_or(60))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of requests in a minute are small"
    )]
    fn is_high(&self) -> bool {
        let ratio = self.account_cut_off_ratio.unwrap_or(SLOW_FROM);
        self.account_rate_limit > 0 && self.account_count as f64 >= self.account_rate_limit as f64 * ratio
    }
}
