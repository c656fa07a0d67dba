//! Server functions of webhooks. What answers with a secret takes JSON, so that no form can post to it and no browser keeps
//! it in its history.

use crate::error::{AppError, WholeError};
use contract::webhook::{IssuedWebhook, Webhook};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// Every webhook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The webhooks.
    pub webhooks: Vec<Webhook>,
    /// Vendors: key and name.
    pub vendors: Vec<(String, String)>,
    /// True when an account is connected whose vendor can post.
    pub can_make: bool,
}

#[cfg(feature = "ssr")]
fn known(id: &str) -> Result<contract::ids::WebhookId, contract::problem::Problem> {
    contract::ids::WebhookId::parse(id).ok_or_else(|| contract::problem::Problem::not_found("webhook"))
}

/// Every webhook.
#[server(prefix = "/app/do", endpoint = "webhooks/list")]
pub async fn list_webhooks() -> Result<Listed, AppError> {
    let (services, who) = crate::context::asked()?;
    let vendors = services.vendors.list(&who.actor)?;
    let integrations = services.integrations.list(&who.actor).await?;
    Ok(Listed {
        vendors: vendors
            .iter()
            .map(|one| (one.vendor.to_string(), one.name.to_string()))
            .collect(),
        can_make: integrations
            .iter()
            .any(|one| posts(&vendors, &one.vendor).is_some()),
        webhooks: services.webhooks.list(&who.actor).await?,
    })
}

/// One webhook; none where there is no such.
#[server(prefix = "/app/do", endpoint = "webhooks/read")]
pub async fn read_webhook(id: String) -> Result<Option<Webhook>, AppError> {
    let (services, who) = crate::context::asked()?;
    match services.webhooks.get(&who.actor, &known(&id)?).await {
        Ok(webhook) => Ok(Some(webhook)),
        Err(problem) if problem.status == 404 => Ok(None),
        Err(problem) => Err(problem.into()),
    }
}

/// Accounts whose vendor can post: identifier, and name with the vendor's.
#[server(prefix = "/app/do", endpoint = "webhooks/accounts")]
pub async fn list_accounts() -> Result<Vec<(String, String)>, AppError> {
    let (services, who) = crate::context::asked()?;
    let vendors = services.vendors.list(&who.actor)?;
    let integrations = services.integrations.list(&who.actor).await?;
    let accounts = integrations.into_iter().filter_map(|one| {
        let vendor = posts(&vendors, &one.vendor)?;
        Some((one.id.to_string(), format!("{} ({})", one.name, vendor.name)))
    });
    Ok(accounts.collect())
}

/// A vendor, if it can post.
#[cfg(feature = "ssr")]
fn posts<'a>(
    vendors: &'a [std::sync::Arc<contract::manifest::Manifest>],
    vendor: &contract::ids::VendorId,
) -> Option<&'a contract::manifest::Manifest> {
    let found = vendors.iter().find(|one| one.vendor == *vendor)?;
    found.webhook.is_some().then_some(found.as_ref())
}

/// Makes a webhook; the answer is the only place where its secret stands.
#[server(prefix = "/app/do", endpoint = "webhooks/create", input = Json)]
pub async fn create_webhook(integration: String, name: String) -> Result<IssuedWebhook, WholeError> {
    let (services, who) = crate::context::asked()?;
    let new = contract::webhook::NewWebhook { integration, name };
    Ok(services.webhooks.create(&who.actor, new).await?)
}

/// Makes a new secret; the answer is the only place where it stands.
#[server(prefix = "/app/do", endpoint = "webhooks/rotate", input = Json)]
pub async fn rotate_secret(id: String, overlap_hours: u32) -> Result<IssuedWebhook, WholeError> {
    let (services, who) = crate::context::asked()?;
    let rotation = contract::webhook::Rotation {
        overlap_hours: Some(overlap_hours),
    };
    Ok(services
        .webhooks
        .rotate(&who.actor, &known(&id)?, rotation)
        .await?)
}

/// Changes a webhook's name, switches, networks and retention.
#[server(prefix = "/app/do", endpoint = "webhooks/change")]
pub async fn change_webhook(
    id: String,
    name: String,
    #[server(default)] enabled: bool,
    #[server(default)] ordered: bool,
    #[server(default)] networks: String,
    payload_days: u32,
    event_days: u32,
) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    let networks = networks
        .split([',', ' ', '\n', '\r'])
        .map(str::trim)
        .filter(|network| !network.is_empty())
        .map(str::to_owned)
        .collect();
    let change = contract::webhook::WebhookChange {
        name: Some(name),
        enabled: Some(enabled),
        allowed_networks: Some(networks),
        payload_days: Some(payload_days),
        event_days: Some(event_days),
        ordered: Some(ordered),
    };
    services.webhooks.change(&who.actor, &known(&id)?, change).await?;
    leptos_axum::redirect(&format!("/app/webhooks?open={id}"));
    Ok(())
}

/// Ends an old secret now.
#[server(prefix = "/app/do", endpoint = "webhooks/retire")]
pub async fn retire_secret(id: String, secret: String) -> Result<(), AppError> {
    use contract::{ids::WebhookSecretId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let secret = WebhookSecretId::parse(&secret).ok_or_else(|| Problem::not_found("secret"))?;
    services
        .webhooks
        .retire(&who.actor, &known(&id)?, &secret)
        .await?;
    leptos_axum::redirect(&format!("/app/webhooks?open={id}"));
    Ok(())
}

/// Registers the webhook at the vendor's through its own interface.
#[server(prefix = "/app/do", endpoint = "webhooks/register", input = Json)]
pub async fn register_webhook(id: String) -> Result<(), WholeError> {
    let (services, who) = crate::context::asked()?;
    services.webhooks.register(&who.actor, &known(&id)?).await?;
    Ok(())
}

/// Deletes a webhook; its events stay until their time is over.
#[server(prefix = "/app/do", endpoint = "webhooks/delete")]
pub async fn delete_webhook(id: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services.webhooks.delete(&who.actor, &known(&id)?).await?;
    leptos_axum::redirect("/app/webhooks");
    Ok(())
}
