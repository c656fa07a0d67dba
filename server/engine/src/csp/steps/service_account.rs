//! The service account: a person signed in, and is a member of each role's group.

use super::super::{
    failure::Stop,
    places::Who,
    work::{Step, Work, until},
};
use crate::connector::{CallError, PartnerReads};
use futures::FutureExt as _;

/// Puts whoever signed in into the groups.
pub async fn service_account(work: &mut Work<'_>) -> Step {
    let Some(person) = work.ground.document.person.clone() else {
        return Err(Stop::Waits);
    };
    let writes = work.ground.writes(Who::App, None).await?;
    for (role, group) in work.ground.document.groups.clone() {
        let there = writes.is_member(&group, &person.id).await;
        if !there.map_err(|error| work.ground.stop(&error))? {
            let added = writes.add_member(&group, &person.id).await;
            added.map_err(|error| work.ground.stop(&error))?;
            let seen = is_member(writes.as_ref(), &group, &person.id).await;
            if !seen.map_err(|error| work.ground.stop(&error))? {
                return Err(work.unseen(&format!("{}'s membership", person.name)));
            }
        }
        let catalogue = work.ground.partner.roles();
        let name = catalogue
            .find(&role)
            .map_or_else(|| role.clone(), |role| role.name.to_string());
        work.saw(
            format!("{} is a member of the group for {name}", person.name),
            group,
            true,
        );
    }
    Ok(())
}

/// Whether somebody becomes visible as a member.
pub async fn is_member<R: PartnerReads + ?Sized>(
    reads: &R,
    group: &str,
    user: &str,
) -> Result<bool, CallError> {
    let once = || async { Ok(reads.is_member(group, user).await?.then_some(())) }.boxed();
    Ok(until(once, || reads.rest()).await?.is_some())
}
