//! Resolving an alert.
//!
//! What Datto RMM does with an alert that is resolved already is not documented. So the alert is looked at first, and one
//! that is over is left alone: to ask twice is to ask once.

use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Repeat},
    policy::Write,
    vendors::datto_rmm::{inputs::ByUid, model::Alert, paths},
};
use schemars::JsonSchema;
use serde::Serialize;

/// `alerts.resolve`
pub struct Resolve;

/// What became of it.
#[derive(Serialize, JsonSchema)]
pub struct Outcome {
    /// The alert.
    pub alert_uid: String,
    /// It is resolved now.
    pub resolved: bool,
    /// True when it had been resolved before and nothing was sent.
    pub was_resolved: bool,
}

impl Operation for Resolve {
    type Access = Write;
    type Input = ByUid;
    type Output = Outcome;
    const ID: &'static str = "alerts.resolve";
    const TITLE: &'static str = "Resolve an alert";
    /// It looks first whether it is resolved.
    const REPEAT: Repeat = Repeat::Safe;

    async fn run(client: Client<Write>, input: ByUid) -> Result<Outcome, CallError> {
        let done = |was_resolved| Outcome {
            alert_uid: input.uid.to_string(),
            resolved: true,
            was_resolved,
        };
        if is_resolved(&client, &input).await? {
            return Ok(done(true));
        }
        match client.post_bare(paths::resolve(&input.uid)).await {
            Ok(()) => Ok(done(false)),
            // Somebody else was faster, or something else changed it.
            Err(error) if error.kind == CallErrorKind::Conflict => match is_resolved(&client, &input).await {
                Ok(true) => Ok(done(true)),
                _ => Err(error),
            },
            Err(error) => Err(error),
        }
    }
}

async fn is_resolved(client: &Client<Write>, input: &ByUid) -> Result<bool, CallError> {
    let alert: Alert = client.get(paths::alert(&input.uid), &[]).await?;
    Ok(alert.resolved == Some(true))
}
