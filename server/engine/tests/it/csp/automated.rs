//! The automated path from the first click to the integration.

use super::{Bed, names, state_of};
use crate::{
    databases::each,
    house::{START, admin},
};
use contract::csp::{CspPath, SetupStatus, SignInPurpose, StepState};
use sandbox::microsoft365::{ADMIN, BOOTSTRAP, SERVICE_ACCOUNT, TECHNICIAN};

#[tokio::test]
async fn a_consent_and_a_sign_in_become_a_working_integration() {
    each(|store| async move {
        let bed = Bed::on(store).await;
        let setup = bed.begin(CspPath::Automated).await;
        assert_eq!((setup.status, setup.steps.len()), (SetupStatus::Waiting, 11));
        bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
            .await
            .unwrap();
        bed.work().await;
        let halfway = bed.setup(&setup).await;
        assert_eq!(
            state_of(&halfway, "cleanup"),
            StepState::Done,
            "{:#?}",
            halfway.steps
        );
        assert_eq!(state_of(&halfway, "service_account"), StepState::Waiting);
        assert_eq!(halfway.status, SetupStatus::Waiting);
        let tenant = bed.tenant();
        assert_eq!(names(&tenant["groups"], "Ops AI GDAP - ").len(), 6);
        assert_eq!(names(&tenant["applications"], "Ops AI").len(), 1);
        assert_eq!(
            names(&tenant["servicePrincipals"], "Ops AI ("),
            ["Ops AI (ops.example.com)"]
        );
        let principals = tenant["servicePrincipals"].as_array().unwrap();
        assert!(principals.iter().all(|one| one["appId"] != BOOTSTRAP.client_id));

        bed.sign_in(&setup, SignInPurpose::ServiceAccount, SERVICE_ACCOUNT)
            .await
            .unwrap();
        bed.work().await;
        let setup = bed.setup(&setup).await;
        assert_eq!(setup.status, SetupStatus::Connected, "{:#?}", setup.steps);
        assert_eq!(setup.service_account.as_deref(), Some(SERVICE_ACCOUNT));
        for step in &setup.steps {
            assert!(!step.evidence.is_empty(), "{} has no evidence", step.key);
            assert!(
                step.evidence.iter().all(|one| !one.object_id.is_empty()),
                "{}",
                step.key
            );
        }
        let id = setup.integration.clone().unwrap();
        let integration = bed.services.integrations.get(&admin(), &id).await.unwrap();
        assert_eq!(integration.secrets.len(), 2);
        assert_eq!(integration.settings["tenant_id"], setup.tenant_id);
        let row = bed.machine.store.integration(&id).await.unwrap();
        assert_eq!(row.expires.map(|(at, _)| at), Some(START + 180 * 86_400_000));

        // What is kept is sealed, is found by a rotation of keys, and is told to nobody.
        let page = bed.machine.store.sealed_page(None, 100).await.unwrap();
        let kept: Vec<&str> = page
            .iter()
            .filter(|row| row.integration == setup.id.as_str())
            .map(|row| row.field.as_str())
            .collect();
        assert_eq!(kept, ["client_secret", "refresh_token"]);
        let told = serde_json::to_string(&setup).unwrap();
        assert!(
            !told.contains("m36~") && !told.contains("sandbox-refresh"),
            "{told}"
        );
    })
    .await;
}

#[tokio::test]
async fn beginning_again_is_the_same_setup_and_running_again_makes_nothing() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    assert_eq!(bed.begin(CspPath::Automated).await.id, setup.id);
    let before = bed.tenant();
    bed.services.csp.resume(&admin(), &setup.id).await.unwrap();
    bed.work().await;
    assert_eq!(bed.tenant(), before);
    assert_eq!(bed.setup(&setup).await.status, SetupStatus::Connected);
}

