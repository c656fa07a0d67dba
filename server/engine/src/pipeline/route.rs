//! Stage route: the rules in order; the first that fires picks the SOP, or ignores the event on purpose.

use super::{
    failure::StageFailure,
    normalise::Normal,
    resolve::Resolved,
    sops::{Picked, Sops},
};
use crate::store::StoreError;
use contract::{
    failure::{FailureCode, Stage},
    routing::Then,
};
use serde_json::{Value, json};

/// What follows from the rules. Only this stage makes one.
pub enum Route {
    /// Nothing, on purpose.
    Ignored,
    /// This SOP runs.
    Picked(Ticket),
}

/// A SOP that was picked by the rules and is on.
pub struct Ticket(Picked);

/// What the rules made of an event, and what is written into the trace.
pub struct Routing {
    /// What follows, or why nothing can.
    pub outcome: Result<Route, StageFailure>,
    /// Rule by rule.
    pub detail: Value,
    /// The SOP that was picked, also one that is off.
    pub picked: Option<Picked>,
}

/// Asks the rules.
pub async fn route(sops: &dyn Sops, normal: &Normal, resolved: &Resolved) -> Result<Routing, StoreError> {
    let routed = sops.route(normal.event(), resolved.customer()).await?;
    let mut detail = json!(routed.report);
    let picked = routed.picked;
    if let Some(picked) = &picked {
        detail["sop"] = json!({ "id": picked.sop, "name": picked.name, "version": picked.version });
    }
    let outcome = match (&routed.report.then, &picked) {
        (Some(Then::Ignore(_)), _) => Ok(Route::Ignored),
        (_, Some(picked)) if picked.enabled => Ok(Route::Picked(Ticket(picked.clone()))),
        (_, Some(picked)) => Err(StageFailure::new(
            Stage::Route,
            FailureCode::SopDisabled,
            format!("The SOP “{}” is switched off.", picked.name),
        )),
        (_, None) => Err(StageFailure::new(
            Stage::Route,
            FailureCode::NoMatchingSop,
            format!(
                "None of {} routing rules fires, and no SOP's triggers fit `{}`.",
                routed.report.verdicts.len(),
                normal.event().kind
            ),
        )),
    };
    Ok(Routing {
        outcome,
        detail,
        picked,
    })
}

impl Ticket {
    /// The SOP.
    pub fn picked(&self) -> &Picked {
        &self.0
    }
}
