//! Calling operations through the port.

use crate::databases::each;
use crate::house::{House, actor, admin, tech};
use contract::{
    actor::Role,
    operation::{OperationAnswer, OperationCall},
    probe::Badge,
};
use serde_json::{Value, json};

fn call(input: Value) -> OperationCall {
    OperationCall {
        input,
        ..OperationCall::default()
    }
}

#[tokio::test]
async fn a_call_without_an_account_uses_the_default_and_says_when_there_is_none() {
    each(|store| async move {
        let house = House::on(store).await;
        let operations = &house.services.operations;
        let none = operations
            .call(&tech(), "autotask", "tickets.list", call(json!({ "limit": 3 })))
            .await
            .unwrap_err();
        assert_eq!((none.status, none.code.as_ref()), (409, "no_default_integration"));
        house.connected().await;
        let OperationAnswer::Output(page) = operations
            .call(&tech(), "autotask", "tickets.list", call(json!({ "limit": 3 })))
            .await
            .unwrap()
        else {
            panic!("it was held")
        };
        assert_eq!(page["items"].as_array().unwrap().len(), 3);
        assert!(page["next_cursor"].is_string());
    })
    .await;
}

#[tokio::test]
async fn wrong_input_names_its_field_and_an_unknown_operation_is_not_found() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let operations = &house.services.operations;
        for (input, field, code) in [
            (json!({ "limt": 3 }), "limt", "unknown_field"),
            (json!({ "limit": "three" }), "limit", "wrong_type"),
        ] {
            let problem = operations
                .call(&tech(), "autotask", "tickets.list", call(input))
                .await
                .unwrap_err();
            assert_eq!(problem.status, 422);
            assert_eq!(
                (problem.errors[0].field.as_str(), problem.errors[0].code.as_ref()),
                (field, code)
            );
        }
        let unknown = operations
            .call(&tech(), "autotask", "tickets.eat", call(json!({})))
            .await
            .unwrap_err();
        assert_eq!(unknown.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_write_is_audited_with_its_input_and_refused_to_a_viewer() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let operations = &house.services.operations;
        let ticket = house.autotask.rows("Tickets")[0]["id"].as_i64().unwrap();
        let note = json!({ "ticket_id": ticket, "title": "Update", "description": "Spooler restarted." });
        let viewer = operations
            .call(
                &actor(Role::Viewer),
                "autotask",
                "tickets.note",
                call(note.clone()),
            )
            .await;
        assert_eq!(viewer.unwrap_err().status, 403);
        operations
            .call(&tech(), "autotask", "tickets.note", call(note))
            .await
            .unwrap();
        let page = house.services.audit.list(&admin(), None, 1).await.unwrap();
        assert_eq!(page.items[0].action, "operation.called");
        assert_eq!(page.items[0].detail["operation"], "autotask.tickets.note");
        assert_eq!(page.items[0].detail["input"]["title"], "Update");
    })
    .await;
}

#[tokio::test]
async fn a_refusal_of_a_real_call_turns_the_badge_at_once() {
    each(|store| async move {
        let house = House::on(store).await;
        let made = house.connected().await;
        assert_eq!(made.health.badge, Badge::Connected);
        house.autotask.faults.always(sandbox::Fault::status(401, ""));
        let before = house.autotask.journal.total();
        let refused = house
            .services
            .operations
            .call(&tech(), "autotask", "tickets.list", call(json!({ "limit": 1 })))
            .await;
        let problem = refused.unwrap_err();
        assert_eq!(
            (problem.code.as_ref(), problem.vendor_status),
            ("credentials_rejected", Some(401))
        );
        let after = house.services.integrations.get(&tech(), &made.id).await.unwrap();
        assert_eq!(after.health.badge, Badge::Disconnected);
        let asked = house.autotask.journal.total() - before;
        assert!(
            asked <= 3,
            "a refused account must not be asked again and again: {asked} requests"
        );
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_asks_to_slow_down_once_is_asked_again_and_one_that_insists_is_quoted() {
    use sandbox::Fault;
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let operations = &house.services.operations;
        let who = tech();
        let list = || operations.call(&who, "autotask", "tickets.list", call(json!({ "limit": 1 })));
        house.autotask.faults.next(1, Fault::limited(None));
        list().await.unwrap();
        house.hand.forward(std::time::Duration::from_secs(60));
        house.autotask.faults.always(Fault::limited(None));
        let before = house.autotask.journal.total();
        let problem = list().await.unwrap_err();
        assert_eq!(
            (problem.status, problem.code.as_ref(), problem.vendor_status),
            (429, "rate_limited", Some(429))
        );
        assert!(problem.vendor_message.is_some());
        assert_eq!(house.autotask.journal.total() - before, 3);
        let refused = list().await.unwrap_err();
        assert_eq!(
            (refused.code.as_ref(), refused.vendor_status),
            ("rate_limited", None)
        );
        assert_eq!(
            house.autotask.journal.total() - before,
            3,
            "nothing is sent while the pause lasts"
        );
    })
    .await;
}
