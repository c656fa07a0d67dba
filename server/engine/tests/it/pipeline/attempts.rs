//! From received to an end: the stages, the retries, the waiting, and what is written down of each.

use super::{
    Gate, detection,
    double::{Act, Rules},
};
use crate::databases::each;
use contract::{
    event::EventStatus,
    failure::{FailureCode, Stage},
    ids::ApprovalId,
};
use engine::pipeline::{Retry, StageFailure};
use serde_json::json;
use std::time::Duration;

const DOWN: Act = Act::Fail(FailureCode::VendorUnavailable, Retry::Backoff);

#[tokio::test]
async fn an_event_goes_through_every_stage_and_its_trace_says_so() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops.map("group-1");
        let mut body = detection(1);
        body["targetGroupId"] = json!("group-1");
        let id = gate.post(&body).await;
        assert_eq!(gate.turn().await, 1);
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::Succeeded);
        assert_eq!(event.summary.kind.as_deref(), Some("detection.raised"));
        assert_eq!(
            event.summary.subject.as_deref(),
            Some("Ransom.Example on LAPTOP-07")
        );
        assert_eq!(event.summary.customer_name.as_deref(), Some("Northgate"));
        assert_eq!(event.summary.sop_name.as_deref(), Some("Quarantine"));
        assert!(event.summary.run.is_some() && event.summary.finished_at.is_some());
        assert!(event.summary.next_attempt_at.is_none() && event.analysis.is_none());
        let stages: Vec<_> = event.attempts[0]
            .stages
            .iter()
            .map(|record| (record.stage, record.outcome.as_ref()))
            .collect();
        assert_eq!(stages, Stage::ALL.map(|stage| (stage, "ok")));
        assert_eq!(event.event.unwrap().device.unwrap().id, "LAPTOP-07");
    })
    .await;
}

#[tokio::test]
async fn an_ignored_event_ends_on_purpose_and_runs_nothing() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops.routes(Rules::Ignore);
        let id = gate.post(&detection(1)).await;
        gate.turn().await;
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::Ignored);
        assert!(gate.sops.effects().is_empty() && event.analysis.is_none());
    })
    .await;
}

#[tokio::test]
async fn what_another_try_can_mend_is_tried_three_times_more_and_then_it_is_dead() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops.then([DOWN, DOWN, DOWN, DOWN]);
        let id = gate.post(&detection(1)).await;
        for (attempt, wait) in [(1, 10), (2, 60), (3, 300)] {
            assert_eq!(gate.turn().await, 1);
            let event = gate.event(&id).await;
            assert_eq!(event.summary.status, EventStatus::Retrying);
            assert_eq!(event.summary.attempt_count, attempt);
            assert_eq!(event.summary.code, Some(FailureCode::VendorUnavailable));
            assert!(event.summary.next_attempt_at.is_some());
            gate.house.hand.forward(Duration::from_secs(wait - 1));
            assert_eq!(gate.turn().await, 0, "it is not tried too early");
            gate.house.hand.forward(Duration::from_secs(wait / 5 + 2));
        }
        assert_eq!(gate.turn().await, 1);
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::DeadLettered);
        assert_eq!((event.summary.attempt_count, event.attempts.len()), (4, 4));
        let analysis = event.analysis.unwrap();
        assert_eq!(
            (analysis.stage, analysis.code),
            (Stage::Execute, FailureCode::VendorUnavailable)
        );
        gate.house.hand.forward(Duration::from_hours(24));
        assert_eq!(gate.turn().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_retry_that_goes_well_leaves_no_failure_behind() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops.then([DOWN]);
        let id = gate.post(&detection(1)).await;
        gate.turn().await;
        gate.house.hand.forward(Duration::from_secs(15));
        gate.turn().await;
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::Succeeded);
        assert!(event.summary.code.is_none() && event.summary.stage.is_none() && event.analysis.is_none());
        assert_eq!(event.attempts.len(), 2);
        assert_eq!(event.attempts[0].error.as_deref(), Some("as the test says"));
        assert_eq!(event.attempts[1].error, None);
    })
    .await;
}

