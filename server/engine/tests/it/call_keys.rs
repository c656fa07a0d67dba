//! Idempotency keys: the same call with the same key is made once, and every later one gets the first answer.

use crate::databases::each;
use crate::desk::{QUARANTINE, ada, agent, bob, call, held, output, with_edr};
use crate::house::House;
use contract::{
    actor::Actor,
    approval::ApprovalStatus,
    operation::{OperationAnswer, OperationCall},
    problem::Problem,
};
use sandbox::{Fault, Rule};
use serde_json::{Value, json};
use std::time::Duration;

const NOTE: (&str, &str) = ("autotask", "tickets.note");

fn note(house: &House, title: &str) -> Value {
    let ticket = house.autotask.rows("Tickets")[0]["id"].as_i64().unwrap();
    json!({ "ticket_id": ticket, "title": title, "description": "Spooler restarted." })
}

async fn keyed(
    house: &House,
    who: &Actor,
    operation: (&str, &str),
    key: &str,
    input: Value,
) -> Result<OperationAnswer, Problem> {
    let with_key = OperationCall {
        input,
        idempotency_key: Some(key.into()),
        ..OperationCall::default()
    };
    call(house, who, operation, with_key).await
}

fn notes(house: &House) -> usize {
    house.autotask.rows("TicketNotes").len()
}

#[tokio::test]
async fn the_same_call_with_the_same_key_is_made_once_and_answered_twice() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let before = notes(&house);
        let first = output(keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await);
        let second = output(keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await);
        assert_eq!(first, second);
        assert_eq!(notes(&house), before + 1);
        output(keyed(&house, &ada(), NOTE, "k-2", note(&house, "One")).await);
        output(keyed(&house, &bob(), NOTE, "k-1", note(&house, "One")).await);
        assert_eq!(
            notes(&house),
            before + 3,
            "another key, or another caller, is another call"
        );
    })
    .await;
}

#[tokio::test]
async fn a_key_that_was_used_for_something_else_is_refused() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        output(keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await);
        let before = notes(&house);
        let ticket = house.autotask.rows("Tickets")[0]["id"].as_i64().unwrap();
        for (operation, input) in [
            (NOTE, note(&house, "Two")),
            (
                ("autotask", "tickets.update"),
                json!({ "id": ticket, "title": "Two" }),
            ),
        ] {
            let refused = keyed(&house, &ada(), operation, "k-1", input).await.unwrap_err();
            assert_eq!(
                (refused.status, refused.code.as_ref()),
                (422, "idempotency_key_reused"),
                "{refused:?}"
            );
        }
        assert_eq!(notes(&house), before);
        let wrong = keyed(&house, &ada(), NOTE, "two words", note(&house, "One")).await;
        assert_eq!(wrong.unwrap_err().errors[0].field, "idempotency_key");
    })
    .await;
}

