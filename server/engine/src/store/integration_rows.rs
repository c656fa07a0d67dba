//! An integration as a row tells it, with its last probe and its sealed credentials.

use super::{
    HealthState,
    entities::{integration, sealed_value},
    errors::StoreError,
    health_state::state_of,
};
use contract::{
    ids::{IntegrationId, VendorId},
    manifest::Values,
    probe::Outcome,
};
use std::collections::BTreeMap;

/// An integration as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct IntegrationRow {
    /// Its identifier.
    pub id: IntegrationId,
    /// Whose account it is.
    pub vendor: VendorId,
    /// What the people call it.
    pub name: String,
    /// What is not secret.
    pub settings: Values,
    /// What tells the account from another.
    pub identity: String,
    /// True for the vendor's default.
    pub is_default: bool,
    /// True while probing is switched off.
    pub paused: bool,
    /// Counts the changes.
    pub version: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// Its last probe.
    pub last: Option<LastProbe>,
    /// What is known of its health beside that.
    pub state: HealthState,
    /// When it is probed next.
    pub next_probe_at: i64,
    /// When its credentials end, and who says so.
    pub expires: Option<(i64, String)>,
    /// The sealed credentials by field.
    pub sealed: BTreeMap<String, SealedField>,
}

/// The last probe of an integration.
#[derive(Clone, Debug, PartialEq)]
pub struct LastProbe {
    /// What it ended as.
    pub outcome: Outcome,
    /// When it ended.
    pub at: i64,
    /// Since when the outcome is the same.
    pub since: i64,
    /// How long it took.
    pub latency_ms: i64,
    /// What was found.
    pub detail: String,
    /// Why a person should look though it works.
    pub attention: Option<String>,
    /// The vendor's status, where it failed.
    pub vendor_status: Option<u16>,
    /// The vendor's words, where it failed.
    pub vendor_message: Option<String>,
    /// The badge before an outcome that says nothing of the vendor.
    pub badge: Option<String>,
}

/// One sealed credential.
#[derive(Clone, Debug, PartialEq)]
pub struct SealedField {
    /// As it is stored.
    pub sealed: String,
    /// When it was set.
    pub set_at: i64,
    /// By whom.
    pub set_by: String,
}

pub(super) fn read(
    row: integration::Model,
    sealed: Vec<sealed_value::Model>,
) -> Result<IntegrationRow, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("integration {}: {what}", row.id));
    let last = match (row.outcome.as_deref(), row.checked_at) {
        (Some(word), Some(at)) => Some(LastProbe {
            outcome: Outcome::parse(word).ok_or_else(|| unreadable("outcome"))?,
            at,
            since: row.since.unwrap_or(at),
            latency_ms: row.latency_ms.unwrap_or(0),
            detail: row.detail.clone().unwrap_or_default(),
            attention: row.attention.clone(),
            vendor_status: row.vendor_status.and_then(|status| u16::try_from(status).ok()),
            vendor_message: row.vendor_message.clone(),
            badge: row.badge.clone(),
        }),
        _ => None,
    };
    Ok(IntegrationRow {
        id: IntegrationId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        vendor: VendorId::new(row.vendor.clone()),
        name: row.name.clone(),
        settings: serde_json::from_str(&row.settings).map_err(|_| unreadable("settings"))?,
        identity: row.identity.clone(),
        is_default: row.is_default,
        paused: row.paused,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        last,
        state: state_of(&row),
        next_probe_at: row.next_probe_at,
        expires: row
            .expires_at
            .map(|at| (at, row.expires_source.clone().unwrap_or_default())),
        sealed: sealed
            .into_iter()
            .map(|v| {
                (
                    v.field,
                    SealedField {
                        sealed: v.sealed,
                        set_at: v.set_at,
                        set_by: v.set_by,
                    },
                )
            })
            .collect(),
    })
}
