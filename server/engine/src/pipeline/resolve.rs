//! Stage resolve: which account the event belongs to, and which customer it is about.

use super::{
    failure::StageFailure,
    normalise::Normal,
    sops::{FoundCustomer, Sops},
};
use crate::{
    connector::Inbound,
    store::{IntegrationRow, Store, StoreError},
};
use contract::{
    failure::{FailureCode, Stage},
    ids::IntegrationId,
};
use serde_json::{Value, json};

/// Whose event it is. Only this stage makes one.
pub struct Resolved {
    account: IntegrationRow,
    customer: Option<FoundCustomer>,
}

/// How resolving ended.
pub type Outcome = Result<Resolved, StageFailure>;

/// Finds account and customer.
pub async fn resolve(
    store: &Store,
    sops: &dyn Sops,
    inbound: &dyn Inbound,
    integration: &IntegrationId,
    normal: &Normal,
) -> Result<Outcome, StoreError> {
    let fail = |code, detail: String| Ok(Err(StageFailure::new(Stage::Resolve, code, detail)));
    let account = match store.integration(integration).await {
        Ok(account) => account,
        Err(StoreError::Missing) => {
            let detail = format!("The integration {integration}, whose webhook received this, was deleted.");
            return fail(FailureCode::IntegrationMissing, detail);
        }
        Err(other) => return Err(other),
    };
    if account.paused {
        let detail = format!("The integration “{}” is paused.", account.name);
        return fail(FailureCode::IntegrationDisabled, detail);
    }
    let Some(reference) = &normal.event().customer else {
        return Ok(Ok(Resolved {
            account,
            customer: None,
        }));
    };
    let found = sops
        .resolve_customer(&account.vendor, integration, reference)
        .await?;
    // The house's own record may be linked to a customer, and need not be.
    if found.is_none() && !inbound.is_own(&account.settings, reference) {
        let name = reference
            .name
            .as_ref()
            .map_or_else(String::new, |name| format!(" “{name}”"));
        let detail = format!(
            "The record{name} ({}) of “{}” belongs to no customer.",
            reference.external_id, account.name
        );
        let failure = StageFailure::new(Stage::Resolve, FailureCode::CustomerNotMapped, detail)
            .with_evidence("Vendor's record", format!("{}{name}", reference.external_id));
        return Ok(Err(failure));
    }
    Ok(Ok(Resolved {
        account,
        customer: found,
    }))
}

impl Resolved {
    /// The customer; none when the event names none.
    pub fn customer(&self) -> Option<&FoundCustomer> {
        self.customer.as_ref()
    }

    /// What is written into the trace.
    pub fn detail(&self) -> Value {
        json!({
            "integration": { "id": self.account.id, "name": self.account.name },
            "customer": self.customer.as_ref().map(|found| json!({ "id": found.id, "name": found.name })),
        })
    }
}
