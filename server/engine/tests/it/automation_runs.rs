//! Runs of SOPs that people start: step by step, waiting for people, cancelled, run again; on both databases.

use crate::automation::{call, changes, draft, get, kept, note, notes, outcomes, run, step};
use crate::databases::each;
use crate::desk::{agent, bob, boss, with_edr};
use crate::house::{House, admin, tech};
use contract::approval::{Approval, ApprovalStatus};
use contract::failure::FailureCode;
use contract::run::{RunDetail, RunFilter, RunStatus};
use contract::sop::{Mode, SopDraft, Step, StepApproval, StepKind};
use serde_json::json;
use std::time::Duration;

pub async fn pending(house: &House) -> Approval {
    let status = Some(ApprovalStatus::Pending);
    let list = house
        .services
        .approvals
        .list(&tech(), status, None, 10)
        .await
        .unwrap();
    assert_eq!(list.len(), 1, "{list:#?}");
    list.into_iter().next().unwrap()
}

pub async fn tended(house: &House, before: &RunDetail) -> RunDetail {
    house.machine.automation.tend_runs().await.unwrap();
    house.services.runs.get(&tech(), &before.run.id).await.unwrap()
}

fn with_ways(step: Step, on_success: &str, on_failure: &str) -> Step {
    Step {
        on_success: Some(on_success.into()),
        on_failure: Some(on_failure.into()),
        ..step
    }
}

#[tokio::test]
async fn a_run_shows_each_step_with_what_was_sent_what_came_back_and_why_it_went_where() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let urgent = step(
            "urgent",
            StepKind::Branch,
            json!({ "when": "{{ event.severity == 'high' }}" }),
        );
        let steps = vec![
            get("read"),
            urgent,
            note("write", "Note on {{ steps.read.output.id }}"),
        ];
        let sop = kept(&house, draft("Disks", steps)).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(ran.run.status, RunStatus::Succeeded, "{ran:#?}");
        assert_eq!(
            outcomes(&ran),
            [
                ("read", "succeeded"),
                ("urgent", "succeeded"),
                ("write", "succeeded")
            ]
        );
        let [read, urgent, write] = &ran.steps[..] else {
            panic!()
        };
        assert_eq!(read.template, json!({ "id": "{{ event.ticket.id | int }}" }));
        assert_eq!(read.input, json!({ "id": 350_003 }));
        assert_eq!(read.idempotency_key, None, "what reads needs no key");
        assert_eq!(urgent.detail, "`{{ event.severity == 'high' }}` is true");
        assert_eq!(write.input["title"], "Note on 350003");
        assert_eq!(write.calls.as_deref(), Some("autotask tickets.note"));
        assert_eq!(write.integration_name.as_deref(), Some("Autotask PSA"));
        assert!(write.output.as_ref().unwrap()["itemId"].is_i64());
        assert_eq!(write.idempotency_key.as_ref().unwrap().len(), 64);
        assert_eq!((write.tries, ran.run.started_by.as_str()), (1, "Sam"));
        let written = notes(&house);
        assert_eq!(written, ["Note on 350003", "Ops AI: Disks was carried out"]);
        assert_eq!(
            ran.run.report.as_deref(),
            Some("The note on ticket T20261124.0001 was written.")
        );
        let rows = house.autotask.rows("TicketNotes");
        let text = rows.last().unwrap()["description"].as_str().unwrap();
        let link = format!("https://ops.example.com/app/runs/{}", ran.run.id);
        assert!(
            text.contains("- write (autotask tickets.note): done") && text.contains(&link),
            "{text}"
        );
        let trail = house.services.audit.list(&admin(), None, 10).await.unwrap();
        let called = trail
            .items
            .iter()
            .find(|entry| entry.action == "operation.called")
            .unwrap();
        assert_eq!(called.detail["run"], json!(ran.run.id));
        let filter = RunFilter {
            sop: Some(sop.id.clone()),
            ..RunFilter::default()
        };
        let list = house.services.runs.list(&tech(), filter, None, 10).await.unwrap();
        assert_eq!(list, std::slice::from_ref(&ran.run));
    })
    .await;
}

