//! What is refused is written down with its reason, within bounds.

use super::{Gate, detection, taken};
use crate::{databases::each, house::tech};
use contract::{
    delivery::{Body, Delivery},
    event::EventStatus,
    webhook::WebhookChange,
};

async fn change(gate: &Gate, change: WebhookChange) {
    gate.house
        .services
        .webhooks
        .change(&tech(), &gate.webhook.id, change)
        .await
        .unwrap();
}

/// The code and stage of the newest refusal.
async fn newest(gate: &Gate) -> (String, String) {
    let event = gate.of_status("rejected").await.remove(0);
    let story = gate.event(&event.id).await;
    let analysis = story.analysis.unwrap();
    assert_eq!(story.attempts.len(), 1);
    assert_eq!(story.attempts[0].stages.last().unwrap().outcome, "failed");
    assert_eq!(story.summary.status, EventStatus::Rejected);
    (analysis.stage.as_str().into(), analysis.code.as_str().into())
}

#[tokio::test]
async fn each_refusal_is_written_down_with_stage_and_code_and_never_tried() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let with = |change: &dyn Fn(&mut Delivery)| {
            let mut delivery = gate.delivery(&detection(1));
            change(&mut delivery);
            delivery
        };
        let cases = [
            (
                with(&|d| d.headers.truncate(1)),
                401,
                ("verify", "signature_missing"),
            ),
            (
                with(&|d| d.headers[1].1 = b"wrong".to_vec()),
                401,
                ("verify", "signature_mismatch"),
            ),
            (
                with(&|d| d.body = Body::TooLarge),
                413,
                ("receive", "payload_too_large"),
            ),
            (
                with(&|d| d.headers.push(("content-encoding".into(), b"gzip".to_vec()))),
                415,
                ("receive", "unsupported_media_type"),
            ),
        ];
        for (delivery, status, (stage, code)) in cases {
            let refused = gate.refused(delivery).await;
            assert_eq!((refused.status, refused.code.as_ref()), (status, code));
            assert_eq!(newest(&gate).await, (stage.to_owned(), code.to_owned()));
            gate.house.hand.forward(std::time::Duration::from_millis(1));
        }
        assert_eq!(gate.turn().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_webhook_that_is_off_takes_nothing_and_takes_again_when_it_is_on() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let off = |enabled| WebhookChange {
            enabled: Some(enabled),
            ..WebhookChange::default()
        };
        change(&gate, off(false)).await;
        let refused = gate.refused(gate.delivery(&detection(1))).await;
        assert_eq!((refused.status, refused.code.as_ref()), (403, "webhook_disabled"));
        assert_eq!(newest(&gate).await.1, "webhook_disabled");
        change(&gate, off(true)).await;
        gate.post(&detection(1)).await;
    })
    .await;
}

#[tokio::test]
async fn only_the_named_networks_may_post() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let networks = WebhookChange {
            allowed_networks: Some(vec!["203.0.113.0/24".into(), " 2001:db8::/32 ".into()]),
            ..WebhookChange::default()
        };
        change(&gate, networks).await;
        gate.post(&detection(1)).await;
        let mut elsewhere = gate.delivery(&detection(2));
        elsewhere.address = "198.51.100.7".into();
        elsewhere.forwarded_for = "192.0.2.1, 198.51.100.7".into();
        let refused = gate.refused(elsewhere).await;
        assert_eq!(
            (refused.status, refused.code.as_ref()),
            (403, "address_not_allowed")
        );
        assert!(refused.detail.unwrap().contains("198.51.100.7"));
        let wrong = WebhookChange {
            allowed_networks: Some(vec!["vendor.example".into()]),
            ..WebhookChange::default()
        };
        let problem = gate
            .house
            .services
            .webhooks
            .change(&tech(), &gate.webhook.id, wrong)
            .await
            .unwrap_err();
        assert_eq!(problem.errors[0].field, "allowed_networks");
    })
    .await;
}

#[tokio::test]
async fn a_flood_of_refusals_is_bounded_and_the_real_delivery_still_comes_through() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let mut forged = gate.delivery(&detection(1));
        forged.headers[1].1 = b"wrong".to_vec();
        for _ in 0..150 {
            assert_eq!(gate.refused(forged.clone()).await.status, 401);
        }
        assert_eq!(gate.of_status("rejected").await.len(), 60);
        gate.post(&detection(1)).await;
        gate.house.hand.forward(std::time::Duration::from_secs(60));
        gate.refused(forged).await;
        assert_eq!(gate.of_status("rejected").await.len(), 61);
    })
    .await;
}

#[tokio::test]
async fn a_large_refused_body_is_kept_in_its_beginning_only() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let mut forged = gate.delivery(&detection(1));
        forged.headers[1].1 = b"wrong".to_vec();
        forged.body = Body::Whole(vec![b'x'; 200_000]);
        gate.refused(forged).await;
        let event = gate.of_status("rejected").await.remove(0);
        let story = gate.event(&event.id).await;
        assert_eq!(
            (story.size, story.payload_raw.unwrap().len()),
            (200_000, 8 * 1024)
        );
    })
    .await;
}

#[tokio::test]
async fn the_doctor_says_whose_secret_it_was() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let other = super::webhook(&gate.house, &gate.integration).await;
        let mut crossed = gate.delivery(&detection(1));
        crossed.headers[1].1 = other.secret.clone().into_bytes();
        gate.refused(crossed).await;
        let event = gate.of_status("rejected").await.remove(0);
        let analysis = gate.event(&event.id).await.analysis.unwrap();
        let said = format!("{:?}", analysis.evidence);
        assert!(
            said.contains("Signature doctor") && said.contains("secret of the webhook"),
            "{said}"
        );
        assert!(!said.contains(&other.secret));
        assert!(analysis.action_url.contains(gate.webhook.id.as_str()));
        taken(gate.pipeline().receive(gate.delivery(&detection(1))).await);
    })
    .await;
}
