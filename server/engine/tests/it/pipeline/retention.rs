//! What has been kept long enough goes, a little at a time; what waits for a person stays whole.

use super::{Gate, detection, double::Rules};
use crate::{databases::each, house::tech};
use contract::{event::EventFilter, webhook::WebhookChange};
use engine::pipeline::Retention;
use std::time::Duration;

#[tokio::test]
async fn payloads_go_before_their_events_and_dead_letters_keep_theirs() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let keep = WebhookChange {
            payload_days: Some(2),
            event_days: Some(5),
            ..WebhookChange::default()
        };
        let webhooks = &gate.house.services.webhooks;
        webhooks.change(&tech(), &gate.webhook.id, keep).await.unwrap();
        let done = gate.post(&detection(1)).await;
        gate.turn().await;
        gate.sops.routes(Rules::Nothing);
        let dead = gate.post(&detection(2)).await;
        gate.turn().await;
        let waiting = gate.post(&detection(3)).await;
        let mut retention = Retention::new(gate.pipeline().clone());
        assert_eq!(retention.turn().await.unwrap(), (0, 0));
        gate.house.hand.forward(Duration::from_hours(49));
        assert_eq!(retention.turn().await.unwrap(), (0, 1));
        assert!(store.event_payload(&done).await.unwrap().is_none());
        assert!(store.event_payload(&dead).await.unwrap().is_some());
        assert!(store.event_payload(&waiting).await.unwrap().is_some());
        let story = gate.event(&done).await;
        assert_eq!(
            (story.payload, story.payload_raw),
            (serde_json::Value::Null, None)
        );
        gate.house.hand.forward(Duration::from_hours(72));
        assert_eq!(retention.turn().await.unwrap().0, 2);
        let left = gate
            .house
            .services
            .events
            .list(&tech(), EventFilter::default(), None, 10)
            .await
            .unwrap();
        let left: Vec<_> = left.items.into_iter().map(|event| event.id).collect();
        assert_eq!(left, [waiting], "what is not final is never taken away");
        assert!(store.event_attempts(&done).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_events_of_a_deleted_webhook_stay_until_their_time_is_over() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let id = gate.post(&detection(1)).await;
        gate.turn().await;
        gate.house
            .services
            .webhooks
            .delete(&tech(), &gate.webhook.id)
            .await
            .unwrap();
        assert_eq!(gate.refused(gate.delivery(&detection(2))).await.status, 404);
        assert_eq!(gate.event(&id).await.summary.webhook_name, "EDR");
        gate.house.hand.forward(Duration::from_hours(24 * 91));
        let gone = Retention::new(gate.pipeline().clone()).turn().await.unwrap();
        assert_eq!(gone.0, 1);
    })
    .await;
}
