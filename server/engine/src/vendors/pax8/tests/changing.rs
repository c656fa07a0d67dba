//! Changing a quantity and cancelling: one request each, as documented, never twice.

use super::{Bed, body, field};
use crate::connector::{CallErrorKind, NetworkFault};
use sandbox::{Fault, Rule, pax8::subscription_id};
use serde_json::{Value, json};

fn status(bed: &Bed, at: usize) -> Value {
    bed.vendor.subscription(&subscription_id(at)).unwrap()["status"].clone()
}

#[tokio::test]
async fn a_new_quantity_is_sent_alone_and_the_changed_subscription_is_answered() {
    let bed = Bed::new().await;
    let id = subscription_id(1);
    let before = bed.vendor.subscription(&id).unwrap();
    let changed = bed
        .approved("subscriptions.change_quantity", json!({"id": id, "quantity": 77}))
        .await;
    assert_eq!(
        (&changed["quantity"], &changed["price"]),
        (&json!(77), &before["price"])
    );
    assert_eq!(bed.asked(), [format!("PUT /v1/subscriptions/{id}")]);
    assert_eq!(body(&bed.calls()[0]), json!({"quantity": 77}));
    let past = bed.call("subscriptions.history", json!({"id": id})).await;
    assert_eq!(
        (&past["items"][0]["quantity"], &past["items"][1]["quantity"]),
        (&json!(77), &before["quantity"])
    );
}

#[tokio::test]
async fn a_refused_quantity_keeps_pax8s_words_in_either_shape() {
    for (as_list, words) in [
        (false, "\"type\":\"UNPROCESSABLE_ENTITY\""),
        (true, "{\"errors\":["),
    ] {
        let bed = Bed::new().await;
        bed.vendor
            .turn(|knobs| knobs.commitment_refusals_as_list = as_list);
        let input = json!({"id": subscription_id(4), "quantity": 1});
        let error = bed.approved_failure("subscriptions.change_quantity", input).await;
        assert_eq!((&error.kind, error.attempts), (&CallErrorKind::Rejected, 1));
        assert!(error.said.unwrap().body.contains(words));
    }
}

#[tokio::test]
async fn a_list_of_errors_under_a_good_status_is_a_refusal_and_no_subscription() {
    let bed = Bed::new().await;
    let words = include_str!("../fixtures/list_of_errors.json");
    bed.vendor
        .faults
        .add(Rule::always(Fault::status(200, words)).on_path("/subscriptions/"));
    let input = json!({"id": subscription_id(1), "quantity": 9});
    let error = bed.approved_failure("subscriptions.change_quantity", input).await;
    assert_eq!(error.kind, CallErrorKind::Rejected);
    assert_eq!(error.said.unwrap().body, words);
}

#[tokio::test]
async fn cancelling_without_a_date_ends_it_at_once() {
    let bed = Bed::new().await;
    let id = subscription_id(1);
    let answer = bed.approved("subscriptions.cancel", json!({"id": id})).await;
    assert_eq!(answer, json!({"subscriptionId": id, "cancelDate": null}));
    assert_eq!(bed.asked(), [format!("DELETE /v1/subscriptions/{id}")]);
    assert!(bed.calls()[0].body.is_empty());
    assert_eq!(status(&bed, 1), "Cancelled");
}

#[tokio::test]
async fn cancelling_on_a_date_writes_it_as_the_vendor_documents_it() {
    for (typed, sent) in [
        ("2099-12-31T00:00:00-05:00", "2099-12-31T00:00:00.000-05:00"),
        (" 2099-12-31T00:00:00.5+02:00 ", "2099-12-31T00:00:00.500+02:00"),
        ("2099-12-31T12:00:00Z", "2099-12-31T12:00:00.000+00:00"),
        ("2099-12-31", "2099-12-31T00:00:00.000+00:00"),
    ] {
        let bed = Bed::new().await;
        let id = subscription_id(1);
        let input = json!({"id": id, "cancel_date": typed});
        let answer = bed.approved("subscriptions.cancel", input).await;
        assert_eq!(answer["cancelDate"], sent);
        let encoded = sent.replace(':', "%3A").replace('+', "%2B");
        assert_eq!(
            bed.asked(),
            [format!("DELETE /v1/subscriptions/{id}?cancelDate={encoded}")]
        );
        assert_eq!(status(&bed, 1), "PendingCancel");
    }
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_not_sent_again() {
    for fault in [Fault::LostAnswer, Fault::Empty { status: 500 }] {
        let bed = Bed::new().await;
        bed.vendor
            .faults
            .add(Rule::always(fault).on_path("/subscriptions/"));
        for (operation, input) in [
            (
                "subscriptions.change_quantity",
                json!({"id": subscription_id(1), "quantity": 9}),
            ),
            ("subscriptions.cancel", json!({"id": subscription_id(2)})),
        ] {
            let error = bed.approved_failure(operation, input).await;
            let expected = [
                CallErrorKind::Network(NetworkFault::Cut),
                CallErrorKind::VendorDown,
            ];
            assert!(expected.contains(&error.kind), "{error}");
            assert_eq!(error.attempts, 1, "{operation}");
        }
        assert_eq!(bed.calls().len(), 2);
    }
}

#[tokio::test]
async fn a_subscription_that_is_not_there_or_already_over_is_told_in_pax8s_words() {
    let bed = Bed::new().await;
    let error = bed
        .approved_failure("subscriptions.cancel", json!({"id": subscription_id(9_999)}))
        .await;
    assert_eq!(error.kind, CallErrorKind::NotFound);
    bed.approved("subscriptions.cancel", json!({"id": subscription_id(1)}))
        .await;
    let error = bed
        .approved_failure("subscriptions.cancel", json!({"id": subscription_id(1)}))
        .await;
    assert_eq!(error.kind, CallErrorKind::Rejected);
}

#[tokio::test]
async fn a_quantity_of_none_and_a_date_that_is_none_send_nothing() {
    let bed = Bed::new().await;
    let none = json!({"id": subscription_id(1), "quantity": 0});
    let error = bed.approved_failure("subscriptions.change_quantity", none).await;
    assert_eq!(field(&error), "quantity");
    for wrong in [
        "",
        "soon",
        "2026-12-31T00:00:00",
        "2026-12-31 10:00",
        "2026-13-01",
    ] {
        let input = json!({"id": subscription_id(1), "cancel_date": wrong});
        let error = bed.approved_failure("subscriptions.cancel", input).await;
        assert_eq!(field(&error), "cancel_date", "{wrong}");
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}
