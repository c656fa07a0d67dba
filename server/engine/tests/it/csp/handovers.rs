//! A password that a call made is told once, to whoever asked, and stands nowhere else.

use super::Bed;
use crate::house::{actor, admin, tech};
use contract::{
    actor::Role,
    ids::HandoverId,
    operation::{OperationAnswer, OperationCall},
};
use engine::{ports::StoredValues, vault::rotate};
use sandbox::microsoft365::PARTNER_TENANT;
use serde_json::{Value, json};
use std::time::Duration;

const NAME: &str = "new.person@northgate.example";

fn new_user(bed: &Bed, key: Option<&str>) -> OperationCall {
    let tenant = bed.tenant();
    let users = tenant["users"].as_array().unwrap();
    let domain = users
        .iter()
        .find_map(|user| {
            user["userPrincipalName"]
                .as_str()?
                .split_once('@')
                .map(|(_, domain)| domain)
        })
        .unwrap();
    let name = NAME.replace("northgate.example", domain);
    OperationCall {
        input: json!({ "user_principal_name": name, "display_name": "New Person" }),
        idempotency_key: key.map(str::to_owned),
        ..OperationCall::default()
    }
}

async fn made(bed: &Bed, key: Option<&str>) -> Value {
    let call = new_user(bed, key);
    let answer = bed
        .services
        .operations
        .call(&tech(), "microsoft365", "users.create", call)
        .await
        .unwrap();
    match answer {
        OperationAnswer::Output(output) => output,
        OperationAnswer::Approval(held) => panic!("it is held: {held:?}"),
    }
}

fn handover(output: &Value) -> HandoverId {
    let text = output["password"].as_str().unwrap();
    HandoverId::parse(text).unwrap_or_else(|| panic!("no handover: {text}"))
}

fn password(bed: &Bed, output: &Value) -> String {
    let id = output["user"]["id"].as_str().unwrap();
    let user = bed.double.user(PARTNER_TENANT, id).unwrap();
    user["password"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_new_users_password_is_told_once_to_whoever_asked_and_to_nobody_else() {
    let bed = Bed::new().await;
    bed.connected().await;
    let output = made(&bed, None).await;
    let (id, operations) = (handover(&output), &bed.services.operations);
    for other in [admin(), actor(Role::Viewer)] {
        let refused = operations.hand_over(&other, &id).await.unwrap_err();
        assert!(matches!(refused.status, 403 | 404), "{}", refused.code);
    }
    let told = operations.hand_over(&tech(), &id).await.unwrap();
    assert_eq!(told.secret, password(&bed, &output));
    assert_eq!(told.operation, "microsoft365.users.create");
    assert!(!format!("{told:?}").contains(&told.secret));
    let again = operations.hand_over(&tech(), &id).await.unwrap_err();
    assert_eq!(again.status, 404);
}

#[tokio::test]
async fn of_many_who_ask_at_once_one_is_told() {
    let bed = Bed::new().await;
    bed.connected().await;
    let id = handover(&made(&bed, None).await);
    let who = tech();
    let asked = (0..12).map(|_| bed.services.operations.hand_over(&who, &id));
    let told = futures::future::join_all(asked).await;
    assert_eq!(told.iter().filter(|one| one.is_ok()).count(), 1);
}

#[tokio::test]
async fn the_same_key_gets_the_same_handover_and_never_a_password() {
    let bed = Bed::new().await;
    bed.connected().await;
    let first = made(&bed, Some("anna-1")).await;
    let again = made(&bed, Some("anna-1")).await;
    assert_eq!(first, again);
    let secret = password(&bed, &first);
    let told = bed
        .services
        .operations
        .hand_over(&tech(), &handover(&again))
        .await
        .unwrap();
    assert_eq!(told.secret, secret);
    let after = made(&bed, Some("anna-1")).await;
    assert!(!after.to_string().contains(&secret));
}

#[tokio::test]
async fn what_nobody_takes_in_a_day_is_forgotten() {
    let bed = Bed::new().await;
    bed.connected().await;
    let id = handover(&made(&bed, None).await);
    bed.house.hand.forward(Duration::from_hours(25));
    let late = bed.services.operations.hand_over(&tech(), &id).await.unwrap_err();
    assert_eq!(late.status, 404);
    bed.machine.tend_approvals().await.unwrap();
    assert_eq!(bed.machine.store.forget_handovers(i64::MAX).await.unwrap(), 0);
}

#[tokio::test]
async fn the_password_stands_in_no_audit_entry_and_survives_a_change_of_keys() {
    let bed = Bed::new().await;
    bed.connected().await;
    let output = made(&bed, Some("audited")).await;
    let secret = password(&bed, &output);
    let rows = StoredValues(bed.machine.store.clone());
    let report = rotate(&bed.machine.act.vault, &rows, &|_| {}).await.unwrap();
    assert!(report.is_finished());
    let told = bed
        .services
        .operations
        .hand_over(&tech(), &handover(&output))
        .await
        .unwrap();
    assert_eq!(told.secret, secret);
    let trail = bed.services.audit.list(&admin(), None, 200).await.unwrap();
    let text = serde_json::to_string(&trail).unwrap();
    assert!(text.contains("handover.told") && !text.contains(&secret));
}
