//! Our own application: its registration, its place in the tenant, and what is granted to it.

use super::{
    super::{
        document::App,
        permissions::missing_of,
        places::Who,
        work::{Step, Work, until},
    },
    groups::short,
};
use crate::connector::{FoundApplication, NewApplication, ObjectKind, PartnerWrites};
use futures::FutureExt as _;

/// Registers it, or brings what is there to what is wanted.
pub async fn application(work: &mut Work<'_>) -> Step {
    let writes = work.ground.writes(Who::Bootstrap, None).await?;
    let deployment = work.ground.csp.0.settings.public_url.clone();
    let redirect_uri = work.ground.csp.redirect_uri();
    let host = deployment.split("://").nth(1).unwrap_or(&deployment).to_owned();
    let (name, mark) = (
        format!("Ops AI ({host})"),
        format!("OpsAI.{}", short(&deployment)),
    );
    let new = || NewApplication {
        name: &name,
        mark: &mark,
        redirect_uri: &redirect_uri,
    };
    let found = look(work, writes.as_ref(), &name, &mark, work.intended("application")).await?;
    let app = match found {
        Some(app) => {
            // Whatever was changed by hand, or by an earlier version, is brought back.
            let updated = writes.update_application(&app.id, new()).await;
            updated.map_err(|error| work.ground.stop(&error))?;
            app
        }
        None => {
            work.intend("application").await?;
            let app = writes.create_application(new()).await;
            let app = app.map_err(|error| work.ground.stop(&error))?;
            keep(work, &app).await?;
            look(work, writes.as_ref(), &name, &mark, true)
                .await?
                .ok_or_else(|| work.unseen("The application"))?
        }
    };
    keep(work, &app).await?;
    work.saw(format!("Application \"{}\"", app.name), app.id, true);
    work.saw("Its application (client) ID", app.app_id, true);
    Ok(())
}

async fn keep(work: &mut Work<'_>, app: &FoundApplication) -> Step {
    work.made(ObjectKind::Application, &app.id, &app.name);
    work.ground.document.app = Some(App {
        object_id: app.id.clone(),
        app_id: app.app_id.clone(),
        name: app.name.clone(),
    });
    work.keep(true).await
}

async fn look(
    work: &Work<'_>,
    writes: &dyn PartnerWrites,
    name: &str,
    mark: &str,
    patiently: bool,
) -> Step<Option<FoundApplication>> {
    let once = || writes.application_marked(name, mark);
    let found = if patiently {
        until(once, || writes.rest()).await
    } else {
        once().await
    };
    found.map_err(|error| work.ground.stop(&error))
}

/// Lets it into its own tenant, and beside it what managing relationships needs of the vendor's.
pub async fn principal(work: &mut Work<'_>) -> Step {
    let writes = work.ground.writes(Who::Bootstrap, None).await?;
    let app = work.app()?;
    let own = in_tenant(work, writes.as_ref(), &app.app_id, &app.name, true).await?;
    let owned = writes.add_owner(&app.object_id, &own).await;
    owned.map_err(|error| work.ground.stop(&error))?;
    work.saw(format!("Enterprise application \"{}\"", app.name), own, true);
    let (needed, name) = work.ground.partner.prerequisite();
    in_tenant(work, writes.as_ref(), needed, name, false)
        .await
        .map(drop)
}

async fn in_tenant(
    work: &mut Work<'_>,
    writes: &dyn PartnerWrites,
    app_id: &str,
    name: &str,
    ours: bool,
) -> Step<String> {
    let intent = format!("principal {app_id}");
    let once = || writes.principal(app_id);
    let rest = || writes.rest();
    let found = if work.intended(&intent) {
        until(once, rest).await
    } else {
        once().await
    };
    if let Some(found) = found.map_err(|error| work.ground.stop(&error))? {
        let made = work.intended(&intent);
        if made {
            work.made(ObjectKind::ServicePrincipal, &found.id, name);
        }
        if !ours {
            work.saw(
                format!("Enterprise application \"{name}\""),
                found.id.clone(),
                made,
            );
        }
        return Ok(found.id);
    }
    work.intend(&intent).await?;
    let made = writes
        .create_principal(app_id)
        .await
        .map_err(|error| work.ground.stop(&error))?;
    work.made(ObjectKind::ServicePrincipal, &made, name);
    work.keep(true).await?;
    let seen = until(once, rest)
        .await
        .map_err(|error| work.ground.stop(&error))?;
    seen.ok_or_else(|| work.unseen(&format!("The enterprise application \"{name}\"")))?;
    if !ours {
        work.saw(format!("Enterprise application \"{name}\""), made.clone(), true);
    }
    Ok(made)
}

/// Grants each permission that is wanted, and reads them back.
pub async fn consent(work: &mut Work<'_>) -> Step {
    let writes = work.ground.writes(Who::Bootstrap, None).await?;
    let app = work.app()?;
    let granted = writes.grant_wanted(&app.app_id).await;
    granted.map_err(|error| work.ground.stop(&error))?;
    let wanted = work.ground.partner.wanted();
    let all = || {
        async {
            let grants = writes.grants(&app.app_id).await?;
            Ok(missing_of(wanted, &grants, false).is_empty().then_some(grants))
        }
        .boxed()
    };
    let seen = until(all, || writes.rest()).await;
    let grants = seen
        .map_err(|error: crate::connector::CallError| work.ground.stop(&error))?
        .ok_or_else(|| work.unseen("What was granted"))?;
    let count = grants.grants.len();
    work.saw(
        format!("{count} permissions were read back as granted"),
        grants.principal.unwrap_or_default(),
        true,
    );
    Ok(())
}
