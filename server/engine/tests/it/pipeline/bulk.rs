//! A bulk replay: each dead letter once, however often it is cut off, paused, or asked for twice.

use super::{Gate, detection, double::Rules};
use crate::{databases::each, house::tech};
use contract::{
    event::{BulkReplay, EventFilter},
    ids::JobId,
    job::JobStatus,
};
use tokio_util::sync::CancellationToken;

const MANY: u32 = 230;

async fn dead_letters(gate: &Gate) {
    gate.sops.routes(Rules::Nothing);
    for number in 0..MANY {
        gate.post(&detection(number)).await;
    }
    while gate.turn().await > 0 {}
    gate.sops.routes(Rules::Sop);
}

async fn begin(gate: &Gate, filter: EventFilter) -> JobId {
    let request = BulkReplay {
        filter,
        reason: Some("fixed the rule".into()),
        per_minute: None,
    };
    let job = gate
        .house
        .services
        .events
        .replay_many(&tech(), request)
        .await
        .unwrap();
    assert_eq!(job.status, JobStatus::Running);
    job.id
}

async fn job(gate: &Gate, id: &JobId) -> contract::job::Job {
    gate.house.services.jobs.get(&tech(), id).await.unwrap()
}

async fn waiting(gate: &Gate) -> u64 {
    gate.house
        .services
        .events
        .count_dead_letters(&tech(), EventFilter::default())
        .await
        .unwrap()
}

#[tokio::test]
async fn every_dead_letter_is_replayed_once_and_the_group_is_empty() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        dead_letters(&gate).await;
        let groups = gate
            .house
            .services
            .events
            .dead_letters(&tech(), EventFilter::default())
            .await
            .unwrap();
        assert_eq!((groups.len(), groups[0].count), (1, u64::from(MANY)));
        assert_eq!(groups[0].analysis.code.as_str(), "no_matching_sop");
        let filter = EventFilter {
            fingerprint: Some(groups[0].fingerprint.clone()),
            ..EventFilter::default()
        };
        let id = begin(&gate, filter).await;
        assert_eq!(job(&gate, &id).await.total, u64::from(MANY));
        let stop = CancellationToken::new();
        assert!(gate.pipeline().bulk_turn(&stop).await.unwrap());
        let done = job(&gate, &id).await;
        assert_eq!(
            (done.status, done.done, done.failed),
            (JobStatus::Done, u64::from(MANY), 0)
        );
        assert_eq!(waiting(&gate).await, 0);
        while gate.turn().await > 0 {}
        assert_eq!(gate.of_status("succeeded").await.len(), 200, "a page of them");
        assert!(gate.sops.effects().iter().all(|count| *count == 1));
        assert_eq!(gate.sops.effects().len(), 2 * MANY as usize);
        assert!(!gate.pipeline().bulk_turn(&stop).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_job_that_was_cut_off_anywhere_goes_on_where_it_stood() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        dead_letters(&gate).await;
        let id = begin(&gate, EventFilter::default()).await;
        // The node dies again and again in the middle; its lease ends and another goes on.
        for _ in 0..40 {
            let stop = CancellationToken::new();
            let turn = gate.pipeline().bulk_turn(&stop);
            let cut = async {
                for _ in 0..25 {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                biased;
                () = cut => {}
                turn = turn => { turn.unwrap(); }
            }
            gate.house.hand.forward(std::time::Duration::from_secs(31));
        }
        while gate
            .pipeline()
            .bulk_turn(&CancellationToken::new())
            .await
            .unwrap()
        {}
        assert_eq!(job(&gate, &id).await.status, JobStatus::Done);
        assert_eq!(waiting(&gate).await, 0);
        while gate.turn().await > 0 {}
        assert_eq!(gate.sops.effects().len(), 2 * MANY as usize);
        assert!(gate.sops.effects().iter().all(|count| *count == 1));
    })
    .await;
}

#[tokio::test]
async fn two_jobs_over_the_same_dead_letters_replay_each_once() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        dead_letters(&gate).await;
        begin(&gate, EventFilter::default()).await;
        begin(&gate, EventFilter::default()).await;
        let stop = CancellationToken::new();
        let (one, other) = tokio::join!(gate.pipeline().bulk_turn(&stop), gate.pipeline().bulk_turn(&stop));
        assert!(one.unwrap() || other.unwrap());
        while gate.pipeline().bulk_turn(&stop).await.unwrap() {}
        while gate.turn().await > 0 {}
        assert_eq!(gate.sops.effects().len(), 2 * MANY as usize);
    })
    .await;
}

#[tokio::test]
async fn a_job_can_be_paused_resumed_and_cancelled_and_what_ended_cannot() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        dead_letters(&gate).await;
        let id = begin(&gate, EventFilter::default()).await;
        let jobs = &gate.house.services.jobs;
        let stop = CancellationToken::new();
        let steered = jobs.steer(&tech(), &id, JobStatus::Paused).await.unwrap();
        assert_eq!(steered.status, JobStatus::Paused);
        assert!(
            !gate.pipeline().bulk_turn(&stop).await.unwrap(),
            "a paused job is left alone"
        );
        jobs.steer(&tech(), &id, JobStatus::Running).await.unwrap();
        assert!(gate.pipeline().bulk_turn(&stop).await.unwrap());
        let refused = jobs.steer(&tech(), &id, JobStatus::Cancelled).await.unwrap_err();
        assert_eq!((refused.status, refused.code.as_ref()), (409, "job_ended"));
        gate.house.hand.forward(std::time::Duration::from_millis(1));
        let second = begin(&gate, EventFilter::default()).await;
        let cancelled = jobs.steer(&tech(), &second, JobStatus::Cancelled).await.unwrap();
        assert!(cancelled.finished_at.is_some());
        assert!(!gate.pipeline().bulk_turn(&stop).await.unwrap());
        let listed = jobs.list(&tech(), 10).await.unwrap();
        assert_eq!(listed[0].id, second);
    })
    .await;
}
