//! Looking again at a connected tenant: the administrator's sign-in and the set-up application's absence are read as they are
//! now, like every other step.

use super::{Bed, state_of};
use crate::house::{START, admin};
use contract::csp::{CspSetup, Evidence, SignInPurpose, Step, StepState};
use sandbox::microsoft365::{ADMIN, BOOTSTRAP, PARTNER_TENANT};
use serde_json::json;
use std::time::Duration;

async fn check(bed: &Bed, setup: &CspSetup, step: &str) -> CspSetup {
    bed.services.csp.check(&admin(), &setup.id, step).await.unwrap()
}

fn step<'a>(setup: &'a CspSetup, key: &str) -> &'a Step {
    setup.steps.iter().find(|step| step.key == key).unwrap()
}

fn seen<'a>(setup: &'a CspSetup, key: &str, words: &str) -> Option<&'a Evidence> {
    let mut all = step(setup, key).evidence.iter();
    all.find(|one| one.what.contains(words))
}

fn pass(bed: &Bed, days: i64) {
    bed.house
        .hand
        .forward(Duration::from_hours(24) * u32::try_from(days).unwrap());
    bed.double
        .turn(|knobs| knobs.now = Some(START / 1_000 + days * 86_400));
}

#[tokio::test]
async fn a_sign_in_that_is_over_says_who_it_was_and_that_it_is_over_as_it_must_be() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    pass(&bed, 3);
    bed.double.journal.clear();
    let told = check(&bed, &setup, "sign_in").await;
    assert_eq!(state_of(&told, "sign_in"), StepState::Done);
    assert!(seen(&told, "sign_in", ADMIN).unwrap().what.contains("2026-11-24"));
    let tenant = seen(&told, "sign_in", "Tenant \"").unwrap();
    assert_eq!(tenant.object_id, PARTNER_TENANT);
    assert!(tenant.at.starts_with("2026-11-27"), "{}", tenant.at);
    assert!(seen(&told, "sign_in", "it is over, as it must be").is_some());
    assert!(bed.double.journal.total() > 0, "the tenant itself was asked");
}

#[tokio::test]
async fn a_sign_in_that_is_kept_is_used_and_tells_its_age_and_one_that_was_ended_fails() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    bed.sign_in(&setup, SignInPurpose::Removal, ADMIN).await.unwrap();
    pass(&bed, 2);
    let told = check(&bed, &setup, "sign_in").await;
    assert_eq!(
        state_of(&told, "sign_in"),
        StepState::Done,
        "{:#?}",
        step(&told, "sign_in")
    );
    assert!(seen(&told, "sign_in", "2 days old and still good").is_some());

    bed.double.act("revoke", &json!({ "user": ADMIN })).unwrap();
    bed.double.expire_tokens();
    let told = check(&bed, &setup, "sign_in").await;
    assert_eq!(state_of(&told, "sign_in"), StepState::Failed);
    let failure = step(&told, "sign_in").failure.clone().unwrap();
    assert_eq!(failure.code, "AADSTS50173");
    assert!(
        failure
            .vendor_message
            .is_some_and(|words| words.contains("AADSTS50173"))
    );
    assert!(seen(&told, "sign_in", "still good").is_none());
}

#[tokio::test]
async fn the_set_up_applications_absence_is_looked_for_now_and_its_return_is_told() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    pass(&bed, 1);
    let told = check(&bed, &setup, "cleanup").await;
    assert_eq!(state_of(&told, "cleanup"), StepState::Done);
    let absent = seen(&told, "cleanup", "is not there").unwrap();
    assert_eq!(absent.object_id, BOOTSTRAP.client_id);
    assert!(absent.at.starts_with("2026-11-25"), "{}", absent.at);

    // Somebody consents to it again.
    bed.sign_in(&setup, SignInPurpose::Removal, ADMIN).await.unwrap();
    let told = check(&bed, &setup, "cleanup").await;
    assert_eq!(state_of(&told, "cleanup"), StepState::Failed);
    assert_eq!(step(&told, "cleanup").failure.clone().unwrap().code, "came_back");

    // With an administrator's sign-in the steps remove it again.
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    bed.work().await;
    let told = check(&bed, &setup, "cleanup").await;
    assert_eq!(
        state_of(&told, "cleanup"),
        StepState::Done,
        "{:#?}",
        step(&told, "cleanup")
    );
}
