//! What the audit trail says of changes in a tenant: that they were asked for, then what came of them, on both stores.

use super::Bed;
use crate::{databases::each, house::admin};
use contract::{
    audit::AuditEntry,
    csp::{CspSetup, OnboardRequest, RelationshipStatus, RotationRequest, SignInPurpose},
};
use sandbox::{
    faults::{Fault, Rule},
    microsoft365::{ADMIN, Consent, relationship_id, tenant_id},
};

/// What the trail says of a setup, oldest first: action and particulars.
async fn trail(bed: &Bed, setup: &CspSetup) -> Vec<AuditEntry> {
    let page = bed.machine.store.audit_page(None, 200).await.unwrap();
    let mut all: Vec<_> = page.items.into_iter().collect();
    all.retain(|one| one.target == setup.id.as_str());
    all.reverse();
    all
}

/// The last entries' actions.
async fn last(bed: &Bed, setup: &CspSetup, count: usize) -> Vec<String> {
    let all = trail(bed, setup).await;
    let begin = all.len().saturating_sub(count);
    all[begin..].iter().map(|one| one.action.clone()).collect()
}

#[tokio::test]
async fn an_end_that_was_refused_is_told_as_failed_and_one_that_was_taken_as_done() {
    each(|store| async move {
        let bed = Bed::on(store).await;
        let setup = bed.connected().await;
        let (csp, who, id) = (&bed.services.csp, admin(), relationship_id(1));
        let refused = Fault::status(
            403,
            r#"{"error":{"code":"forbidden","message":"words-of-the-vendor"}}"#,
        );
        bed.double
            .faults
            .add(Rule::always(refused).on_method("POST").on_path("/requests"));
        csp.end_relationship(&who, &setup.id, &id).await.unwrap_err();
        assert_eq!(
            last(&bed, &setup, 2).await,
            ["csp.relationship_end_asked", "csp.relationship_end_failed"]
        );
        let told = trail(&bed, &setup).await.pop().unwrap();
        assert_eq!(told.detail["asked"]["relationship"], id);
        assert_eq!(told.detail["problem"]["vendor_status"], 403);
        assert!(told.detail["problem"]["code"].is_string(), "{}", told.detail);
        assert!(!told.detail.to_string().contains("words-of-the-vendor"));

        bed.double.faults.clear();
        csp.end_relationship(&who, &setup.id, &id).await.unwrap();
        assert_eq!(
            last(&bed, &setup, 2).await,
            ["csp.relationship_end_asked", "csp.relationship_ended"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_rotation_is_told_as_done_only_when_the_new_secret_is_in_use() {
    each(|store| async move {
        let bed = Bed::on(store).await;
        let setup = bed.connected().await;
        let (csp, who) = (&bed.services.csp, admin());
        let before = csp.account(&who, &setup.id).await.unwrap();
        let refused = Fault::status(
            403,
            r#"{"error":{"code":"Authorization_RequestDenied","message":"no"}}"#,
        );
        bed.double
            .faults
            .add(Rule::always(refused).on_path("/addPassword"));
        csp.rotate(&who, &setup.id, RotationRequest::default())
            .await
            .unwrap_err();
        assert_eq!(
            last(&bed, &setup, 2).await,
            ["csp.secret_rotation_asked", "csp.secret_rotation_failed"]
        );
        let same = csp.account(&who, &setup.id).await.unwrap();
        assert_eq!(same.secrets, before.secrets);

        bed.double.faults.clear();
        let renewed = csp
            .rotate(&who, &setup.id, RotationRequest::default())
            .await
            .unwrap();
        let told = trail(&bed, &setup).await.pop().unwrap();
        assert_eq!(told.action, "csp.secret_rotated");
        assert_eq!(told.detail["answer"]["in_use"], renewed.secrets[0].key_id);
        assert_ne!(told.detail["answer"]["in_use"], before.secrets[0].key_id);
    })
    .await;
}

#[tokio::test]
async fn what_a_person_asks_for_without_the_right_is_not_even_told_as_asked() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let before = trail(&bed, &setup).await.len();
    let who = crate::house::tech();
    let refused = bed
        .services
        .csp
        .end_relationship(&who, &setup.id, &relationship_id(1))
        .await
        .unwrap_err();
    assert_eq!(refused.code, "forbidden");
    assert_eq!(trail(&bed, &setup).await.len(), before);
}

#[tokio::test]
async fn a_change_goes_on_and_is_told_when_whoever_asked_has_gone() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let (csp, who, id) = (&bed.services.csp, admin(), relationship_id(1));
    bed.double.journal.clear();
    {
        let mut asked = csp.end_relationship(&who, &setup.id, &id);
        // As soon as Microsoft was asked anything, the browser is closed.
        while bed.double.journal.total() == 0 {
            let _ = futures::poll!(&mut asked);
            tokio::task::yield_now().await;
        }
    }
    while last(&bed, &setup, 1).await != ["csp.relationship_ended"] {
        tokio::task::yield_now().await;
    }
    let ended = csp.relationship(&who, &setup.id, &id).await.unwrap();
    assert_ne!(ended.status, RelationshipStatus::Active);
}

#[tokio::test]
async fn a_declined_consent_is_told_as_refused_with_its_code() {
    let bed = Bed::new().await;
    let setup = bed.begin(contract::csp::CspPath::Automated).await;
    bed.double.turn(|knobs| knobs.consent = Consent::Denied);
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    let told = trail(&bed, &setup).await.pop().unwrap();
    assert_eq!(told.action, "csp.sign_in_refused");
    assert_eq!(told.detail["code"], "AADSTS65004");
    bed.double.turn(|knobs| knobs.consent = Consent::Given);
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    let told = trail(&bed, &setup).await.pop().unwrap();
    assert_eq!(
        (told.action.as_str(), &told.detail["account"]),
        ("csp.sign_in_ended", &ADMIN.into())
    );
}

#[tokio::test]
async fn each_customer_of_an_onboarding_is_told_on_its_own() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let request = OnboardRequest {
        tenants: vec![tenant_id(1), tenant_id(9)],
        link: false,
    };
    bed.services
        .csp
        .onboard(&admin(), &setup.id, request)
        .await
        .unwrap();
    assert!(bed.machine.csp.onboard_turn().await.unwrap());
    let all = trail(&bed, &setup).await;
    let of = |tenant: usize| {
        let mut found = all.iter().filter(|one| one.detail["tenant"] == tenant_id(tenant));
        let one = found.next().unwrap();
        (one.action.clone(), one.actor_name.clone(), found.count())
    };
    assert_eq!(of(1).0, "csp.customer_onboarded");
    assert_eq!(of(9).0, "csp.customer_onboarding_failed");
    assert_eq!((of(1).2, of(9).2), (0, 0));
}
