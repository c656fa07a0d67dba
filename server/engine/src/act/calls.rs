//! A call as somebody asks for it: which account, what the rule says, and then it is made, held or refused; with a key, once.
//!
//! Ports and the pipeline come through here, so that the rules, the audit trail and the keys are the same for both.

use super::{
    Act, Made, ToHold, canonical,
    keys::{self, Kept},
    refusal::{FailedCall, Refusal},
};
use crate::{
    connector::Entry,
    policy::{Grant, Ruling, grant},
    store::{AuditRecord, CallKey, IntegrationRow, Store, StoreError},
};
use contract::{
    actor::{Actor, ActorKind},
    approval::Approval,
    field::FieldError,
    ids::{IntegrationId, TokenId},
    operation::Risk,
    operation_rule::OperationRule,
    problem::Problem,
};
use serde_json::{Value, json};
use std::time::Instant;
use tracing::Instrument as _;

/// The longest reason, in characters.
const MAX_WHY: usize = 1_000;

/// Makes calls, holds them, refuses them. Cheap to clone.
#[derive(Clone)]
pub struct Calls {
    /// Makes the call.
    pub act: Act,
    /// Knows accounts, rules and keys.
    pub store: Store,
}

/// A call as somebody asks for it.
pub struct Asked<'a> {
    /// Who asks.
    pub who: &'a Actor,
    /// Whose operation.
    pub vendor: &'a str,
    /// Which operation.
    pub operation: &'a str,
    /// On which account; the vendor's default when absent.
    pub integration: Option<&'a IntegrationId>,
    /// The input.
    pub input: Value,
    /// The caller's key.
    pub key: Option<String>,
    /// Why it is asked for.
    pub why: Option<String>,
    /// What the caller asks for beyond the operation's rule; `Auto` for nothing.
    pub at_least: OperationRule,
}

/// What came of it.
#[derive(Debug)]
pub enum Answered {
    /// It ran.
    Output(Value),
    /// It waits for a person.
    Held(Box<Approval>),
}

/// A call that could be made: which operation, on which account.
pub struct Ready<'a> {
    /// The operation.
    pub entry: &'a Entry,
    /// The account.
    pub row: IntegrationRow,
}

impl Calls {
    /// Makes a call, holds it, or refuses it.
    pub async fn call(&self, asked: Asked<'_>) -> Result<Answered, Refusal> {
        let Asked { who, input, why, .. } = asked;
        let ready = self
            .act
            .ready(&self.store, asked.vendor, asked.operation, asked.integration)
            .await?;
        let ruling = self.ruling(&ready).await?.at_least(asked.at_least);
        let granted = grant(who, ready.entry.info.risk, ruling.rule)?;
        ready.entry.check(&input)?;
        let why = checked_why(why)?;
        // What only reads is made each time: it changes nothing, and its answer may hold what is not kept.
        let is_kept = ready.entry.info.risk != Risk::Read || granted.is_none();
        let key = match asked.key.filter(|_| is_kept) {
            Some(key) => Some(call_key(who, key, &ready, &input)?),
            None => None,
        };
        if let Some(wanted) = &key
            && let Some(used) = self.store.used_key(&wanted.owner, &wanted.key).await?
        {
            return keys::again(&self.store, self.now(), self.patience(), used, wanted).await;
        }
        let Some(grant) = granted else {
            return self.hold(who, ready, input, why, ruling, key).await;
        };
        let output = match key {
            Some(key) => self.make_once(who, &ready, grant, input, key).await?,
            None => {
                if let Some(audit) = called(who, &ready, &input) {
                    self.store.record_alone(self.now(), audit).await?;
                }
                let owner = self.owner_of(who).await?;
                self.make(&ready, grant, input, &owner).await?
            }
        };
        Ok(output)
    }

    /// The rule in force.
    pub async fn ruling(&self, ready: &Ready<'_>) -> Result<Ruling, StoreError> {
        let info = &ready.entry.info;
        let own = self
            .store
            .own_rules(info.vendor.as_str(), &info.id, &ready.row.id)
            .await?;
        Ok(Ruling::of(info.risk, own))
    }

