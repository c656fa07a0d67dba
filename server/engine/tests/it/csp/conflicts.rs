//! Somebody else was faster: it is read and decided anew, a few times; what became as it was wanted is well.

use super::Bed;
use crate::house::admin;
use contract::csp::{CspSetup, Relationship, RelationshipDraft, RelationshipStatus};
use sandbox::{
    faults::{Fault, Rule},
    microsoft365::{relationship_id, tenant_id},
};

const STALE: &str =
    r#"{"error":{"code":"preconditionFailed","message":"The etag does not match the present one."}}"#;

/// 412 for these requests.
fn stale(times: Option<u32>, method: &str, path: &str) -> Rule {
    let rule = Rule {
        times,
        ..Rule::always(Fault::status(412, STALE))
    };
    rule.on_method(method).on_path(path)
}

async fn active(bed: &Bed, setup: &CspSetup) -> Relationship {
    let found = bed
        .services
        .csp
        .relationship(&admin(), &setup.id, &relationship_id(1))
        .await
        .unwrap();
    assert_eq!(found.status, RelationshipStatus::Active);
    found
}

async fn created(bed: &Bed, setup: &CspSetup) -> Relationship {
    let draft = RelationshipDraft {
        customer_tenant_id: Some(tenant_id(10)),
        roles: setup.template.roles.clone(),
        days: 730,
        auto_extend: true,
        ..RelationshipDraft::default()
    };
    bed.services
        .csp
        .create_relationship(&admin(), &setup.id, draft)
        .await
        .unwrap()
}

fn asked(bed: &Bed, method: &str, path: &str) -> usize {
    let all = bed.double.journal.to_path(path);
    all.iter().filter(|one| one.method == method).count()
}

#[tokio::test]
async fn a_change_that_somebody_was_faster_than_is_decided_anew_and_made() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let one = active(&bed, &setup).await;
    bed.double.faults.add(stale(Some(2), "PATCH", &one.id));
    bed.double.journal.clear();
    let now = bed
        .services
        .csp
        .extend(&admin(), &setup.id, &one.id, !one.auto_extend)
        .await
        .unwrap();
    assert_eq!(now.auto_extend, !one.auto_extend);
    assert_eq!(asked(&bed, "PATCH", &one.id), 3);
    let all = bed.double.journal.to_path(&one.id);
    let mut changes = all.iter().filter(|one| one.method == "PATCH");
    assert!(changes.all(|one| one.header("if-match").is_some()));
}

#[tokio::test]
async fn whoever_is_overtaken_each_time_is_told_so_in_the_vendors_words_and_it_ends() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let one = active(&bed, &setup).await;
    bed.double.faults.add(stale(None, "PATCH", &one.id));
    bed.double.journal.clear();
    let refused = bed
        .services
        .csp
        .extend(&admin(), &setup.id, &one.id, !one.auto_extend)
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code.as_ref(), refused.status, refused.vendor_status),
        ("changed_meanwhile", 409, Some(412))
    );
    assert!(
        refused
            .vendor_message
            .unwrap()
            .contains("The etag does not match")
    );
    assert_eq!(asked(&bed, "PATCH", &one.id), 3);
    bed.double.faults.clear();
    assert_eq!(active(&bed, &setup).await.auto_extend, one.auto_extend);
}

#[tokio::test]
async fn what_somebody_else_made_as_it_was_wanted_is_well_and_is_not_made_again() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let (csp, who) = (&bed.services.csp, admin());
    let belied = || Fault::Belied {
        status: 412,
        body: STALE.to_owned(),
    };

    let one = active(&bed, &setup).await;
    bed.double
        .faults
        .add(Rule::next(1, belied()).on_method("PATCH").on_path(&one.id));
    bed.double.journal.clear();
    let now = csp
        .extend(&who, &setup.id, &one.id, !one.auto_extend)
        .await
        .unwrap();
    assert_eq!(
        (now.auto_extend, asked(&bed, "PATCH", &one.id)),
        (!one.auto_extend, 1)
    );

    bed.double.faults.add(
        Rule::next(1, belied())
            .on_method("POST")
            .on_path("/accessAssignments"),
    );
    let given = csp.assign(&who, &setup.id, &one.id).await.unwrap();
    let mut groups: Vec<_> = given.assignments.iter().map(|one| &one.group_id).collect();
    groups.sort();
    groups.dedup();
    assert_eq!(groups.len(), given.assignments.len());

    let made = created(&bed, &setup).await;
    bed.double
        .faults
        .add(Rule::next(1, belied()).on_method("DELETE").on_path(&made.id));
    csp.end_relationship(&who, &setup.id, &made.id).await.unwrap();
    assert_eq!(
        csp.relationship(&who, &setup.id, &made.id)
            .await
            .unwrap_err()
            .code,
        "not_found"
    );
}

#[tokio::test]
async fn an_answer_that_was_lost_is_looked_for_and_nothing_is_asked_twice() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let (csp, who) = (&bed.services.csp, admin());
    let made = created(&bed, &setup).await;
    bed.double.journal.clear();
    bed.double.faults.add(
        Rule::next(1, Fault::LostAnswer)
            .on_method("POST")
            .on_path("/requests"),
    );
    let locked = csp.lock_relationship(&who, &setup.id, &made.id).await.unwrap();
    assert_eq!(locked.status, RelationshipStatus::ApprovalPending);
    assert_eq!(asked(&bed, "POST", "/requests"), 1);
}

#[tokio::test]
async fn a_change_that_makes_no_sense_as_it_stands_now_is_refused_before_anything_is_asked() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let (csp, who) = (&bed.services.csp, admin());
    let made = created(&bed, &setup).await;
    csp.lock_relationship(&who, &setup.id, &made.id).await.unwrap();
    let refused = csp
        .extend(&who, &setup.id, &made.id, !made.auto_extend)
        .await
        .unwrap_err();
    assert_eq!(refused.code, "wrong_status");
    assert_eq!(asked(&bed, "PATCH", &made.id), 0);
}

#[tokio::test]
async fn two_who_want_the_same_at_once_both_get_it() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    let (csp, who) = (&bed.services.csp, admin());
    let one = active(&bed, &setup).await;
    let (first, second) = tokio::join!(
        csp.extend(&who, &setup.id, &one.id, !one.auto_extend),
        csp.extend(&who, &setup.id, &one.id, !one.auto_extend),
    );
    assert_eq!(first.unwrap().auto_extend, !one.auto_extend);
    assert_eq!(second.unwrap().auto_extend, !one.auto_extend);
}