#[tokio::test]
async fn a_failure_takes_its_edge_and_without_one_the_run_fails_with_the_vendors_words() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let gone = || call("gone", "autotask tickets.get", json!({ "id": 1 }));
        let caught = vec![
            with_ways(gone(), "end", "fallback"),
            note("never", "Note never"),
            note("fallback", "Note instead: {{ steps.gone.outcome }}"),
        ];
        let sop = kept(&house, draft("Caught", caught)).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(outcomes(&ran), [("gone", "failed"), ("fallback", "succeeded")]);
        assert_eq!(ran.run.status, RunStatus::Succeeded);
        assert_eq!(notes(&house)[0], "Note instead: failed");
        let sop = kept(&house, draft("Loose", vec![gone(), note("never", "Note never")])).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(
            (ran.run.status, ran.run.code),
            (RunStatus::Failed, Some(FailureCode::VendorNotFound))
        );
        assert!(!notes(&house).iter().any(|title| title.contains("never")));
        assert!(notes(&house).iter().any(|title| title == "Ops AI: Loose failed"));
    })
    .await;
}

#[tokio::test]
async fn a_template_that_names_something_absent_fails_that_run_and_says_what_and_where() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let steps = vec![get("read"), note("write", "Note {{ event.device.serial }}")];
        let sop = kept(&house, draft("Absent", steps)).await;
        let before = changes(&house);
        let ran = run(&house, &sop.id).await;
        assert_eq!(ran.run.code, Some(FailureCode::TemplateError));
        assert_eq!(
            ran.run.detail,
            "title: `event.device.serial` is not there. In `Note {{ event.device.serial }}`."
        );
        let wrong = call(
            "write",
            "autotask tickets.get",
            json!({ "id": "{{ event.subject }}" }),
        );
        let sop = kept(&house, draft("Type", vec![wrong])).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(ran.run.code, Some(FailureCode::TemplateError));
        assert!(ran.run.detail.starts_with("id: "), "{}", ran.run.detail);
        assert_eq!(
            changes(&house),
            before + 2,
            "the two notes about the failures and nothing else"
        );
    })
    .await;
}

#[tokio::test]
async fn without_a_default_account_or_with_a_paused_one_the_step_says_so() {
    each(|store| async move {
        let house = House::on(store).await;
        let sop = kept(&house, draft("Early", vec![get("read")])).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(ran.run.code, Some(FailureCode::IntegrationMissing));
        assert!(
            ran.run.detail.contains("no_default_integration"),
            "{}",
            ran.run.detail
        );
        let account = house.connected().await;
        let pause = contract::integration::IntegrationChange {
            paused: Some(true),
            ..Default::default()
        };
        let policy = contract::integration::SavePolicy::Anyway;
        house
            .services
            .integrations
            .change(&tech(), &account.id, pause, policy)
            .await
            .unwrap();
        let ran = run(&house, &sop.id).await;
        assert_eq!(ran.run.code, Some(FailureCode::IntegrationDisabled));
    })
    .await;
}

#[tokio::test]
async fn a_dangerous_step_waits_and_the_approval_makes_the_call_once_and_the_run_takes_its_answer() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        with_edr(&house).await;
        let cut = call("cut", "datto_edr agents.quarantine", agent(&house, 3));
        let steps = vec![cut, note("write", "Note {{ steps.cut.output.agent_id }}")];
        let sop = kept(&house, draft("Cut off", steps)).await;
        let before = house.datto_edr.journal.writes();
        let waits = run(&house, &sop.id).await;
        assert_eq!(waits.run.status, RunStatus::AwaitingApproval);
        assert_eq!(waits.run.detail, "cut waits for a person.");
        assert_eq!(
            tended(&house, &waits).await.run.status,
            RunStatus::AwaitingApproval
        );
        assert_eq!(house.datto_edr.journal.writes(), before);
        let held = pending(&house).await;
        assert_eq!(
            (held.run.as_ref(), held.step.as_deref()),
            (Some(&waits.run.id), Some("cut"))
        );
        assert_eq!(waits.steps[0].approval.as_ref(), Some(&held.id));
        let own = house
            .services
            .approvals
            .approve(&tech(), &held.id, None)
            .await
            .unwrap_err();
        assert_eq!(own.code, "own_request", "who started the run asked for it");
        house
            .services
            .approvals
            .approve(&bob(), &held.id, Some("seen".into()))
            .await
            .unwrap();
        let made = house.datto_edr.journal.writes();
        assert!(made > before);
        let done = tended(&house, &waits).await;
        assert_eq!(done.run.status, RunStatus::Succeeded, "{done:#?}");
        assert_eq!(done.steps[0].detail, "Approved by bob: “seen”.");
        assert_eq!(
            house.datto_edr.journal.writes(),
            made,
            "the run did not make it again"
        );
        let id = agent(&house, 3)["agent_id"].as_str().unwrap().to_owned();
        assert_eq!(notes(&house)[0], format!("Note {id}"));
    })
    .await;
}

