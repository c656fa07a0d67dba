//! What opens over the page, each with an address of its own. Closing leads back to the list as it was narrowed.
//!
//! All that a drawer shows is one resource of the page. A resource that is made inside a drawer would be made again each
//! time the server draws it, and the browser could not tell which of its answers is whose.

mod cell;
mod incident;
mod integration;
mod plan;

use super::{
    acts::Acts,
    api::{HalfHour, Opened, open, read_detail, read_half_hour, read_incident, read_incidents},
    filter::{Filter, Open},
};
use crate::{
    error::AppError,
    ui::{Loaded, Shape, Skeleton},
};
use cell::CellDrawer;
use contract::health::{HealthDetail, Incident};
use incident::{IncidentDrawer, IncidentsDrawer};
use integration::IntegrationDrawer;
use leptos::prelude::*;
use plan::PlanDrawer;
use serde::{Deserialize, Serialize};

/// What lies open, as it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shown {
    /// Nothing.
    Nothing,
    /// One integration in depth.
    Integration(Box<HealthDetail>),
    /// Half an hour of an integration.
    HalfHour(HalfHour),
    /// An incident.
    Incident(Box<Incident>),
    /// Earlier incidents.
    Incidents(Vec<Incident>),
    /// What maintenance can be planned for.
    Plan(Box<Opened>),
}

/// Reads what the address asks for, and again after each act that may have changed it.
pub fn follow_open(open: Memo<Option<Open>>, acts: Acts) -> Loaded<Shown> {
    Resource::new(move || (open.get(), acts.version()), |(open, _)| read(open))
}

async fn read(asked: Option<Open>) -> Result<Shown, AppError> {
    let blank = String::new;
    Ok(match asked {
        None => Shown::Nothing,
        Some(Open::Integration(id)) => Shown::Integration(Box::new(read_detail(id).await?)),
        Some(Open::Cell(id, at)) => Shown::HalfHour(read_half_hour(id, at).await?),
        Some(Open::Incident(id)) => Shown::Incident(Box::new(read_incident(id).await?)),
        Some(Open::Incidents) => Shown::Incidents(read_incidents().await?),
        Some(Open::Hold(scope)) => {
            Shown::Plan(Box::new(open(blank(), blank(), scope, blank(), blank()).await?))
        }
    })
}

/// What stands in a drawer until its own answer is there.
fn waiting(count: usize) -> AnyView {
    view! { <Skeleton shape=Shape::Lines count/> }.into_any()
}

/// The drawer that the address asks for.
#[component]
pub fn Drawers(
    /// What the address narrows the list to.
    filter: Memo<Filter>,
    /// What the address asks to open.
    open: Memo<Option<Open>>,
    /// From [`follow_open`].
    shown: Loaded<Shown>,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    move || {
        let close = filter.with(Filter::href);
        open.get().map(|open| match open {
            Open::Integration(_) => view! { <IntegrationDrawer close filter acts shown/> }.into_any(),
            Open::Cell(id, at) => view! { <CellDrawer id at filter shown/> }.into_any(),
            Open::Incident(_) => view! { <IncidentDrawer close acts shown/> }.into_any(),
            Open::Incidents => view! { <IncidentsDrawer close filter shown/> }.into_any(),
            Open::Hold(scope) => view! { <PlanDrawer scope close acts shown/> }.into_any(),
        })
    }
}
