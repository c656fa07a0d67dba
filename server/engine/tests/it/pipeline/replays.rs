//! A replay is a brand-new event; the two know each other, and effects that were made are not made again.

use super::{
    Gate, detection,
    double::{Act, Rules},
};
use crate::{
    databases::each,
    house::{actor, tech},
};
use contract::{
    actor::Role,
    event::{EventStatus, ReplayAnswer, ReplayRequest},
    failure::FailureCode,
    ids::EventId,
};
use engine::pipeline::Retry;

async fn replay(gate: &Gate, id: &EventId, dry_run: bool) -> ReplayAnswer {
    let request = ReplayRequest {
        reason: Some("  mapped the customer  ".into()),
        dry_run,
    };
    gate.house
        .services
        .events
        .replay(&tech(), id, request)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_replay_is_a_new_event_through_the_whole_pipeline_and_both_know_each_other() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        gate.sops.routes(Rules::Nothing);
        let old = gate.post(&detection(1)).await;
        gate.turn().await;
        assert_eq!(gate.status(&old).await, EventStatus::DeadLettered);
        gate.sops.routes(Rules::Sop);
        let new = replay(&gate, &old, false).await.event.unwrap();
        assert_ne!(new, old);
        assert_eq!(gate.turn().await, 1);
        let (before, after) = (gate.event(&old).await, gate.event(&new).await);
        assert_eq!(
            before.summary.status,
            EventStatus::DeadLettered,
            "the old one stays what it was"
        );
        assert_eq!(after.summary.status, EventStatus::Succeeded);
        assert_eq!(after.summary.replay_of, Some(old.clone()));
        assert_eq!(before.replays, std::slice::from_ref(&new));
        assert_eq!(after.replayed_by.as_deref(), Some("Sam"));
        assert_eq!(after.replay_reason.as_deref(), Some("mapped the customer"));
        assert_eq!(after.payload_raw, before.payload_raw);
        assert_eq!(after.lineage, old);
        let audit = store.audit_page(None, 5).await.unwrap().items;
        assert!(
            audit
                .iter()
                .any(|entry| entry.action == "event.replayed" && entry.target == old.as_str())
        );
    })
    .await;
}

#[tokio::test]
async fn the_replay_of_a_dead_letter_does_not_repeat_what_was_done_and_that_of_a_success_does() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops
            .then([Act::FailAfterEffect(FailureCode::VendorRejected, Retry::Never)]);
        let old = gate.post(&detection(1)).await;
        gate.turn().await;
        let answer = replay(&gate, &old, false).await;
        assert_eq!(answer.guarded, ["The step note was done."]);
        gate.turn().await;
        let lineage = gate.event(&answer.event.clone().unwrap()).await.lineage;
        assert_eq!(lineage, old);
        let again = replay(&gate, &answer.event.unwrap(), false).await;
        assert!(again.guarded.is_empty());
        let again = again.event.unwrap();
        gate.turn().await;
        assert_eq!(
            gate.event(&again).await.lineage,
            again,
            "a success is done once more, on purpose"
        );
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_says_what_would_happen_now_and_keeps_nothing() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops.routes(Rules::Nothing);
        let old = gate.post(&detection(1)).await;
        gate.turn().await;
        let now = replay(&gate, &old, true).await.dry_run.unwrap();
        assert_eq!(now.stages.last().unwrap().outcome, "failed");
        gate.sops.routes(Rules::Sop);
        let then = replay(&gate, &old, true).await;
        assert!(then.event.is_none());
        let last = then.dry_run.unwrap().stages.pop().unwrap();
        assert_eq!(
            (last.stage.as_str(), last.outcome.as_ref()),
            ("execute", "drafted")
        );
        assert_eq!(gate.turn().await, 0);
        assert!(gate.sops.effects().is_empty());
        assert_eq!(gate.event(&old).await.replays, []);
    })
    .await;
}

#[tokio::test]
async fn a_refused_delivery_an_expired_payload_and_a_viewer_replay_nothing() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let mut forged = gate.delivery(&detection(1));
        forged.headers.truncate(1);
        gate.refused(forged).await;
        let rejected = gate.of_status("rejected").await.remove(0).id;
        let events = &gate.house.services.events;
        let ask = |who: contract::actor::Actor, id: EventId| async move {
            events
                .replay(&who, &id, ReplayRequest::default())
                .await
                .unwrap_err()
        };
        assert_eq!(ask(tech(), rejected).await.code, "not_replayable");
        let old = gate.post(&detection(2)).await;
        gate.turn().await;
        assert_eq!(ask(actor(Role::Viewer), old.clone()).await.status, 403);
        let far = engine::store::first_id_of(gate.house.machine.act.clock.now_ms() + 1_000);
        store
            .prune_payloads(&gate.webhook.id, &far, "", 100)
            .await
            .unwrap();
        assert_eq!(ask(tech(), old).await.code, "payload_expired");
    })
    .await;
}