#[tokio::test]
async fn what_is_rejected_or_expires_fails_the_step_and_nothing_is_called() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        with_edr(&house).await;
        let cut = call("cut", "datto_edr agents.quarantine", agent(&house, 3));
        let sop = kept(&house, draft("Cut off", vec![cut])).await;
        let before = house.datto_edr.journal.writes();
        let waits = run(&house, &sop.id).await;
        let held = pending(&house).await;
        house
            .services
            .approvals
            .reject(&bob(), &held.id, Some("not ours".into()))
            .await
            .unwrap();
        let done = tended(&house, &waits).await;
        assert_eq!(
            (done.run.status, done.run.code),
            (RunStatus::Failed, Some(FailureCode::ApprovalRejected))
        );
        assert!(done.run.detail.contains("bob: “not ours”"), "{}", done.run.detail);
        let waits = run(&house, &sop.id).await;
        house.hand.forward(Duration::from_secs(25 * 3600));
        house.machine.tend_approvals().await.unwrap();
        let done = tended(&house, &waits).await;
        assert_eq!(done.run.code, Some(FailureCode::ApprovalExpired));
        assert_eq!(house.datto_edr.journal.writes(), before);
    })
    .await;
}

#[tokio::test]
async fn a_pure_wait_calls_nothing_and_an_admins_step_is_decided_by_an_admin() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let ask = Step {
            approval: StepApproval::Admin,
            ..step(
                "ask",
                StepKind::Approval,
                json!({ "message": "Clean {{ event.device.name }}?" }),
            )
        };
        let sop = kept(
            &house,
            draft(
                "Ask",
                vec![ask, note("write", "Note by {{ steps.ask.output.by }}")],
            ),
        )
        .await;
        let waits = run(&house, &sop.id).await;
        let held = pending(&house).await;
        assert_eq!(
            (held.title.as_ref(), held.integration.clone()),
            ("Clean FS-1?", None)
        );
        let refused = house
            .services
            .approvals
            .approve(&bob(), &held.id, None)
            .await
            .unwrap_err();
        assert_eq!(refused.code, "forbidden");
        house
            .services
            .approvals
            .approve(&boss(), &held.id, None)
            .await
            .unwrap();
        let done = tended(&house, &waits).await;
        assert_eq!(done.run.status, RunStatus::Succeeded, "{done:#?}");
        assert_eq!(notes(&house)[0], "Note by boss");
    })
    .await;
}

#[tokio::test]
async fn approve_before_execute_holds_each_write_and_draft_only_makes_none() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let before = changes(&house);
        let careful = SopDraft {
            mode: Mode::ApproveBeforeExecute,
            ..draft("Careful", vec![get("read"), note("write", "Note")])
        };
        let sop = kept(&house, careful).await;
        let waits = run(&house, &sop.id).await;
        assert_eq!(outcomes(&waits), [("read", "succeeded"), ("write", "waiting")]);
        assert_eq!(changes(&house), before);
        let held = pending(&house).await;
        house
            .services
            .approvals
            .approve(&bob(), &held.id, None)
            .await
            .unwrap();
        assert_eq!(tended(&house, &waits).await.run.status, RunStatus::Succeeded);
        assert_eq!(notes(&house)[0], "Note");
        let before = changes(&house);
        let only = SopDraft {
            mode: Mode::DraftOnly,
            ..draft(
                "Only",
                vec![
                    get("read"),
                    note("write", "Note two"),
                    note("more", "Note {{ steps.write.output.itemId }}"),
                ],
            )
        };
        let sop = kept(&house, only).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(
            outcomes(&ran),
            [("read", "succeeded"), ("write", "drafted"), ("more", "drafted")]
        );
        assert_eq!(
            ran.steps[1].input["title"], "Note two",
            "what would be called is shown"
        );
        assert_eq!(
            changes(&house),
            before + 1,
            "the note that reports the draft, and no other"
        );
    })
    .await;
}
