//! Incidents as people see them.

use super::{Machine, board::refused};
use crate::{
    clock::rfc3339,
    policy::{Right, may},
    probes::words,
    store::{AuditRecord, IncidentRow, StoreError},
};
use contract::{
    actor::Actor,
    health::{Acknowledged, Affected, Incident, IncidentPage},
    ids::IncidentId,
    problem::Problem,
};
use serde_json::json;
use std::collections::BTreeMap;

/// How many affected integrations a list names.
pub(super) const FEW: usize = 50;

/// The longest note, in characters.
const NOTE: usize = 2_000;

/// The longest page.
const MOST: u32 = 200;

impl Machine {
    pub(super) async fn shown_incidents(
        &self,
        rows: Vec<IncidentRow>,
        most: usize,
    ) -> Result<Vec<Incident>, Problem> {
        let mut totals: BTreeMap<String, u64> = BTreeMap::new();
        for row in &rows {
            if !totals.contains_key(row.vendor.as_str()) {
                let total = self.store.count_of_vendor(row.vendor.as_str()).await?;
                totals.insert(row.vendor.to_string(), total);
            }
        }
        let one = |row: IncidentRow| {
            let name = self.act.registry.name_of(row.vendor.as_str());
            let total = totals.get(row.vendor.as_str()).copied().unwrap_or(0);
            Incident {
                title: words::title(&row, &name, total),
                outcome: words::outcome_of(&row),
                began_at: rfc3339(row.began_at),
                ended_at: row.ended_at.map(rfc3339),
                affected_total: u32::try_from(row.members.len()).unwrap_or(u32::MAX),
                affected: row
                    .members
                    .iter()
                    .take(most)
                    .map(|member| Affected {
                        integration: member.integration.clone(),
                        name: member.name.clone(),
                        outcome: member.outcome,
                        since: rfc3339(member.since),
                        until: member.until.map(rfc3339),
                    })
                    .collect(),
                acknowledged: row.acknowledged.map(|(by, at, note)| Acknowledged {
                    by,
                    at: rfc3339(at),
                    note,
                }),
                status_page: self.status_page(row.vendor.as_str()).map(Into::into),
                vendor: row.vendor,
                id: row.id,
            }
        };
        Ok(rows.into_iter().map(one).collect())
    }

    fn status_page(&self, vendor: &str) -> Option<&'static str> {
        self.act.registry.connector(vendor)?.status_page()
    }

    pub(super) async fn incident_page(
        &self,
        who: &Actor,
        open_only: bool,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<IncidentPage, Problem> {
        may(who, Right::Look)?;
        let before = match cursor.as_deref() {
            None => None,
            Some(cursor) => Some(
                IncidentId::parse(cursor)
                    .ok_or_else(|| refused("cursor", "cursor is the next_cursor of the page before."))?,
            ),
        };
        let limit = usize::try_from(limit.clamp(1, MOST)).unwrap_or(1);
        let more = u64::try_from(limit + 1).unwrap_or(1);
        let before = before.as_ref().map(IncidentId::as_str);
        let mut rows = self.store.incidents(open_only, before, more).await?;
        let goes_on = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| goes_on).map(|row| row.id.to_string());
        Ok(IncidentPage {
            items: self.shown_incidents(rows, FEW).await?,
            next_cursor,
        })
    }

    pub(super) async fn one_incident(&self, who: &Actor, id: &IncidentId) -> Result<Incident, Problem> {
        may(who, Right::Look)?;
        let row = self.store.incident(id).await.map_err(missing)?;
        let shown = self.shown_incidents(vec![row], usize::MAX).await?;
        shown
            .into_iter()
            .next()
            .ok_or_else(|| Problem::not_found("incident"))
    }

    pub(super) async fn has_seen(
        &self,
        who: &Actor,
        id: &IncidentId,
        note: String,
    ) -> Result<Incident, Problem> {
        may(who, Right::Connect)?;
        let note: String = note.trim().chars().take(NOTE).collect();
        let audit = AuditRecord {
            who,
            action: "incident.acknowledged",
            target: id.to_string(),
            detail: json!({ "note": note }),
        };
        self.store
            .acknowledge(self.now(), id, &note, audit)
            .await
            .map_err(missing)?;
        self.live.health();
        self.one_incident(who, id).await
    }
}

fn missing(error: StoreError) -> Problem {
    match error {
        StoreError::Missing => Problem::not_found("incident"),
        other => other.into(),
    }
}
