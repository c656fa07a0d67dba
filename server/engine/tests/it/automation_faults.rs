//! Answers that are lost, and vendors that fail between two steps: effects once, or a person is told.

use crate::automation::{TICKET, call, draft, get, kept, note, notes, outcomes, run};
use crate::databases::each;
use crate::desk::bob;
use crate::house::{House, tech};
use contract::{
    approval::ApprovalStatus,
    failure::FailureCode,
    run::{RunDetail, RunStatus},
    sop::{Step, StepApproval},
};
use sandbox::faults::{Fault, Rule};
use serde_json::json;

/// Writes a time entry: what became of it cannot be looked up.
fn time(house: &House, id: &str) -> Step {
    let role = house.autotask.row("Tickets", TICKET).unwrap()["assignedResourceRoleID"].clone();
    let input = json!({
        "ticket_id": "{{ event.ticket.id | int }}",
        "resource_id": 29_682_886,
        "role_id": role,
        "start": "2026-11-24T05:00:00Z",
        "end": "2026-11-24T05:15:00Z",
        "hours_worked": 0.25,
        "summary_notes": "Cleaned the disk.",
    });
    call(id, "autotask time_entries.create", input)
}

fn once(path: &str, fault: Fault) -> Rule {
    Rule::next(1, fault).on_path(path).on_method("POST")
}

async fn ran(house: &House, steps: Vec<Step>) -> RunDetail {
    let sop = kept(house, draft("Faults", steps)).await;
    run(house, &sop.id).await
}

fn count(house: &House, title: &str) -> usize {
    notes(house).iter().filter(|one| *one == title).count()
}

fn note_path() -> String {
    format!("/Tickets/{TICKET}/Notes")
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_looked_up_and_not_sent_again_where_it_was_done() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        house.autotask.faults.add(once(&note_path(), Fault::LostAnswer));
        let done = ran(
            &house,
            vec![
                note("write", "Note once"),
                note("more", "Note {{ steps.write.output.itemId }}"),
            ],
        )
        .await;
        assert_eq!(done.run.status, RunStatus::Succeeded, "{done:#?}");
        assert!(
            done.steps[0].detail.contains("shows that it was done"),
            "{}",
            done.steps[0].detail
        );
        assert_eq!(count(&house, "Note once"), 1);
        assert_eq!(
            outcomes(&done)[1],
            ("more", "succeeded"),
            "the answer was found too"
        );
    })
    .await;
}

#[tokio::test]
async fn a_write_that_was_certainly_not_done_is_sent_again() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        for fault in [
            Fault::Close,
            Fault::Reset,
            Fault::status(503, "{\"errors\":[\"later\"]}"),
        ] {
            house.autotask.faults.add(once(&note_path(), fault.clone()));
            let again = Step {
                retries: 1,
                ..note(
                    "write",
                    &format!("Note {fault:?}").chars().take(12).collect::<String>(),
                )
            };
            let done = ran(&house, vec![again]).await;
            assert_eq!(done.run.status, RunStatus::Succeeded, "{fault:?} {done:#?}");
            assert_eq!(done.steps[0].tries, 2, "{fault:?}");
            assert_eq!(count(&house, done.steps[0].input["title"].as_str().unwrap()), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_write_that_cannot_be_looked_up_stops_for_a_person_and_is_never_sent_again() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let before = house.autotask.rows("TimeEntries").len();
        house.autotask.faults.add(once("/TimeEntries", Fault::LostAnswer));
        let again = Step {
            retries: 3,
            on_failure: Some("never".into()),
            ..time(&house, "work")
        };
        let stopped = ran(&house, vec![again, note("never", "Note never")]).await;
        assert_eq!(stopped.run.status, RunStatus::NeedsPerson, "{stopped:#?}");
        assert_eq!(stopped.run.code, Some(FailureCode::OutcomeUnknown));
        assert_eq!(
            outcomes(&stopped),
            [("work", "unknown")],
            "no edge is taken on a guess"
        );
        assert!(
            stopped.run.detail.contains("It is not sent again"),
            "{}",
            stopped.run.detail
        );
        assert_eq!(house.autotask.rows("TimeEntries").len(), before + 1);
        house.machine.automation.tend_runs().await.unwrap();
        assert_eq!(house.autotask.rows("TimeEntries").len(), before + 1);
        assert!(
            notes(&house)
                .iter()
                .any(|title| title.contains("somebody must look"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_fails_while_it_may_have_acted_stops_with_its_own_words() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        house
            .autotask
            .faults
            .add(once("/TimeEntries", Fault::status(500, "boom")));
        let stopped = ran(&house, vec![time(&house, "work")]).await;
        assert_eq!(stopped.run.status, RunStatus::NeedsPerson);
        assert_eq!(stopped.run.code, Some(FailureCode::VendorUnavailable));
        assert_eq!(stopped.steps[0].vendor_status, Some(500));
        assert_eq!(stopped.steps[0].vendor_message.as_deref(), Some("boom"));
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_final_and_one_that_asks_to_wait_is_tried_again() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        house.autotask.faults.add(once(
            &note_path(),
            Fault::status(403, "{\"errors\":[\"no right\"]}"),
        ));
        let refused = ran(
            &house,
            vec![Step {
                retries: 3,
                ..note("write", "Note a")
            }],
        )
        .await;
        assert_eq!(
            refused.run.code,
            Some(FailureCode::CredentialsRejected),
            "{refused:#?}"
        );
        assert_eq!((refused.steps[0].tries, count(&house, "Note a")), (1, 0));
        house
            .autotask
            .faults
            .add(once(&note_path(), Fault::limited(Some("0"))));
        let done = ran(
            &house,
            vec![Step {
                retries: 1,
                ..note("write", "Note b")
            }],
        )
        .await;
        assert_eq!(done.run.status, RunStatus::Succeeded, "{done:#?}");
        assert_eq!(count(&house, "Note b"), 1);
    })
    .await;
}

#[tokio::test]
async fn what_reads_is_simply_read_again_after_any_fault_between_two_steps() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        for fault in [
            Fault::LostAnswer,
            Fault::Close,
            Fault::Truncated,
            Fault::status(502, "bad gateway"),
        ] {
            let broken = Rule::next(1, fault.clone())
                .on_path(&format!("/Tickets/{TICKET}"))
                .on_method("GET");
            house.autotask.faults.add(broken);
            let done = ran(
                &house,
                vec![
                    note("first", "Note 1"),
                    Step {
                        retries: 2,
                        ..get("read")
                    },
                    note("second", "Note 2"),
                ],
            )
            .await;
            assert_eq!(done.run.status, RunStatus::Succeeded, "{fault:?} {done:#?}");
        }
        assert_eq!((count(&house, "Note 1"), count(&house, "Note 2")), (4, 4));
    })
    .await;
}

