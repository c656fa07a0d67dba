//! Leaving: a plan of exactly what goes, its confirmation, its execution, and the proof that each thing is gone.
//!
//! What bears our mark in the tenant goes, and nothing else. An administrator's sign-in by the short-lived application does it
//! and sees afterwards that it is gone, for our own application cannot see its own absence; at the end the short-lived one
//! removes itself, and its next sign-in must be refused.

use super::{
    Csp,
    failure::{Stop, of_call},
    places::{Ground, Who, refuse},
    secrets::BOOTSTRAP_TOKEN,
    work::{Work, until},
};
use crate::{
    clock::rfc3339,
    connector::{CallError, CallErrorKind, ObjectKind, PartnerWrites},
    store::{AuditRecord, StoreError},
};
use contract::{
    actor::Actor,
    csp::{Removal, RemovalItem, RemovalPlan, RemovalRequest, RemovalState},
    field::FieldError,
    ids::{CspSetupId, IntegrationId},
    problem::Problem,
};
use futures::FutureExt as _;
use serde_json::json;

impl Csp {
    /// What would go; once the removal has begun, what of it is gone.
    pub async fn removal_plan(
        &self,
        id: &CspSetupId,
        end_relationships: bool,
    ) -> Result<RemovalPlan, Problem> {
        let ground = self.ground(self.row(id).await?)?;
        match ground.document.removal.clone() {
            None => ground.plan(end_relationships).await,
            Some(items) => ground.begun(items).await,
        }
    }

    /// Removes it, and proves it.
    pub async fn remove(
        &self,
        who: &Actor,
        id: &CspSetupId,
        request: RemovalRequest,
    ) -> Result<Removal, Problem> {
        let ground = self.ground(self.row(id).await?)?;
        let mut work = Work {
            ground,
            key: String::new(),
        };
        if work.ground.document.removal.is_none() {
            let plan = work.ground.plan(request.end_relationships).await?;
            if plan.digest != request.digest {
                return Err(Problem::new(
                    409,
                    "plan_changed",
                    "What would be removed has changed since you saw the plan.",
                )
                .with_detail("Look at the plan again, then confirm that one."));
            }
            if plan.confirm != request.typed.trim() {
                let text = format!("Type “{}” to confirm.", plan.confirm);
                return Err(Problem::invalid(vec![FieldError::new(
                    "typed",
                    "not_accepted",
                    text,
                )]));
            }
            if plan.needs_sign_in {
                return Err(needs_sign_in());
            }
            self.record(who, id, "csp.removal_confirmed", json!({ "items": plan.items }))
                .await?;
            work.ground.document.removal = Some(plan.items);
            work.keep(false).await.map_err(refuse)?;
        }
        self.remove_all(&mut work).await?;
        let items = work.ground.document.removal.clone().unwrap_or_default();
        let proved = items.iter().all(is_settled);
        if proved && !work.ground.document.removed {
            work.ground.document.removed = true;
            work.keep(false).await.map_err(refuse)?;
            let audit = AuditRecord {
                who,
                action: "csp.removed",
                target: id.to_string(),
                detail: json!({ "items": items }),
            };
            self.store().close_csp_setup(self.now(), id, audit).await?;
        }
        Ok(Removal { proved, items })
    }

    async fn record(
        &self,
        who: &Actor,
        id: &CspSetupId,
        action: &'static str,
        detail: serde_json::Value,
    ) -> Result<(), Problem> {
        let audit = AuditRecord {
            who,
            action,
            target: id.to_string(),
            detail,
        };
        Ok(self.store().record_alone(self.now(), audit).await?)
    }

