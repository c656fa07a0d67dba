//! Held calls: asked, decided by somebody else, run once, on both databases.

use crate::databases::each;
use crate::house::{House, actor, admin, tech, values};
use contract::{
    account::NewToken,
    actor::{Actor, ActorKind, Role},
    approval::{Approval, ApprovalStatus},
    integration::{IntegrationDraft, SaveOutcome, SavePolicy},
    operation::{OperationAnswer, OperationCall},
};
use serde_json::{Value, json};
use std::time::Duration;

fn somebody(name: &str, role: Role) -> Actor {
    Actor {
        kind: ActorKind::User,
        id: format!("usr_{name}"),
        name: name.into(),
        role,
    }
}

/// Connects an account whose vendor has dangerous operations; two of its devices that are not cut off.
async fn with_edr(house: &House) -> [Value; 2] {
    let draft = IntegrationDraft {
        vendor: "datto_edr".into(),
        name: "EDR".into(),
        settings: values([("instance", sandbox::datto_edr::ORIGIN)]),
        credentials: values([("api_token", sandbox::datto_edr::GOOD_TOKEN)]),
    };
    let saved = house
        .services
        .integrations
        .create(&tech(), draft, SavePolicy::WhenTestPasses)
        .await
        .unwrap();
    let SaveOutcome::Saved { .. } = saved else {
        panic!("{saved:?}")
    };
    let list = OperationCall {
        input: json!({ "limit": 2, "isolated": false }),
        ..OperationCall::default()
    };
    let answer = house
        .services
        .operations
        .call(&tech(), "datto_edr", "agents.list", list)
        .await
        .unwrap();
    let OperationAnswer::Output(page) = answer else {
        panic!("{answer:?}")
    };
    [0, 1].map(|n| json!({ "agent_id": page["items"][n]["id"] }))
}

async fn ask(house: &House, who: &Actor, input: &Value) -> Approval {
    let call = OperationCall {
        input: input.clone(),
        ..OperationCall::default()
    };
    match house
        .services
        .operations
        .call(who, "datto_edr", "agents.quarantine", call)
        .await
        .unwrap()
    {
        OperationAnswer::Approval(held) => *held,
        OperationAnswer::Output(output) => panic!("it ran at once: {output}"),
    }
}

fn writes(house: &House) -> u64 {
    house.datto_edr.journal.writes()
}

#[tokio::test]
async fn a_dangerous_call_is_held_and_runs_once_when_somebody_else_approves_it() {
    each(|store| async move {
        let house = House::on(store).await;
        let [input, _] = with_edr(&house).await;
        let approvals = &house.services.approvals;
        let (ada, bob) = (somebody("ada", Role::Tech), somebody("bob", Role::Tech));
        let before = writes(&house);
        let held = ask(&house, &ada, &input).await;
        assert_eq!((held.status, &held.input), (ApprovalStatus::Pending, &input));
        assert_eq!(writes(&house), before, "nothing runs before a decision");
        let own = approvals.approve(&ada, &held.id, None).await.unwrap_err();
        assert_eq!((own.status, own.code.as_ref()), (403, "own_request"));
        let viewer = approvals
            .approve(&actor(Role::Viewer), &held.id, None)
            .await
            .unwrap_err();
        assert_eq!(viewer.code, "forbidden");
        let done = approvals
            .approve(&bob, &held.id, Some("agreed by phone".into()))
            .await
            .unwrap();
        assert_eq!(done.status, ApprovalStatus::Succeeded, "{done:?}");
        assert_eq!(done.decision.unwrap().reason.as_deref(), Some("agreed by phone"));
        let after = writes(&house);
        assert!(after > before);
        for again in [
            approvals.approve(&bob, &held.id, None).await,
            approvals.reject(&ada, &held.id, None).await,
        ] {
            assert_eq!(again.unwrap_err().code, "already_decided");
        }
        assert_eq!(writes(&house), after);
        let trail = house.services.audit.list(&admin(), None, 10).await.unwrap();
        let actions: Vec<_> = trail.items.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(
            actions[..3],
            ["approval.executed", "approval.approved", "approval.requested"]
        );
    })
    .await;
}

#[tokio::test]
async fn of_twenty_people_who_click_at_once_one_decides_and_the_vendor_is_called_once() {
    each(|store| async move {
        let house = House::on(store).await;
        let [input, other] = with_edr(&house).await;
        let one = ask(&house, &somebody("ada", Role::Tech), &input).await;
        let before = writes(&house);
        house
            .services
            .approvals
            .approve(&somebody("bob", Role::Tech), &one.id, None)
            .await
            .unwrap();
        let single = writes(&house) - before;
        let held = ask(&house, &somebody("ada", Role::Tech), &other).await;
        let before = writes(&house);
        let people: Vec<_> = (0..20).map(|n| somebody(&format!("p{n}"), Role::Tech)).collect();
        let clicks = people
            .iter()
            .map(|who| house.services.approvals.approve(who, &held.id, None));
        let answers = futures::future::join_all(clicks).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert_eq!(writes(&house) - before, single);
    })
    .await;
}

