//! Server functions of the operations: the catalogue, one entry, and a call.
#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::unused_async,
        reason = "a server function is async, also when its port answers at once"
    )
)]

use crate::error::{AppError, WholeError};
#[cfg(feature = "ssr")]
use contract::operation_rule::{OperationRule, RuleFilter};
use contract::{
    operation::{HandedOver, OperationAnswer, OperationInfo, Risk},
    operation_rule::RuleInForce,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A line of the catalogue. Schemas are long and stand on the operation's own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The vendor's key.
    pub vendor: String,
    /// The vendor's name.
    pub vendor_name: String,
    /// The operation's name.
    pub id: String,
    /// What it does.
    pub title: String,
    /// What it can do to the vendor's data.
    pub risk: Risk,
}

/// One operation, and the accounts it can be called on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Described {
    /// The vendor's name.
    pub vendor_name: String,
    /// The operation.
    pub info: OperationInfo,
    /// The vendor's accounts.
    pub accounts: Vec<Account>,
    /// Its rules: the operation's, and those of single accounts.
    pub rules: Vec<RuleInForce>,
}

/// What came of a call, and what to quote when asking about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Called {
    /// What came of it.
    pub answer: OperationAnswer,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Our identifier of the request.
    pub request_id: String,
}

/// An account to call on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// True for the one that is used when a call names none.
    pub is_default: bool,
}

/// Everything that can be called, by vendor.
#[server(prefix = "/app/do", endpoint = "operations/catalogue")]
pub async fn read_catalogue() -> Result<Vec<Line>, AppError> {
    let (services, who) = crate::context::asked()?;
    let vendors = services.vendors.list(&who.actor)?;
    let name = |key: &str| {
        let vendor = vendors.iter().find(|vendor| vendor.vendor.as_str() == key);
        vendor.map_or_else(|| key.to_owned(), |vendor| vendor.name.to_string())
    };
    let catalogue = services.operations.catalogue(&who.actor)?;
    Ok(catalogue
        .iter()
        .map(|info| Line {
            vendor_name: name(info.vendor.as_str()),
            vendor: info.vendor.to_string(),
            id: info.id.to_string(),
            title: info.title.to_string(),
            risk: info.risk,
        })
        .collect())
}

/// One operation.
#[server(prefix = "/app/do", endpoint = "operations/describe")]
pub async fn describe(vendor: String, operation: String) -> Result<Described, AppError> {
    use contract::problem::Problem;

    let (services, who) = crate::context::asked()?;
    let vendor_name = services.vendors.get(&who.actor, &vendor)?.name.to_string();
    let catalogue = services.operations.catalogue(&who.actor)?;
    let info = catalogue
        .iter()
        .find(|info| info.vendor.as_str() == vendor && info.id == operation.as_str())
        .cloned()
        .ok_or_else(|| Problem::not_found("operation"))?;
    let integrations = services.integrations.list(&who.actor).await?;
    let accounts = integrations
        .into_iter()
        .filter(|integration| integration.vendor.as_str() == vendor)
        .map(|integration| Account {
            id: integration.id.to_string(),
            name: integration.name,
            is_default: integration.is_default,
        })
        .collect();
    let filter = RuleFilter {
        vendor: Some(vendor),
        operation: Some(operation),
    };
    let rules = services.operation_rules.list(&who.actor, filter).await?;
    Ok(Described {
        vendor_name,
        info,
        accounts,
        rules,
    })
}

/// Sets the rule of an operation; a blank account means every account, a blank rule what stands below it. Answers all its rules.
#[server(prefix = "/app/do", endpoint = "operations/rule")]
pub async fn set_rule(
    vendor: String,
    operation: String,
    #[server(default)] integration: String,
    #[server(default)] rule: String,
    #[server(default)] reason: String,
) -> Result<Vec<RuleInForce>, AppError> {
    use contract::{field::FieldError, ids::IntegrationId, operation_rule::RuleChange, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let integration = match integration.as_str() {
        "" => None,
        id => Some(IntegrationId::parse(id).ok_or_else(|| Problem::not_found("integration"))?),
    };
    let rule = match rule.as_str() {
        "" => None,
        word => Some(OperationRule::parse(word).ok_or_else(|| {
            let error = FieldError::new("rule", "not_a_choice", "Choose one of the list.");
            Problem::invalid(vec![error])
        })?),
    };
    let filter = RuleFilter {
        vendor: Some(vendor.clone()),
        operation: Some(operation.clone()),
    };
    let change = RuleChange {
        vendor,
        operation,
        integration,
        rule,
        reason: Some(reason),
    };
    services.operation_rules.set(&who.actor, change).await?;
    Ok(services.operation_rules.list(&who.actor, filter).await?)
}

/// Calls an operation. Takes JSON, so no form can post to it: its error holds the vendor's own words.
#[server(prefix = "/app/do", endpoint = "operations/call", input = Json)]
pub async fn call(
    vendor: String,
    operation: String,
    integration: Option<String>,
    value: Value,
    why: Option<String>,
) -> Result<Called, WholeError> {
    use contract::{ids::IntegrationId, operation::OperationCall, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let integration = match integration {
        Some(id) => Some(IntegrationId::parse(&id).ok_or_else(|| Problem::not_found("integration"))?),
        None => None,
    };
    let call = OperationCall {
        integration,
        input: value,
        why,
        ..OperationCall::default()
    };
    // Before the first wait: after one, the context may be gone.
    let request_id = use_context::<crate::context::Visitor>()
        .map(|visitor| visitor.request_id)
        .unwrap_or_default();
    let begun = std::time::Instant::now();
    let answer = services
        .operations
        .call(&who.actor, &vendor, &operation, call)
        .await?;
    Ok(Called {
        answer,
        took_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        request_id,
    })
}

/// Tells a password that a call made, once. Takes JSON, so no form can post to it: what came back would be lost.
#[server(prefix = "/app/do", endpoint = "operations/handover", input = Json)]
pub async fn take_handover(id: String) -> Result<HandedOver, AppError> {
    let (services, who) = crate::context::asked()?;
    let id = contract::ids::HandoverId::known(&id)?;
    Ok(services.operations.hand_over(&who.actor, &id).await?)
}