#[tokio::test]
async fn of_twenty_calls_at_once_with_one_key_one_is_made() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let before = notes(&house);
        let calls = (0..20).map(|_| async { keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await });
        let answers = futures::future::join_all(calls).await;
        assert_eq!(notes(&house), before + 1);
        let done = answers.iter().filter(|answer| answer.is_ok()).count();
        assert!(done >= 1);
        for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert_eq!((refused.status, refused.code.as_ref()), (409, "in_progress"));
            assert_eq!(refused.retry_after, Some(1));
        }
        output(keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await);
        assert_eq!(notes(&house), before + 1);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_of_the_vendor_is_the_first_answer_too_and_a_passing_one_leaves_the_key_free() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let before = notes(&house);
        let says = "{\"errors\":[\"The title is reserved.\"]}";
        house.autotask.faults.add(
            Rule::next(1, Fault::status(422, says))
                .on_method("POST")
                .on_path("Notes"),
        );
        for _ in 0..2 {
            let refused = keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await;
            let problem = refused.unwrap_err();
            assert_eq!(problem.vendor_message.as_deref(), Some(says), "{problem:?}");
        }
        assert_eq!(notes(&house), before, "the second was answered without a call");
        house.autotask.faults.add(
            Rule::next(9, Fault::limited(Some("60")))
                .on_method("POST")
                .on_path("Notes"),
        );
        let limited = keyed(&house, &ada(), NOTE, "k-2", note(&house, "One")).await;
        assert_eq!(limited.unwrap_err().code, "rate_limited");
        house.autotask.faults.clear();
        house.hand.forward(Duration::from_secs(61));
        output(keyed(&house, &ada(), NOTE, "k-2", note(&house, "One")).await);
        assert_eq!(notes(&house), before + 1);
    })
    .await;
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_not_made_again_and_says_so() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let before = notes(&house);
        house.autotask.faults.add(
            Rule::next(1, Fault::LostAnswer)
                .on_method("POST")
                .on_path("Notes"),
        );
        for _ in 0..2 {
            let lost = keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await;
            let problem = lost.unwrap_err();
            assert_eq!(problem.code, "network");
            let detail = problem.detail.unwrap();
            assert!(
                detail.contains("may have done it") && !detail.starts_with("Try again"),
                "{detail}"
            );
        }
        assert_eq!(notes(&house), before + 1, "the vendor had acted, once");
    })
    .await;
}

#[tokio::test]
async fn a_call_whose_process_ended_is_told_as_unknown_and_never_made_again() {
    use sea_orm::ConnectionTrait;
    each(|store| async move {
        let house = House::on(store.clone()).await;
        house.connected().await;
        output(keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await);
        // As a process that was killed leaves it behind.
        let begun = "UPDATE keyed_calls SET state = 'begun', answer = NULL, ended_at = NULL";
        store.connection().execute_unprepared(begun).await.unwrap();
        let before = notes(&house);
        let young = keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await;
        assert_eq!(young.unwrap_err().code, "in_progress");
        house.hand.forward(Duration::from_secs(600));
        house.machine.tend_approvals().await.unwrap();
        let old = keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await;
        let problem = old.unwrap_err();
        assert_eq!((problem.status, problem.code.as_ref()), (409, "outcome_unknown"));
        assert_eq!(notes(&house), before);
    })
    .await;
}

#[tokio::test]
async fn a_held_call_has_one_approval_for_a_key_and_the_key_tells_what_became_of_it() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        let who = ada();
        let ask = |key: &'static str| keyed(&house, &who, QUARANTINE, key, agent(&house, 3));
        let first = held(ask("k-1").await);
        let second = held(ask("k-1").await);
        assert_eq!(first.id, second.id);
        let approvals = &house.services.approvals;
        let pending = approvals
            .list(&ada(), Some(ApprovalStatus::Pending), None, 10)
            .await
            .unwrap();
        assert_eq!(pending.len(), 1);
        approvals.approve(&bob(), &first.id, None).await.unwrap();
        assert_eq!(output(ask("k-1").await)["started"], true);
        let other = held(ask("k-2").await);
        approvals
            .reject(&bob(), &other.id, Some("It is the director's.".into()))
            .await
            .unwrap();
        let no = ask("k-2").await.unwrap_err();
        assert_eq!((no.status, no.code.as_ref()), (409, "approval_rejected"));
        assert_eq!(no.detail.as_deref(), Some("It is the director's."));
    })
    .await;
}

#[tokio::test]
async fn what_only_reads_is_made_each_time() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let asked = || house.autotask.journal.to_path("/Tickets/query").len();
        let before = asked();
        for _ in 0..2 {
            let list = ("autotask", "tickets.list");
            output(keyed(&house, &ada(), list, "k-1", json!({ "limit": 1 })).await);
        }
        assert_eq!(asked(), before + 2);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let before = notes(&house);
        output(keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await);
        house.hand.forward(Duration::from_secs(24 * 3600 + 1));
        house.machine.tend_approvals().await.unwrap();
        output(keyed(&house, &ada(), NOTE, "k-1", note(&house, "One")).await);
        assert_eq!(notes(&house), before + 2);
    })
    .await;
}
