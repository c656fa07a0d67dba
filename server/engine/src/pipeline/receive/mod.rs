//! At the door: a delivery is known, allowed and proven, or it is refused; what is proven is on disk before anybody says so.
//!
//! ```text
//!   known? ─▶ handshake? ─▶ gate (on, address, size) ─▶ verify ─▶ identity ─▶ writer ─▶ event
//!     404          echo           └────────┴── refused: written down, bounded ──┘
//! ```
//!
//! This module knows neither HTTP nor any vendor.

mod answer;
mod fetched;
mod gate;
mod known;
mod redact;
mod refusals;
mod writer;

pub use fetched::FetchedOnce;
pub use gate::LARGEST;
pub use known::{Webhooks, open_one};
pub use redact::preview;
pub use refusals::{Marks, Refusals};
pub use writer::Writer;

use super::{Pipeline, analysis::doctor};
use crate::{
    connector::{DeliveryId, Fetched, Inbound, NotProven, Papers, digest, same_as_one},
    store::{FRESH, Failure, Identity, Inserted, NewEvent, Refusal, StoreError, fresh_ulid},
    vault::Secret,
};
use contract::{
    delivery::{Body, Delivery, Receipt},
    failure::{Evidence, FailureCode, Stage},
    ids::{EventId, WebhookSecretId},
    problem::Problem,
};
use fetched::NotFetched;
use futures::future::join_all;
use gate::Refused;
use known::Known;
use std::sync::Arc;

/// How much of a refused body is kept.
const REFUSED_BODY: usize = 8 * 1024;

/// The length of a webhook's token.
pub const TOKEN: usize = 22;

/// A secret's match is written down at most this often, in milliseconds.
const MARKED_EVERY_MS: i64 = 60_000;

impl Pipeline {
    /// Takes a delivery. An answer means that the event is on disk.
    pub async fn receive(&self, delivery: Delivery) -> Result<Receipt, Problem> {
        // What cannot be a token costs no look into the database.
        let plausible =
            delivery.token.len() == TOKEN && delivery.token.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let known = if plausible {
            self.0
                .webhooks
                .get(&self.0.store, &self.0.act, &delivery.token)
                .await?
        } else {
            None
        };
        let known = known.ok_or_else(answer::unknown)?;
        let inbound = self
            .0
            .act
            .registry
            .inbound(known.row.vendor.as_str())
            .ok_or_else(answer::unknown)?;
        if matches!(delivery.body, Body::Cut) {
            return Err(answer::cut());
        }
        if let Err(refused) = gate::check(&known, &delivery) {
            return Err(self.refuse(&known, inbound, &delivery, refused, Vec::new()).await);
        }
        let now = self.now();
        let (accepted, ids) = known.accepted(now);
        if let Some(text) = inbound.handshake(&delivery) {
            return self.echo(&known, inbound, &delivery, &accepted, text).await;
        }
        let vendor = &known.row.vendor;
        let wanted = self
            .0
            .fetched
            .all(&self.0.act, vendor, inbound, &delivery, &accepted);
        let (fetched, proven) = match wanted.await {
            Ok(fetched) => {
                let proven = self.judge(inbound, &delivery, &accepted, &fetched, now);
                (fetched, proven)
            }
            Err(NotFetched::Unreachable) => return Err(answer::unfetched()),
            Err(NotFetched::Refused(not)) => (Vec::new(), Err(not)),
        };
        match proven {
            Ok(index) => {
                let matched = ids.get(index).copied().cloned();
                self.keep_all(&known, inbound, delivery, matched, now)
                    .await
                    .map(Receipt::Event)
            }
            Err(_) if known.incomplete => Err(answer::cold()),
            Err(not) => {
                let evidence = self
                    .doctor(&known, inbound, &delivery, &fetched, not.code, now)
                    .await;
                let refused = Refused::new(Stage::Verify, not.code, not.why);
                Err(self.refuse(&known, inbound, &delivery, refused, evidence).await)
            }
        }
    }

