//! The lease of a row, the same for jobs, for setups of a partner's tenant and for registrations: of many who take it one has it,
//! whoever lost it changes nothing, and what was put down or left can be taken.

use crate::{
    databases::each,
    house::{House, START, admin, tech},
    pipeline::webhook,
};
use contract::{
    csp::CspPath,
    ids::{CspSetupId, JobId, WebhookId},
    job::JobStatus,
};
use engine::store::{AuditRecord, CspSetupRow, Moment, NewJob, Progress, Store, StoreError};
use futures::future::join_all;
use serde_json::json;

const LEASE_MS: i64 = 1_000;

/// A kind of row that is leased.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Job,
    Setup,
}

struct Rows {
    store: Store,
    job: JobId,
    setup: CspSetupId,
}

impl Rows {
    async fn on(store: Store) -> Self {
        let who = admin();
        let audit = || AuditRecord {
            who: &who,
            action: "x",
            target: String::new(),
            detail: json!({}),
        };
        let (job, setup) = (JobId::from_ulid("one"), CspSetupId::from_ulid("one"));
        let new = NewJob {
            id: job.clone(),
            kind: "counting",
            request: json!({}),
            total: 3,
        };
        store.insert_job(START, new, audit()).await.unwrap();
        let new = CspSetupRow {
            id: setup.clone(),
            tenant_id: "tenant".into(),
            path: CspPath::Manual,
            document: "{}".into(),
            version: 1,
            wanted: true,
            created_by: "admin".into(),
            created_at: START,
            updated_at: START,
        };
        store.insert_csp_setup(&new, audit()).await.unwrap();
        Self { store, job, setup }
    }

    async fn take(&self, kind: Kind, at: i64, claim: &str) -> bool {
        let at = Moment::Given(at);
        match kind {
            Kind::Job => {
                let taken = self.store.claim_job(at, "counting", claim, LEASE_MS).await;
                taken.unwrap().is_some()
            }
            Kind::Setup => {
                let taken = self.store.claim_csp_setup(at, claim, LEASE_MS).await;
                taken.unwrap().is_some()
            }
        }
    }

    async fn go_on(&self, kind: Kind, at: i64, claim: &str) -> Result<(), StoreError> {
        let (moment, progress) = (Moment::Given(at), Progress::default());
        match kind {
            Kind::Job => {
                let store = &self.store;
                store
                    .advance_job(at, moment, &self.job, claim, &progress, LEASE_MS)
                    .await
            }
            Kind::Setup => {
                let store = &self.store;
                store.renew_csp_setup(moment, &self.setup, claim, LEASE_MS).await
            }
        }
    }

    /// Lets somebody else have it: a person pauses the job and resumes it, a worker releases the setup.
    async fn put_down(&self, kind: Kind, at: i64, claim: &str) {
        let who = admin();
        match kind {
            Kind::Job => {
                for to in [JobStatus::Paused, JobStatus::Running] {
                    let audit = AuditRecord {
                        who: &who,
                        action: "x",
                        target: String::new(),
                        detail: json!({}),
                    };
                    self.store.steer_job(at, &self.job, to, audit).await.unwrap();
                }
            }
            Kind::Setup => self.store.release_csp_setup(&self.setup, claim).await.unwrap(),
        }
    }
}

#[tokio::test]
async fn of_many_who_take_a_row_one_has_it_until_its_lease_ends_or_it_is_put_down() {
    each(|store| async move {
        let rows = Rows::on(store).await;
        for kind in [Kind::Job, Kind::Setup] {
            let claims: Vec<String> = (0..8).map(|n| format!("claim-{n}")).collect();
            let taken = join_all(claims.iter().map(|claim| rows.take(kind, START, claim))).await;
            let had: Vec<&String> = claims
                .iter()
                .zip(&taken)
                .filter(|(_, had)| **had)
                .map(|(claim, _)| claim)
                .collect();
            assert_eq!(had.len(), 1, "{kind:?}");
            let first = had[0].as_str();
            rows.go_on(kind, START + 500, first).await.unwrap();
            assert!(
                !rows.take(kind, START + 1_499, "early").await,
                "{kind:?}: it was renewed"
            );

            // Its node is gone; another takes it, and what the first one does after all changes nothing.
            assert!(rows.take(kind, START + 1_500, "second").await, "{kind:?}");
            let late = rows.go_on(kind, START + 1_600, first).await;
            assert!(matches!(late, Err(StoreError::Stale)), "{kind:?}: {late:?}");
            if matches!(kind, Kind::Setup) {
                // One who lost it puts nothing down.
                rows.put_down(kind, START + 1_600, first).await;
            }
            assert!(!rows.take(kind, START + 1_700, "third").await, "{kind:?}");
            rows.go_on(kind, START + 1_700, "second").await.unwrap();

            rows.put_down(kind, START + 1_800, "second").await;
            let over = rows.go_on(kind, START + 1_800, "second").await;
            assert!(matches!(over, Err(StoreError::Stale)), "{kind:?}: {over:?}");
            assert!(rows.take(kind, START + 1_800, "third").await, "{kind:?}: at once");
        }
        let done = rows
            .store
            .finish_job(START + 1_900, &rows.job, "second", JobStatus::Done, "")
            .await;
        assert!(matches!(done, Err(StoreError::Stale)), "{done:?}");
        let done = rows
            .store
            .finish_job(START + 1_900, &rows.job, "third", JobStatus::Done, "")
            .await;
        assert!(done.is_ok(), "{done:?}");
        assert!(
            !rows.take(Kind::Job, START + 9_000, "fourth").await,
            "nobody wants it any more"
        );
    })
    .await;
}

#[tokio::test]
async fn of_many_who_saw_a_registration_due_one_has_it_and_nobody_once_it_was_made_due_anew() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let made = house.connected().await;
        let id: WebhookId = webhook(&house, &made.id).await.id;
        let due = |at| store.keep_registration(&id, Some("{}".into()), Some(at), None);
        due(START).await.unwrap();
        let until = START + LEASE_MS;
        let taken = join_all((0..8).map(|_| store.claim_registration(&id, START, until))).await;
        let had = taken.into_iter().map(Result::unwrap).filter(|had| *had);
        assert_eq!(had.count(), 1);
        assert!(store.due_registrations(until - 1).await.unwrap().is_empty());
        // Its node is gone: it is due when the lease ends.
        let rows = store.due_registrations(until).await.unwrap();
        assert_eq!((rows.len(), rows[0].due_at), (1, Some(until)));
        assert!(store.hurry_registration(&id).await.unwrap());
        assert!(
            !store
                .claim_registration(&id, until, until + LEASE_MS)
                .await
                .unwrap()
        );
        assert!(store.claim_registration(&id, 0, until + LEASE_MS).await.unwrap());
        let shown = house.services.webhooks.get(&tech(), &id).await.unwrap();
        assert_eq!(shown.registered, None);
    })
    .await;
}
