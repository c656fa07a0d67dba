//! Making, changing and registering webhooks, and who may.

use super::Gate;
use crate::{
    databases::each,
    house::{House, actor, admin, tech},
};
use contract::{
    actor::Role,
    webhook::{NewWebhook, WebhookChange},
};

fn new(integration: &str, name: &str) -> NewWebhook {
    NewWebhook {
        integration: integration.into(),
        name: name.into(),
    }
}

#[tokio::test]
async fn a_new_webhook_has_an_address_that_nobody_can_guess_and_shows_its_secret_once() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let issued = &gate.webhook;
        let token = issued.url.strip_prefix("https://ops.example.com/hooks/").unwrap();
        assert!(
            token.len() == 22 && token.bytes().all(|b| b.is_ascii_alphanumeric()),
            "{token}"
        );
        assert_eq!(issued.secret.len(), 43);
        assert_eq!(issued.header, "X-OpsAI-Secret");
        assert_eq!(
            issued.url_with_secret.as_deref(),
            Some(&*format!("{}/{}", issued.url, issued.secret))
        );
        assert!(!format!("{issued:?}").contains(&issued.secret));
        let shown = gate.house.services.webhooks.list(&tech()).await.unwrap();
        assert_eq!((shown.len(), shown[0].name.as_str()), (1, "EDR"));
        assert_eq!(shown[0].secrets[0].hint, issued.secret[39..]);
        assert_eq!(shown[0].url, issued.url);
    })
    .await;
}

#[tokio::test]
async fn a_viewer_looks_and_changes_nothing() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let webhooks = &gate.house.services.webhooks;
        let viewer = actor(Role::Viewer);
        let id = &gate.webhook.id;
        assert_eq!(webhooks.list(&viewer).await.unwrap().len(), 1);
        let refused = [
            webhooks
                .create(&viewer, new(gate.integration.as_str(), ""))
                .await
                .map(drop),
            webhooks
                .change(&viewer, id, WebhookChange::default())
                .await
                .map(drop),
            webhooks
                .rotate(&viewer, id, contract::webhook::Rotation::default())
                .await
                .map(drop),
            webhooks.register(&viewer, id).await.map(drop),
            webhooks.delete(&viewer, id).await,
        ];
        for answer in refused {
            assert_eq!(answer.unwrap_err().status, 403);
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_field_by_field() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let webhooks = &gate.house.services.webhooks;
        for integration in ["", "int_nosuch", "whk_1"] {
            let refused = webhooks.create(&tech(), new(integration, "")).await.unwrap_err();
            assert_eq!(refused.status, 404);
        }
        let long = "x".repeat(101);
        let refused = webhooks
            .create(&tech(), new(gate.integration.as_str(), &long))
            .await
            .unwrap_err();
        assert_eq!(refused.errors[0].code, "too_long");
        let change = WebhookChange {
            name: Some(" ".into()),
            allowed_networks: Some(vec!["10.0.0.0/8".into(), "nonsense".into()]),
            payload_days: Some(90),
            event_days: Some(10),
            enabled: None,
            ordered: None,
        };
        let refused = webhooks
            .change(&tech(), &gate.webhook.id, change)
            .await
            .unwrap_err();
        let fields: Vec<_> = refused.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "allowed_networks", "payload_days"]);
    })
    .await;
}

#[tokio::test]
async fn only_a_vendor_that_has_a_call_for_it_can_be_asked_to_register() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let refused = gate
            .house
            .services
            .webhooks
            .register(&tech(), &gate.webhook.id)
            .await
            .unwrap_err();
        assert_eq!((refused.status, refused.code.as_ref()), (409, "not_registrable"));
        assert!(refused.detail.unwrap().contains("admin panel"));
    })
    .await;
}

#[tokio::test]
async fn every_change_is_in_the_audit_trail_and_none_holds_a_secret() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let webhooks = &gate.house.services.webhooks;
        let id = &gate.webhook.id;
        let change = WebhookChange {
            name: Some("Detections".into()),
            enabled: Some(false),
            ..WebhookChange::default()
        };
        webhooks.change(&admin(), id, change).await.unwrap();
        let rotated = webhooks
            .rotate(&tech(), id, contract::webhook::Rotation::default())
            .await
            .unwrap();
        webhooks.delete(&tech(), id).await.unwrap();
        assert_eq!(webhooks.get(&tech(), id).await.unwrap_err().status, 404);
        let page = store.audit_page(None, 50).await.unwrap();
        let actions: Vec<_> = page
            .items
            .iter()
            .filter(|entry| entry.target == id.as_str())
            .map(|entry| &*entry.action)
            .collect();
        assert_eq!(
            actions,
            [
                "webhook.deleted",
                "webhook.rotated",
                "webhook.changed",
                "webhook.created"
            ]
        );
        let text = serde_json::to_string(&page).unwrap();
        assert!(!text.contains(&rotated.secret) && !text.contains(&gate.webhook.secret));
        let report = store.verify_audit().await.unwrap();
        assert!(report.broken_at.is_none());
    })
    .await;
}

#[tokio::test]
async fn an_autotask_webhook_takes_what_autotask_signs_and_nothing_else() {
    each(|store| async move {
        let house = House::on(store).await;
        let stop = tokio_util::sync::CancellationToken::new();
        house.machine.pipeline.start(&stop);
        let made = house.connected().await;
        let issued = super::webhook(&house, &made.id).await;
        let body = r#"{"Action":"Create","Guid":"g","EntityType":"Ticket","Id":7,"SequenceNumber":1,"Fields":{"Title":"Caf\u00E9"}}"#;
        // Signed by another implementation than the one that verifies.
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, issued.secret.as_bytes());
        let signature = ring::hmac::sign(&key, body.as_bytes());
        let encoded = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, signature.as_ref());
        let mut delivery = super::delivery(&issued, body.as_bytes());
        delivery.headers[1] = ("x-hook-signature".into(), format!("sha1={encoded}").into_bytes());
        super::taken(house.machine.pipeline.receive(delivery.clone()).await);
        delivery.body = contract::delivery::Body::Whole(body.replace("Create", "Update").into_bytes());
        let refused = house.machine.pipeline.receive(delivery).await.unwrap_err();
        assert_eq!(refused.code, "signature_mismatch");
        stop.cancel();
    })
    .await;
}