#[tokio::test]
async fn a_declined_consent_is_explained_and_leaves_nothing_behind() {
    let bed = Bed::new().await;
    let before = bed.tenant();
    let setup = bed.begin(CspPath::Automated).await;
    bed.double
        .turn(|knobs| knobs.consent = sandbox::microsoft365::Consent::Denied);
    let setup = bed
        .sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    assert_eq!(setup.status, SetupStatus::Failed);
    let failure = setup.steps[0].failure.clone().unwrap();
    assert_eq!(failure.code, "AADSTS65004");
    assert!(failure.vendor_message.unwrap().contains("AADSTS65004"));
    assert!(!failure.next_action.is_empty());
    bed.work().await;
    assert_eq!(bed.tenant(), before);
    bed.double
        .turn(|knobs| knobs.consent = sandbox::microsoft365::Consent::Given);
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    bed.work().await;
    assert_eq!(state_of(&bed.setup(&setup).await, "cleanup"), StepState::Done);
}

#[tokio::test]
async fn somebody_without_the_role_is_told_which_one() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    let setup = bed
        .sign_in(&setup, SignInPurpose::Bootstrap, TECHNICIAN)
        .await
        .unwrap();
    let failure = setup.steps[0].failure.clone().unwrap();
    assert_eq!(failure.code, "AADSTS90094");
    // A permission that is not honoured in the middle of it.
    let setup = bed
        .sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    bed.double
        .turn(|knobs| knobs.withheld = vec!["AppRoleAssignment.ReadWrite.All".into()]);
    bed.work().await;
    let stopped = bed.setup(&setup).await;
    assert_eq!(
        state_of(&stopped, "consent"),
        StepState::Failed,
        "{:#?}",
        stopped.steps
    );
    let step = stopped.steps.iter().find(|step| step.key == "consent").unwrap();
    let failure = step.failure.clone().unwrap();
    assert_eq!(failure.code, "Authorization_RequestDenied");
    assert_eq!(failure.vendor_status, Some(403));
    bed.double.turn(|knobs| knobs.withheld.clear());
    bed.services.csp.resume(&admin(), &setup.id).await.unwrap();
    bed.work().await;
    assert_eq!(state_of(&bed.setup(&setup).await, "cleanup"), StepState::Done);
}

#[tokio::test]
async fn objects_that_appear_later_are_waited_for_and_not_made_twice() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    bed.double.turn(|knobs| {
        knobs.consistency_lag = 4;
        knobs.secret_lag = 4;
        knobs.consent_lag = 4;
    });
    bed.work().await;
    let halfway = bed.setup(&setup).await;
    assert_eq!(
        state_of(&halfway, "cleanup"),
        StepState::Done,
        "{:#?}",
        halfway.steps
    );
    bed.sign_in(&setup, SignInPurpose::ServiceAccount, SERVICE_ACCOUNT)
        .await
        .unwrap();
    bed.work().await;
    assert_eq!(bed.setup(&setup).await.status, SetupStatus::Connected);
    let tenant = bed.tenant();
    assert_eq!(names(&tenant["groups"], "Ops AI GDAP - ").len(), 6);
    assert_eq!(names(&tenant["applications"], "Ops AI").len(), 1);
    let app = tenant["applications"].as_array().unwrap();
    let app = app
        .iter()
        .find(|app| app["displayName"] == "Ops AI (ops.example.com)")
        .unwrap();
    assert_eq!(app["passwordCredentials"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn without_a_service_account_the_application_works_alone() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Automated).await;
    bed.sign_in(&setup, SignInPurpose::Bootstrap, ADMIN)
        .await
        .unwrap();
    bed.work().await;
    bed.services
        .csp
        .skip(&admin(), &setup.id, "service_account")
        .await
        .unwrap();
    bed.work().await;
    let setup = bed.setup(&setup).await;
    assert_eq!(setup.status, SetupStatus::Connected, "{:#?}", setup.steps);
    assert_eq!(state_of(&setup, "service_account"), StepState::Skipped);
}
