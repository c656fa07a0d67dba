//! Disconnecting: the plan, its confirmation, and a tenant as it was before.

use super::Bed;
use crate::house::admin;
use contract::csp::{
    CspPath, CspSetup, OnboardRequest, Removal, RemovalItem, RemovalRequest, RemovalState, SetupStatus,
    SignInPurpose,
};
use sandbox::{
    faults::{Fault, Rule},
    microsoft365::{ADMIN, relationship_id, tenant_id},
};

#[tokio::test]
async fn the_tenant_is_what_it_was_before() {
    let bed = Bed::new().await;
    let before = bed.tenant();
    let setup = bed.connected().await;
    let csp = &bed.services.csp;
    let who = admin();
    assert_eq!(csp.forget(&who, &setup.id).await.unwrap_err().code, "not_removed");
    let plan = csp.removal_plan(&who, &setup.id, false).await.unwrap();
    assert!(plan.needs_sign_in);
    assert!(plan.items.iter().all(|item| item.state == RemovalState::Planned));
    let request = RemovalRequest {
        digest: plan.digest.clone(),
        typed: plan.confirm.clone(),
        end_relationships: false,
    };
    let early = csp.remove(&who, &setup.id, request.clone()).await.unwrap_err();
    assert_eq!(early.code, "sign_in_needed");
    bed.sign_in(&setup, SignInPurpose::Removal, ADMIN).await.unwrap();
    for wrong in [
        RemovalRequest {
            typed: "something else".into(),
            ..request.clone()
        },
        RemovalRequest {
            digest: "another".into(),
            ..request.clone()
        },
    ] {
        assert!(csp.remove(&who, &setup.id, wrong).await.is_err());
    }
    let removal = csp.remove(&who, &setup.id, request).await.unwrap();
    assert!(removal.proved, "{:#?}", removal.items);
    assert!(removal.items.iter().all(|item| item.proved_at.is_some()));
    assert_eq!(bed.tenant(), before);
    assert!(bed.services.integrations.list(&who).await.unwrap().is_empty());
    let left = bed.setup(&setup).await;
    assert_eq!(left.status, SetupStatus::Disconnected);
    let kept = bed.machine.store.sealed_page(None, 100).await.unwrap();
    assert!(kept.iter().all(|row| row.integration != setup.id.as_str()));
    // The same tenant can be connected anew, and the old setup forgotten.
    csp.forget(&who, &setup.id).await.unwrap();
    assert_ne!(bed.begin(CspPath::Automated).await.id, setup.id);
}

#[tokio::test]
async fn a_removal_that_is_cut_off_goes_on_where_it_stopped() {
    let mut bed = Bed::new().await;
    let before = bed.tenant();
    let setup = bed.connected().await;
    let who = admin();
    bed.sign_in(&setup, SignInPurpose::Removal, ADMIN).await.unwrap();
    let plan = bed
        .services
        .csp
        .removal_plan(&who, &setup.id, false)
        .await
        .unwrap();
    let request = RemovalRequest {
        digest: plan.digest,
        typed: plan.confirm,
        end_relationships: false,
    };
    let mut tries = 0;
    loop {
        bed.double.turn(|knobs| knobs.changes_left = Some(3));
        let removal = bed
            .services
            .csp
            .remove(&who, &setup.id, request.clone())
            .await
            .unwrap();
        if removal.proved {
            break;
        }
        let failed = removal
            .items
            .iter()
            .find(|item| item.state == RemovalState::Failed);
        assert!(failed.is_some_and(|item| item.failure.is_some()));
        assert_eq!(bed.setup(&setup).await.status, SetupStatus::Disconnecting);
        bed.restart();
        tries += 1;
        assert!(tries < 20);
    }
    assert!(tries > 2, "{tries}");
    assert_eq!(bed.tenant(), before);
}

