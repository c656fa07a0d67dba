//! Server functions of events.

use crate::error::AppError;
use contract::event::{EventDetail, EventFilter, EventPage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many events a page has.
pub const PAGE: u32 = 50;

/// A page of events, and what they can be narrowed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The events.
    pub page: EventPage,
    /// Vendors: key and name.
    pub vendors: Vec<(String, String)>,
    /// Webhooks: identifier and name.
    pub webhooks: Vec<(String, String)>,
}

/// The moment that lies so many hours back.
#[cfg(feature = "ssr")]
fn hours_ago(hours: u32) -> contract::Time {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    let back = Duration::from_secs(u64::from(hours) * 3600);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let then = since.saturating_sub(back).as_millis();
    crate::ui::calendar::iso_of(i64::try_from(then).unwrap_or_default())
}

/// A page of events, newest first; not older than so many hours, where they are given.
#[server(prefix = "/app/do", endpoint = "events/list")]
pub async fn list_events(
    #[server(default)] filter: EventFilter,
    #[server(default)] hours: Option<u32>,
    cursor: Option<String>,
) -> Result<Listed, AppError> {
    let (services, who) = crate::context::asked()?;
    let filter = match hours {
        Some(hours) => EventFilter {
            from: Some(hours_ago(hours)),
            ..filter
        },
        None => filter,
    };
    let vendors = services.vendors.list(&who.actor)?;
    let page = services.events.list(&who.actor, filter, cursor, PAGE).await?;
    let webhooks = services.webhooks.list(&who.actor).await?;
    Ok(Listed {
        page,
        vendors: vendors
            .iter()
            .map(|vendor| (vendor.vendor.to_string(), vendor.name.to_string()))
            .collect(),
        webhooks: webhooks
            .into_iter()
            .map(|webhook| (webhook.id.to_string(), webhook.name))
            .collect(),
    })
}

/// One event.
#[server(prefix = "/app/do", endpoint = "events/get")]
pub async fn read_event(id: String) -> Result<EventDetail, AppError> {
    use contract::{ids::EventId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let id = EventId::parse(&id).ok_or_else(|| Problem::not_found("event"))?;
    Ok(services.events.get(&who.actor, &id).await?)
}

/// Makes a new event of an old one, and leads to it.
#[server(prefix = "/app/do", endpoint = "events/replay")]
pub async fn replay(id: String, #[server(default)] reason: String) -> Result<(), AppError> {
    use contract::{event::ReplayRequest, ids::EventId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let id = EventId::parse(&id).ok_or_else(|| Problem::not_found("event"))?;
    let request = ReplayRequest {
        reason: Some(reason).filter(|reason| !reason.trim().is_empty()),
        dry_run: false,
    };
    let answer = services.events.replay(&who.actor, &id, request).await?;
    if let Some(event) = answer.event {
        leptos_axum::redirect(&format!("/app/webhooks/events?event={event}"));
    }
    Ok(())
}

/// What would happen if it were replayed now.
#[server(prefix = "/app/do", endpoint = "events/dry_replay")]
pub async fn dry_replay(id: String) -> Result<contract::event::ReplayAnswer, AppError> {
    use contract::{event::ReplayRequest, ids::EventId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let id = EventId::parse(&id).ok_or_else(|| Problem::not_found("event"))?;
    let request = ReplayRequest {
        reason: None,
        dry_run: true,
    };
    Ok(services.events.replay(&who.actor, &id, request).await?)
}
