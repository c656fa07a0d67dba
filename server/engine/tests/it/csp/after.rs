//! What is looked after once a tenant is connected: relationships, customers, permissions, secrets.

use super::Bed;
use crate::house::{START, admin};
use contract::{
    csp::{
        AssignmentState, ConsentState, CustomerState, ExpiryWarning, GLOBAL_ADMINISTRATOR, GrantState,
        OnboardRequest, RelationshipDraft, RelationshipStatus, RotationRequest,
    },
    job::JobStatus,
};
use sandbox::microsoft365::{AssignmentFate, relationship_id, tenant_id};
use std::time::Duration;

fn draft(bed_roles: &[String], tenant: usize) -> RelationshipDraft {
    RelationshipDraft {
        customer_tenant_id: Some(tenant_id(tenant)),
        roles: bed_roles.to_vec(),
        days: 730,
        auto_extend: true,
        ..RelationshipDraft::default()
    }
}

#[tokio::test]
async fn a_relationship_goes_from_made_to_working_and_is_never_made_twice() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let csp = &bed.services.csp;
    let who = admin();
    let wanted = draft(&setup.template.roles, 10);
    let made = csp
        .create_relationship(&who, &setup.id, wanted.clone())
        .await
        .unwrap();
    assert_eq!(
        (made.name.as_str(), made.status),
        ("Oakridge Surgery 2026-11-24", RelationshipStatus::Created)
    );
    let again = csp
        .create_relationship(&who, &setup.id, wanted.clone())
        .await
        .unwrap();
    assert_eq!(again.id, made.id);
    let other = RelationshipDraft {
        name: made.name.clone(),
        roles: vec![setup.template.roles[0].clone()],
        ..wanted
    };
    let refused = csp.create_relationship(&who, &setup.id, other).await.unwrap_err();
    assert_eq!(refused.code, "name_taken");

    let refused = csp.assign(&who, &setup.id, &made.id).await.unwrap_err();
    assert_eq!(refused.code, "wrong_status");
    let locked = csp.lock_relationship(&who, &setup.id, &made.id).await.unwrap();
    assert_eq!(locked.status, RelationshipStatus::ApprovalPending);
    let invitation = locked.invitation.unwrap();
    assert!(invitation.url.ends_with(&made.id) && invitation.text.contains(&invitation.url));
    assert!(invitation.text.contains("User Administrator"));
    csp.lock_relationship(&who, &setup.id, &made.id).await.unwrap();

    bed.double.approve(&made.id, None).unwrap();
    let mut now = csp.relationship(&who, &setup.id, &made.id).await.unwrap();
    for _ in 0..10 {
        if now.status == RelationshipStatus::Active {
            break;
        }
        now = csp.relationship(&who, &setup.id, &made.id).await.unwrap();
    }
    assert_eq!(now.status, RelationshipStatus::Active);
    assert!(
        now.assignments
            .iter()
            .all(|one| one.state == AssignmentState::Missing && one.ours)
    );
    assert_eq!(now.assignments.len(), 6);
    let assigned = csp.assign(&who, &setup.id, &made.id).await.unwrap();
    assert_eq!(assigned.assignments.len(), 6);
    assert!(
        assigned
            .assignments
            .iter()
            .all(|one| one.state == AssignmentState::Active)
    );
    let again = csp.assign(&who, &setup.id, &made.id).await.unwrap();
    assert_eq!(again.assignments, assigned.assignments);

    let extended = csp.extend(&who, &setup.id, &made.id, false).await.unwrap();
    assert!(!extended.auto_extend);
    csp.end_relationship(&who, &setup.id, &made.id).await.unwrap();
    csp.end_relationship(&who, &setup.id, &made.id).await.unwrap();
    let ended = csp.relationship(&who, &setup.id, &made.id).await.unwrap();
    assert!(ended.status.is_over());
}

#[tokio::test]
async fn microsofts_limits_are_told_before_anything_is_asked() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let good = draft(&setup.template.roles, 10);
    let with_all = RelationshipDraft {
        roles: vec![GLOBAL_ADMINISTRATOR.into()],
        ..good.clone()
    };
    for (wrong, field) in [
        (
            RelationshipDraft {
                days: 0,
                ..good.clone()
            },
            "days",
        ),
        (
            RelationshipDraft {
                days: 731,
                ..good.clone()
            },
            "days",
        ),
        (
            RelationshipDraft {
                roles: Vec::new(),
                ..good.clone()
            },
            "roles",
        ),
        (
            RelationshipDraft {
                roles: vec!["made up".into()],
                ..good.clone()
            },
            "roles",
        ),
        (
            RelationshipDraft {
                name: "x".repeat(51),
                ..good.clone()
            },
            "name",
        ),
        (with_all.clone(), "auto_extend"),
        (
            RelationshipDraft {
                auto_extend: false,
                ..with_all
            },
            "roles",
        ),
        (
            RelationshipDraft {
                customer_tenant_id: Some("7e000000-0000-4000-8000-00000000ffff".into()),
                ..good
            },
            "customer_tenant_id",
        ),
    ] {
        let refused = bed
            .services
            .csp
            .create_relationship(&admin(), &setup.id, wrong)
            .await
            .unwrap_err();
        assert!(
            refused.errors.iter().any(|error| error.field == field),
            "{field}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn an_assignment_that_fails_or_hangs_is_no_success() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    for (fate, code) in [
        (AssignmentFate::Pending, "assignments_pending"),
        (AssignmentFate::Error, "assignment_failed"),
    ] {
        bed.double.turn(|knobs| knobs.assignments = fate);
        let tenant = if fate == AssignmentFate::Pending { 1 } else { 2 };
        let refused = bed
            .services
            .csp
            .assign(&admin(), &setup.id, &relationship_id(tenant))
            .await
            .unwrap_err();
        assert_eq!(refused.code, code);
    }
}

