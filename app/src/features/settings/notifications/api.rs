//! Server functions of notifications. Addresses and secrets go in and never come out.

use crate::error::AppError;
use contract::notification::{Channel, DeliveryPage, IssuedChannel, NoticeDelivery};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use contract::{
    ids::ChannelId,
    notification::{ChannelChange, NewChannel, NoticeLevel},
    problem::Problem,
};

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The channels, by name.
    pub channels: Vec<Channel>,
    /// What was told last, over one of them or over all.
    pub log: DeliveryPage,
}

#[cfg(feature = "ssr")]
fn known(id: &str) -> Result<ChannelId, Problem> {
    ChannelId::parse(id).ok_or_else(|| Problem::not_found("channel"))
}

/// The addresses that were typed, one a line or separated by commas.
#[cfg(feature = "ssr")]
fn addresses(typed: &str) -> Vec<String> {
    let parts = typed.split([',', ';', '\n', ' ']);
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The channels, and what was told over one of them; over all when `channel` is blank.
#[server(prefix = "/app/do", endpoint = "channels/list")]
pub async fn read_channels(
    #[server(default)] channel: String,
    #[server(default)] cursor: String,
) -> Result<Told, AppError> {
    let (services, who) = crate::context::asked()?;
    let channels = services.notifications.channels(&who.actor).await?;
    let only = ChannelId::parse(&channel);
    let cursor = Some(cursor).filter(|cursor| !cursor.is_empty());
    let log = services
        .notifications
        .deliveries(&who.actor, only.as_ref(), cursor, 25)
        .await?;
    Ok(Told { channels, log })
}

/// Makes a channel; a secret that was made for it stands in this answer only.
#[server(prefix = "/app/do", endpoint = "channels/create")]
pub async fn create_channel(
    kind: String,
    #[server(default)] name: String,
    #[server(default)] to: String,
    #[server(default)] url: String,
    #[server(default)] secret: String,
    #[server(default)] floor: String,
) -> Result<IssuedChannel, AppError> {
    let (services, who) = crate::context::asked()?;
    let new = NewChannel {
        name: name.trim().to_owned(),
        kind,
        to: addresses(&to),
        url: url.trim().to_owned(),
        secret: secret.trim().to_owned(),
        floor: NoticeLevel::parse(&floor),
    };
    Ok(services.notifications.create(&who.actor, new).await?)
}

/// Changes a channel; what is blank stays.
#[server(prefix = "/app/do", endpoint = "channels/change")]
pub async fn change_channel(
    id: String,
    #[server(default)] name: String,
    #[server(default)] to: String,
    #[server(default)] url: String,
    #[server(default)] secret: String,
    #[server(default)] floor: String,
    #[server(default)] enabled: String,
) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    let id = known(&id)?;
    let some = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let change = ChannelChange {
        name: some(name),
        to: Some(addresses(&to)).filter(|to| !to.is_empty()),
        url: some(url),
        secret: some(secret),
        floor: NoticeLevel::parse(&floor),
        enabled: match enabled.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    };
    services.notifications.change(&who.actor, &id, change).await?;
    leptos_axum::redirect("/app/settings/notifications?done=channel-changed");
    Ok(())
}

/// Sends a test now, and says how it went.
#[server(prefix = "/app/do", endpoint = "channels/test")]
pub async fn test_channel(id: String) -> Result<NoticeDelivery, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.notifications.test(&who.actor, &known(&id)?).await?)
}

/// Deletes a channel with its log.
#[server(prefix = "/app/do", endpoint = "channels/delete")]
pub async fn delete_channel(id: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services.notifications.delete(&who.actor, &known(&id)?).await?;
    leptos_axum::redirect("/app/settings/notifications?done=channel-deleted");
    Ok(())
}
