//! Cut off anywhere: between any two steps, and after any single change.

use super::{Bed, names, state_of};
use crate::house::admin;
use contract::csp::{CspPath, SetupStatus, SignInPurpose, StepState};
use sandbox::{
    faults::{Fault, Rule},
    microsoft365::{ADMIN, SERVICE_ACCOUNT},
};
use serde_json::Value;

fn is_made_once(tenant: &Value) {
    let mut groups = names(&tenant["groups"], "Ops AI GDAP - ");
    assert_eq!(groups.len(), 6, "{groups:?}");
    groups.dedup();
    assert_eq!(groups.len(), 6);
    assert_eq!(names(&tenant["applications"], "Ops AI (").len(), 1);
    assert_eq!(names(&tenant["servicePrincipals"], "Ops AI (").len(), 1);
    let apps = tenant["applications"].as_array().unwrap().iter();
    let ours: Vec<&Value> = apps
        .filter(|app| app["displayName"] == "Ops AI (ops.example.com)")
        .collect();
    assert_eq!(ours[0]["passwordCredentials"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_restart_after_every_step_makes_nothing_twice() {
    let mut bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    let mut turns = 0;
    while bed.machine.csp.turn(1).await.unwrap() {
        bed.restart();
        turns += 1;
        assert!(turns < 40);
    }
    assert!(turns >= 9, "{turns}");
    bed.sign_in(&setup, SignInPurpose::ServiceAccount, SERVICE_ACCOUNT)
        .await
        .unwrap();
    while bed.machine.csp.turn(1).await.unwrap() {
        bed.restart();
    }
    assert_eq!(bed.setup(&setup).await.status, SetupStatus::Connected);
    is_made_once(&bed.tenant());
}

#[tokio::test]
async fn an_outage_after_every_single_change_makes_nothing_twice() {
    let mut bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    let mut outages = 0;
    loop {
        bed.double.turn(|knobs| knobs.changes_left = Some(1));
        bed.work().await;
        let now = bed.setup(&setup).await;
        if state_of(&now, "cleanup") == StepState::Done {
            break;
        }
        let failed = now
            .steps
            .iter()
            .find(|step| step.state == StepState::Failed)
            .unwrap();
        let failure = failed.failure.clone().unwrap();
        assert!(failure.retry_may_help, "{failure:?}");
        outages += 1;
        assert!(outages < 80, "{:#?}", now.steps);
        bed.restart();
        bed.services.csp.resume(&admin(), &setup.id).await.unwrap();
    }
    assert!(outages > 10, "{outages}");
    bed.double.turn(|knobs| knobs.changes_left = None);
    is_made_once(&bed.tenant());
}

#[tokio::test]
async fn an_answer_that_is_lost_after_it_was_done_makes_nothing_twice() {
    let mut bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    let mut lost = 0;
    loop {
        // Now the first, now the second: a secret whose answer was lost is taken away before the next is made.
        let rule = Rule::next(1, Fault::LostAnswer)
            .on_method("POST")
            .on_host("graph")
            .after(lost % 2);
        bed.double.faults.clear();
        bed.double.faults.add(rule);
        bed.work().await;
        let now = bed.setup(&setup).await;
        if state_of(&now, "cleanup") == StepState::Done {
            break;
        }
        lost += 1;
        assert!(lost < 120, "{:#?}", now.steps);
        bed.restart();
        bed.services.csp.resume(&admin(), &setup.id).await.unwrap();
    }
    assert!(lost > 10, "{lost}");
    is_made_once(&bed.tenant());
}

#[tokio::test]
async fn throttling_stops_a_step_with_its_reason_and_resuming_goes_on() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    bed.double.turn(|knobs| knobs.retry_after = Some("3600".into()));
    bed.double.set_usage(1_000_000);
    bed.work().await;
    let stopped = bed.setup(&setup).await;
    let failed = stopped
        .steps
        .iter()
        .find(|step| step.state == StepState::Failed)
        .unwrap();
    let failure = failed.failure.clone().unwrap();
    assert_eq!(
        (failure.code.as_ref(), failure.retry_may_help),
        ("TooManyRequests", true)
    );
    bed.double.set_usage(0);
    bed.services.csp.resume(&admin(), &setup.id).await.unwrap();
    bed.work().await;
    assert_eq!(state_of(&bed.setup(&setup).await, "cleanup"), StepState::Done);
}
