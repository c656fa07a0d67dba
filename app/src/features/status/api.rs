//! The server functions of this feature: take the port and the person, call, return. They are public endpoints; the ports
//! authorise.

use crate::error::AppError;
use contract::{
    Text,
    actor::Role,
    health::{Board, HealthDetail, Hold, Incident},
    ids::VendorId,
    integration::Integration,
    probe::ProbeRecord,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::context::asked;
#[cfg(feature = "ssr")]
use contract::{
    health::{BoardQuery, NewHold},
    ids::{IncidentId, IntegrationId, WindowId},
    problem::Problem,
};

/// How many integrations a page shows.
#[cfg(feature = "ssr")]
const ROWS: u32 = 50;

/// A vendor, as the page names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorName {
    /// Its key.
    pub vendor: VendorId,
    /// Its name.
    pub name: Text,
    /// Its mark, an SVG of the server's own.
    pub icon_svg: Text,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// What it shows.
    pub board: Board,
    /// The vendors that have integrations.
    pub vendors: Vec<VendorName>,
    /// What the person who asked may do.
    pub role: Role,
}

/// A half hour of an integration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HalfHour {
    /// The integration's name.
    pub name: String,
    /// Its probes, newest first.
    pub probes: Vec<ProbeRecord>,
    /// The last probe before them that passed, if it is still kept.
    pub good: Option<ProbeRecord>,
}

#[cfg(feature = "ssr")]
fn known(id: &str) -> Result<IntegrationId, Problem> {
    IntegrationId::parse(id).ok_or_else(|| Problem::not_found("integration"))
}

#[cfg(feature = "ssr")]
fn asked_for(badge: String, vendor: String, q: String, sort: String, cursor: String) -> BoardQuery {
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    BoardQuery {
        badge: some(badge),
        vendor: some(vendor),
        q: some(q),
        sort: some(sort),
        cursor: some(cursor),
        limit: Some(ROWS),
    }
}

/// The page, with the vendors' names.
#[server(prefix = "/app/do", endpoint = "status/open")]
pub async fn open(
    #[server(default)] badge: String,
    #[server(default)] vendor: String,
    #[server(default)] q: String,
    #[server(default)] sort: String,
    #[server(default)] cursor: String,
) -> Result<Opened, AppError> {
    let (services, who) = asked()?;
    let query = asked_for(badge, vendor, q, sort, cursor);
    let board = services.health.board(&who.actor, query).await?;
    let manifests = services.vendors.list(&who.actor)?;
    let vendors = manifests
        .iter()
        .filter(|manifest| board.vendors.iter().any(|count| count.vendor == manifest.vendor))
        .map(|manifest| VendorName {
            vendor: manifest.vendor.clone(),
            name: manifest.name.clone(),
            icon_svg: manifest.icon_svg.clone(),
        })
        .collect();
    Ok(Opened {
        board,
        vendors,
        role: who.actor.role,
    })
}

/// The page again.
#[server(prefix = "/app/do", endpoint = "status/board")]
pub async fn read_board(
    #[server(default)] badge: String,
    #[server(default)] vendor: String,
    #[server(default)] q: String,
    #[server(default)] sort: String,
    #[server(default)] cursor: String,
) -> Result<Board, AppError> {
    let (services, who) = asked()?;
    let query = asked_for(badge, vendor, q, sort, cursor);
    Ok(services.health.board(&who.actor, query).await?)
}

/// One integration in depth.
#[server(prefix = "/app/do", endpoint = "status/detail")]
pub async fn read_detail(id: String) -> Result<HealthDetail, AppError> {
    let (services, who) = asked()?;
    Ok(services.health.detail(&who.actor, &known(&id)?).await?)
}

