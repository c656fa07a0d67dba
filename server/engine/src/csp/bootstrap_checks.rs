//! What is left of the short-lived application, looked at in the tenant as it is now: the administrator's sign-in, while one
//! is kept, and the application's absence, once it was removed. Nothing is made or removed here.

use super::{
    failure::Stop,
    places::Who,
    secrets::BOOTSTRAP_TOKEN,
    shown::is_done,
    steps::read_tenant,
    work::{Step, Work},
};
use crate::clock::rfc3339;

const DAY_MS: i64 = 86_400_000;

/// Who signed in, into which tenant, how old that is, and whether it is still good; where it is over, that it is.
pub async fn sign_in(work: &mut Work<'_>) -> Step {
    let admin = work.ground.document.admin.clone().ok_or(Stop::Waits)?;
    let now = work.ground.csp.now();
    let key = work.key.clone();
    if let Some(step) = work.ground.document.step_mut(&key) {
        step.evidence.clear();
    }
    let factor = match admin.second_factor {
        Some(true) => "with a second factor",
        Some(false) => "without a second factor",
        None => "and nothing tells whether with a second factor",
    };
    let day = rfc3339(admin.at);
    work.saw(
        format!("{} signed in on {}, {factor}", admin.name, &day[..10]),
        admin.id,
        false,
    );
    let store = work.ground.csp.store();
    let kept = store.csp_secret(&work.ground.row.id, BOOTSTRAP_TOKEN).await?;
    let tenant = work.ground.row.tenant_id.clone();
    match kept {
        Some((_, since)) => {
            let reads = work.ground.reads(Who::Bootstrap, None).await?;
            read_tenant(work, reads.as_ref()).await?;
            let days = (now - since).div_euclid(DAY_MS);
            let text = format!("Its token is {days} days old and still good: the tenant was read with it");
            work.saw(text, tenant, false);
        }
        None if is_done(&work.ground.document, "cleanup") => {
            let reads = work.ground.reads(Who::App, None).await?;
            read_tenant(work, reads.as_ref()).await?;
            let text =
                "Its token was deleted when the set-up application was removed: it is over, as it must be";
            work.saw(text, tenant, false);
        }
        None => {
            return Err(work.fail(
                "not_signed_in",
                "No sign-in of an administrator is kept, and the set-up application was not removed yet.",
                "Sign in as an administrator.",
                false,
            ));
        }
    }
    Ok(())
}

/// The short-lived application is not in the tenant.
pub async fn absence(work: &mut Work<'_>) -> Step {
    let bootstrap = work.ground.csp.0.settings.bootstrap.as_ref();
    let Some(client) = bootstrap.map(|one| one.client_id.clone()) else {
        return Err(work.fail(
            "no_bootstrap",
            "This deployment names no set-up application any more, so it cannot be looked for.",
            "Set OPSAI_CSP_BOOTSTRAP_CLIENT_ID to the one that was used, then check again.",
            false,
        ));
    };
    let reads = work.ground.reads(Who::App, None).await?;
    let found = reads.principal(&client).await;
    if let Some(found) = found.map_err(|error| work.ground.stop(&error))? {
        return Err(work.fail(
            "came_back",
            format!(
                "The set-up application \"{}\" ({}) is in the tenant.",
                found.name, found.id
            ),
            "Sign in as an administrator: the steps remove it again. It also comes back with a sign-in for disconnecting, and \
             then goes with that.",
            false,
        ));
    }
    work.saw("It was looked for and is not there", client, false);
    Ok(())
}
