//! The store: the only place that knows tables. Rows never leave it.
//!
//! SQLite (WAL, `synchronous=FULL`) for one node, PostgreSQL for several; the same code and the same constraints. Every
//! change and its audit entry are one transaction. This module knows no vendor, no HTTP, and no plain secret.

mod approval_rows;
mod approvals;
mod audit;
mod automation;
mod channels;
mod connect;
mod csp;
mod csp_secrets;
mod day_slots;
mod entities;
mod entities_csp;
mod entities_events;
mod entities_health;
mod entities_rules;
mod errors;
mod events;
mod expiry;
mod handovers;
mod health_reads;
mod health_state;
mod holds;
mod incidents;
mod integration_rows;
mod integrations;
mod jobs;
mod keyed_calls;
mod lease;
mod live_reads;
mod moment;
mod notices;
mod notify;
mod operation_rules;
mod people;
mod probe_days;
mod probe_slots;
mod probes;
mod registrations;
mod sealed;
mod sessions;
mod setup;
mod throttle;
mod together;
mod tokens;
mod turns;
mod webhooks;
mod writing;

pub use approvals::{Decided, Ended, NewApproval};
pub use audit::AuditRecord;
pub use automation::{
    Advance, Effect, EffectKey, EffectState, FoundRecord, NewCustomer, NewLink, NewRule, NewRun, NewSop,
    RecordRow, RunRow, RunState, SopSave, StepEnd, StepStart,
};
pub use channels::{ChannelPatch, ChannelRow, NewChannelRow};
pub use connect::{Settings, Store};
pub use csp::CspSetupRow;
pub use csp_secrets::CspSignInRow;
pub use day_slots::{DaySlots, Slot};
pub use errors::StoreError;
pub use events::{
    AttemptRow, Claimed, Completion, EventPageRow, EventQuery, EventRow, FRESH, Failure, GroupRow, Identity,
    Inserted, NewEvent, Next, Payload, Pruned, REPLAY, RETRY, Refusal, ReplayMark, ReplayStep,
    WebhookNumbers, first_id_of,
};
pub use expiry::Expiring;
pub use handovers::{HANDOVER_FIELD, HandoverRow};
pub use health_reads::ErrorRow;
pub use health_state::{HealthState, Judge, Seen, Turn, Verdict};
pub use holds::HoldRow;
pub use incidents::{ChangeRow, IncidentRow, MemberRow, Words};
pub use integration_rows::{IntegrationRow, LastProbe, SealedField};
pub use integrations::{NewIntegration, Patch};
pub use jobs::{ClaimedJob, NewJob, Progress};
pub use keyed_calls::{CallKey, KeyState, UsedKey};
pub use moment::Moment;
pub use notices::{DeliveryRow, DueDelivery, NewNotice};
pub use notify::Listener;
pub use operation_rules::{OwnRules, RulePlace, RuleRow};
pub use people::{NewPerson, PersonChange, PersonRow};
pub use probe_days::{DAY_MS, HALF_MS, ProbeDay, RawProbe};
pub use probe_slots::{DueProbe, PutBack};
pub use probes::{Kept, ProbeRow};
pub use sealed::{CHANNEL_FIELD, CHANNEL_VENDOR, SealedValueRow, webhook_field};
pub use sessions::{Ending, NewSessionRow, SessionRow};
pub use tokens::{NewTokenRow, TokenRow};
pub use webhooks::{NewWebhookRow, NewWebhookSecret, WebhookPatch, WebhookRow, WebhookSecretRow};

/// A new identifier's ULID: sorts by time, and within a millisecond by chance.
pub fn fresh_ulid(now_ms: i64) -> String {
    let mut bytes = [0u8; 10];
    // Rationale: a machine without randomness could not have made its keys either.
    let _ = getrandom::fill(&mut bytes);
    let random = bytes
        .iter()
        .fold(0u128, |all, byte| (all << 8) | u128::from(*byte));
    ulid::Ulid::from_parts(u64::try_from(now_ms).unwrap_or(0), random).to_string()
}
