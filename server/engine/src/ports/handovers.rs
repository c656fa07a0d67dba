//! Telling a password that a call made: once, to whoever asked for the call, or to whoever may call writes where nobody did.

use super::Machine;
use crate::{
    policy::{Right, may},
    store::{AuditRecord, HANDOVER_FIELD},
    vault::{Binding, Sealed},
};
use contract::{actor::Actor, ids::HandoverId, operation::HandedOver, problem::Problem};
use serde_json::json;

impl Machine {
    /// Opens it first and takes it then, so that a key out of reach loses nothing and of many who ask one is told.
    pub(super) async fn tell_once(&self, who: &Actor, id: &HandoverId) -> Result<HandedOver, Problem> {
        may(who, Right::CallWrite)?;
        let found = self.store.handover(self.now(), id).await?.ok_or_else(over)?;
        if let Some(owner) = &found.owner
            && *owner != self.calls().owner_of(who).await?
        {
            return Err(over());
        }
        let binding = Binding {
            integration: id.as_str(),
            vendor: &found.vendor,
            field: HANDOVER_FIELD,
        };
        let opened = match Sealed::parse(&found.sealed) {
            Ok(sealed) => self.act.vault.open(binding, &sealed).await,
            Err(error) => Err(error),
        };
        let secret = opened.map_err(|error| {
            Problem::new(503, "key_unavailable", "The password could not be opened.")
                .with_detail(format!("It is kept still. {error}"))
        })?;
        let operation = format!("{}.{}", found.vendor, found.operation);
        let audit = AuditRecord {
            who,
            action: "handover.told",
            target: id.to_string(),
            detail: json!({ "operation": operation, "integration": found.integration }),
        };
        if !self.store.take_handover(self.now(), id, audit).await? {
            return Err(over());
        }
        Ok(HandedOver {
            secret: secret.expose().to_owned(),
            operation,
        })
    }
}

/// The same answer whether it never was, is somebody else's, was told, or ended.
fn over() -> Problem {
    Problem::not_found("handover").with_detail(
        "A password is told once, within 24 hours, to whoever asked for it. Set another one if nobody knows it.",
    )
}
