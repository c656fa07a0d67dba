//! What the tests of rules, approvals and keys share: people, an account with dangerous operations, and asking for one.

use crate::house::{House, tech, values};
use contract::{
    actor::{Actor, ActorKind, Role},
    approval::Approval,
    ids::IntegrationId,
    integration::{IntegrationDraft, SaveOutcome, SavePolicy},
    operation::{OperationAnswer, OperationCall},
    operation_rule::{OperationRule, RuleChange},
    problem::Problem,
};
use serde_json::{Value, json};

pub fn somebody(name: &str, role: Role) -> Actor {
    Actor {
        kind: ActorKind::User,
        id: format!("usr_{name}"),
        name: name.into(),
        role,
    }
}

pub fn ada() -> Actor {
    somebody("ada", Role::Tech)
}

pub fn bob() -> Actor {
    somebody("bob", Role::Tech)
}

pub fn boss() -> Actor {
    somebody("boss", Role::Admin)
}

/// Connects an account whose vendor has dangerous operations.
pub async fn with_edr(house: &House) -> IntegrationId {
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
    match saved {
        SaveOutcome::Saved { integration, .. } => integration.id,
        SaveOutcome::TestFailed(report) => panic!("{report:?}"),
    }
}

/// The input that cuts an agent off.
pub fn agent(house: &House, number: u32) -> Value {
    json!({ "agent_id": house.datto_edr.agent_id(number) })
}

pub fn quarantine(input: Value) -> OperationCall {
    OperationCall {
        input,
        ..OperationCall::default()
    }
}

pub async fn call(
    house: &House,
    who: &Actor,
    operation: (&str, &str),
    call: OperationCall,
) -> Result<OperationAnswer, Problem> {
    house
        .services
        .operations
        .call(who, operation.0, operation.1, call)
        .await
}

/// Asks for a quarantine that is held.
pub async fn ask(house: &House, who: &Actor, input: Value) -> Approval {
    let answer = call(house, who, ("datto_edr", "agents.quarantine"), quarantine(input)).await;
    held(answer)
}

pub fn held(answer: Result<OperationAnswer, Problem>) -> Approval {
    match answer.unwrap() {
        OperationAnswer::Approval(held) => *held,
        OperationAnswer::Output(output) => panic!("it ran at once: {output}"),
    }
}

pub fn output(answer: Result<OperationAnswer, Problem>) -> Value {
    match answer.unwrap() {
        OperationAnswer::Output(output) => output,
        OperationAnswer::Approval(held) => panic!("it was held: {held:?}"),
    }
}

/// Sets the rule of an operation, on one account where one is given.
pub async fn rule(
    house: &House,
    operation: (&str, &str),
    integration: Option<&IntegrationId>,
    rule: Option<OperationRule>,
) {
    let change = RuleChange {
        vendor: operation.0.into(),
        operation: operation.1.into(),
        integration: integration.cloned(),
        rule,
        reason: None,
    };
    house.services.operation_rules.set(&boss(), change).await.unwrap();
}

pub const QUARANTINE: (&str, &str) = ("datto_edr", "agents.quarantine");
