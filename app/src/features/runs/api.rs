//! Server functions of runs.

use crate::error::AppError;
use contract::run::{Run, RunDetail};
use leptos::prelude::*;

/// How many runs a page has.
#[cfg(feature = "ssr")]
const PAGE: u32 = 50;

#[cfg(feature = "ssr")]
fn known(id: &str) -> Result<contract::ids::RunId, contract::problem::Problem> {
    contract::ids::RunId::parse(id).ok_or_else(|| contract::problem::Problem::not_found("run"))
}

/// A page of runs, newest first: all, of one SOP, or of one status.
#[server(prefix = "/app/do", endpoint = "runs/list")]
pub async fn list_runs(sop: String, status: String, cursor: String) -> Result<Vec<Run>, AppError> {
    use contract::{
        ids::{RunId, SopId},
        run::{RunFilter, RunStatus},
    };

    let (services, who) = crate::context::asked()?;
    let filter = RunFilter {
        sop: SopId::parse(&sop),
        event: None,
        status: RunStatus::parse(&status),
    };
    let cursor = RunId::parse(&cursor);
    Ok(services
        .runs
        .list(&who.actor, filter, cursor.as_ref(), PAGE)
        .await?)
}

/// One run.
#[server(prefix = "/app/do", endpoint = "runs/get")]
pub async fn read_run(id: String) -> Result<RunDetail, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.runs.get(&who.actor, &known(&id)?).await?)
}

/// Ends a run.
#[server(prefix = "/app/do", endpoint = "runs/cancel")]
pub async fn cancel_run(id: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    services.runs.cancel(&who.actor, &known(&id)?).await?;
    leptos_axum::redirect(&format!("/app/runs/{id}"));
    Ok(())
}

/// Runs it again from a step, and leads to the new run.
#[server(prefix = "/app/do", endpoint = "runs/again")]
pub async fn rerun_from(id: String, step: String) -> Result<(), AppError> {
    let (services, who) = crate::context::asked()?;
    let run = services.runs.rerun(&who.actor, &known(&id)?, &step).await?;
    leptos_axum::redirect(&format!("/app/runs/{}", run.run.id));
    Ok(())
}
