//! Stage report: the result back on the event's ticket, once for a run.

use super::{
    execute::Executed,
    failure::StageFailure,
    normalise::Normal,
    sops::{EventKey, Fence, ReportEnd, Sops},
};
use crate::store::StoreError;

/// Posts the result; what was done, in words, or why it could not be.
pub async fn report(
    sops: &dyn Sops,
    key: &EventKey,
    normal: &Normal,
    executed: &Executed,
    fence: &dyn Fence,
) -> Result<Result<String, StageFailure>, StoreError> {
    let end = sops.report(key, normal.event(), executed.run(), fence).await?;
    Ok(match end {
        ReportEnd::Done(words) => Ok(words),
        ReportEnd::Failed(failure) => Err(failure),
    })
}
