//! Server functions of the operations: the catalogue, one entry, and a call.
#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::unused_async,
        reason = "a server function is async, also when its port answers at once"
    )
)]

use crate::error::{AppError, WholeError};
use contract::operation::{OperationAnswer, OperationInfo, Risk};
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
        .into_iter()
        .map(|info| Line {
            vendor_name: name(info.vendor.as_str()),
            vendor: info.vendor.to_string(),
            id: info.id.into_owned(),
            title: info.title.into_owned(),
            risk: info.risk,
        })
        .collect())
}

/// One operation.
#[server(prefix = "/app/do", endpoint = "operations/describe")]
pub async fn describe(vendor: String, operation: String) -> Result<Described, AppError> {
    use contract::problem::Problem;

    let (services, who) = crate::context::asked()?;
    let vendor_name = services.vendors.get(&who.actor, &vendor)?.name.into_owned();
    let catalogue = services.operations.catalogue(&who.actor)?;
    let mut all = catalogue.into_iter();
    let info = all
        .find(|info| info.vendor.as_str() == vendor && info.id == operation.as_str())
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
    Ok(Described {
        vendor_name,
        info,
        accounts,
    })
}

/// Calls an operation. Takes JSON, so no form can post to it: its error holds the vendor's own words.
#[server(prefix = "/app/do", endpoint = "operations/call", input = Json)]
pub async fn call(
    vendor: String,
    operation: String,
    integration: Option<String>,
    value: Value,
) -> Result<OperationAnswer, WholeError> {
    use contract::{ids::IntegrationId, operation::OperationCall, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let integration = match integration {
        Some(id) => Some(IntegrationId::parse(&id).ok_or_else(|| Problem::not_found("integration"))?),
        None => None,
    };
    let call = OperationCall {
        integration,
        input: value,
    };
    Ok(services
        .operations
        .call(&who.actor, &vendor, &operation, call)
        .await?)
}