#[tokio::test]
async fn what_no_try_can_mend_is_a_dead_letter_at_once() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops
            .then([Act::Fail(FailureCode::PermissionDenied, Retry::Never)]);
        let id = gate.post(&detection(1)).await;
        gate.turn().await;
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::DeadLettered);
        assert_eq!(event.summary.attempt_count, 1);
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_says_when_is_not_asked_before() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let asked = Retry::After(Duration::from_mins(30));
        gate.sops.then([Act::Fail(FailureCode::RateLimited, asked)]);
        let id = gate.post(&detection(1)).await;
        gate.turn().await;
        gate.house.hand.forward(Duration::from_mins(29));
        assert_eq!(gate.turn().await, 0);
        gate.house.hand.forward(Duration::from_mins(2));
        assert_eq!(gate.turn().await, 1);
        assert_eq!(gate.status(&id).await, EventStatus::Succeeded);
    })
    .await;
}

#[tokio::test]
async fn an_outage_of_our_own_uses_no_try_however_long_it_lasts() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let cold = Act::Fail(FailureCode::KeyUnavailable, Retry::OwnOutage);
        gate.sops.then(vec![cold; 10]);
        gate.sops.then(vec![Act::Outage; 10]);
        gate.sops.then([DOWN, DOWN, DOWN]);
        let id = gate.post(&detection(1)).await;
        for _ in 0..20 {
            assert_eq!(gate.turn().await, 1);
            assert_eq!(gate.status(&id).await, EventStatus::Retrying);
            gate.house.hand.forward(Duration::from_secs(15));
        }
        for _ in 0..3 {
            assert_eq!(gate.turn().await, 1);
            assert_eq!(gate.status(&id).await, EventStatus::Retrying);
            gate.house.hand.forward(Duration::from_mins(10));
        }
        gate.turn().await;
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::Succeeded);
        assert_eq!(event.summary.attempt_count, 4);
    })
    .await;
}

#[tokio::test]
async fn an_event_waits_for_its_approval_and_goes_on_when_it_is_decided() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let approval = ApprovalId::from_ulid("held");
        gate.sops.then([
            Act::Wait(approval.clone()),
            Act::Wait(approval.clone()),
            Act::Done,
        ]);
        let id = gate.post(&detection(1)).await;
        gate.turn().await;
        assert_eq!(gate.status(&id).await, EventStatus::AwaitingApproval);
        assert_eq!(gate.turn().await, 0, "nobody looks at it without a hint");
        gate.house.hand.forward(Duration::from_secs(31));
        assert_eq!(gate.turn().await, 1, "but from time to time");
        assert_eq!(gate.status(&id).await, EventStatus::AwaitingApproval);
        gate.pipeline().decided(&approval).await;
        assert_eq!(gate.turn().await, 1);
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::Succeeded);
        assert_eq!(
            (event.summary.attempt_count, event.attempts.len()),
            (1, 1),
            "it is all one attempt"
        );
    })
    .await;
}

#[tokio::test]
async fn a_report_that_fails_is_tried_again_without_doing_the_work_again() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let failure =
            StageFailure::new(Stage::Report, FailureCode::Timeout, "no answer").with_retry(Retry::Backoff);
        gate.sops.report.lock().unwrap().push_back(failure);
        let id = gate.post(&detection(1)).await;
        gate.turn().await;
        let event = gate.event(&id).await;
        assert_eq!(
            (event.summary.status, event.summary.stage),
            (EventStatus::Retrying, Some(Stage::Report))
        );
        gate.house.hand.forward(Duration::from_secs(15));
        gate.turn().await;
        assert_eq!(gate.status(&id).await, EventStatus::Succeeded);
    })
    .await;
}

#[tokio::test]
async fn what_had_been_done_before_it_broke_is_told() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops
            .then([Act::FailAfterEffect(FailureCode::VendorRejected, Retry::Never)]);
        let id = gate.post(&detection(1)).await;
        gate.turn().await;
        let analysis = gate.event(&id).await.analysis.unwrap();
        assert_eq!(analysis.already_done, ["A note was posted."]);
        assert!(
            analysis.action_url.starts_with("/app/sops/sop_"),
            "{}",
            analysis.action_url
        );
    })
    .await;
}