    /// Answers who only asks whether somebody is here. Nothing proves who asks; but where the address goes on behind the token,
    /// what stands there is a secret, and a wrong one makes it an address that is not ours.
    async fn echo(
        &self,
        known: &Arc<Known>,
        inbound: &dyn Inbound,
        delivery: &Delivery,
        accepted: &[Secret],
        text: String,
    ) -> Result<Receipt, Problem> {
        let given = delivery.path_secret.as_deref();
        if given.is_none_or(|given| same_as_one(given, accepted).is_some()) {
            return Ok(Receipt::Echo(text));
        }
        if known.incomplete {
            return Err(answer::cold());
        }
        let why = "The secret at the end of the address is none of those that are accepted.";
        let refused = Refused::new(Stage::Verify, FailureCode::SignatureMismatch, why);
        Err(self.refuse(known, inbound, delivery, refused, Vec::new()).await)
    }

    fn judge(
        &self,
        inbound: &dyn Inbound,
        delivery: &Delivery,
        secrets: &[Secret],
        fetched: &[Fetched],
        now: i64,
    ) -> Result<usize, NotProven> {
        let papers = Papers {
            fetched,
            authorities: self.0.act.wire.authorities(),
        };
        inbound.verify_with(delivery, secrets, &papers, now)
    }

    /// Keeps what a delivery tells, each thing as an event of its own. Where one cannot be kept nobody says that all were: the
    /// sender comes back, and what was kept is told by its identity.
    async fn keep_all(
        &self,
        known: &Arc<Known>,
        inbound: &dyn Inbound,
        delivery: Delivery,
        matched: Option<WebhookSecretId>,
        now: i64,
    ) -> Result<EventId, Problem> {
        let parts = inbound.parts(&delivery);
        if parts.is_empty() {
            return self.keep(known, inbound, delivery, matched, now).await;
        }
        let keeping = parts.into_iter().map(|body| {
            let mut one = delivery.clone();
            one.body = Body::Whole(body);
            self.keep(known, inbound, one, matched.clone(), now)
        });
        let kept: Result<Vec<EventId>, Problem> = join_all(keeping).await.into_iter().collect();
        kept?.into_iter().next().ok_or_else(answer::unknown)
    }

    async fn keep(
        &self,
        known: &Arc<Known>,
        inbound: &dyn Inbound,
        delivery: Delivery,
        matched: Option<WebhookSecretId>,
        now: i64,
    ) -> Result<EventId, Problem> {
        let told = inbound
            .delivery_id(&delivery)
            .unwrap_or_else(|| DeliveryId::of_body(delivery.bytes()));
        let mut new = new_event(known, inbound, &delivery, now);
        new.matched_secret.clone_from(&matched);
        new.identity = Some(Identity {
            key: bounded(told.key),
            window_ms: told.window_ms,
        });
        new.body = scrubbed(known, delivery.bytes());
        if known.row.ordered {
            let vendor = known.row.vendor.as_str();
            new.object = self.object_of(&known.row.id, vendor, &new.body);
        }
        let id = new.id.clone();
        let inserted = self.0.writer.submit(new).await?;
        if let Some(secret) = matched {
            self.mark_matched(known, &secret, now).await;
        }
        match inserted {
            Inserted::Fresh => {
                self.0.live.event(&id);
                self.0.wake.notify_one();
                Ok(id)
            }
            Inserted::Duplicate(first) => {
                self.0.live.event(&first);
                Ok(first)
            }
        }
    }

    /// Which secret matched is evidence for retiring the old one; it need not be exact to the second, nor hold anybody up.
    async fn mark_matched(&self, known: &Known, secret: &WebhookSecretId, now: i64) {
        let before = known.row.secrets.iter().find(|kept| kept.id == *secret);
        let fresh = before
            .and_then(|kept| kept.last_matched_at)
            .is_some_and(|at| now - at < MARKED_EVERY_MS);
        if fresh || !self.0.marks.may_write_once(secret, now) {
            return;
        }
        if let Err(error) = self.0.store.mark_secret_matched(now, secret).await {
            tracing::warn!(webhook.id = %known.row.id, error = %error, "the match of a secret could not be kept");
        }
    }

