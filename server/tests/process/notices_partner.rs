//! Partner Center at the door of the real server: what Microsoft's certificate signed is taken, and nothing else is.

use crate::street::{Street, post, refused, signed, taken};
use sandbox::microsoft365::{
    Behaviour, NOTICES_CERTIFICATE, NOTICES_KEY, NOTICES_OTHER_KEY, NOTICES_ROOT, NOTICES_STRANGE_ROOT,
    NoticesCertificate,
};
use serde_json::json;

fn event(number: u32) -> String {
    json!({ "EventName": "granular-admin-relationship-approved", "ResourceName": "GranularAdminRelationship",
        "ResourceUri": format!("https://partner.microsoft.com/granularAdminRelationships/4444-{number:08}"),
        "AuditUri": null, "ResourceChangeUtcDate": "2026-11-24T05:59:06.3520276+00:00" })
    .to_string()
}

/// What was fetched where certificates lie.
fn fetched(street: &Street) -> Vec<String> {
    let all = street.double.journal.entries();
    all.into_iter()
        .filter(|entry| entry.host == "certificates")
        .map(|entry| entry.path)
        .collect()
}

#[tokio::test]
async fn what_microsoft_signed_is_taken_once_and_what_differs_by_a_byte_is_refused() {
    let street = Street::new().await;
    let (door, body) = (street.secret_door(), event(1));
    let id = taken(signed(door, NOTICES_KEY, &body, &body).await).await;
    let told = street.ended(&id).await;
    assert_eq!(
        (&told["kind"], &told["vendor"]),
        (&json!("relationship.approved"), &json!("microsoft365"))
    );
    // Microsoft did not hear the answer.
    assert_eq!(taken(signed(door, NOTICES_KEY, &body, &body).await).await, id);
    assert_eq!(street.event(&id).await["duplicates"], 1);
    assert_ne!(
        taken(signed(door, NOTICES_KEY, &event(2), &event(2)).await).await,
        id
    );

    for (why, answer, code, word) in [
        (
            "the body changed",
            signed(
                door,
                NOTICES_KEY,
                &body,
                &body.replace("4444-00000001", "4444-00000009"),
            )
            .await,
            "signature_mismatch",
            "over another body",
        ),
        (
            "a line's end was added",
            signed(door, NOTICES_KEY, &body, &format!("{body}\r\n")).await,
            "signature_mismatch",
            "over another body",
        ),
        (
            "another key signed",
            signed(door, NOTICES_OTHER_KEY, &body, &body).await,
            "signature_mismatch",
            "another key",
        ),
        (
            "no secret in the address",
            signed(street.door(), NOTICES_KEY, &body, &body).await,
            "signature_missing",
            "without the secret",
        ),
        (
            "another secret in the address",
            signed(&format!("{}/wrong", street.door()), NOTICES_KEY, &body, &body).await,
            "signature_mismatch",
            "secret at the end",
        ),
    ] {
        let told = refused(answer, 401).await;
        assert_eq!(told["code"], code, "{why}: {told}");
        assert!(told["detail"].as_str().unwrap().contains(word), "{why}: {told}");
        assert!(!told.to_string().contains(street.secret()), "{why}");
    }
    assert_eq!(
        fetched(&street).len(),
        2,
        "the certificate and its issuer's, once"
    );
    let events = street.events().await;
    assert_eq!(
        events
            .iter()
            .filter(|event| event["status"] == "rejected")
            .count(),
        5
    );
}

#[tokio::test]
async fn a_certificate_that_lies_anywhere_else_is_not_even_fetched() {
    let street = Street::new().await;
    let body = event(1);
    for elsewhere in [
        "https://evil.example/cert/pcnotifications-dispatch.microsoft.com.cer",
        "http://3psostorageacct.blob.core.windows.net/cert/a.cer",
        "http://127.0.0.1:1/cert/a.cer",
        "https://3psostorageacct.blob.core.windows.net/other/a.cer",
    ] {
        let headers = [
            ("x-ms-signature", "Signature AAAA"),
            ("x-ms-signature-algorithm", "rsa-sha256"),
            ("x-ms-certificate-url", elsewhere),
        ];
        let told = refused(post(street.secret_door(), &headers, body.clone()).await, 401).await;
        assert_eq!(told["code"], "signature_mismatch", "{elsewhere}");
    }
    // Nor is one for somebody who does not know the secret.
    let told = signed(street.door(), NOTICES_KEY, &body, &body).await;
    assert_eq!(refused(told, 401).await["code"], "signature_missing");
    assert!(fetched(&street).is_empty(), "{:?}", fetched(&street));
    let headers = [
        ("x-ms-signature", "Signature AAAA"),
        ("x-ms-certificate-url", NOTICES_CERTIFICATE),
    ];
    let told = refused(post(street.secret_door(), &headers, body).await, 401).await;
    assert_eq!(told["code"], "signature_missing", "no algorithm is told");
}

/// What is answered where this certificate lies at Microsoft's place, and this authority is believed.
async fn answered(
    certificate: NoticesCertificate,
    key: &str,
    root: &str,
) -> (u16, serde_json::Value, Street) {
    let behaviour = Behaviour {
        notices_certificate: certificate,
        ..Behaviour::default()
    };
    let street = Street::believing(root, behaviour).await;
    let answer = signed(street.secret_door(), key, &event(1), &event(1)).await;
    let status = answer.status().as_u16();
    let told = refused(answer, status).await;
    (status, told, street)
}

#[tokio::test]
async fn certificates_that_nobody_vouches_for_or_that_are_somebody_elses_prove_nothing() {
    for (certificate, key, root, word) in [
        (
            NoticesCertificate::Good,
            NOTICES_KEY,
            NOTICES_STRANGE_ROOT,
            "not vouched for",
        ),
        (
            NoticesCertificate::OfAnother,
            NOTICES_OTHER_KEY,
            NOTICES_ROOT,
            "Microsoft Corporation",
        ),
    ] {
        let (status, told, street) = answered(certificate, key, root).await;
        assert_eq!(
            (status, &told["code"]),
            (401, &json!("signature_mismatch")),
            "{told}"
        );
        assert!(told["detail"].as_str().unwrap().contains(word), "{told}");
        let events = street.events().await;
        assert_eq!((events.len(), &events[0]["status"]), (1, &json!("rejected")));
    }
}

#[tokio::test]
async fn a_certificate_that_cannot_be_had_loses_nothing_for_microsoft_is_told_to_come_back() {
    let (status, told, street) = answered(NoticesCertificate::Missing, NOTICES_KEY, NOTICES_ROOT).await;
    assert_eq!(
        (status, &told["code"]),
        (503, &json!("proof_unavailable")),
        "{told}"
    );
    let again = signed(street.secret_door(), NOTICES_KEY, &event(1), &event(1)).await;
    assert_eq!(again.headers()["retry-after"], "30");
    assert_eq!(again.status(), 503);
    assert_eq!(
        fetched(&street).len(),
        1,
        "a flood of deliveries makes no flood of requests"
    );
    assert!(street.events().await.is_empty());
}
