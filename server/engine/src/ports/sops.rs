//! SOPs: written, checked, tried, run; every save a version.

use super::Machine;
use crate::{
    pipeline::HandRun,
    policy::{Right, may},
    sop::{Context, resolve, templates},
    store::{AuditRecord, NewSop, SopSave, StoreError, fresh_ulid},
};
use contract::{
    actor::Actor,
    customer::Customer,
    event::Normalised,
    field::FieldError,
    ids::{CustomerId, SopId},
    ports::{Answer, Sops},
    problem::Problem,
    run::RunDetail,
    sop::{DryRunRequest, Preview, PreviewRequest, Sop, SopCheck, SopDraft, SopTemplate, SopVersion},
};
use serde_json::{Value, json};

impl Machine {
    async fn sop_by_id(&self, id: &SopId) -> Result<Sop, Problem> {
        self.store.sop(id).await.map_err(missing)
    }

    /// The draft as it is kept, or what is wrong with it.
    async fn checked_sop(&self, mut draft: SopDraft, own: Option<&SopId>) -> Result<SopDraft, Problem> {
        draft.name = draft.name.trim().to_owned();
        draft.note = draft
            .note
            .map(|note| note.trim().to_owned())
            .filter(|note| !note.is_empty());
        let found = self.automation.check_sop(&draft, own).await?;
        if found.errors.is_empty() {
            Ok(draft)
        } else {
            Err(Problem::invalid(found.errors))
        }
    }

    async fn save(
        &self,
        who: &Actor,
        id: &SopId,
        draft: SopDraft,
        action: &'static str,
        detail: Value,
    ) -> Result<Sop, Problem> {
        let seen = draft.version;
        let draft = self.checked_sop(draft, Some(id)).await?;
        let audit = AuditRecord {
            who,
            action,
            target: id.to_string(),
            detail,
        };
        let saved = self
            .store
            .save_sop(self.now(), SopSave { id, seen, draft }, audit)
            .await;
        saved.map_err(missing)?;
        self.sop_by_id(id).await
    }

    /// Whom an event is for that no webhook received, whole, for templates.
    async fn customer_whole(&self, event: &Normalised) -> Result<Option<Customer>, Problem> {
        match self.automation.customer_of_sample(event).await? {
            Some((id, _)) => Ok(Some(self.store.customer(&id).await?)),
            None => Ok(None),
        }
    }

    /// The customer of a run that a person starts: by the event, or the one that the SOP is for.
    async fn customer_for_run(
        &self,
        event: &Normalised,
        own: Option<&CustomerId>,
    ) -> Result<Option<Customer>, Problem> {
        match (self.customer_whole(event).await?, own) {
            (Some(found), _) => Ok(Some(found)),
            (None, Some(id)) => Ok(self.store.customer(id).await.ok()),
            (None, None) => Ok(None),
        }
    }
}

