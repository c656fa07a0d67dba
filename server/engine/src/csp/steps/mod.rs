//! The steps of the automated path. Each looks up, makes what is missing, and is done when it was seen in the tenant.

mod application;
mod cleanup;
mod groups;
mod integration;
mod secret;
mod service_account;

pub use groups::mark_of;
pub use integration::integration;
pub use secret::{SECRET_DAYS, proves};

use super::{
    document::Person,
    places::Who,
    work::{Step, Work},
};
use crate::connector::PartnerReads;

/// Does the step that the work is at.
pub async fn perform(work: &mut Work<'_>) -> Step {
    match work.key.clone().as_str() {
        "sign_in" => signed_in(work),
        "tenant" => tenant(work).await,
        "groups" => groups::groups(work).await,
        "application" => application::application(work).await,
        "principal" => application::principal(work).await,
        "consent" => application::consent(work).await,
        "secret" => secret::secret(work).await,
        "template" => template(work),
        "cleanup" => cleanup::cleanup(work).await,
        "service_account" => service_account::service_account(work).await,
        "integration" => integration::integration(work).await,
        other => Err(work.fail(
            "unknown_step",
            format!("There is no step `{other}`."),
            "Tell us.",
            false,
        )),
    }
}

/// The administrator's sign-in happened, or is waited for.
fn signed_in(work: &mut Work<'_>) -> Step {
    match &work.ground.document.admin {
        Some(Person { .. }) => Ok(()),
        None => Err(super::failure::Stop::Waits),
    }
}

/// The tenant is the one that is meant.
async fn tenant(work: &mut Work<'_>) -> Step {
    let reads = work.ground.reads(Who::Bootstrap, None).await?;
    read_tenant(work, reads.as_ref()).await
}

/// Reads the tenant's name; refuses another one.
pub async fn read_tenant(work: &mut Work<'_>, reads: &dyn PartnerReads) -> Step {
    let found = reads.tenant().await.map_err(|error| work.ground.stop(&error))?;
    if !found.id.eq_ignore_ascii_case(&work.ground.row.tenant_id) {
        return Err(work.fail(
            "other_tenant",
            format!(
                "The sign-in is of the tenant {} ({}), and not of the one being connected.",
                found.name, found.id
            ),
            "Sign in with an account of the tenant that is being connected.",
            false,
        ));
    }
    work.saw(format!("Tenant \"{}\"", found.name), found.id, false);
    work.ground.document.tenant_name = Some(found.name);
    Ok(())
}

/// Every role of the template has its group.
fn template(work: &mut Work<'_>) -> Step {
    let roles = work.ground.document.template.roles.clone();
    let catalogue = work.ground.partner.roles();
    for role in roles {
        let name = catalogue
            .find(&role)
            .map_or_else(|| role.clone(), |role| role.name.to_string());
        match work.ground.document.groups.get(&role).cloned() {
            Some(group) => work.saw(format!("{name}: its group"), group, false),
            None => {
                let text = format!("There is no group for the role {name}.");
                return Err(work.fail(
                    "no_group",
                    text,
                    "Let the step \"Security groups\" run again.",
                    true,
                ));
            }
        }
    }
    Ok(())
}
