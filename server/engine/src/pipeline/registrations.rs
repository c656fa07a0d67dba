//! Registrations at the vendors': made when somebody asks for it, looked after before the vendor forgets them, and taken away
//! there when the webhook is deleted here.
//!
//! ```text
//!   register ─▶ vendor ─▶ kept: state, when due ─┐
//!   turn: due? ─▶ claimed ─▶ vendor ─▶ kept anew ─┴─ a notice of the vendor or a new secret makes it due at once
//! ```
//!
//! What is due stands in the database, so a restart forgets nothing and one node does the work. This module knows no vendor.

use super::{Pipeline, receive::open_one};
use crate::{
    act::of_call,
    clock::rfc3339,
    connector::{CallErrorKind, Inbound, Registered, Registers, Registration, register, unregister},
    policy::{Grant, grant},
    store::{AuditRecord, StoreError, WebhookRow},
};
use contract::{actor::Actor, operation::Risk, operation_rule::OperationRule, problem::Problem};
use serde_json::{Value, json};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it looks.
const LOOKS: Duration = Duration::from_secs(30);

/// For how long one that is being looked after belongs to a node, in milliseconds.
const CLAIMED_MS: i64 = 10 * 60 * 1000;

/// When one that failed is tried again, in milliseconds.
const AGAIN_MS: i64 = 15 * 60 * 1000;

/// For how long what is left at the vendor's of a deleted webhook is tried to be taken away, in milliseconds. Later the vendor
/// has forgotten it itself.
const GIVEN_UP_MS: i64 = 30 * 24 * 3600 * 1000;

/// The part that looks after registrations.
pub struct Registrations {
    pipeline: Pipeline,
    public_url: String,
}

impl Registrations {
    /// Looks after the registrations of addresses below this one.
    pub fn new(pipeline: Pipeline, public_url: &str) -> Self {
        Self {
            pipeline,
            public_url: public_url.trim_end_matches('/').to_owned(),
        }
    }

    /// Runs until it is told to stop.
    pub async fn run(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOKS) => {
                    if let Err(error) = self.turn().await {
                        tracing::warn!(error = %error, "registrations could not be looked after");
                    }
                }
            }
        }
    }

    /// Looks after what is due; says how many it looked after.
    pub async fn turn(&self) -> Result<usize, StoreError> {
        let store = &self.pipeline.0.store;
        let now = self.pipeline.now();
        let mut looked_after = 0;
        for row in store.due_registrations(now).await? {
            let seen = row.due_at.unwrap_or_default();
            if !store.claim_registration(&row.id, seen, now + CLAIMED_MS).await? {
                continue;
            }
            looked_after += 1;
            let url = format!("{}/hooks/{}", self.public_url, row.token);
            let who = Actor::system("registrations");
            let done = if row.deleted_at.is_some() {
                self.pipeline.take_away(&who, &row, &url).await
            } else {
                self.pipeline.register(&who, &row, &url).await
            };
            if let Err(problem) = done {
                tracing::warn!(webhook.id = %row.id, code = %problem.code, "a registration could not be looked after");
                self.later(&row, &problem).await?;
            }
        }
        Ok(looked_after)
    }

    /// It failed: what is kept stays, people are told, and it is tried again.
    async fn later(&self, row: &WebhookRow, problem: &Problem) -> Result<(), StoreError> {
        let now = self.pipeline.now();
        let over = row.deleted_at.is_some_and(|at| now - at > GIVEN_UP_MS);
        let (state, due) = if over {
            (None, None)
        } else {
            (row.registration.clone(), Some(now + AGAIN_MS))
        };
        let words = format!(
            "Not in order since {}: {} It is tried again by itself.",
            rfc3339(now),
            problem.title
        );
        let store = &self.pipeline.0.store;
        store.keep_registration(&row.id, state, due, Some(words)).await
    }
}