#[tokio::test]
async fn a_token_acts_for_its_maker_who_may_not_approve_what_it_asked() {
    each(|store| async move {
        let house = House::on(store).await;
        let [input, _] = with_edr(&house).await;
        let ada = somebody("ada", Role::Tech);
        let new = NewToken {
            name: "agent".into(),
            role: Role::Tech,
            days: None,
        };
        let issued = house.services.accounts.create_token(&ada, new).await.unwrap();
        let agent = house
            .services
            .accounts
            .token(&issued.secret)
            .await
            .unwrap()
            .unwrap()
            .actor;
        let held = ask(&house, &agent, &input).await;
        let own = house
            .services
            .approvals
            .approve(&ada, &held.id, None)
            .await
            .unwrap_err();
        assert_eq!(own.code, "own_request");
        let mine = ask(&house, &ada, &input).await;
        let own = house
            .services
            .approvals
            .approve(&agent, &mine.id, None)
            .await
            .unwrap_err();
        assert_eq!(own.code, "own_request");
        let rejected = house
            .services
            .approvals
            .reject(&ada, &held.id, None)
            .await
            .unwrap();
        assert_eq!(rejected.status, ApprovalStatus::Rejected);
    })
    .await;
}

#[tokio::test]
async fn what_nobody_decides_expires_which_is_not_a_refusal() {
    each(|store| async move {
        let house = House::on(store).await;
        let [input, _] = with_edr(&house).await;
        let held = ask(&house, &somebody("ada", Role::Tech), &input).await;
        assert_eq!(
            held.expires_at, "2026-11-24T07:00:00.000Z",
            "what can do harm waits an hour"
        );
        house.hand.forward(Duration::from_secs(3600));
        let late = house
            .services
            .approvals
            .approve(&somebody("bob", Role::Tech), &held.id, None)
            .await
            .unwrap_err();
        assert_eq!((late.status, late.code.as_ref()), (409, "approval_expired"));
        house.machine.tend_approvals().await.unwrap();
        let list = house
            .services
            .approvals
            .list(&tech(), Some(ApprovalStatus::Expired), None, 10)
            .await
            .unwrap();
        assert_eq!(list.len(), 1);
        assert!(list[0].decision.is_none());
    })
    .await;
}

#[tokio::test]
async fn an_approved_call_whose_process_ended_before_it_began_is_made_by_the_next_and_a_begun_one_never_again()
 {
    use sea_orm::ConnectionTrait;
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let [input, other] = with_edr(&house).await;
        let (first, second) = (
            ask(&house, &somebody("ada", Role::Tech), &input).await,
            ask(&house, &somebody("ada", Role::Tech), &other).await,
        );
        let decided =
            "decider_kind = 'user', decider_id = 'usr_bob', decider_name = 'Bob', decided_at = created_at";
        for (id, state) in [
            (&first.id, "status = 'approved'"),
            (&second.id, "status = 'running', started_at = created_at"),
        ] {
            let sql = format!("UPDATE approvals SET {state}, {decided} WHERE id = '{id}'");
            store.connection().execute_unprepared(&sql).await.unwrap();
        }
        house.hand.forward(Duration::from_secs(600));
        let before = writes(&house);
        house.machine.tend_approvals().await.unwrap();
        let who = tech();
        let status = async |id| house.services.approvals.get(&who, id).await.unwrap();
        assert_eq!(status(&first.id).await.status, ApprovalStatus::Succeeded);
        let interrupted = status(&second.id).await;
        assert_eq!(
            (interrupted.status, interrupted.problem.unwrap().code.as_ref()),
            (ApprovalStatus::Failed, "interrupted")
        );
        let once = writes(&house) - before;
        house.machine.tend_approvals().await.unwrap();
        assert_eq!(writes(&house) - before, once);
    })
    .await;
}

#[tokio::test]
async fn arguments_that_were_changed_after_the_request_do_not_run() {
    use sea_orm::ConnectionTrait;
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let [input, _] = with_edr(&house).await;
        let held = ask(&house, &somebody("ada", Role::Tech), &input).await;
        let sql = format!(
            "UPDATE approvals SET input = '{{\"agent_id\":\"another\"}}' WHERE id = '{}'",
            held.id
        );
        store.connection().execute_unprepared(&sql).await.unwrap();
        let before = writes(&house);
        let done = house
            .services
            .approvals
            .approve(&somebody("bob", Role::Tech), &held.id, None)
            .await
            .unwrap();
        assert_eq!(
            (done.status, done.problem.unwrap().code.as_ref()),
            (ApprovalStatus::Failed, "arguments_changed")
        );
        assert_eq!(writes(&house), before);
    })
    .await;
}
