//! Microsoft Graph at the door of the real server: the handshake, notifications, and its notices about a subscription.

use crate::street::{Street, change, post, refused, taken};
use sandbox::microsoft365::{PARTNER_TENANT, tenant_id};
use serde_json::json;

/// What Graph asks with, and how it writes it into the address.
const TOKEN: &str =
    "Validation: Testing client application reachability for subscription Request-Id: a+b & 100%";
const WRITTEN: &str = "Validation%3A+Testing%20client+application%20reachability%20for+subscription+Request-Id%3A%20a%2Bb+%26+100%25";

#[tokio::test]
async fn the_handshake_is_answered_in_plain_text_before_anything_is_proven_and_leaves_no_event() {
    let street = Street::new().await;
    for (door, body) in [
        (street.door(), ""),
        (street.secret_door(), ""),
        (street.door(), "neither JSON nor a client state"),
        (street.door(), "{\"value\":[{\"clientState\":\"forged\"}]}"),
    ] {
        let url = format!("{door}?x=1&validationToken={WRITTEN}");
        let answer = post(&url, &[("content-type", "text/plain; charset=utf-8")], body).await;
        assert_eq!(answer.status(), 200, "{body}");
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/plain; charset=utf-8");
        // Whatever a stranger asks with, no browser makes a page of it.
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(answer.text().await.unwrap(), TOKEN);
    }
    assert!(street.events().await.is_empty());
}

#[tokio::test]
async fn a_handshake_at_an_address_that_is_not_ours_is_answered_with_nothing_of_it() {
    let street = Street::new().await;
    let door = street.door();
    let unknown = format!("{}{}", &door[..door.len() - 4], "zzzz");
    for (url, status) in [
        (unknown, 404),
        (format!("{door}0"), 404),
        (format!("{door}/not-the-secret"), 401),
    ] {
        let answer = post(&format!("{url}?validationToken=canary"), &[], "").await;
        let told = refused(answer, status).await;
        assert!(!told.to_string().contains("canary"), "{told}");
    }
    // An empty token asks for nothing, and what proves nothing is refused.
    let empty = post(&format!("{door}?validationToken="), &[], "").await;
    assert_eq!(refused(empty, 401).await["code"], "signature_missing");
}

#[tokio::test]
async fn graph_itself_subscribes_through_the_real_door_and_what_it_posts_is_taken() {
    let street = Street::new().await;
    let path = format!(
        "/api/v1/webhooks/{}/register",
        street.webhook["id"].as_str().unwrap()
    );
    let (status, shown) = street.running.post(&path, &street.token, json!({})).await;
    assert_eq!(status, 200, "{shown}");
    let words = shown["registered"].as_str().unwrap();
    assert!(words.contains("subscribed to users, groups"), "{words}");
    let subscriptions = street.double.subscriptions();
    assert_eq!(subscriptions.len(), 2);
    assert_eq!(subscriptions[0]["notificationUrl"], street.door());
    let state = subscriptions[0]["clientState"].as_str().unwrap();
    let id = taken(street.notified(&[change("a", state)]).await).await;
    let event = street.ended(&id).await;
    assert_eq!(
        (&event["kind"], &event["vendor"]),
        (&json!("user.updated"), &json!("microsoft365"))
    );
    assert_eq!(
        event["analysis"]["code"], "no_matching_sop",
        "the own tenant needs no customer"
    );
    let (_, trail) = street.running.get("/api/v1/audit", &street.token).await;
    assert!(trail.to_string().contains("webhook.registered"));
    assert!(!(trail.to_string() + &event.to_string()).contains(street.secret()));
}

#[tokio::test]
async fn one_wrong_client_state_refuses_the_whole_post_and_tells_no_secret() {
    let street = Street::new().await;
    let good = change("a", street.secret());
    for (all, code) in [
        (vec![change("a", "forged")], "signature_mismatch"),
        (vec![good.clone(), change("b", "forged")], "signature_mismatch"),
        (vec![good.clone(), json!({ "id": "b" })], "signature_missing"),
        (vec![], "signature_missing"),
    ] {
        let told = refused(street.notified(&all).await, 401).await;
        assert_eq!(told["code"], code, "{all:?}");
        assert!(!told.to_string().contains(street.secret()), "{told}");
    }
    // A secret in the address does not stand for one that is missing in a notification.
    let bare = json!({ "value": [{ "id": "a" }] }).to_string();
    let told = refused(post(street.secret_door(), &[], bare).await, 401).await;
    assert_eq!(told["code"], "signature_missing");
    let events = street.events().await;
    assert_eq!(events.len(), 5);
    assert!(
        events.iter().all(|event| event["status"] == "rejected"),
        "{events:?}"
    );
    let event = street.event(events[1]["id"].as_str().unwrap()).await;
    assert_eq!(event["analysis"]["stage"], "verify");
    assert!(!event.to_string().contains(street.secret()));
}