#[tokio::test]
async fn customers_of_both_lists_are_merged_and_nobody_works_before_onboarding() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let all = bed.services.csp.customers(&admin(), &setup.id).await.unwrap();
    assert!(all.unread.is_empty(), "{:?}", all.unread);
    let mut ids: Vec<_> = all.items.iter().map(|one| one.tenant_id.clone()).collect();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
    let of = |tenant: usize| {
        all.items
            .iter()
            .find(|one| one.tenant_id == tenant_id(tenant))
            .unwrap()
    };
    assert_eq!(of(1).state, CustomerState::NotOnboarded);
    assert_eq!(of(6).state, CustomerState::Invited);
    assert_eq!(of(9).state, CustomerState::NoRelationship);
    assert!(all.items.iter().all(|one| one.state != CustomerState::Working));
    let checked = bed
        .services
        .csp
        .check_customer(&admin(), &setup.id, &tenant_id(1))
        .await
        .unwrap();
    assert_eq!(checked.state, CustomerState::Incomplete);
    assert_eq!(checked.consent, ConsentState::Missing);
    assert_eq!(checked.roles_missing.len(), 6);
    assert!(checked.problem.is_some());
}

#[tokio::test]
async fn onboarding_assigns_consents_reads_and_links_and_says_who_could_not_be() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    bed.double.turn(|knobs| knobs.consent_lag = 3);
    let request = OnboardRequest {
        tenants: vec![tenant_id(1), tenant_id(10), tenant_id(5)],
        link: true,
    };
    let job = bed
        .services
        .csp
        .onboard(&admin(), &setup.id, request)
        .await
        .unwrap();
    assert!(bed.machine.csp.onboard_turn().await.unwrap());
    let job = bed.services.jobs.get(&admin(), &job.id).await.unwrap();
    assert_eq!(job.status, JobStatus::Done);
    assert_eq!((job.done, job.failed), (2, 1), "{}", job.note);
    assert!(
        job.note.contains("there is no relationship that gives access"),
        "{}",
        job.note
    );
    let all = bed.services.csp.customers(&admin(), &setup.id).await.unwrap();
    let one = all
        .items
        .iter()
        .find(|one| one.tenant_id == tenant_id(1))
        .unwrap();
    assert_eq!(one.state, CustomerState::Working, "{one:#?}");
    assert!(one.linked_customer.is_some());
    assert_eq!(one.last_success.len(), 4);
    let report = bed
        .services
        .csp
        .permissions(&admin(), &setup.id, Some(&tenant_id(1)))
        .await
        .unwrap();
    assert!(report.fine, "{report:#?}");
}

#[tokio::test]
async fn a_customer_that_granted_nothing_or_a_part_is_never_fine() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let csp = &bed.services.csp;
    let own = csp.permissions(&admin(), &setup.id, None).await.unwrap();
    assert!(own.fine, "{own:#?}");
    let nothing = csp
        .permissions(&admin(), &setup.id, Some(&tenant_id(1)))
        .await
        .unwrap();
    assert!(!nothing.fine);
    assert!(nothing.lines.iter().all(|line| line.state == GrantState::NotRead));
    assert!(nothing.failure.is_some());
    // The application is taken out of the partner's own tenant by hand.
    let app = setup.application_id.clone().unwrap();
    bed.double
        .act("forget", &serde_json::json!({ "app": app }))
        .unwrap();
    bed.double.expire_tokens();
    let gone = csp.permissions(&admin(), &setup.id, None).await.unwrap();
    assert!(!gone.fine);
}

#[tokio::test]
async fn a_secret_is_changed_with_overlap_and_warned_of_in_time() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let csp = &bed.services.csp;
    let first = csp.account(&admin(), &setup.id).await.unwrap();
    assert_eq!((first.secrets.len(), first.warning), (1, ExpiryWarning::None));
    assert_eq!(first.refresh_token_days, Some(0));
    for (day, warning) in [
        (151, ExpiryWarning::Within30),
        (167, ExpiryWarning::Within14),
        (174, ExpiryWarning::Within7),
        (179, ExpiryWarning::Within1),
        (181, ExpiryWarning::Expired),
    ] {
        let left = 180 - day;
        assert_eq!(ExpiryWarning::of(left), warning, "{left}");
    }
    bed.double.turn(|knobs| knobs.secret_lag = 4);
    let renewed = csp
        .rotate(&admin(), &setup.id, RotationRequest::default())
        .await
        .unwrap();
    assert_eq!(renewed.secrets.len(), 2);
    let in_use: Vec<_> = renewed.secrets.iter().filter(|one| one.in_use).collect();
    assert_eq!(in_use.len(), 1);
    assert_ne!(in_use[0].key_id, first.secrets[0].key_id);
    let retire = RotationRequest {
        retire_old: true,
        ..RotationRequest::default()
    };
    let retired = csp.rotate(&admin(), &setup.id, retire).await.unwrap();
    assert_eq!(retired.secrets.len(), 1);
    assert!(retired.secrets[0].in_use);
    // The integration signs in with the new one.
    let id = setup.integration.clone().unwrap();
    let probed = bed.services.integrations.probe(&admin(), &id).await.unwrap();
    assert_eq!(probed.health.badge.as_str(), "connected");
    bed.house.hand.forward(Duration::from_hours(24 * 170));
    bed.double
        .turn(|knobs| knobs.now = Some(START / 1_000 + 170 * 86_400));
    let late = csp.account(&admin(), &setup.id).await.unwrap();
    assert_eq!(late.warning, ExpiryWarning::Within14);
    assert_eq!(late.refresh_token_days, Some(170));
}
