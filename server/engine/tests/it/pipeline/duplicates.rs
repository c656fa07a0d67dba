//! The same delivery again is the same event, for as long as it is kept.

use super::{Gate, detection, taken};
use crate::databases::each;
use contract::delivery::Body;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_copy_is_answered_with_the_first_event_and_counted_on_it() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let first = gate.post(&detection(1)).await;
        gate.turn().await;
        gate.house.hand.forward(Duration::from_hours(24 * 60));
        for _ in 0..3 {
            assert_eq!(gate.post(&detection(1)).await, first);
        }
        assert_eq!(gate.turn().await, 0);
        let event = gate.event(&first).await;
        assert_eq!(event.summary.duplicates, 3);
        assert!(!event.conflicting_duplicate);
        assert!(event.last_duplicate_at.is_some());
        assert_eq!(gate.sops.effects(), [1, 1]);
    })
    .await;
}

#[tokio::test]
async fn the_same_identity_with_another_body_is_flagged_and_not_dropped_in_silence() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let first = gate.post(&detection(1)).await;
        let mut other = detection(1);
        other["threatName"] = json!("Something else");
        assert_eq!(gate.post(&other).await, first);
        let event = gate.event(&first).await;
        assert!(event.conflicting_duplicate);
        assert_eq!(event.payload["threatName"], "Ransom.Example");
    })
    .await;
}

#[tokio::test]
async fn without_an_identity_of_the_vendors_the_body_tells_for_a_day() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let body = json!({ "hostname": "LAPTOP-07", "threatName": "X" });
        let first = gate.post(&body).await;
        gate.house.hand.forward(Duration::from_hours(23));
        assert_eq!(gate.post(&body).await, first);
        gate.house.hand.forward(Duration::from_hours(2));
        let second = gate.post(&body).await;
        assert_ne!(second, first, "the vendor may mean it a second time");
        assert_eq!(gate.post(&body).await, second);
        let kept = gate.event(&first).await;
        assert_eq!((kept.summary.duplicates, kept.conflicting_duplicate), (1, false));
    })
    .await;
}

#[tokio::test]
async fn copies_that_come_at_the_same_moment_are_one_event() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let receipts = (0..20).map(|_| gate.pipeline().receive(gate.delivery(&detection(7))));
        let mut ids: Vec<_> = futures::future::join_all(receipts)
            .await
            .into_iter()
            .map(taken)
            .collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(gate.event(&ids[0]).await.summary.duplicates, 19);
        assert_eq!(gate.turn().await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_refused_delivery_takes_no_identity_from_the_real_one() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let mut forged = gate.delivery(&detection(1));
        forged.headers[1].1 = b"wrong".to_vec();
        gate.refused(forged.clone()).await;
        forged.body = Body::Whole(detection(1).to_string().into_bytes());
        gate.refused(forged).await;
        let id = gate.post(&detection(1)).await;
        assert_eq!(gate.event(&id).await.summary.duplicates, 0);
        assert_eq!(gate.turn().await, 1);
    })
    .await;
}
