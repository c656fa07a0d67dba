//! Fake integrations: one is there; the secret `wrong` fails its test.

use super::{Fake, needs, samples};
use contract::{
    actor::{Actor, Role},
    field::FieldError,
    ids::IntegrationId,
    integration::{
        Banner, DeleteImpact, Integration, IntegrationChange, IntegrationDraft, SaveOutcome, SavePolicy,
        Status,
    },
    manifest::Values,
    ports::{Answer, Integrations},
    probe::ProbeRecord,
    problem::Problem,
    test_report::TestReport,
};

fn answer<'a, T: Send + 'a>(result: Result<T, Problem>) -> Answer<'a, T> {
    Box::pin(async move { result })
}

fn known(id: &IntegrationId) -> Result<Integration, Problem> {
    if id.as_str() == samples::ID {
        Ok(samples::integration())
    } else {
        Err(Problem::not_found("integration"))
    }
}

/// A field that is missing is refused, as the engine does it.
fn check(credentials: &Values) -> Result<bool, Problem> {
    match credentials.get("api_key").map(String::as_str) {
        Some("") | None => {
            let error = FieldError::new("api_key", "required", "API key is missing: fill it in.");
            Err(Problem::invalid(vec![error]))
        }
        Some(key) => Ok(key != "wrong"),
    }
}

fn saved(ok: bool, policy: SavePolicy) -> SaveOutcome {
    if ok || policy == SavePolicy::Anyway {
        SaveOutcome::Saved {
            integration: Box::new(samples::integration()),
            notes: vec!["Spaces around Name were taken away.".into()],
        }
    } else {
        SaveOutcome::TestFailed(samples::report(false))
    }
}

impl Integrations for Fake {
    fn list<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<Integration>> {
        answer(Ok(vec![samples::integration()]))
    }

    fn get<'a>(&'a self, _: &'a Actor, id: &'a IntegrationId) -> Answer<'a, Integration> {
        answer(known(id))
    }

    fn test<'a>(&'a self, who: &'a Actor, draft: IntegrationDraft) -> Answer<'a, TestReport> {
        self.note(format!(
            "test {} {:?} {:?}",
            draft.vendor, draft.settings, draft.credentials
        ));
        answer(
            needs(who, Role::Tech, "test a connection")
                .and_then(|()| check(&draft.credentials))
                .map(samples::report),
        )
    }

    fn test_saved<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        change: IntegrationChange,
    ) -> Answer<'a, TestReport> {
        self.note(format!(
            "test_saved {id} {:?} {:?}",
            change.settings, change.credentials
        ));
        let ok = change.credentials.get("api_key").is_none_or(|key| key != "wrong");
        answer(
            needs(who, Role::Tech, "test a connection")
                .and_then(|()| known(id))
                .map(|_| samples::report(ok)),
        )
    }

    fn create<'a>(
        &'a self,
        who: &'a Actor,
        draft: IntegrationDraft,
        policy: SavePolicy,
    ) -> Answer<'a, SaveOutcome> {
        self.note(format!(
            "create {} {:?} {:?} {:?} {policy:?}",
            draft.vendor, draft.name, draft.settings, draft.credentials
        ));
        answer(
            needs(who, Role::Tech, "connect a vendor")
                .and_then(|()| check(&draft.credentials))
                .map(|ok| saved(ok, policy)),
        )
    }

    fn change<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        change: IntegrationChange,
        policy: SavePolicy,
    ) -> Answer<'a, SaveOutcome> {
        self.note(format!(
            "change {id} v{:?} {:?} {:?} {:?} {:?} {policy:?}",
            change.version, change.name, change.settings, change.credentials, change.paused
        ));
        let ok = change.credentials.get("api_key").is_none_or(|key| key != "wrong");
        let stale = change
            .version
            .is_some_and(|version| version != samples::integration().version);
        answer(
            needs(who, Role::Tech, "change an integration")
                .and_then(|()| known(id))
                .and_then(|_| {
                    if stale {
                        Err(Problem::new(
                            409,
                            "edited_meanwhile",
                            "Somebody else changed it meanwhile.",
                        ))
                    } else {
                        Ok(saved(ok, policy))
                    }
                }),
        )
    }

    fn make_default<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, Integration> {
        self.note(format!("make_default {id}"));
        answer(needs(who, Role::Tech, "change the default").and_then(|()| known(id)))
    }

    fn impact<'a>(&'a self, _: &'a Actor, id: &'a IntegrationId) -> Answer<'a, DeleteImpact> {
        answer(known(id).map(|integration| DeleteImpact {
            name: integration.name,
            consequences: vec!["Its history goes with it.".into()],
        }))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, ()> {
        self.note(format!("delete {id}"));
        answer(
            needs(who, Role::Admin, "delete an integration")
                .and_then(|()| known(id))
                .map(|_| ()),
        )
    }

    fn probe<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, Integration> {
        self.note(format!("probe {id}"));
        answer(needs(who, Role::Tech, "recheck an integration").and_then(|()| known(id)))
    }

    fn history<'a>(
        &'a self,
        _: &'a Actor,
        id: &'a IntegrationId,
        hours: u32,
    ) -> Answer<'a, Vec<ProbeRecord>> {
        self.note(format!("history {id} {hours}"));
        answer(known(id).map(|_| vec![samples::probe()]))
    }

    fn banners<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<Banner>> {
        answer(Ok(samples::status().banners))
    }

    fn status<'a>(&'a self, _: &'a Actor) -> Answer<'a, Status> {
        answer(Ok(samples::status()))
    }
}
