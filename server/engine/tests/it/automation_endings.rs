//! Runs that end early, begin again, or find their SOP changed; and the edges that lead to an end.

use crate::automation::{call, draft, event, get, kept, note, notes, outcomes, run, step};
use crate::automation_runs::{pending, tended};
use crate::databases::each;
use crate::desk::{agent, bob, with_edr};
use crate::house::{House, admin, tech};
use contract::customer::LinkDraft;
use contract::failure::FailureCode;
use contract::run::RunStatus;
use contract::sop::{SopDraft, Step, StepKind};
use serde_json::json;

#[tokio::test]
async fn a_cancelled_run_withdraws_what_it_waits_for_and_is_over() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        with_edr(&house).await;
        let cut = call("cut", "datto_edr agents.quarantine", agent(&house, 3));
        let sop = kept(&house, draft("Cut off", vec![cut])).await;
        let before = house.datto_edr.journal.writes();
        let waits = run(&house, &sop.id).await;
        let held = pending(&house).await;
        let ended = house.services.runs.cancel(&tech(), &waits.run.id).await.unwrap();
        assert_eq!(ended.run.status, RunStatus::Cancelled);
        assert_eq!(ended.run.detail, "Sam cancelled the run.");
        let late = house
            .services
            .approvals
            .approve(&bob(), &held.id, None)
            .await
            .unwrap_err();
        assert_eq!(late.code, "already_decided");
        assert_eq!(tended(&house, &waits).await.run.status, RunStatus::Cancelled);
        assert_eq!(house.datto_edr.journal.writes(), before);
        let again = house
            .services
            .runs
            .cancel(&tech(), &waits.run.id)
            .await
            .unwrap_err();
        assert_eq!(again.code, "run_is_over");
    })
    .await;
}

#[tokio::test]
async fn a_run_is_made_again_from_a_step_and_keeps_what_the_steps_before_gave() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let steps = vec![
            get("read"),
            note("first", "Note first"),
            note("second", "Note {{ steps.read.output.id }}"),
        ];
        let sop = kept(&house, draft("Twice", steps)).await;
        let ran = run(&house, &sop.id).await;
        let again = house
            .services
            .runs
            .rerun(&tech(), &ran.run.id, "second")
            .await
            .unwrap();
        assert_eq!(again.run.status, RunStatus::Succeeded, "{again:#?}");
        assert_eq!(
            outcomes(&again),
            [("read", "kept"), ("first", "kept"), ("second", "succeeded")]
        );
        assert_eq!(again.run.rerun_of.as_ref(), Some(&ran.run.id));
        assert_ne!(again.steps[2].idempotency_key, ran.steps[2].idempotency_key);
        let count = |title: &str| notes(&house).iter().filter(|one| *one == title).count();
        assert_eq!((count("Note first"), count("Note 350003")), (1, 2));
        let nowhere = house
            .services
            .runs
            .rerun(&tech(), &ran.run.id, "third")
            .await
            .unwrap_err();
        assert_eq!(nowhere.errors[0].field, "from_step");
    })
    .await;
}

#[tokio::test]
async fn a_run_keeps_the_version_it_began_with() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let ask = || step("ask", StepKind::Approval, json!({ "message": "Go on?" }));
        let sop = kept(
            &house,
            draft("Ask", vec![ask(), note("write", "Note of version 1")]),
        )
        .await;
        let waits = run(&house, &sop.id).await;
        let changed = draft("Ask", vec![ask(), note("write", "Note of version 2")]);
        house
            .services
            .sops
            .change(&tech(), &sop.id, changed)
            .await
            .unwrap();
        let held = pending(&house).await;
        house
            .services
            .approvals
            .approve(&bob(), &held.id, None)
            .await
            .unwrap();
        let done = tended(&house, &waits).await;
        assert_eq!((done.run.status, done.run.sop_version), (RunStatus::Succeeded, 1));
        assert_eq!(notes(&house)[0], "Note of version 1");
    })
    .await;
}

#[tokio::test]
async fn a_sop_that_is_switched_off_or_deleted_while_it_runs_goes_no_further() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        for delete in [false, true] {
            let ask = step("ask", StepKind::Approval, json!({ "message": "Go on?" }));
            let steps = vec![ask, note("write", "Note never")];
            let sop = kept(&house, draft("Ask", steps.clone())).await;
            let waits = run(&house, &sop.id).await;
            if delete {
                house.services.sops.delete(&admin(), &sop.id).await.unwrap();
            } else {
                let off = SopDraft {
                    enabled: false,
                    ..draft("Ask", steps)
                };
                house.services.sops.change(&tech(), &sop.id, off).await.unwrap();
            }
            let held = pending(&house).await;
            house
                .services
                .approvals
                .approve(&bob(), &held.id, None)
                .await
                .unwrap();
            let done = tended(&house, &waits).await;
            assert_eq!(
                (done.run.status, done.run.code),
                (RunStatus::Failed, Some(FailureCode::SopDisabled))
            );
            assert!(!notes(&house).iter().any(|title| title == "Note never"));
        }
    })
    .await;
}

#[tokio::test]
async fn templates_see_the_customer_and_its_records() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let northgate = crate::automation::customer(&house, "Northgate").await;
        let link = LinkDraft {
            vendor: "autotask".into(),
            integration: None,
            external_id: event().customer.unwrap().external_id,
            name: "Northgate".into(),
        };
        house
            .services
            .customers
            .link(&tech(), &northgate, link)
            .await
            .unwrap();
        let steps = vec![note(
            "write",
            "Note {{ customer.name }} {{ customer.records.autotask }}",
        )];
        let sop = kept(&house, draft("Whose", steps)).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(ran.run.customer_name.as_deref(), Some("Northgate"));
        assert_eq!(notes(&house)[0], "Note Northgate 29683500");
    })
    .await;
}

#[tokio::test]
async fn ten_steps_and_every_way_of_a_branch_end_where_their_edges_say() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let branch = |id: &str, when: &str, yes: Option<&str>, no: Option<&str>| Step {
            on_success: yes.map(str::to_owned),
            on_failure: no.map(str::to_owned),
            ..step(id, StepKind::Branch, json!({ "when": when }))
        };
        let steps = vec![
            branch("a", "{{ false }}", Some("never"), Some("b")),
            Step {
                on_success: Some("end".into()),
                ..note("never", "Note never")
            },
            branch("b", "{{ event.vendor.priority == 2 }}", Some("c"), None),
            branch("c", "{{ [] }}", Some("never"), None),
        ];
        let sop = kept(&house, draft("Ways", steps)).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(
            outcomes(&ran),
            [("a", "succeeded"), ("b", "succeeded"), ("c", "succeeded")]
        );
        assert_eq!(
            ran.run.status,
            RunStatus::Succeeded,
            "a branch that says no ends well"
        );
        let said: Vec<_> = ran
            .steps
            .iter()
            .map(|step| step.output.clone().unwrap())
            .collect();
        assert_eq!(said, [json!(false), json!(true), json!(false)]);
    })
    .await;
}