#[tokio::test]
async fn the_note_on_the_ticket_is_written_once_although_its_answer_was_lost() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        house.autotask.faults.add(once(&note_path(), Fault::LostAnswer));
        let done = ran(&house, vec![get("read")]).await;
        assert_eq!(done.run.status, RunStatus::Succeeded);
        for _ in 0..3 {
            house.machine.automation.tend_runs().await.unwrap();
        }
        assert_eq!(count(&house, "Ops AI: Faults was carried out"), 1);
        let told = house.services.runs.get(&tech(), &done.run.id).await.unwrap();
        assert!(told.run.report.unwrap().contains("was written"));
    })
    .await;
}

/// Runs steps that wait for a Tech, and approves the one that waits.
async fn approved(house: &House, steps: Vec<Step>) -> RunDetail {
    let waits = ran(house, steps).await;
    assert_eq!(waits.run.status, RunStatus::AwaitingApproval, "{waits:#?}");
    let approvals = &house.services.approvals;
    let held = approvals
        .list(&tech(), Some(ApprovalStatus::Pending), None, 10)
        .await
        .unwrap();
    approvals.approve(&bob(), &held[0].id, None).await.unwrap();
    for _ in 0..3 {
        house.machine.automation.tend_runs().await.unwrap();
    }
    house.services.runs.get(&tech(), &waits.run.id).await.unwrap()
}

fn held(step: Step) -> Step {
    Step {
        approval: StepApproval::Tech,
        ..step
    }
}

#[tokio::test]
async fn an_approved_write_whose_answer_was_lost_is_looked_up_and_never_sent_again() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        house.autotask.faults.add(once(&note_path(), Fault::LostAnswer));
        let steps = vec![
            held(note("write", "Note held")),
            note("more", "Note {{ steps.write.output.itemId }}"),
        ];
        let done = approved(&house, steps).await;
        assert_eq!(done.run.status, RunStatus::Succeeded, "{done:#?}");
        let detail = &done.steps[0].detail;
        assert!(
            detail.starts_with("Approved by") && detail.contains("shows that it was done"),
            "{detail}"
        );
        assert_eq!(count(&house, "Note held"), 1);
        house
            .autotask
            .faults
            .add(once(&note_path(), Fault::status(500, "boom")));
        let failed = approved(&house, vec![held(note("write", "Note not made"))]).await;
        assert_eq!(failed.run.status, RunStatus::Failed, "{failed:#?}");
        assert!(
            failed.run.detail.contains("shows that it was not done"),
            "{}",
            failed.run.detail
        );
        assert_eq!(count(&house, "Note not made"), 0);
        house.autotask.faults.add(once("/TimeEntries", Fault::LostAnswer));
        let stopped = approved(&house, vec![held(time(&house, "work"))]).await;
        assert_eq!(stopped.run.status, RunStatus::NeedsPerson, "{stopped:#?}");
        assert!(
            stopped.run.detail.contains("cannot be told at this vendor's"),
            "{}",
            stopped.run.detail
        );
    })
    .await;
}
