//! Calling vendor operations: which account, who may, what came of it.

use super::{Machine, problems};
use crate::{
    connector::{CallErrorKind, Entry, OperationError},
    policy::{Right, grant, may},
    probes::record_of,
    store::{AuditRecord, IntegrationRow},
};
use contract::{
    actor::Actor,
    field::FieldError,
    ids::IntegrationId,
    operation::{OperationAnswer, OperationCall, OperationInfo},
    ports::{Answer, Operations},
    problem::Problem,
};
use serde_json::json;
use std::time::{Duration, Instant};

impl Operations for Machine {
    fn catalogue(&self, who: &Actor) -> Result<Vec<OperationInfo>, Problem> {
        may(who, Right::Look)?;
        Ok(self.act.registry.operations())
    }

    fn call<'a>(
        &'a self,
        who: &'a Actor,
        vendor: &'a str,
        operation: &'a str,
        call: OperationCall,
    ) -> Answer<'a, OperationAnswer> {
        Box::pin(self.run(who, vendor, operation, call))
    }
}

/// A call that could be made: which operation, on which account.
pub(super) struct Ready<'a> {
    /// The operation.
    pub entry: &'a Entry,
    /// The account.
    pub row: IntegrationRow,
}

impl Machine {
    pub(super) async fn ready(
        &self,
        vendor: &str,
        operation: &str,
        integration: Option<&IntegrationId>,
    ) -> Result<Ready<'_>, Problem> {
        let found = self.act.registry.operation(vendor, operation);
        let (_, entry) = found.ok_or_else(|| Problem::not_found("operation"))?;
        Ok(Ready {
            entry,
            row: self.account(vendor, integration).await?,
        })
    }

    async fn run(
        &self,
        who: &Actor,
        vendor: &str,
        operation: &str,
        call: OperationCall,
    ) -> Result<OperationAnswer, Problem> {
        may(who, Right::CallRead)?;
        let ready = self.ready(vendor, operation, call.integration.as_ref()).await?;
        let Some(grant) = grant(who, ready.entry.info.risk)? else {
            ready.entry.check(&call.input).map_err(problems::of_operation)?;
            let held = self.hold(who, &ready, call.input).await?;
            return Ok(OperationAnswer::Approval(Box::new(held)));
        };
        let Ready { entry, row } = ready;
        if entry.audited {
            // Written before the call: what may have happened must be in the trail even if the process ends here.
            let audit = AuditRecord {
                who,
                action: "operation.called",
                target: row.id.to_string(),
                detail: json!({ "operation": format!("{vendor}.{operation}"), "input": call.input }),
            };
            self.store.record_alone(self.now(), audit).await?;
        }
        let begun = Instant::now();
        match self.act.call(&row, entry, grant, call.input).await {
            Ok(output) => Ok(OperationAnswer::Output(output)),
            Err(error) => {
                self.learn(&row, &error, begun.elapsed()).await;
                Err(problems::of_operation(error))
            }
        }
    }

    async fn account(&self, vendor: &str, wanted: Option<&IntegrationId>) -> Result<IntegrationRow, Problem> {
        let Some(id) = wanted else {
            return self.store.default_integration(vendor).await?.ok_or_else(|| {
                Problem::new(
                    409,
                    "no_default_integration",
                    "This vendor has no default integration.",
                )
                .with_detail("Connect one on the Integrations page, or name one in `integration`.")
            });
        };
        let row = self
            .store
            .integration(id)
            .await
            .map_err(|_| Problem::not_found("integration"))?;
        if row.vendor.as_str() == vendor {
            Ok(row)
        } else {
            let text = format!("{id} is an account of {}, not of {vendor}.", row.vendor);
            Err(Problem::invalid(vec![FieldError::new(
                "integration",
                "wrong_vendor",
                text,
            )]))
        }
    }

    /// Real calls feed the same health: a refusal is seen at once. Where asking again could lock the account, the refusal
    /// itself is the probe.
    async fn learn(&self, row: &IntegrationRow, error: &OperationError, took: Duration) {
        let OperationError::Call(error) = error else {
            return;
        };
        if error.kind != CallErrorKind::Credentials {
            return;
        }
        let locks = self
            .act
            .connector(row)
            .is_ok_and(|connector| connector.refusals_lock());
        let done = if locks {
            let record = record_of(self.now(), took, "call", Err(error));
            self.store.insert_probe(&row.id, record).await
        } else {
            self.prober().probe(row, "call").await.map(|_| ())
        };
        if let Err(error) = done {
            tracing::warn!(integration.id = %row.id, error = %error, "the refusal of a call could not be recorded");
        }
    }
}
