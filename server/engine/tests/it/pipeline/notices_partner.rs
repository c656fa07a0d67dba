//! Partner Center's events at the door: the certificate is fetched once, and what it did not sign is refused with the reason.

use super::{
    notices_yard::{PUBLIC_URL, Yard},
    taken,
};
use crate::{databases::each, house::tech};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{
    delivery::{Body, Delivery},
    event::EventStatus,
};
use sandbox::microsoft365::{NOTICES_CERTIFICATE, NOTICES_KEY, NOTICES_OTHER_KEY, NoticesCertificate, der};
use serde_json::json;

fn event(number: u32) -> String {
    json!({ "EventName": "granular-admin-relationship-approved", "ResourceName": "GranularAdminRelationship",
        "ResourceUri": format!("https://partner.microsoft.com/granularAdminRelationships/4444-{number:08}"),
        "AuditUri": null, "ResourceChangeUtcDate": "2026-11-24T05:59:06.3520276+00:00" })
    .to_string()
}

/// Signed by `ring`, which is not what verifies.
fn signed(key: &str, body: &str) -> String {
    let key = ring::signature::RsaKeyPair::from_pkcs8(&der(key)).unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    let random = ring::rand::SystemRandom::new();
    key.sign(
        &ring::signature::RSA_PKCS1_SHA256,
        &random,
        body.as_bytes(),
        &mut signature,
    )
    .unwrap();
    BASE64_STANDARD.encode(signature)
}

fn delivery(yard: &Yard, key: &str, body: &str) -> Delivery {
    let mut delivery = yard.posted(body);
    delivery.path_secret = Some(yard.webhook.secret.clone());
    for (name, value) in [
        ("x-ms-signature", format!("Signature {}", signed(key, body))),
        ("x-ms-signature-algorithm", "rsa-sha256".to_owned()),
        ("x-ms-certificate-url", NOTICES_CERTIFICATE.to_owned()),
    ] {
        delivery.headers.push((name.to_owned(), value.into_bytes()));
    }
    delivery
}

async fn doctor(yard: &Yard) -> String {
    let rejected = yard.events().await;
    let rejected = rejected
        .iter()
        .find(|event| event.status == EventStatus::Rejected)
        .unwrap();
    let event = yard
        .house
        .services
        .events
        .get(&tech(), &rejected.id)
        .await
        .unwrap();
    let evidence = event.analysis.unwrap().evidence;
    evidence.into_iter().map(|fact| fact.value + "\n").collect()
}

#[tokio::test]
async fn what_microsoft_signed_is_taken_and_the_certificate_is_fetched_once() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        let pipeline = &yard.house.machine.pipeline;
        for number in 0..3 {
            taken(
                pipeline
                    .receive(delivery(&yard, NOTICES_KEY, &event(number)))
                    .await,
            );
        }
        let again = delivery(&yard, NOTICES_KEY, &event(1));
        taken(pipeline.receive(again).await);
        let asked: Vec<_> = yard.double.journal.entries();
        let fetched: Vec<&str> = asked
            .iter()
            .filter(|entry| entry.host == "certificates")
            .map(|entry| entry.path.as_str())
            .collect();
        let (leaf, issuer) = (
            "/cert/pcnotifications-dispatch.microsoft.com.cer",
            "/pkiops/certs/issuing.crt",
        );
        assert_eq!(fetched, [leaf, issuer]);
        let events = yard.events().await;
        assert_eq!(
            (
                events.len(),
                events.iter().map(|event| event.duplicates).sum::<u32>()
            ),
            (3, 1)
        );
        yard.work().await;
        assert!(
            yard.events()
                .await
                .iter()
                .all(|event| event.kind.as_deref() == Some("relationship.approved"))
        );
    })
    .await;
}

#[tokio::test]
async fn who_does_not_know_the_secret_makes_us_fetch_nothing() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        let mut forged = delivery(&yard, NOTICES_KEY, &event(1));
        forged.path_secret = None;
        let refused = yard.house.machine.pipeline.receive(forged).await.unwrap_err();
        assert_eq!(refused.code, "signature_missing");
        assert!(
            yard.double
                .journal
                .entries()
                .iter()
                .all(|entry| entry.host != "certificates")
        );
    })
    .await;
}

