//! Removes the short-lived application from the tenant, and looks with our own application whether it is gone.

use super::super::{
    failure::Stop,
    places::Who,
    secrets::BOOTSTRAP_TOKEN,
    work::{Step, Work, until},
};
use crate::connector::ObjectKind;
use futures::FutureExt as _;

/// Removes it.
pub async fn cleanup(work: &mut Work<'_>) -> Step {
    let Some(client) = work
        .ground
        .csp
        .0
        .settings
        .bootstrap
        .as_ref()
        .map(|one| one.client_id.clone())
    else {
        return Ok(());
    };
    let own = work.ground.reads(Who::App, None).await?;
    let found = own
        .principal(&client)
        .await
        .map_err(|error| work.ground.stop(&error))?;
    if let Some(found) = found {
        let writes = work.ground.writes(Who::Bootstrap, None).await?;
        let gone = writes.delete(ObjectKind::ServicePrincipal, &found.id).await;
        gone.map_err(|error| work.ground.stop(&error))?;
        // It would lie among what can be restored for 30 days.
        if let Err(error) = writes.purge(&found.id).await
            && let Stop::Failed(failure) = work.ground.stop(&error)
        {
            tracing::warn!(cause = %failure.cause, "the set-up application can still be restored for 30 days");
            work.saw(
                "It can still be restored by an administrator for 30 days",
                found.id.clone(),
                false,
            );
        }
        work.saw("The set-up application was removed", found.id, false);
    }
    let absent = || async { Ok(own.principal(&client).await?.is_none().then_some(())) }.boxed();
    let gone = until(absent, || own.rest()).await;
    gone.map_err(|error: crate::connector::CallError| work.ground.stop(&error))?
        .ok_or_else(|| {
            work.fail(
                "still_there",
                "The set-up application was deleted, and Microsoft still shows it.",
                "Try again in a minute.",
                true,
            )
        })?;
    work.saw("It was looked for and is not there", client, false);
    let id = work.ground.row.id.clone();
    work.ground
        .csp
        .store()
        .drop_csp_secret(&id, BOOTSTRAP_TOKEN)
        .await?;
    Ok(())
}