#[tokio::test]
async fn consents_are_withdrawn_before_relationships_end_and_the_proof_can_be_read_afterwards() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let (csp, who) = (&bed.services.csp, admin());
    let onboarded = OnboardRequest {
        tenants: vec![tenant_id(1)],
        link: true,
    };
    csp.onboard(&who, &setup.id, onboarded).await.unwrap();
    assert!(bed.machine.csp.onboard_turn().await.unwrap());
    bed.sign_in(&setup, SignInPurpose::Removal, ADMIN).await.unwrap();
    let plan = csp.removal_plan(&who, &setup.id, true).await.unwrap();
    let place = |kind: &str| plan.items.iter().position(|item| item.kind == kind).unwrap();
    assert!(place("consent") < place("relationship"));
    let request = RemovalRequest {
        digest: plan.digest,
        typed: plan.confirm,
        end_relationships: true,
    };
    let removal = csp.remove(&who, &setup.id, request).await.unwrap();
    assert!(removal.proved, "{:#?}", removal.items);
    let afterwards = csp.removal_plan(&who, &setup.id, true).await.unwrap();
    assert_eq!(afterwards.items, removal.items);
    assert!(!afterwards.needs_sign_in);
}

/// A connected tenant whose first customer is onboarded, ready to be left.
async fn onboarded() -> (Bed, CspSetup, RemovalRequest) {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let (csp, who) = (&bed.services.csp, admin());
    let onboarded = OnboardRequest {
        tenants: vec![tenant_id(1)],
        link: false,
    };
    csp.onboard(&who, &setup.id, onboarded).await.unwrap();
    assert!(bed.machine.csp.onboard_turn().await.unwrap());
    bed.sign_in(&setup, SignInPurpose::Removal, ADMIN).await.unwrap();
    let plan = csp.removal_plan(&who, &setup.id, false).await.unwrap();
    let request = RemovalRequest {
        digest: plan.digest,
        typed: plan.confirm,
        end_relationships: false,
    };
    (bed, setup, request)
}

fn consent(removal: &Removal) -> &RemovalItem {
    let mut all = removal.items.iter();
    all.find(|item| item.kind == "consent").unwrap()
}

#[tokio::test]
async fn a_withdrawn_consent_is_proved_by_looking_at_the_customers_tenant() {
    let (bed, setup, request) = onboarded().await;
    bed.double.journal.clear();
    let removal = bed
        .services
        .csp
        .remove(&admin(), &setup.id, request)
        .await
        .unwrap();
    assert!(removal.proved, "{:#?}", removal.items);
    let told = consent(&removal);
    assert_eq!(told.state, RemovalState::Gone);
    let note = told.note.as_deref().unwrap();
    assert!(note.contains("afterwards"), "{note}");
    let all = bed.double.journal.entries();
    let withdrawn = all
        .iter()
        .position(|one| one.method == "DELETE" && one.path.contains("applicationconsents"))
        .unwrap();
    assert!(
        all[withdrawn + 1..]
            .iter()
            .any(|one| one.path.contains(&tenant_id(1))),
        "the customer's tenant was asked after that"
    );
}

#[tokio::test]
async fn a_consent_that_partner_center_calls_withdrawn_and_that_is_still_there_is_not_gone() {
    let (bed, setup, request) = onboarded().await;
    let lie = Rule::always(Fault::status(200, ""))
        .on_method("DELETE")
        .on_path("applicationconsents");
    bed.double.faults.add(lie);
    let (csp, who) = (&bed.services.csp, admin());
    let removal = csp.remove(&who, &setup.id, request.clone()).await.unwrap();
    assert!(!removal.proved);
    let told = consent(&removal);
    assert_eq!((told.state, &told.proved_at), (RemovalState::Failed, &None));
    assert_eq!(told.failure.clone().unwrap().code, "still_there");
    let trail = bed.machine.store.audit_page(None, 1).await.unwrap();
    assert_eq!(trail.items[0].action, "csp.removal_failed");
    assert!(trail.items[0].detail.to_string().contains("still_there"));

    bed.double.faults.clear();
    let removal = csp.remove(&who, &setup.id, request).await.unwrap();
    assert!(removal.proved, "{:#?}", removal.items);
    assert_eq!(consent(&removal).state, RemovalState::Gone);
}

#[tokio::test]
async fn a_consent_at_a_customer_who_has_left_stays_and_says_who_can_remove_it() {
    let (bed, setup, request) = onboarded().await;
    bed.double
        .act("end", &serde_json::json!({ "relationship": relationship_id(1) }))
        .unwrap();
    bed.double.expire_tokens();
    let removal = bed
        .services
        .csp
        .remove(&admin(), &setup.id, request)
        .await
        .unwrap();
    let told = consent(&removal);
    assert_eq!(told.state, RemovalState::Kept, "{told:#?}");
    assert!(told.note.as_deref().unwrap().contains("administrator can delete"));
    assert_eq!(told.proved_at, None);
    assert!(removal.proved, "{:#?}", removal.items);
}
