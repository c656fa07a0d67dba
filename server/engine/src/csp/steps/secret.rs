//! The application's secret: made, sealed at once, and used once to prove that it works.

use super::super::{
    places::Who,
    secrets::CLIENT_SECRET,
    work::{Step, Work, until},
};
use crate::{
    connector::{CallError, Opened, PartnerPlace},
    csp::places::Ground,
};
use futures::FutureExt as _;

/// For how long a secret is good, in days.
pub const SECRET_DAYS: u32 = 180;

/// What our secrets are called.
pub const SECRET_NAME: &str = "Ops AI";

const DAY_MS: i64 = 86_400_000;

/// Makes it where none is kept; one that was made and never kept is taken away, for nobody knows it.
pub async fn secret(work: &mut Work<'_>) -> Step {
    let writes = work.ground.writes(Who::Bootstrap, None).await?;
    let app = work.app()?;
    let found = writes
        .application(&app.app_id)
        .await
        .map_err(|error| work.ground.stop(&error))?;
    let found = found.ok_or_else(|| work.unseen("The application"))?;
    let vendor = work.ground.vendor();
    let id = work.ground.row.id.clone();
    let kept = work.ground.csp.store().csp_secret(&id, CLIENT_SECRET).await?;
    let in_use = work.ground.document.secret_key.clone().filter(|_| kept.is_some());
    for one in found.secrets.iter().filter(|one| one.name == SECRET_NAME) {
        if in_use.as_ref() != Some(&one.key_id) {
            let removed = writes.remove_secret(&found.id, &one.key_id).await;
            removed.map_err(|error| work.ground.stop(&error))?;
        }
    }
    let is_there = in_use.is_some_and(|key| found.secrets.iter().any(|one| one.key_id == key));
    if !is_there {
        let ends = work.ground.csp.now() + i64::from(SECRET_DAYS) * DAY_MS;
        let made = writes.add_secret(&found.id, SECRET_NAME, ends).await;
        let (key, value) = made.map_err(|error| work.ground.stop(&error))?;
        let sealed = work.ground.csp.seal(&id, &vendor, CLIENT_SECRET, &value).await;
        sealed.map_err(|problem| {
            work.fail(
                "key_unavailable",
                problem.to_string(),
                "Bring the key source back.",
                true,
            )
        })?;
        work.ground.document.secret_key = Some(key);
        work.ground.document.secret_ends = Some(ends);
        work.keep(true).await?;
    }
    let account = work.ground.account(Who::App).await?;
    let proved = proves(&work.ground, &account).await;
    proved.map_err(|error| work.ground.stop(&error))?;
    let key = work.ground.document.secret_key.clone().unwrap_or_default();
    work.saw("A secret that was used to sign in", key, true);
    Ok(())
}

/// Signs in with this account and reads its tenant; a new secret is refused for a while, and that is waited for.
pub async fn proves(ground: &Ground<'_>, account: &Opened) -> Result<(), CallError> {
    let place = PartnerPlace {
        tenant: None,
        as_person: false,
    };
    let last: std::sync::Mutex<Option<CallError>> = std::sync::Mutex::default();
    let keep = |error| {
        let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *last = Some(error);
    };
    // Each try asks for a token anew.
    let once = || {
        async {
            let reads = ground.partner.reader(account, ground.fresh_desk(), &place)?;
            match reads.tenant().await {
                Ok(_) => Ok(Some(())),
                Err(error) => {
                    keep(error);
                    reads.rest().await;
                    Ok(None)
                }
            }
        }
        .boxed()
    };
    let rest = || {
        async {
            if let Ok(reads) = ground.partner.reader(account, ground.fresh_desk(), &place) {
                reads.rest().await;
            }
        }
        .boxed()
    };
    match until(once, rest).await? {
        Some(()) => Ok(()),
        None => {
            let last = last
                .into_inner()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            last.map_or(Ok(()), Err)
        }
    }
}