    async fn remove_all(&self, work: &mut Work<'_>) -> Result<(), Problem> {
        let count = work.ground.document.removal.as_ref().map_or(0, Vec::len);
        for at in 0..count {
            let Some(mut item) = work
                .ground
                .document
                .removal
                .as_ref()
                .and_then(|items| items.get(at))
                .cloned()
            else {
                continue;
            };
            if is_settled(&item) {
                continue;
            }
            item.failure = None;
            match self.remove_one(&work.ground, &item).await {
                Ok((state, note)) => {
                    item.state = state;
                    item.note = Some(note);
                    item.proved_at = (state == RemovalState::Gone).then(|| rfc3339(self.now()));
                }
                Err(Stop::Failed(failure)) => {
                    item.state = RemovalState::Failed;
                    item.failure = Some(failure);
                }
                Err(stop) => return Err(refuse(stop)),
            }
            let failed = item.state == RemovalState::Failed;
            if let Some(items) = &mut work.ground.document.removal {
                items[at] = item;
            }
            work.keep(false).await.map_err(refuse)?;
            if failed {
                // What comes later depends on what comes before: the sign-in that removes must go last.
                return Ok(());
            }
        }
        Ok(())
    }

    /// What became of one thing, and how that is known.
    async fn remove_one(
        &self,
        ground: &Ground<'_>,
        item: &RemovalItem,
    ) -> Result<(RemovalState, String), Stop> {
        let id = item.object_id.as_str();
        let note = match item.kind.as_ref() {
            "consent" => {
                return ground
                    .withdraw(item.tenant_id.as_deref().unwrap_or_default())
                    .await;
            }
            "relationship" => {
                match ground.end(id).await {
                    Ok(()) => {}
                    // Somebody else deleted it meanwhile.
                    Err(problem) if problem.code == "not_found" => {}
                    Err(problem) => return Err(gone_wrong(&problem, self.now())),
                }
                let reads = ground.reads(Who::App, None).await?;
                let over = || {
                    async {
                        let found = reads.relationship(id).await?;
                        Ok(found.is_none_or(|one| one.status.is_over()).then_some(()))
                    }
                    .boxed()
                };
                let over = until(over, || reads.rest()).await;
                over.map_err(|error: CallError| ground.stop(&error))?
                    .ok_or_else(|| still_there(self.now()))?;
                "Its end was asked for, and it gives no access any more.".to_owned()
            }
            "integration" => {
                self.remove_integration(id).await?;
                "It is not kept any more.".to_owned()
            }
            "bootstrap" => self.remove_bootstrap(ground, id).await?,
            kind => {
                let kind = match kind {
                    "group" => ObjectKind::Group,
                    "application" => ObjectKind::Application,
                    _ => ObjectKind::ServicePrincipal,
                };
                let writes = ground.writes(Who::Bootstrap, None).await?;
                delete_for_good(ground, writes.as_ref(), kind, id).await?
            }
        };
        Ok((RemovalState::Gone, note))
    }

    async fn remove_integration(&self, id: &str) -> Result<(), Stop> {
        let Some(id) = IntegrationId::parse(id) else {
            return Ok(());
        };
        let who = Actor::system("csp");
        let audit = AuditRecord {
            who: &who,
            action: "integration.deleted",
            target: id.to_string(),
            detail: json!({}),
        };
        match self.store().delete_integration(self.now(), &id, audit).await {
            Ok(()) | Err(StoreError::Missing) => {}
            Err(error) => return Err(error.into()),
        }
        self.0.act.memory.forget(&id);
        self.0.live.integration(&id);
        Ok(())
    }

