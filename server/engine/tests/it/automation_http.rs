//! Steps that call a listed host: what goes over the wire, what comes back, and what is refused.

use crate::automation::{draft, kept, outcomes, run, step};
use crate::databases::{each, sqlite};
use crate::desk::bob;
use crate::house::{House, tech};
use contract::{
    approval::ApprovalStatus,
    failure::FailureCode,
    run::RunStatus,
    sop::{Mode, SopDraft, StepKind},
};
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, method},
};

fn post() -> contract::sop::Step {
    let input = json!({
        "method": "POST",
        "url": "https://hooks.example.com/tickets/{{ event.ticket.id }}",
        "headers": { "x-correlation-id": "{{ event.ticket.number }}" },
        "body": { "subject": "{{ event.subject }}", "priority": "{{ event.vendor.priority }}" },
    });
    step("hook", StepKind::Http, input)
}

async fn answering(status: u16) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_json(json!({ "id": 7 }));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

#[tokio::test]
async fn a_listed_host_is_called_with_its_key_and_its_answer_is_the_steps_output() {
    each(|store| async move {
        let server = answering(201).await;
        let house = House::calling(store, &server.uri()).await;
        let read = json!({ "method": "GET", "url": "https://hooks.example.com/x?id={{ steps.hook.output.body.id }}" });
        let sop = kept(&house, draft("Hook", vec![post(), step("read", StepKind::Http, read)])).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(ran.run.status, RunStatus::Succeeded, "{ran:#?}");
        assert_eq!(ran.steps[0].output, Some(json!({ "status": 201, "body": { "id": 7 }, "truncated": false })));
        let requests = server.received_requests().await.unwrap();
        let first = &requests[0];
        assert_eq!(first.url.path(), "/tickets/350003");
        assert_eq!(first.headers["x-correlation-id"], "T20261124.0001");
        assert_eq!(first.headers["idempotency-key"].to_str().unwrap(), ran.steps[0].idempotency_key.as_ref().unwrap());
        let body: serde_json::Value = serde_json::from_slice(&first.body).unwrap();
        assert_eq!(body, json!({ "subject": "Disk full on FS-1", "priority": 2 }));
        assert_eq!(requests[1].url.query(), Some("id=7"));
        assert!(!requests[1].headers.contains_key("idempotency-key"), "what reads needs none");
    })
    .await;
}

#[tokio::test]
async fn a_refusal_fails_the_step_with_the_hosts_words_and_a_failure_that_may_have_acted_stops() {
    each(|store| async move {
        for (status, stands, code) in [
            (422, RunStatus::Failed, FailureCode::VendorRejected),
            (500, RunStatus::NeedsPerson, FailureCode::VendorUnavailable),
        ] {
            let server = answering(status).await;
            let house = House::calling(store.clone(), &server.uri()).await;
            let sop = kept(&house, draft("Hook", vec![post()])).await;
            let ran = run(&house, &sop.id).await;
            assert_eq!((ran.run.status, ran.run.code), (stands, Some(code)), "{ran:#?}");
            assert_eq!(ran.steps[0].vendor_message.as_deref(), Some("{\"id\":7}"));
            assert_eq!(server.received_requests().await.unwrap().len(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_held_request_is_made_once_after_the_approval_and_never_in_a_draft() {
    each(|store| async move {
        let server = answering(200).await;
        let house = House::calling(store, &server.uri()).await;
        let careful = SopDraft {
            mode: Mode::ApproveBeforeExecute,
            ..draft("Hook", vec![post()])
        };
        let sop = kept(&house, careful).await;
        let waits = run(&house, &sop.id).await;
        assert_eq!(outcomes(&waits), [("hook", "waiting")]);
        let held = house
            .services
            .approvals
            .list(&tech(), Some(ApprovalStatus::Pending), None, 10)
            .await
            .unwrap();
        assert_eq!(held[0].title, "POST https://hooks.example.com/tickets/350003");
        assert!(server.received_requests().await.unwrap().is_empty());
        house
            .services
            .approvals
            .approve(&bob(), &held[0].id, None)
            .await
            .unwrap();
        for _ in 0..3 {
            house.machine.automation.tend_runs().await.unwrap();
        }
        let done = house.services.runs.get(&tech(), &waits.run.id).await.unwrap();
        assert_eq!(done.run.status, RunStatus::Succeeded, "{done:#?}");
        assert_eq!(server.received_requests().await.unwrap().len(), 1);
        let drafted = SopDraft {
            mode: Mode::DraftOnly,
            ..draft("Draft", vec![post()])
        };
        let sop = kept(&house, drafted).await;
        assert_eq!(outcomes(&run(&house, &sop.id).await), [("hook", "drafted")]);
        assert_eq!(server.received_requests().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_host_that_is_not_listed_and_a_private_address_are_never_reached() {
    let fresh = sqlite().await;
    let house = House::on(fresh.store.clone()).await;
    // Kept as if the list had been longer when it was saved.
    let elsewhere = |url: &str| step("hook", StepKind::Http, json!({ "method": "GET", "url": url }));
    let refused = house
        .services
        .sops
        .create(
            &tech(),
            draft("Hook", vec![elsewhere("https://other.example.com/")]),
        )
        .await;
    assert_eq!(refused.unwrap_err().errors[0].field, "steps[0].input.url");
    let sop = kept(
        &house,
        draft("Hook", vec![elsewhere("https://hooks.example.com/")]),
    )
    .await;
    let mut house = house;
    house.machine.automation.settings = std::sync::Arc::new(engine::pipeline::AutomationSettings::default());
    let services = house.machine.services();
    let ran = services
        .sops
        .run(&tech(), &sop.id, crate::automation::event())
        .await
        .unwrap();
    assert_eq!(ran.run.code, Some(FailureCode::PermissionDenied));
    assert!(ran.run.detail.contains("hooks.example.com"), "{}", ran.run.detail);
}

#[tokio::test]
async fn headers_that_could_carry_a_secret_are_refused_when_the_step_is_saved() {
    let fresh = sqlite().await;
    let house = House::on(fresh.store.clone()).await;
    let mut wrong = post();
    wrong.input["headers"] = json!({ "Authorization": "Bearer x" });
    let refused = house
        .services
        .sops
        .create(&tech(), draft("Hook", vec![wrong]))
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].field, "steps[0].input.headers.Authorization");
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "https://evil.example/"))
        .mount(&server)
        .await;
    let house = House::calling(fresh.store.clone(), &server.uri()).await;
    let read = step(
        "hook",
        StepKind::Http,
        json!({ "method": "GET", "url": "https://hooks.example.com/" }),
    );
    let sop = kept(&house, draft("Redirect", vec![read])).await;
    assert_eq!(
        run(&house, &sop.id).await.run.code,
        Some(FailureCode::PermissionDenied),
        "a redirect is not followed"
    );
}
