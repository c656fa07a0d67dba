//! The manual path: a person does each step, and each looks at the tenant whether it was done. Nothing is made there.

use super::{
    bootstrap_checks,
    document::App,
    failure::Stop,
    permissions::missing_of,
    places::Who,
    steps::{integration, mark_of, proves, read_tenant},
    work::{Step, Work},
};
use contract::csp::PermissionKind;

/// Looks whether a step of the automated path still holds, with our own application's eyes; makes nothing.
pub async fn look_again(work: &mut Work<'_>) -> Step {
    match work.key.clone().as_str() {
        "tenant" | "application" | "principal" | "secret" => application(work).await,
        "groups" | "template" => groups(work).await,
        "consent" => consent(work).await,
        "service_account" => service_account(work).await,
        "integration" => integration(work).await,
        "sign_in" => bootstrap_checks::sign_in(work).await,
        "cleanup" => bootstrap_checks::absence(work).await,
        other => Err(work.fail(
            "unknown_step",
            format!("There is no step `{other}`."),
            "Tell us.",
            false,
        )),
    }
}

/// Looks at the step that the work is at.
pub async fn perform(work: &mut Work<'_>) -> Step {
    if let Some(step) = {
        let key = work.key.clone();
        work.ground.document.step_mut(&key)
    } {
        step.evidence.clear();
    }
    match work.key.clone().as_str() {
        "application" => application(work).await,
        "consent" => consent(work).await,
        "groups" => groups(work).await,
        "service_account" => service_account(work).await,
        "partner" => partner(work).await,
        "integration" => integration(work).await,
        other => Err(work.fail(
            "unknown_step",
            format!("There is no step `{other}`."),
            "Tell us.",
            false,
        )),
    }
}

/// It signs in, and its registration says what it must.
async fn application(work: &mut Work<'_>) -> Step {
    let account = work.ground.account(Who::App).await?;
    proves(&work.ground, &account)
        .await
        .map_err(|error| work.ground.stop(&error))?;
    let reads = work.ground.reads(Who::App, None).await?;
    read_tenant(work, reads.as_ref()).await?;
    let app = work.app()?;
    let found = reads
        .application(&app.app_id)
        .await
        .map_err(|error| work.ground.stop(&error))?;
    let Some(found) = found else {
        return Err(work.fail(
            "other_home",
            "The application signs in, and is not registered in this tenant.",
            "Register one in the partner's own tenant, and give its ID here.",
            false,
        ));
    };
    let redirect_uri = work.ground.csp.redirect_uri();
    work.saw(format!("Application \"{}\"", found.name), found.id.clone(), false);
    if !found.multi_tenant {
        return Err(work.fail(
            "single_tenant",
            "The application is for this tenant alone, so customers cannot let it in.",
            "Set its supported account types to accounts in any organizational directory.",
            false,
        ));
    }
    if !found.redirect_uris.contains(&redirect_uri) {
        return Err(work.fail(
            "no_redirect",
            format!("Its registration does not list the redirect address {redirect_uri}."),
            format!("Add exactly {redirect_uri} as a redirect address of the kind web."),
            false,
        ));
    }
    work.ground.document.app = Some(App {
        object_id: found.id,
        app_id: found.app_id,
        name: found.name,
    });
    Ok(())
}

/// Every grant was read, one by one.
async fn consent(work: &mut Work<'_>) -> Step {
    let grants = work.ground.granted(None).await?;
    let missing = missing_of(work.ground.partner.wanted(), &grants, false);
    if !missing.is_empty() {
        let names: Vec<String> = missing
            .iter()
            .map(|one| match one.kind {
                PermissionKind::Application => format!("{} (application)", one.name),
                PermissionKind::Delegated => format!("{} (delegated)", one.name),
            })
            .collect();
        return Err(work.fail(
            "permissions_missing",
            format!(
                "{} permissions are not granted: {}.",
                names.len(),
                names.join(", ")
            ),
            "Add them to the registration and grant admin consent for your tenant.",
            false,
        ));
    }
    let count = grants.grants.len();
    work.saw(
        format!("{count} permissions were read as granted"),
        grants.principal.unwrap_or_default(),
        false,
    );
    Ok(())
}

/// Each role has its marked group.
async fn groups(work: &mut Work<'_>) -> Step {
    let reads = work.ground.reads(Who::App, None).await?;
    let deployment = work.ground.csp.0.settings.public_url.clone();
    let catalogue = work.ground.partner.roles();
    let mut missing = Vec::new();
    for role in work.ground.document.template.roles.clone() {
        let mark = mark_of(&role, &deployment);
        let name = catalogue
            .find(&role)
            .map_or_else(|| role.clone(), |role| role.name.to_string());
        let found = reads
            .group_marked(&mark)
            .await
            .map_err(|error| work.ground.stop(&error))?;
        match found.filter(|group| group.usable) {
            Some(group) => {
                work.saw(
                    format!("{name}: group \"{}\"", group.name),
                    group.id.clone(),
                    false,
                );
                work.ground.document.groups.insert(role, group.id);
            }
            None => missing.push(format!("{name} (mail nickname {mark})")),
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(work.fail(
        "groups_missing",
        format!("There is no security group for: {}.", missing.join(", ")),
        "Make each as a security group with that mail nickname.",
        false,
    ))
}

/// Somebody signed in with a second factor and is a member of each group.
async fn service_account(work: &mut Work<'_>) -> Step {
    let person = work.ground.document.person.clone().ok_or(Stop::Waits)?;
    if person.second_factor != Some(true) {
        return Err(work.fail(
            "second_factor_unknown",
            format!(
                "{} signed in, and nothing tells that a second factor was used.",
                person.name
            ),
            "Sign in again with multifactor authentication.",
            false,
        ));
    }
    let reads = work.ground.reads(Who::App, None).await?;
    let catalogue = work.ground.partner.roles();
    let mut missing = Vec::new();
    for (role, group) in work.ground.document.groups.clone() {
        let name = catalogue
            .find(&role)
            .map_or_else(|| role.clone(), |role| role.name.to_string());
        let is_member = reads.is_member(&group, &person.id).await;
        if is_member.map_err(|error| work.ground.stop(&error))? {
            work.saw(
                format!("{} is a member of the group for {name}", person.name),
                group,
                false,
            );
        } else {
            missing.push(name);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(work.fail(
        "not_a_member",
        format!(
            "{} is not a member of the groups for: {}.",
            person.name,
            missing.join(", ")
        ),
        "Add the account to them; nested groups and guests do not count.",
        false,
    ))
}

/// Relationships and Partner Center's customers can be read.
async fn partner(work: &mut Work<'_>) -> Step {
    let reads = work.ground.reads(Who::App, None).await?;
    let relationships = reads
        .relationships()
        .await
        .map_err(|error| work.ground.stop(&error))?;
    let tenant = work.ground.row.tenant_id.clone();
    work.saw(
        format!("{} relationships were read", relationships.len()),
        tenant.clone(),
        false,
    );
    let person = work.ground.reads(Who::Person, None).await?;
    let customers = person
        .reseller_customers()
        .await
        .map_err(|error| work.ground.stop(&error))?;
    work.saw(
        format!("{} customers of Partner Center were read", customers.len()),
        tenant,
        false,
    );
    Ok(())
}
