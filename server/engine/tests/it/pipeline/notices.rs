//! Microsoft's notifications from end to end: registered at one click, answered when Graph asks who is here, taken one by one,
//! renewed before they end, made anew when Graph has lost them, and taken away with the webhook.

use super::{
    notices_yard::{PUBLIC_URL, Yard},
    taken,
};
use crate::{
    databases::each,
    house::{START, tech},
};
use contract::{event::EventStatus, ids::CustomerId, webhook::Rotation};
use engine::{pipeline::Registrations, store::AuditRecord};
use sandbox::microsoft365::{PARTNER_TENANT, tenant_id};
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};

fn change(id: &str, tenant: &str) -> Value {
    json!({ "id": id, "changeType": "updated", "subscriptionId": "0d1e2f30-0000-4000-8000-000000000001", "tenantId": tenant,
        "resource": "Users/99999999-9999-4999-8999-999999999999",
        "resourceData": { "@odata.type": "#Microsoft.Graph.User", "id": "99999999-9999-4999-8999-999999999999" } })
}

fn notice(event: &str) -> Value {
    json!({ "lifecycleEvent": event, "resource": "users", "tenantId": PARTNER_TENANT,
        "subscriptionId": "0d1e2f30-0000-4000-8000-000000000001", "subscriptionExpirationDateTime": "2026-12-22T10:00:00Z" })
}

fn of(tenant: &str) -> BTreeSet<(String, String)> {
    ["users", "groups"]
        .map(|resource| (tenant.to_owned(), resource.to_owned()))
        .into()
}

#[tokio::test]
async fn one_click_subscribes_where_it_may_and_says_what_was_refused_and_why() {
    each(|store| async move {
        let yard = Yard::on(store.clone()).await;
        let words = yard.register().await;
        assert!(words.contains("subscribed to users, groups"), "{words}");
        assert!(words.contains("security alerts refused"), "{words}");
        assert!(
            words.contains("Partner Center posts here, and was asked for a test event"),
            "{words}"
        );
        assert_eq!(yard.subscribed(), of(PARTNER_TENANT));
        for one in yard.double.subscriptions() {
            for name in ["notificationUrl", "lifecycleNotificationUrl"] {
                assert_eq!(one[name], yard.webhook.url.as_str());
            }
            assert_eq!(one["clientState"], yard.webhook.secret.as_str());
        }
        let partner = yard.double.webhook_registration().unwrap();
        assert_eq!(
            partner["webhookUrl"],
            yard.webhook.url_with_secret.clone().unwrap()
        );
        assert_eq!(partner["signatureTokenToMsSignatureHeader"], true);
        // Graph was answered at both addresses, and nothing of it is an event.
        assert!(yard.events().await.is_empty());
        let row = store.webhook(&yard.webhook.id).await.unwrap();
        let kept = row.registration.unwrap() + &row.registered.unwrap();
        assert!(!kept.contains(&yard.webhook.secret), "{kept}");
        let audit = store.audit_page(None, 50).await.unwrap();
        let text = serde_json::to_string(&audit).unwrap();
        assert!(text.contains("webhook.registered") && !text.contains(&yard.webhook.secret));
        // Once more is nothing new.
        yard.register().await;
        assert_eq!(yard.subscribed(), of(PARTNER_TENANT));
        assert_eq!(yard.double.subscriptions().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_graph_refuses_at_the_first_click_is_told_in_its_own_words() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        yard.double.turn(|knobs| knobs.reaches.clear());
        let webhooks = &yard.house.services.webhooks;
        let refused = webhooks.register(&tech(), &yard.webhook.id).await.unwrap_err();
        let said = refused.vendor_message.clone().unwrap_or_default();
        assert!(
            said.contains("The notification endpoint cannot be reached"),
            "{refused:?}"
        );
        assert!(!format!("{refused:?}").contains(&yard.webhook.secret));
        let shown = webhooks.get(&tech(), &yard.webhook.id).await.unwrap();
        assert_eq!(shown.registered, None);
    })
    .await;
}

#[tokio::test]
async fn three_notifications_of_one_post_are_three_events_and_none_comes_twice() {
    each(|store| async move {
        let yard = Yard::on(store.clone()).await;
        yard.register().await;
        let all = [
            change("a", PARTNER_TENANT),
            change("b", PARTNER_TENANT),
            change("c", &tenant_id(1)),
        ];
        let pipeline = &yard.house.machine.pipeline;
        let first = taken(pipeline.receive(yard.notified(&all)).await);
        assert_eq!(yard.events().await.len(), 3);
        // The sender did not hear the answer, and tells two of them again with a new one.
        let again = [
            change("b", PARTNER_TENANT),
            change("a", PARTNER_TENANT),
            change("d", PARTNER_TENANT),
        ];
        taken(pipeline.receive(yard.notified(&again)).await);
        let events = yard.events().await;
        assert_eq!(events.len(), 4);
        assert_eq!(events.iter().map(|event| event.duplicates).sum::<u32>(), 2);
        let payload = store.event_payload(&first).await.unwrap().unwrap();
        let body: Value = serde_json::from_slice(&payload.body).unwrap();
        assert_eq!(body["value"].as_array().unwrap().len(), 1);
        assert!(
            !String::from_utf8(payload.body)
                .unwrap()
                .contains(&yard.webhook.secret)
        );
        yard.work().await;
        for event in yard.events().await {
            let whole = yard.house.services.events.get(&tech(), &event.id).await.unwrap();
            assert_eq!(event.kind.as_deref(), Some("user.updated"));
            let error = whole.analysis.unwrap().code;
            // The own tenant needs no customer; the customer's is not mapped yet.
            let expected = if whole.payload["value"][0]["id"] == "c" {
                "customer_not_mapped"
            } else {
                "no_matching_sop"
            };
            assert_eq!(error.as_str(), expected, "{}", whole.payload);
        }
    })
    .await;
}

#[tokio::test]
async fn a_post_with_one_forged_notification_is_refused_whole() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        yard.register().await;
        let state = yard.webhook.secret.clone();
        let body =
            json!({ "value": [{ "id": "a", "clientState": state }, { "id": "b", "clientState": "forged" }] });
        let pipeline = &yard.house.machine.pipeline;
        let refused = pipeline
            .receive(yard.posted(&body.to_string()))
            .await
            .unwrap_err();
        assert_eq!(
            (refused.status, refused.code.as_ref()),
            (401, "signature_mismatch")
        );
        let events = yard.events().await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].status, EventStatus::Rejected);
    })
    .await;
}

