//! Rules and SOPs as the pipeline calls them: once for an event, however many attempts it takes.

use crate::automation::{call, draft, event, get, kept, note, notes, rule};
use crate::databases::each;
use crate::house::{House, tech};
use contract::{
    failure::FailureCode,
    ids::{EventId, RunId},
    routing::{Then, When},
    sop::Step,
};
use engine::pipeline::{EventKey, Fence, Picked, ReportEnd, Retry, RunEnd, Sops as _};
use futures::future::BoxFuture;
use sandbox::faults::{Fault, Rule};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};

struct Lease(AtomicBool);

impl Fence for Lease {
    fn holds(&self) -> BoxFuture<'_, bool> {
        Box::pin(async { self.0.load(Ordering::SeqCst) })
    }
}

fn held() -> Lease {
    Lease(AtomicBool::new(true))
}

struct Case {
    house: House,
    key: EventKey,
    picked: Picked,
}

impl Case {
    async fn of(store: engine::store::Store, steps: Vec<Step>) -> Self {
        let house = House::on(store).await;
        let account = house.connected().await;
        let sop = kept(&house, draft("Events", steps)).await;
        let picked = Picked {
            sop: sop.id,
            name: sop.name,
            version: sop.version,
            enabled: true,
        };
        Self {
            key: key("1", "1", account.id),
            house,
            picked,
        }
    }

    async fn attempt(&self, fence: &Lease) -> Result<RunEnd, engine::store::StoreError> {
        self.attempt_for(&self.key, fence).await
    }

    async fn attempt_for(&self, key: &EventKey, fence: &Lease) -> Result<RunEnd, engine::store::StoreError> {
        self.house
            .machine
            .automation
            .execute(key, &event(), None, &self.picked, fence)
            .await
    }

    async fn report(&self, run: &RunId) -> ReportEnd {
        let automation = &self.house.machine.automation;
        automation
            .report(&self.key, &event(), run, &held())
            .await
            .unwrap()
    }

    fn count(&self, title: &str) -> usize {
        notes(&self.house).iter().filter(|one| *one == title).count()
    }
}

fn key(event: &str, lineage: &str, integration: contract::ids::IntegrationId) -> EventKey {
    EventKey {
        event: EventId::from_ulid(event),
        lineage: EventId::from_ulid(lineage),
        integration,
    }
}

fn run_of(end: &RunEnd) -> RunId {
    match end {
        RunEnd::Done { run, .. } | RunEnd::Waiting { run, .. } => run.clone(),
        RunEnd::Failed { run, .. } => run.clone().unwrap(),
    }
}

#[tokio::test]
async fn an_event_has_one_run_and_a_second_attempt_does_nothing_twice() {
    each(|store| async move {
        let case = Case::of(store, vec![get("read"), note("write", "Note once")]).await;
        let first = case.attempt(&held()).await.unwrap();
        let RunEnd::Done { detail, .. } = &first else {
            panic!("{first:?}")
        };
        assert_eq!(detail[1]["step"], "write");
        assert_eq!(case.attempt(&held()).await.unwrap(), first);
        assert_eq!(case.count("Note once"), 1);
        let run = run_of(&first);
        for _ in 0..2 {
            assert_eq!(
                case.report(&run).await,
                ReportEnd::Done("The note on ticket T20261124.0001 was written.".into())
            );
        }
        assert_eq!(case.count("Ops AI: Events was carried out"), 1);
        let rows = case.house.autotask.rows("TicketNotes");
        let text = rows.last().unwrap()["description"].as_str().unwrap();
        assert!(
            text.contains("https://ops.example.com/app/webhooks/events/evt_1"),
            "{text}"
        );
    })
    .await;
}