impl Sops for Machine {
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Sop>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            Ok(self.store.sops().await?)
        })
    }

    fn get<'a>(&'a self, who: &'a Actor, id: &'a SopId) -> Answer<'a, Sop> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.sop_by_id(id).await
        })
    }

    fn create<'a>(&'a self, who: &'a Actor, draft: SopDraft) -> Answer<'a, Sop> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            if let Some(key) = &draft.template
                && !templates().iter().any(|one| one.key == *key)
            {
                let words = "There is no such template.";
                return Err(Problem::invalid(vec![FieldError::new(
                    "template",
                    "not_accepted",
                    words,
                )]));
            }
            let draft = self.checked_sop(draft, None).await?;
            let id = SopId::from_ulid(&fresh_ulid(self.now()));
            let audit = AuditRecord {
                who,
                action: "sop.created",
                target: id.to_string(),
                detail: json!({ "name": draft.name, "mode": draft.mode, "template": draft.template }),
            };
            let new = NewSop {
                id: id.clone(),
                draft,
            };
            self.store.insert_sop(self.now(), new, audit).await?;
            self.sop_by_id(&id).await
        })
    }

    fn change<'a>(&'a self, who: &'a Actor, id: &'a SopId, draft: SopDraft) -> Answer<'a, Sop> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let before = self.sop_by_id(id).await?;
            let detail = json!({
                "name": draft.name,
                "from_version": before.version,
                "mode": draft.mode,
                "enabled": draft.enabled,
                "note": draft.note,
            });
            self.save(who, id, draft, "sop.changed", detail).await
        })
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a SopId) -> Answer<'a, ()> {
        Box::pin(async move {
            may(who, Right::DeleteAutomation)?;
            let gone = self.sop_by_id(id).await?;
            let audit = AuditRecord {
                who,
                action: "sop.deleted",
                target: id.to_string(),
                detail: json!({ "name": gone.name, "version": gone.version }),
            };
            let done = self.store.delete_sop(self.now(), id, audit).await;
            done.map_err(missing)
        })
    }

    fn versions<'a>(&'a self, who: &'a Actor, id: &'a SopId) -> Answer<'a, Vec<SopVersion>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.store.sop_versions(id).await.map_err(missing)
        })
    }

    fn roll_back<'a>(&'a self, who: &'a Actor, id: &'a SopId, version: u32) -> Answer<'a, Sop> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let now = self.sop_by_id(id).await?;
            let old = self
                .store
                .sop_at(id, version)
                .await
                .map_err(|error| match error {
                    StoreError::Missing => Problem::not_found("version"),
                    other => other.into(),
                })?;
            let draft = SopDraft {
                name: old.name,
                description: old.description,
                mode: old.mode,
                customer: old.customer,
                // Rolling back what it does does not switch it on or off.
                enabled: now.enabled,
                triggers: old.triggers,
                steps: old.steps,
                version: Some(now.version),
                note: Some(format!("Rolled back to version {version}.")),
                template: None,
            };
            let detail = json!({ "from_version": now.version, "to_version": version });
            self.save(who, id, draft, "sop.rolled_back", detail).await
        })
    }

    fn templates(&self, who: &Actor) -> Result<Vec<SopTemplate>, Problem> {
        may(who, Right::Look)?;
        Ok(templates().to_vec())
    }

    fn check<'a>(&'a self, who: &'a Actor, draft: SopDraft) -> Answer<'a, SopCheck> {
        Box::pin(async move {
            may(who, Right::Look)?;
            Ok(self.automation.check_sop(&draft, None).await?)
        })
    }

    fn preview<'a>(&'a self, who: &'a Actor, request: PreviewRequest) -> Answer<'a, Preview> {
        Box::pin(async move {
            may(who, Right::Look)?;
            let customer = self.customer_whole(&request.event).await?;
            let context = Context::new(&request.event, customer.as_ref()).with_steps(&request.steps);
            Ok(match resolve(&request.step.input, &context) {
                Ok(input) => Preview {
                    input,
                    errors: Vec::new(),
                },
                Err(faults) => Preview {
                    input: Value::Null,
                    errors: faults
                        .into_iter()
                        .map(|fault| {
                            FieldError::new(
                                fault.at,
                                "template",
                                format!("{} In `{}`.", fault.why, fault.expression),
                            )
                        })
                        .collect(),
                },
            })
        })
    }

    fn dry_run<'a>(&'a self, who: &'a Actor, request: DryRunRequest) -> Answer<'a, RunDetail> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let DryRunRequest { sop, event } = request;
            let found = self.automation.check_sop(&sop, None).await?;
            if !found.errors.is_empty() {
                return Err(Problem::invalid(found.errors));
            }
            let customer = self.customer_for_run(&event, sop.customer.as_ref()).await?;
            Ok(self
                .automation
                .rehearsal(who, &sop, &event, customer.as_ref())
                .await?)
        })
    }

    fn run<'a>(&'a self, who: &'a Actor, id: &'a SopId, event: Normalised) -> Answer<'a, RunDetail> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let sop = self.sop_by_id(id).await?;
            let customer = self.customer_for_run(&event, sop.customer.as_ref()).await?;
            let hand = HandRun {
                sop,
                event,
                customer: customer.map(|customer| (customer.id, customer.name)),
            };
            let run = self.automation.begin(who, hand).await?;
            self.carried(run).await
        })
    }
}

fn missing(error: StoreError) -> Problem {
    match error {
        StoreError::Missing => Problem::not_found("SOP"),
        other => other.into(),
    }
}