#[tokio::test]
async fn subscriptions_that_graph_removed_are_made_anew_by_themselves() {
    each(|store| async move {
        let yard = Yard::on(store.clone()).await;
        yard.register().await;
        let told = yard.notified(&[notice("subscriptionRemoved")]);
        yard.double.forget_subscriptions();
        assert_eq!(yard.keeper.turn().await.unwrap(), 0, "nothing is due yet");
        let id = taken(yard.house.machine.pipeline.receive(told).await);
        yard.work().await;
        // No rule wants it, and nobody needs one.
        assert_eq!(yard.status(&id).await, EventStatus::Ignored);
        assert_eq!(yard.keeper.turn().await.unwrap(), 1);
        assert_eq!(yard.subscribed(), of(PARTNER_TENANT));
        assert_eq!(yard.keeper.turn().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn what_must_be_authorised_again_is_renewed_and_what_was_missed_is_shown_to_a_person() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        yard.register().await;
        yard.double.journal.clear();
        let told = yard.notified(&[notice("reauthorizationRequired")]);
        taken(yard.house.machine.pipeline.receive(told).await);
        let missed = taken(
            yard.house
                .machine
                .pipeline
                .receive(yard.notified(&[notice("missed")]))
                .await,
        );
        yard.work().await;
        assert_eq!(yard.status(&missed).await, EventStatus::DeadLettered);
        yard.keeper.turn().await.unwrap();
        let renewed = yard.double.journal.to_path("/subscriptions/");
        let methods: Vec<&str> = renewed.iter().map(|entry| entry.method.as_str()).collect();
        assert_eq!(methods, ["PATCH", "PATCH"]);
    })
    .await;
}

#[tokio::test]
async fn subscriptions_are_renewed_day_by_day_and_never_end() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        yard.register().await;
        let ids = |yard: &Yard| -> BTreeSet<String> {
            let all = yard.double.subscriptions();
            all.iter()
                .map(|one| one["id"].as_str().unwrap().to_owned())
                .collect()
        };
        let before = ids(&yard);
        for _ in 0..60 {
            yard.days(1);
            assert_eq!(yard.keeper.turn().await.unwrap(), 1);
        }
        // The same ones still, two months later; Graph keeps none for longer than 29 days.
        assert_eq!(ids(&yard), before);
        let words = yard.registered().await;
        assert!(words.contains("by registrations"), "{words}");
    })
    .await;
}