    /// Who stands behind a caller: a token acts for whoever made it.
    pub async fn owner_of(&self, who: &Actor) -> Result<String, StoreError> {
        match (who.kind, TokenId::parse(&who.id)) {
            (ActorKind::Token, Some(id)) => {
                let token = self.store.token(&id, self.now()).await?;
                // A token of the command line has nobody behind it but itself.
                Ok(if token.created_by == "system" {
                    who.id.clone()
                } else {
                    token.created_by
                })
            }
            _ => Ok(who.id.clone()),
        }
    }

    /// How long a call may be under way before its process must have ended, in milliseconds.
    pub fn patience(&self) -> i64 {
        i64::try_from(self.act.wire.config().timeout.as_millis()).unwrap_or(0) * 4 + 60_000
    }

    fn now(&self) -> i64 {
        self.act.clock.now_ms()
    }

    async fn hold(
        &self,
        who: &Actor,
        ready: Ready<'_>,
        input: Value,
        why: Option<String>,
        ruling: Ruling,
        key: Option<CallKey>,
    ) -> Result<Answered, Refusal> {
        let call = ToHold {
            who,
            owner: self.owner_of(who).await?,
            entry: ready.entry,
            row: &ready.row,
            input,
            why,
            ruling,
            waits: None,
        };
        let new = self.act.hold(call).await;
        let approval = new.approval.clone();
        let audit = AuditRecord {
            who,
            action: "approval.requested",
            target: approval.id.to_string(),
            detail: json!({
                "operation": format!("{}.{}", approval.vendor, approval.operation),
                "integration": approval.integration,
                "input_sha256": approval.input_sha256,
                "rule": ruling.rule,
                "policy_version": ruling.policy_version,
            }),
        };
        match (self.store.insert_approval(new, key.as_ref(), audit).await, key) {
            (Ok(()), _) => Ok(Answered::Held(Box::new(approval))),
            (Err(StoreError::Taken { .. }), Some(key)) => self.used_meanwhile(&key).await,
            (Err(error), _) => Err(error.into()),
        }
    }

    /// Makes a call whose key is free. The work goes on when whoever asked has gone: the same key gets its answer later.
    async fn make_once(
        &self,
        who: &Actor,
        ready: &Ready<'_>,
        grant: Grant,
        input: Value,
        key: CallKey,
    ) -> Result<Answered, Refusal> {
        let owner = self.owner_of(who).await?;
        let taken = self
            .store
            .take_key(self.now(), &key, called(who, ready, &input))
            .await;
        match taken {
            Ok(()) => {}
            Err(StoreError::Taken { .. }) => return self.used_meanwhile(&key).await,
            Err(error) => return Err(error.into()),
        }
        let (calls, row) = (self.clone(), ready.row.clone());
        let work = async move {
            let found = calls.act.registry.operation(&key.vendor, &key.operation);
            let (_, entry) = found.ok_or_else(|| Problem::not_found("operation"))?;
            let made = calls.make(&Ready { entry, row }, grant, input, &owner).await;
            calls.settle(&key, entry, &made).await;
            made
        };
        let work = tokio::spawn(work.in_current_span());
        work.await.unwrap_or_else(|_| {
            Err(Problem::new(
                500,
                "internal",
                "Ops AI met an error of its own while it made the call.",
            )
            .into())
        })
    }

    async fn make(
        &self,
        ready: &Ready<'_>,
        grant: Grant,
        input: Value,
        owner: &str,
    ) -> Result<Answered, Refusal> {
        let begun = Instant::now();
        let (act, row) = (&self.act, &ready.row);
        let Made { result, acted } = act.make_for(row, ready.entry, grant, input, Some(owner)).await;
        result.map(Answered::Output).map_err(|error| {
            Refusal::Call(Box::new(FailedCall {
                row: ready.row.clone(),
                error,
                took: begun.elapsed(),
                acted,
            }))
        })
    }

