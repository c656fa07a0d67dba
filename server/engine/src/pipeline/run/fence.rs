//! The fence of a run that no event's worker looks after: its claim, renewed just before an effect.

use super::Automation;
use crate::pipeline::Fence;
use contract::ids::RunId;
use futures::future::BoxFuture;

/// A claim on a run.
pub(super) struct RunFence<'a> {
    pub automation: &'a Automation,
    pub run: &'a RunId,
    pub claim: &'a str,
}

impl Fence for RunFence<'_> {
    fn holds(&self) -> BoxFuture<'_, bool> {
        Box::pin(async move {
            let until = self.automation.claimed_until();
            let renewed = self.automation.store.renew_run(until, self.run, self.claim).await;
            renewed.unwrap_or(false)
        })
    }
}

impl Automation {
    /// Until when a claim holds that is taken now: longer than a call can be under way.
    pub(super) fn claimed_until(&self) -> i64 {
        self.now() + self.calls().patience()
    }
}