impl Pipeline {
    /// Registers a webhook at its vendor's, or brings what is registered to what it should be. Written into the audit trail
    /// before it is sent, like every change at a vendor's.
    pub async fn register(&self, who: &Actor, row: &WebhookRow, url: &str) -> Result<(), Problem> {
        let inner = &self.0;
        let registers = self.registers(row)?;
        let account = inner.store.integration(&row.integration).await?;
        let newest = row.secrets.first().ok_or_else(|| Problem::not_found("secret"))?;
        let secret = open_one(&inner.act, row, &newest.id, &newest.sealed)
            .await
            .ok_or_else(out_of_reach)?;
        let granted = granted(who)?;
        self.told(who, row, "webhook.registered").await?;
        let kept = kept(row);
        let records = inner.store.linked_records(&row.integration).await?;
        let now = self.now();
        let registration = Registration {
            url,
            secret: &secret,
            secret_id: newest.id.as_str(),
            name: &row.name,
            settings: &account.settings,
            records: &records,
            kept: kept.as_ref(),
            doubted: row.due_at == Some(0),
            now_ms: now,
        };
        let session = inner
            .act
            .session(&account)
            .await
            .map_err(|error| of_call(&error))?;
        let Registered { words, upkeep } = register(registers, &session, granted, registration)
            .await
            .map_err(|error| of_call(&error))?;
        let words = format!("{words} Registered {} by {}.", rfc3339(now), who.name);
        let (state, due) = match upkeep {
            Some(upkeep) => (Some(upkeep.state.to_string()), Some(upkeep.due_at)),
            None => (None, None),
        };
        let keeping = inner.store.keep_registration(&row.id, state, due, Some(words));
        Ok(keeping.await?)
    }

    /// Takes away at the vendor's what was registered of a deleted webhook.
    async fn take_away(&self, who: &Actor, row: &WebhookRow, url: &str) -> Result<(), Problem> {
        let inner = &self.0;
        let registers = self.registers(row)?;
        match (inner.store.integration(&row.integration).await, kept(row)) {
            (Ok(account), Some(kept)) => {
                let granted = granted(who)?;
                self.told(who, row, "webhook.unregistered").await?;
                let session = inner
                    .act
                    .session(&account)
                    .await
                    .map_err(|error| of_call(&error))?;
                let done = unregister(registers, &session, granted, url, &kept).await;
                match done {
                    Err(error) if error.kind == CallErrorKind::NotFound => {}
                    done => done.map_err(|error| of_call(&error))?,
                }
            }
            // Without its account nobody can ask the vendor any more; it forgets by itself.
            (Err(StoreError::Missing), _) | (Ok(_), None) => {}
            (Err(other), _) => return Err(other.into()),
        }
        Ok(inner.store.keep_registration(&row.id, None, None, None).await?)
    }

    async fn told(&self, who: &Actor, row: &WebhookRow, action: &'static str) -> Result<(), StoreError> {
        let audit = AuditRecord {
            who,
            action,
            target: row.id.to_string(),
            detail: json!({ "vendor": row.vendor.as_str(), "integration": row.integration.as_str() }),
        };
        self.0.store.record_alone(self.now(), audit).await
    }

    fn registers(&self, row: &WebhookRow) -> Result<&dyn Registers, Problem> {
        let inbound = self.0.act.registry.inbound(row.vendor.as_str());
        inbound.and_then(Inbound::registers).ok_or_else(|| {
            Problem::new(
                409,
                "not_registrable",
                "This vendor has no call that registers a webhook.",
            )
            .with_detail("Paste address and secret into the vendor's admin panel, as the guide says.")
        })
    }
}

fn granted(who: &Actor) -> Result<Grant, Problem> {
    grant(who, Risk::Write, OperationRule::Auto)?
        .ok_or_else(|| Problem::new(403, "not_approved", "This call is not approved."))
}

fn kept(row: &WebhookRow) -> Option<Value> {
    serde_json::from_str(row.registration.as_deref()?).ok()
}

fn out_of_reach() -> Problem {
    Problem::new(
        503,
        "key_unavailable",
        "The webhook's secret cannot be opened now.",
    )
}