    /// Keeps what came of a call with a key. A fault here loses the answer and not the call: the key then says so.
    async fn settle(&self, key: &CallKey, entry: &Entry, made: &Result<Answered, Refusal>) {
        let kept = match made {
            Ok(Answered::Output(output)) => {
                Kept::Output(canonical::without_secrets(output, &entry.info.output_schema))
            }
            Err(Refusal::Call(failed)) if keys::is_free_after(&failed.error, failed.acted) => {
                if let Err(error) = self.store.free_key(key).await {
                    tracing::warn!(error = %error, "a key could not be freed");
                }
                return;
            }
            Err(Refusal::Call(failed)) => {
                Kept::Problem(super::problems::of_made(&failed.error, failed.acted))
            }
            Ok(Answered::Held(_)) | Err(Refusal::Problem(_) | Refusal::Store(_)) => return,
        };
        let kept = match serde_json::to_value(kept) {
            Ok(kept) => self.store.answer_key(self.now(), key, &kept).await,
            Err(_) => return,
        };
        if let Err(error) = kept {
            tracing::warn!(error = %error, "the answer of a call with a key could not be kept");
        }
    }

    /// Somebody else took the key between the look and the call.
    async fn used_meanwhile(&self, key: &CallKey) -> Result<Answered, Refusal> {
        match self.store.used_key(&key.owner, &key.key).await? {
            Some(used) => keys::again(&self.store, self.now(), self.patience(), used, key).await,
            None => Err(keys::in_progress().into()),
        }
    }
}

impl Act {
    /// Finds operation and account.
    pub async fn ready(
        &self,
        store: &Store,
        vendor: &str,
        operation: &str,
        integration: Option<&IntegrationId>,
    ) -> Result<Ready<'_>, Refusal> {
        let found = self.registry.operation(vendor, operation);
        let (_, entry) = found.ok_or_else(|| Problem::not_found("operation"))?;
        Ok(Ready {
            entry,
            row: account(store, vendor, integration).await?,
        })
    }
}

async fn account(
    store: &Store,
    vendor: &str,
    wanted: Option<&IntegrationId>,
) -> Result<IntegrationRow, Refusal> {
    let Some(id) = wanted else {
        return store.default_integration(vendor).await?.ok_or_else(|| {
            Problem::new(
                409,
                "no_default_integration",
                "This vendor has no default integration.",
            )
            .with_detail("Connect one on the Integrations page, or name one in `integration`.")
            .into()
        });
    };
    let row = store.integration(id).await.map_err(|error| match error {
        StoreError::Missing => Problem::not_found("integration").into(),
        other => Refusal::Store(other),
    })?;
    if row.vendor.as_str() == vendor {
        return Ok(row);
    }
    let text = format!("{id} is an account of {}, not of {vendor}.", row.vendor);
    Err(Problem::invalid(vec![FieldError::new("integration", "wrong_vendor", text)]).into())
}

/// What the audit trail says of a call. Written before the call: what may have happened must be in the trail even if the
/// process ends here.
fn called<'a>(who: &'a Actor, ready: &Ready<'_>, input: &Value) -> Option<AuditRecord<'a>> {
    let info = &ready.entry.info;
    ready.entry.audited.then(|| AuditRecord {
        who,
        action: "operation.called",
        target: ready.row.id.to_string(),
        detail: json!({
            "operation": format!("{}.{}", info.vendor, info.id),
            "input": canonical::without_secrets(input, &info.input_schema),
        }),
    })
}

fn call_key(who: &Actor, key: String, ready: &Ready<'_>, input: &Value) -> Result<CallKey, Problem> {
    keys::check(&key)?;
    let info = &ready.entry.info;
    Ok(CallKey {
        owner: who.id.clone(),
        key,
        vendor: info.vendor.to_string(),
        operation: info.id.to_string(),
        integration: ready.row.id.clone(),
        input_sha256: canonical::digest(input),
    })
}

fn checked_why(why: Option<String>) -> Result<Option<String>, Problem> {
    let why = why
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    if why.as_ref().is_some_and(|text| text.chars().count() > MAX_WHY) {
        let text = format!("Why it is asked for may have at most {MAX_WHY} characters.");
        return Err(Problem::invalid(vec![FieldError::new("why", "too_long", text)]));
    }
    Ok(why)
}