#[tokio::test]
async fn another_key_another_owner_and_an_ended_certificate_are_refused_with_the_reason() {
    for (certificate, key, word) in [
        (NoticesCertificate::Good, NOTICES_OTHER_KEY, "another key"),
        (
            NoticesCertificate::OfAnother,
            NOTICES_OTHER_KEY,
            "Microsoft Corporation",
        ),
        (NoticesCertificate::Ended, NOTICES_KEY, "not vouched for"),
        (NoticesCertificate::Nonsense, NOTICES_KEY, "no certificate"),
    ] {
        let fresh = crate::databases::sqlite().await;
        let yard = Yard::on(fresh.store.clone()).await;
        yard.double.turn(|knobs| knobs.notices_certificate = certificate);
        let forged = delivery(&yard, key, &event(1));
        let refused = yard.house.machine.pipeline.receive(forged).await.unwrap_err();
        assert_eq!(refused.status, 401, "{certificate:?}");
        let told = refused.detail.unwrap();
        assert!(told.contains(word), "{certificate:?}: {told}");
    }
}

#[tokio::test]
async fn a_certificate_that_cannot_be_had_now_loses_nothing() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        yard.double
            .turn(|knobs| knobs.notices_certificate = NoticesCertificate::Missing);
        let good = delivery(&yard, NOTICES_KEY, &event(1));
        for _ in 0..3 {
            let refused = yard
                .house
                .machine
                .pipeline
                .receive(good.clone())
                .await
                .unwrap_err();
            assert_eq!(
                (refused.status, refused.code.as_ref()),
                (503, "proof_unavailable")
            );
            assert_eq!(refused.retry_after, Some(30));
        }
        let asked = yard.double.journal.to_path("/cert/");
        assert_eq!(asked.len(), 1, "a flood of deliveries makes no flood of requests");
        assert!(yard.events().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_doctor_tells_a_proxy_that_changed_the_body_and_a_signature_in_hex() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        let body = event(1);
        let mut changed = delivery(&yard, NOTICES_KEY, &body);
        changed.body = Body::Whole(format!("{body}\r\n").into_bytes());
        yard.house.machine.pipeline.receive(changed).await.unwrap_err();
        let told = doctor(&yard).await;
        assert!(told.contains("changed the body"), "{told}");
    })
    .await;
    each(|store| async move {
        let yard = Yard::on(store).await;
        let body = event(1);
        let mut hex = delivery(&yard, NOTICES_KEY, &body);
        let bytes = BASE64_STANDARD.decode(signed(NOTICES_KEY, &body)).unwrap();
        let written: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        hex.headers[1].1 = format!("Signature {written}").into_bytes();
        yard.house.machine.pipeline.receive(hex).await.unwrap_err();
        let told = doctor(&yard).await;
        assert!(told.contains("written in hex"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn the_doctor_tells_a_client_state_of_another_webhook() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        let other = super::webhook(&yard.house, &yard.integration).await;
        let body = json!({ "value": [{ "id": "a", "clientState": other.secret }] }).to_string();
        yard.house
            .machine
            .pipeline
            .receive(yard.posted(&body))
            .await
            .unwrap_err();
        let told = doctor(&yard).await;
        assert!(
            told.contains("address and secret do not belong together"),
            "{told}"
        );
    })
    .await;
}

#[tokio::test]
async fn an_address_of_somebody_else_at_partner_center_is_named_and_left() {
    each(|store| async move {
        let yard = Yard::on(store).await;
        yard.double
            .register_webhook_of("https://cipp.example.net/api/hooks?secret=theirs");
        let words = yard.register().await;
        assert!(
            words.contains("Partner Center posts to cipp.example.net"),
            "{words}"
        );
        assert!(!words.contains("theirs"), "{words}");
        let there = yard.double.webhook_registration().unwrap();
        assert!(
            there["webhookUrl"]
                .as_str()
                .unwrap()
                .starts_with("https://cipp.example.net/")
        );
        assert!(!there["webhookUrl"].as_str().unwrap().starts_with(PUBLIC_URL));
    })
    .await;
}