#[tokio::test]
async fn two_attempts_at_the_same_moment_make_one_run_and_one_effect() {
    each(|store| async move {
        let case = Case::of(store, vec![note("write", "Note once")]).await;
        let (a, b) = (held(), held());
        let (one, two) = futures::join!(case.attempt(&a), case.attempt(&b));
        // The one whose claim was taken over stops with a fault of its own; the pipeline tries again.
        assert!(one.is_ok() || two.is_ok());
        let done = case.attempt(&held()).await.unwrap();
        assert!(
            matches!(done, RunEnd::Done { .. } | RunEnd::Failed { .. }),
            "{done:?}"
        );
        assert_eq!(case.count("Note once"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_failure_that_another_try_can_mend_goes_on_at_its_step_in_the_next_attempt() {
    each(|store| async move {
        let case = Case::of(
            store,
            vec![
                note("first", "Note first"),
                get("read"),
                note("last", "Note last"),
            ],
        )
        .await;
        let down = Rule::next(3, Fault::status(503, "{}"))
            .on_path("/Tickets/350003")
            .on_method("GET");
        case.house.autotask.faults.add(down);
        let failed = case.attempt(&held()).await.unwrap();
        let RunEnd::Failed {
            failure,
            already_done,
            ..
        } = &failed
        else {
            panic!("{failed:?}")
        };
        assert_eq!(
            (failure.code, failure.retry),
            (FailureCode::VendorUnavailable, Retry::Backoff)
        );
        assert_eq!(already_done, &["first (autotask tickets.note) was done."]);
        let done = case.attempt(&held()).await.unwrap();
        assert!(matches!(done, RunEnd::Done { .. }), "{done:?}");
        assert_eq!(run_of(&failed), run_of(&done), "the same run");
        assert_eq!((case.count("Note first"), case.count("Note last")), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_failure_that_a_person_must_mend_stays_what_it_was() {
    each(|store| async move {
        let gone = call("gone", "autotask tickets.get", json!({ "id": 1 }));
        let case = Case::of(store, vec![note("first", "Note first"), gone]).await;
        let first = case.attempt(&held()).await.unwrap();
        let second = case.attempt(&held()).await.unwrap();
        for end in [&first, &second] {
            let RunEnd::Failed { failure, .. } = end else {
                panic!("{end:?}")
            };
            assert_eq!(
                (failure.code, failure.retry),
                (FailureCode::VendorNotFound, Retry::Never)
            );
        }
        assert_eq!(case.count("Note first"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_sends_nothing_and_the_next_one_does() {
    each(|store| async move {
        let case = Case::of(store, vec![note("write", "Note once")]).await;
        let lost = Lease(AtomicBool::new(false));
        case.attempt(&lost).await.unwrap_err();
        assert_eq!(case.count("Note once"), 0);
        let done = case.attempt(&held()).await.unwrap();
        assert!(matches!(done, RunEnd::Done { .. }), "{done:?}");
        assert_eq!(case.count("Note once"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_replay_of_the_same_lineage_does_not_do_again_what_was_done() {
    each(|store| async move {
        let case = Case::of(
            store,
            vec![
                note("first", "Note first"),
                call("gone", "autotask tickets.get", json!({ "id": 1 })),
            ],
        )
        .await;
        case.attempt(&held()).await.unwrap();
        let automation = &case.house.machine.automation;
        let guarded = automation.guarded(&case.key.lineage).await.unwrap();
        assert_eq!(guarded.len(), 1);
        assert!(
            guarded[0].starts_with("first (autotask tickets.note) was done by the run run_"),
            "{guarded:?}"
        );
        let replay = key("2", "1", case.key.integration.clone());
        let told = automation
            .rehearse(&replay, &event(), None, &case.picked)
            .await
            .unwrap();
        assert_eq!(told["guarded"].as_array().unwrap().len(), 1);
        let end = case.attempt_for(&replay, &held()).await.unwrap();
        let run = case
            .house
            .services
            .runs
            .get(&tech(), &run_of(&end))
            .await
            .unwrap();
        assert_eq!(run.steps[0].outcome, "kept");
        assert!(
            run.steps[0].detail.contains("it is not done twice"),
            "{}",
            run.steps[0].detail
        );
        assert_eq!(case.count("Note first"), 1);
        let anew = key("3", "3", case.key.integration.clone());
        case.attempt_for(&anew, &held()).await.unwrap();
        assert_eq!(case.count("Note first"), 2, "an event of its own does its own");
    })
    .await;
}

#[tokio::test]
async fn a_record_that_an_event_names_is_remembered_until_somebody_says_whose_it_is() {
    each(|store| async move {
        let house = House::on(store).await;
        let account = house.connected().await;
        let automation = &house.machine.automation;
        let reference = event().customer.unwrap();
        let vendor = event().source;
        let found = automation
            .resolve_customer(&vendor, &account.id, &reference)
            .await
            .unwrap();
        assert_eq!(found, None);
        let open = house.services.customers.records(&tech(), true).await.unwrap();
        assert_eq!(
            (open[0].external_id.as_str(), open[0].name.as_str()),
            ("29683500", "Northgate")
        );
        let matched = contract::customer::Match {
            record: contract::customer::LinkDraft {
                vendor: "autotask".into(),
                integration: None,
                external_id: reference.external_id.clone(),
                name: "Northgate".into(),
            },
            customer: None,
            name: Some("Northgate".into()),
        };
        house
            .services
            .customers
            .accept(&tech(), vec![matched])
            .await
            .unwrap();
        let found = automation
            .resolve_customer(&vendor, &account.id, &reference)
            .await
            .unwrap();
        assert_eq!(found.unwrap().name, "Northgate");
        let made = rule("R", When::default(), Then::Ignore(true));
        house.services.routing.create(&tech(), made).await.unwrap();
        let routed = automation.route(&event(), None).await.unwrap();
        assert_eq!(
            (routed.picked, routed.report.then),
            (None, Some(Then::Ignore(true)))
        );
    })
    .await;
}