    /// Writes a refusal down, within bounds, and says what the sender is told.
    async fn refuse(
        &self,
        known: &Arc<Known>,
        inbound: &dyn Inbound,
        delivery: &Delivery,
        refused: Refused,
        evidence: Vec<Evidence>,
    ) -> Problem {
        let now = self.now();
        if self.0.refusals.may_write(&known.row.id, now) {
            let failure = Failure {
                detail: refused.why.clone(),
                evidence,
                ..Failure::default()
            };
            let mut new = new_event(known, inbound, delivery, now);
            let some = &delivery.bytes()[..delivery.bytes().len().min(REFUSED_BODY)];
            new.body = scrubbed(known, some);
            new.refused = Some(Refusal {
                stage: refused.stage,
                code: refused.code,
                failure: serde_json::to_string(&failure).unwrap_or_default(),
            });
            let id = new.id.clone();
            // Whether it could be written changes nothing for the sender.
            if let Ok(Inserted::Fresh) = self.0.writer.submit(new).await {
                self.0.live.event(&id);
            }
        }
        answer::problem(&refused)
    }

    async fn doctor(
        &self,
        known: &Known,
        inbound: &dyn Inbound,
        delivery: &Delivery,
        fetched: &[Fetched],
        code: FailureCode,
        now: i64,
    ) -> Vec<Evidence> {
        if code == FailureCode::StaleTimestamp || !self.0.refusals.has_room(&known.row.id, now) {
            return Vec::new();
        }
        let others = match self.others(known).await {
            Ok(others) => others,
            Err(error) => {
                tracing::warn!(error = %error, "the signature doctor could not look at the other webhooks");
                Vec::new()
            }
        };
        let suspects = doctor::Suspects {
            accepted: known.accepted(now).0,
            retired: known.retired(now),
            others,
        };
        let papers = Papers {
            fetched,
            authorities: self.0.act.wire.authorities(),
        };
        doctor::examine(inbound, delivery, &suspects, &papers, now)
    }

    /// The secrets of the vendor's other webhooks.
    async fn others(&self, known: &Known) -> Result<Vec<(String, Vec<Secret>)>, StoreError> {
        let mut others = Vec::new();
        for row in self.0.store.webhooks(false).await? {
            if row.vendor != known.row.vendor || row.id == known.row.id || others.len() >= 20 {
                continue;
            }
            if let Some(other) = self
                .0
                .webhooks
                .get(&self.0.store, &self.0.act, &row.token)
                .await?
            {
                let secrets = other.secrets.iter().map(|secret| secret.value.clone()).collect();
                others.push((row.name, secrets));
            }
        }
        Ok(others)
    }
}

fn new_event(known: &Known, inbound: &dyn Inbound, delivery: &Delivery, now: i64) -> NewEvent {
    let body = delivery.bytes();
    let scrub = |text: String| known.scrubber.scrub(text);
    NewEvent {
        id: EventId::from_ulid(&fresh_ulid(now)),
        webhook: known.row.id.clone(),
        vendor: known.row.vendor.clone(),
        integration: known.row.integration.clone(),
        lane: FRESH,
        received_at: now,
        identity: None,
        body_sha256: digest(body),
        body: Vec::new(),
        size: body.len() as u64,
        preview: scrub(preview(body)),
        headers: redact::headers(delivery, &inbound.info().header, scrub),
        remote_address: Some(delivery.address.clone()),
        matched_secret: None,
        refused: None,
        replay: None,
        object: None,
    }
}

/// The body without the webhook's own secrets, which some vendors write into it; the same to the byte when it holds none.
fn scrubbed(known: &Known, body: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(body) {
        Ok(text) => known.scrubber.scrub(text.to_owned()).into_bytes(),
        Err(_) => body.to_vec(),
    }
}

/// An identity that fits into an index; a longer one is its digest.
fn bounded(key: String) -> String {
    if key.len() <= 200 {
        key
    } else {
        format!("long:{}", digest(key.as_bytes()))
    }
}