/// The probes of half an hour that begins at `at`, and the last good one before it.
#[server(prefix = "/app/do", endpoint = "status/half_hour")]
pub async fn read_half_hour(id: String, at: String) -> Result<HalfHour, AppError> {
    use super::moment::{DAY_MS, HALF_HOUR_MS, after};
    use contract::probe::Outcome;

    let (services, who) = asked()?;
    let id = known(&id)?;
    let end = after(&at, HALF_HOUR_MS).ok_or_else(|| Problem::not_found("half hour"))?;
    let name = services.integrations.get(&who.actor, &id).await?.name;
    let probes = services.health.probes(&who.actor, &id, at.clone(), end).await?;
    let failed = probes.iter().any(|probe| probe.outcome != Outcome::Ok);
    let good = match after(&at, -DAY_MS).filter(|_| failed) {
        Some(before) => {
            let earlier = services.health.probes(&who.actor, &id, before, at).await?;
            earlier.into_iter().find(|probe| probe.outcome == Outcome::Ok)
        }
        None => None,
    };
    Ok(HalfHour { name, probes, good })
}

/// Probes an integration now.
#[server(prefix = "/app/do", endpoint = "status/recheck")]
pub async fn recheck(id: String) -> Result<Integration, AppError> {
    let (services, who) = asked()?;
    Ok(services.integrations.probe(&who.actor, &known(&id)?).await?)
}

/// Says when the credentials end, as a day; blank takes it back.
#[server(prefix = "/app/do", endpoint = "status/expiry")]
pub async fn set_expiry(id: String, #[server(default)] day: String) -> Result<Integration, AppError> {
    let (services, who) = asked()?;
    let day = Some(day.trim().to_owned()).filter(|day| !day.is_empty());
    Ok(services.health.set_expiry(&who.actor, &known(&id)?, day).await?)
}

/// Holds that are in force or to come.
#[server(prefix = "/app/do", endpoint = "status/holds")]
pub async fn read_holds() -> Result<Vec<Hold>, AppError> {
    let (services, who) = asked()?;
    Ok(services.health.holds(&who.actor).await?)
}

/// Snoozes, or plans maintenance. `scope` is `int_…`, a vendor's key, or blank for all; `from` is UTC without a zone, blank
/// for now; `minutes` is `0` for as long as the fault lasts.
#[server(prefix = "/app/do", endpoint = "status/hold")]
pub async fn make_hold(
    kind: String,
    #[server(default)] scope: String,
    #[server(default)] from: String,
    minutes: u32,
    #[server(default)] note: String,
) -> Result<Hold, AppError> {
    let (services, who) = asked()?;
    let integration = IntegrationId::parse(&scope);
    let vendor = Some(scope).filter(|scope| integration.is_none() && !scope.is_empty());
    let hold = NewHold {
        kind,
        integration,
        vendor,
        from: super::moment::of_input(&from),
        minutes: Some(minutes).filter(|minutes| *minutes > 0),
        note: note.trim().to_owned(),
    };
    Ok(services.health.hold(&who.actor, hold).await?)
}

/// Ends a hold now.
#[server(prefix = "/app/do", endpoint = "status/end_hold")]
pub async fn end_hold(id: String) -> Result<(), AppError> {
    let (services, who) = asked()?;
    let id = WindowId::parse(&id).ok_or_else(|| Problem::not_found("hold"))?;
    Ok(services.health.end_hold(&who.actor, &id).await?)
}

/// The newest incidents, open or over.
#[server(prefix = "/app/do", endpoint = "status/incidents")]
pub async fn read_incidents() -> Result<Vec<Incident>, AppError> {
    let (services, who) = asked()?;
    let page = services.health.incidents(&who.actor, false, None, 50).await?;
    Ok(page.items)
}

/// One incident with all it affects.
#[server(prefix = "/app/do", endpoint = "status/incident")]
pub async fn read_incident(id: String) -> Result<Incident, AppError> {
    let (services, who) = asked()?;
    let id = IncidentId::parse(&id).ok_or_else(|| Problem::not_found("incident"))?;
    Ok(services.health.incident(&who.actor, &id).await?)
}

/// Says that a person has seen an incident.
#[server(prefix = "/app/do", endpoint = "status/acknowledge")]
pub async fn acknowledge(id: String, #[server(default)] note: String) -> Result<Incident, AppError> {
    let (services, who) = asked()?;
    let id = IncidentId::parse(&id).ok_or_else(|| Problem::not_found("incident"))?;
    let note = note.trim().to_owned();
    Ok(services.health.acknowledge(&who.actor, &id, note).await?)
}
