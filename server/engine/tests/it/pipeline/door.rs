//! What is taken is on disk before it is answered, and nothing secret is on disk with it.

use super::{Gate, detection, taken, webhook};
use crate::{databases::each, house::tech};
use contract::{delivery::Body, event::EventStatus};
use serde_json::json;

#[tokio::test]
async fn a_proven_delivery_is_an_event_on_disk_with_its_payload_to_the_byte() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let body = "{ \"id\" : \"alert-1\",\n \"hostname\": \"L\u{e4}ptop\" }";
        let mut delivery = gate.delivery(&json!({}));
        delivery.body = Body::Whole(body.into());
        let id = taken(gate.pipeline().receive(delivery).await);
        let payload = store.event_payload(&id).await.unwrap().unwrap();
        assert_eq!(payload.body, body.as_bytes());
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::Received);
        assert_eq!(event.payload_raw.as_deref(), Some(body));
        assert_eq!(event.payload["id"], "alert-1");
        assert_eq!(event.delivery_id.as_deref(), Some("alert-1"));
        assert_eq!(event.remote_address.as_deref(), Some("203.0.113.9"));
        assert_eq!(event.headers["content-type"], "application/json");
        assert_eq!(event.lineage, id);
    })
    .await;
}

#[tokio::test]
async fn any_content_type_is_kept_raw_and_what_is_no_text_as_well() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let bytes = [0u8, 159, 146, 150, b'{', 0];
        let mut delivery = gate.delivery(&json!({}));
        delivery.headers[0].1 = b"application/x-unheard-of".to_vec();
        delivery.body = Body::Whole(bytes.to_vec());
        let id = taken(gate.pipeline().receive(delivery).await);
        assert_eq!(store.event_payload(&id).await.unwrap().unwrap().body, bytes);
        let event = gate.event(&id).await;
        assert_eq!(event.payload_encoding, "base64");
        assert_eq!(event.payload_raw.as_deref(), Some("AJ+Slnsa").map(|_| "AJ+SlnsA"));
    })
    .await;
}

#[tokio::test]
async fn the_secret_may_stand_in_the_address_and_a_wrong_one_there_proves_nothing() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let mut delivery = gate.delivery(&detection(1));
        delivery.headers.truncate(1);
        delivery.path_secret = Some(gate.webhook.secret.clone());
        taken(gate.pipeline().receive(delivery.clone()).await);
        delivery.path_secret = Some("wrong".into());
        let refused = gate.refused(delivery).await;
        assert_eq!(
            (refused.status, refused.code.as_ref()),
            (401, "signature_mismatch")
        );
    })
    .await;
}

#[tokio::test]
async fn an_unknown_token_is_not_found_and_leaves_no_trace() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        for token in [
            "nosuchtokennosuchtoken",
            "short",
            "",
            "../../etc/passwd",
            &"x".repeat(5_000),
        ] {
            let mut delivery = gate.delivery(&detection(1));
            delivery.token = token.to_owned();
            assert_eq!(gate.refused(delivery).await.status, 404);
        }
        let all = gate
            .house
            .services
            .events
            .list(&tech(), contract::event::EventFilter::default(), None, 10)
            .await
            .unwrap();
        assert!(all.items.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_webhooks_secret_is_in_no_event_no_answer_and_no_audit_entry() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let secret = gate.webhook.secret.clone();
        // A sender that writes the secret into the body and into a header of its own.
        let body = json!({ "id": "a", "hostname": "H", "note": format!("key={secret}") });
        let mut delivery = gate.delivery(&body);
        delivery
            .headers
            .push(("x-note".into(), secret.clone().into_bytes()));
        let id = taken(gate.pipeline().receive(delivery.clone()).await);
        delivery.headers[1].1 = format!("{secret}x").into_bytes();
        let refused = gate.refused(delivery).await;
        gate.turn().await;
        let mut seen = format!("{refused:?}");
        seen += &serde_json::to_string(&gate.event(&id).await).unwrap();
        for event in gate.of_status("rejected").await {
            seen += &serde_json::to_string(&gate.event(&event.id).await).unwrap();
        }
        seen += &serde_json::to_string(&gate.house.services.webhooks.list(&tech()).await.unwrap()).unwrap();
        let audit = store.audit_page(None, 100).await.unwrap();
        seen += &serde_json::to_string(&audit).unwrap();
        assert!(!seen.contains(&secret), "{seen}");
        assert!(seen.contains("[secret]"));
    })
    .await;
}

#[tokio::test]
async fn a_webhook_of_a_deleted_account_still_takes_and_its_events_say_what_is_missing() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.house
            .services
            .integrations
            .delete(&crate::house::admin(), &gate.integration)
            .await
            .unwrap();
        let id = gate.post(&detection(1)).await;
        gate.turn().await;
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::DeadLettered);
        assert_eq!(event.analysis.unwrap().code.as_str(), "integration_missing");
    })
    .await;
}

#[tokio::test]
async fn two_webhooks_of_one_account_are_two_doors() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let other = webhook(&gate.house, &gate.integration).await;
        assert_ne!(other.url, gate.webhook.url);
        let first = gate.post(&detection(1)).await;
        let body = detection(1).to_string();
        let second = taken(
            gate.pipeline()
                .receive(super::delivery(&other, body.as_bytes()))
                .await,
        );
        assert_ne!(
            first, second,
            "the same identity at another door is another event"
        );
        let crossed = contract::delivery::Delivery {
            token: other.url.rsplit('/').next().unwrap().to_owned(),
            ..gate.delivery(&detection(2))
        };
        assert_eq!(gate.refused(crossed).await.code, "signature_mismatch");
    })
    .await;
}
