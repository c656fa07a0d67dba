//! Calling vendor operations: what the house makes of a call, and what a failed one says of the account's health.

use super::Machine;
use crate::{
    act::{Answered, Asked, Calls, FailedCall, Refusal},
    connector::OperationError,
    policy::{Right, may},
};
use contract::{
    actor::Actor,
    ids::HandoverId,
    operation::{HandedOver, OperationAnswer, OperationCall, OperationInfo},
    operation_rule::OperationRule,
    ports::{Answer, Operations},
    problem::Problem,
};
use std::sync::Arc;

impl Operations for Machine {
    fn catalogue(&self, who: &Actor) -> Result<Arc<[OperationInfo]>, Problem> {
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
        Box::pin(async move {
            may(who, Right::CallRead)?;
            let asked = Asked {
                who,
                vendor,
                operation,
                integration: call.integration.as_ref(),
                input: call.input,
                key: call.idempotency_key,
                why: call.why,
                at_least: OperationRule::Auto,
            };
            match self.calls().call(asked).await {
                Ok(Answered::Output(output)) => Ok(OperationAnswer::Output(output)),
                Ok(Answered::Held(approval)) => {
                    self.live.approvals();
                    Ok(OperationAnswer::Approval(approval))
                }
                Err(refusal) => {
                    if let Refusal::Call(failed) = &refusal {
                        self.learn(failed).await;
                    }
                    Err(refusal.into())
                }
            }
        })
    }

    fn hand_over<'a>(&'a self, who: &'a Actor, id: &'a HandoverId) -> Answer<'a, HandedOver> {
        Box::pin(self.tell_once(who, id))
    }
}

impl Machine {
    /// What makes calls, holds them and refuses them.
    pub(super) fn calls(&self) -> Calls {
        Calls {
            act: self.act.clone(),
            store: self.store.clone(),
        }
    }

    /// Real calls feed the same health: a refusal is seen at once. Where asking again could lock the account, the refusal
    /// itself is the probe.
    pub(super) async fn learn(&self, failed: &FailedCall) {
        let FailedCall { row, error, took, .. } = failed;
        let OperationError::Call(error) = error else {
            return;
        };
        let done = self.prober().refused(row, error, *took).await;
        if let Err(error) = done {
            tracing::warn!(integration.id = %row.id, error = %error, "the refusal of a call could not be recorded");
        }
    }
}
