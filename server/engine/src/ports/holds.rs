//! Maintenance, snoozes, and when credentials end: what a person says about health.

use super::{
    Machine,
    board::{moment, refused},
    health::shown_hold,
};
use crate::{
    policy::{Right, may},
    store::{AuditRecord, HoldRow, StoreError, fresh_ulid},
};
use contract::{
    actor::Actor,
    health::{Hold, HoldKind, NewHold},
    ids::{IntegrationId, VendorId, WindowId},
    integration::Integration,
    problem::Problem,
};
use jiff::{civil::Date, tz::TimeZone};
use serde_json::json;

const MINUTE_MS: i64 = 60_000;

/// The longest hold, in minutes: four weeks.
const LONGEST: u32 = 28 * 24 * 60;

/// The longest note, in characters.
const NOTE: usize = 500;

impl Machine {
    pub(super) async fn make_hold(&self, who: &Actor, new: NewHold) -> Result<Hold, Problem> {
        may(who, Right::Connect)?;
        let kind = HoldKind::parse(&new.kind)
            .ok_or_else(|| refused("kind", "kind is `maintenance` or `snooze`."))?;
        let now = self.now();
        let from = match new.from.as_deref() {
            Some(from) => moment("from", from)?,
            None => now,
        };
        let until = match new.minutes {
            Some(minutes) if (1..=LONGEST).contains(&minutes) => Some(from + i64::from(minutes) * MINUTE_MS),
            Some(_) => {
                return Err(refused(
                    "minutes",
                    format!("minutes must be between 1 and {LONGEST}."),
                ));
            }
            None if kind == HoldKind::Snooze && new.integration.is_some() => None,
            None => {
                return Err(refused(
                    "minutes",
                    "Say for how many minutes; only a snooze of one integration ends by itself.",
                ));
            }
        };
        if new.integration.is_some() && new.vendor.is_some() {
            return Err(refused("vendor", "Name an integration or a vendor, not both."));
        }
        if let Some(id) = &new.integration {
            self.kept(id).await?;
        }
        if let Some(vendor) = &new.vendor
            && self.act.registry.manifest(vendor).is_none()
        {
            return Err(refused("vendor", format!("There is no vendor `{vendor}`.")));
        }
        let row = HoldRow {
            id: WindowId::from_ulid(&fresh_ulid(now)),
            kind,
            integration: new.integration,
            vendor: new.vendor.map(VendorId::new),
            from,
            until,
            note: new.note.trim().chars().take(NOTE).collect(),
            by: who.name.clone(),
        };
        let audit = AuditRecord {
            who,
            action: "hold.made",
            target: row.id.to_string(),
            detail: json!({
                "kind": kind.as_str(),
                "integration": row.integration.as_ref().map(IntegrationId::as_str),
                "vendor": row.vendor.as_ref().map(VendorId::as_str),
                "minutes": new.minutes,
                "note": row.note,
            }),
        };
        self.store.insert_hold(now, row.clone(), audit).await?;
        self.holds_changed(row.integration.as_ref()).await?;
        Ok(shown_hold(&row))
    }

    pub(super) async fn let_go(&self, who: &Actor, id: &WindowId) -> Result<(), Problem> {
        may(who, Right::Connect)?;
        let audit = AuditRecord {
            who,
            action: "hold.ended",
            target: id.to_string(),
            detail: json!({}),
        };
        self.store
            .end_hold(self.now(), id, audit)
            .await
            .map_err(|error| match error {
                StoreError::Missing => Problem::not_found("hold"),
                other => other.into(),
            })?;
        self.holds_changed(None).await
    }

    async fn holds_changed(&self, integration: Option<&IntegrationId>) -> Result<(), Problem> {
        self.lookout.read_holds(&self.store, self.now()).await?;
        if let Some(id) = integration {
            self.live.integration(id);
        }
        self.live.health();
        Ok(())
    }

    pub(super) async fn enter_expiry(
        &self,
        who: &Actor,
        id: &IntegrationId,
        day: Option<String>,
    ) -> Result<Integration, Problem> {
        may(who, Right::Connect)?;
        self.kept(id).await?;
        let day = day.filter(|day| !day.trim().is_empty());
        let at = match &day {
            None => None,
            Some(text) => {
                let day: Date = text
                    .trim()
                    .parse()
                    .map_err(|_| refused("day", "The day is written like 2027-01-31."))?;
                // They are good to the end of that day, wherever that is.
                let end = day.tomorrow().and_then(|next| next.to_zoned(TimeZone::UTC));
                let end = end.map_err(|_| refused("day", "That day is too far away."))?;
                Some(end.timestamp().as_millisecond())
            }
        };
        let audit = AuditRecord {
            who,
            action: "integration.expiry_entered",
            target: id.to_string(),
            detail: json!({ "expires_on": day }),
        };
        self.store.set_expiry(self.now(), id, at, audit).await?;
        self.live.integration(id);
        Ok(self.shown(self.kept(id).await?))
    }
}