#[tokio::test]
async fn a_new_secret_reaches_microsoft_by_itself_and_the_old_one_goes() {
    each(|store| async move {
        let mut yard = Yard::on(store).await;
        yard.register().await;
        let webhooks = &yard.house.services.webhooks;
        let rotated = webhooks
            .rotate(&tech(), &yard.webhook.id, Rotation::default())
            .await
            .unwrap();
        let told_before = yard.notified(&[change("a", PARTNER_TENANT)]);
        assert_eq!(yard.keeper.turn().await.unwrap(), 1);
        let states: BTreeSet<String> = yard
            .double
            .subscriptions()
            .iter()
            .map(|one| one["clientState"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(states, [rotated.secret.clone()].into());
        assert_eq!(yard.double.subscriptions().len(), 2);
        let partner = yard.double.webhook_registration().unwrap();
        assert_eq!(partner["webhookUrl"], rotated.url_with_secret.clone().unwrap());
        // What was on its way meanwhile is taken as well, and what comes now.
        taken(yard.house.machine.pipeline.receive(told_before).await);
        yard.webhook = rotated;
        let told_now = yard.notified(&[change("b", PARTNER_TENANT)]);
        taken(yard.house.machine.pipeline.receive(told_now).await);
        assert_eq!(yard.events().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_customers_tenant_is_subscribed_to_once_it_is_linked_and_left_with_the_link() {
    each(|store| async move {
        let yard = Yard::on(store.clone()).await;
        let customer = tenant_id(1);
        let link = yard.link(&customer).await;
        let words = yard.register().await;
        assert!(words.contains("Customers' tenants: 1"), "{words}");
        let both: BTreeSet<_> = of(PARTNER_TENANT).union(&of(&customer)).cloned().collect();
        assert_eq!(yard.subscribed(), both);
        let told = yard.notified(&[change("a", &customer)]);
        let id = taken(yard.house.machine.pipeline.receive(told).await);
        yard.work().await;
        let event = yard.house.services.events.get(&tech(), &id).await.unwrap();
        assert_eq!(event.summary.customer_name.as_deref(), Some("Northgate"));
        let who = tech();
        let audit = AuditRecord {
            who: &who,
            action: "customer.unlinked",
            target: customer.clone(),
            detail: json!({}),
        };
        store
            .delete_link(START, &CustomerId::from_ulid("one"), &link, audit)
            .await
            .unwrap();
        yard.days(1);
        yard.keeper.turn().await.unwrap();
        assert_eq!(yard.subscribed(), of(PARTNER_TENANT));
    })
    .await;
}

#[tokio::test]
async fn deleting_the_webhook_takes_the_subscriptions_away() {
    each(|store| async move {
        let yard = Yard::on(store.clone()).await;
        yard.register().await;
        yard.house
            .services
            .webhooks
            .delete(&tech(), &yard.webhook.id)
            .await
            .unwrap();
        assert_eq!(yard.double.subscriptions().len(), 2, "not within the click");
        // Microsoft is out of reach at first.
        yard.double.turn(|knobs| knobs.changes_left = Some(0));
        assert_eq!(yard.keeper.turn().await.unwrap(), 1);
        assert_eq!(yard.double.subscriptions().len(), 2);
        yard.double.turn(|knobs| knobs.changes_left = None);
        assert_eq!(yard.keeper.turn().await.unwrap(), 0);
        yard.house.hand.forward(Duration::from_mins(20));
        assert_eq!(yard.keeper.turn().await.unwrap(), 1);
        assert!(yard.double.subscriptions().is_empty());
        let row = store.webhook(&yard.webhook.id).await.unwrap();
        assert_eq!((row.registration, row.due_at), (None, None));
    })
    .await;
}

#[tokio::test]
async fn of_two_nodes_one_looks_after_a_registration() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        yard.register().await;
        yard.days(2);
        let other = Registrations::new(yard.house.machine.pipeline.clone(), PUBLIC_URL);
        let (one, two) = tokio::join!(yard.keeper.turn(), other.turn());
        assert_eq!(one.unwrap() + two.unwrap(), 1);
    })
    .await;
}