    /// The short-lived application removes itself; what proves it is that it cannot sign in any more.
    async fn remove_bootstrap(&self, ground: &Ground<'_>, client: &str) -> Result<String, Stop> {
        let writes = match ground.writes(Who::Bootstrap, None).await {
            Ok(writes) => writes,
            Err(Stop::Failed(failure)) if failure.code == "not_signed_in" => {
                return Ok("Its sign-in is not kept any more.".to_owned());
            }
            Err(stop) => return Err(stop),
        };
        match writes.principal(client).await {
            Ok(Some(found)) => {
                let gone = writes.delete(ObjectKind::ServicePrincipal, &found.id).await;
                gone.map_err(|error| ground.stop(&error))?;
                if let Err(error) = writes.purge(&found.id).await {
                    let failure = of_call(ground.partner, &error, self.now());
                    tracing::warn!(cause = %failure.cause, "the set-up application can still be restored for 30 days");
                }
            }
            Ok(None) => {}
            // It is gone already, so it cannot sign in to look.
            Err(error) if is_refused(&error) => {}
            Err(error) => return Err(ground.stop(&error)),
        }
        let account = ground.account(Who::Bootstrap).await?;
        let place = crate::connector::PartnerPlace {
            tenant: None,
            as_person: true,
        };
        let refused = || {
            async {
                let reads = ground.partner.reader(&account, ground.fresh_desk(), &place)?;
                match reads.tenant().await {
                    Err(error) if is_refused(&error) => Ok(Some(())),
                    Ok(_) => Ok(None),
                    Err(error) => Err(error),
                }
            }
            .boxed()
        };
        let refused = until(refused, || writes.rest()).await;
        refused
            .map_err(|error: CallError| ground.stop(&error))?
            .ok_or_else(|| still_there(self.now()))?;
        self.store()
            .drop_csp_secret(&ground.row.id, BOOTSTRAP_TOKEN)
            .await?;
        Ok("It removed itself; a sign-in was tried afterwards and refused.".to_owned())
    }
}

/// Whether nothing is to be done about it any more.
pub(super) fn is_settled(item: &RemovalItem) -> bool {
    matches!(item.state, RemovalState::Gone | RemovalState::Kept)
}

/// Deletes an object, then what was deleted, and looks for both.
async fn delete_for_good(
    ground: &Ground<'_>,
    writes: &dyn PartnerWrites,
    kind: ObjectKind,
    id: &str,
) -> Result<String, Stop> {
    writes
        .delete(kind, id)
        .await
        .map_err(|error| ground.stop(&error))?;
    let gone = || async { Ok((!writes.exists(kind, id).await?).then_some(())) }.boxed();
    let gone = until(gone, || writes.rest()).await;
    gone.map_err(|error: CallError| ground.stop(&error))?
        .ok_or_else(|| still_there(ground.csp.now()))?;
    match writes.purge(id).await {
        Ok(()) => {}
        // Not everything can be deleted for good at once; it is told.
        Err(error) if matches!(error.kind, CallErrorKind::Rejected | CallErrorKind::Permission) => {
            return Ok(
                "It was looked for and is not there; an administrator can restore it for 30 days.".to_owned(),
            );
        }
        Err(error) => return Err(ground.stop(&error)),
    }
    let deleted = writes.is_deleted(id).await.map_err(|error| ground.stop(&error))?;
    Ok(if deleted {
        "It was looked for and is not there; an administrator can restore it for 30 days.".to_owned()
    } else {
        "It was looked for and is not there, nor among what can be restored.".to_owned()
    })
}

/// Whether a sign-in was refused: the application is not in the tenant.
fn is_refused(error: &CallError) -> bool {
    matches!(error.kind, CallErrorKind::Credentials | CallErrorKind::Permission)
}

pub(super) fn still_there(now: i64) -> Stop {
    let cause = "It was removed, and Microsoft still shows it.";
    Stop::Failed(super::failure::found(
        "still_there",
        cause,
        "Try again in a minute.",
        true,
        now,
    ))
}

fn gone_wrong(problem: &Problem, now: i64) -> Stop {
    let mut failure = super::failure::found(
        "not_ended",
        problem.title.clone(),
        problem.detail.clone().unwrap_or_else(|| "Try again.".to_owned()),
        true,
        now,
    );
    failure.vendor_status = problem.vendor_status;
    failure.vendor_message.clone_from(&problem.vendor_message);
    Stop::Failed(failure)
}

fn needs_sign_in() -> Problem {
    Problem::new(409, "sign_in_needed", "An administrator has to sign in first.")
        .with_detail("Begin the sign-in for removing, come back, and confirm the plan once more.")
}