#[tokio::test]
async fn several_notifications_of_one_post_are_events_of_their_own_and_copies_are_counted() {
    let street = Street::new().await;
    let state = street.secret();
    let mut foreign = change("c", state);
    foreign["tenantId"] = tenant_id(1).into();
    let all = [change("a", state), change("b", state), foreign];
    let first = taken(street.notified(&all).await).await;
    assert_eq!(street.events().await.len(), 3);
    // Nobody heard the answer: two come again, in another order, and one that is new.
    let again = [change("b", state), change("a", state), change("d", state)];
    taken(street.notified(&again).await).await;
    let copy = taken(street.notified(&[change("a", state)]).await).await;
    assert_eq!(copy, first, "a copy is answered as the first one was");
    let events = street.events().await;
    assert_eq!(events.len(), 4);
    let copies = events.iter().map(|event| event["duplicates"].as_u64().unwrap());
    assert_eq!(copies.sum::<u64>(), 3);
    for event in &events {
        let event = street.ended(event["id"].as_str().unwrap()).await;
        assert_eq!(event["kind"], "user.updated");
        let one = event["payload"]["value"].as_array().unwrap();
        let expected = if one[0]["id"] == "c" {
            "customer_not_mapped"
        } else {
            "no_matching_sop"
        };
        assert_eq!((one.len(), &event["analysis"]["code"]), (1, &json!(expected)));
        assert!(!event.to_string().contains(state), "{event}");
    }
}

#[tokio::test]
async fn notices_of_the_subscription_have_it_renewed_or_made_anew_and_what_was_missed_is_shown() {
    let street = Street::new().await;
    let path = format!(
        "/api/v1/webhooks/{}/register",
        street.webhook["id"].as_str().unwrap()
    );
    let (status, shown) = street.running.post(&path, &street.token, json!({})).await;
    assert_eq!(status, 200, "{shown}");
    let missed = taken(street.notified(&[street.lifecycle("missed")]).await).await;
    let event = street.ended(&missed).await;
    assert_eq!(
        (&event["kind"], &event["status"]),
        (&json!("webhook.missed"), &json!("dead_lettered"))
    );
    let again = taken(
        street
            .notified(&[street.lifecycle("reauthorizationRequired")])
            .await,
    )
    .await;
    let event = street.ended(&again).await;
    assert_eq!(event["kind"], "webhook.reauthorization_required");
    assert_eq!(
        event["status"], "ignored",
        "no rule wants it, and nobody needs one"
    );
    // The keeper looks every half minute; the double tells when it was asked.
    let renewed = |method: &str| {
        let asked = street.double.journal.to_path("/subscriptions");
        asked.iter().filter(|entry| entry.method == method).count()
    };
    until(&street, || renewed("PATCH") >= 2).await;
    let (made, forgotten) = (renewed("POST"), street.double.subscriptions());
    street.double.forget_subscriptions();
    let removed = taken(street.notified(&[street.lifecycle("subscriptionRemoved")]).await).await;
    let event = street.ended(&removed).await;
    assert_eq!(
        (&event["kind"], &event["status"]),
        (&json!("webhook.removed"), &json!("ignored"))
    );
    until(&street, || {
        renewed("POST") > made && street.double.subscriptions().len() == forgotten.len()
    })
    .await;
    let anew = street.double.subscriptions();
    assert!(anew.iter().all(|one| one["tenantId"] == PARTNER_TENANT));
    assert!(anew.iter().all(|one| one["clientState"] == street.secret()));
    assert!(
        anew.iter()
            .all(|one| forgotten.iter().all(|old| old["id"] != one["id"]))
    );
}

/// Waits until something holds, looking again whenever the double was asked for something.
async fn until(street: &Street, holds: impl Fn() -> bool) {
    loop {
        let total = street.double.journal.total();
        if holds() {
            return;
        }
        street.double.journal.reached(total + 1).await;
    }
}
