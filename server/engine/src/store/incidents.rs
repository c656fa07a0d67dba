//! Incidents: what broke together, from its beginning to its end; and what people have to be told of it.
//!
//! Turns of integrations wait in `health_changes`, written with the probe that caused them. They are taken in order, and what
//! follows from each is one transaction with taking it away: nothing is told twice or forgotten.

use super::{
    AuditRecord, NewNotice, Store, StoreError, Turn,
    entities::integration,
    entities_health::{health_change, hold, incident, incident_member},
    fresh_ulid,
};
use contract::{
    ids::{IncidentId, IntegrationId, VendorId},
    probe::Outcome,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict, Query},
};
use std::collections::BTreeMap;

/// The lock under which PostgreSQL takes turns of integrations; a number of our own.
const LOCK: i64 = 0x4f70_7341_6902;

/// A turn of an integration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Whose.
    pub integration: String,
    /// Whose account it is.
    pub vendor: String,
    /// Its name.
    pub name: String,
    /// What happened.
    pub turn: Turn,
    /// What the probe ended as.
    pub outcome: Outcome,
    /// When.
    pub at: i64,
}

/// Finds the words of a turn that is told for itself; none for one that is part of an incident, or that nobody is told.
pub type Words<'a> = &'a (dyn Fn(&ChangeRow) -> Option<NewNotice> + Send + Sync);

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentRow {
    /// Its identifier.
    pub id: IncidentId,
    /// The vendor.
    pub vendor: VendorId,
    /// When it began.
    pub began_at: i64,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// When people were told.
    pub told_at: Option<i64>,
    /// Who has seen it, when, and what they noted.
    pub acknowledged: Option<(String, i64, String)>,
    /// Whom it affects, oldest first.
    pub members: Vec<MemberRow>,
}

/// One integration of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// Which.
    pub integration: IntegrationId,
    /// Its name then.
    pub name: String,
    /// What was found.
    pub outcome: Outcome,
    /// Since when.
    pub since: i64,
    /// Until when.
    pub until: Option<i64>,
}

impl Store {
    /// Takes up to `limit` turns and makes incidents of them; says how many were taken. What fails at one vendor within
    /// `join_ms` of each other is one incident, except refused credentials, which are each account's own.
    pub async fn fold_changes(
        &self,
        now: i64,
        limit: u64,
        join_ms: i64,
        words: Words<'_>,
    ) -> Result<usize, StoreError> {
        let any = health_change::Entity::find()
            .limit(1)
            .one(self.connection())
            .await?;
        if any.is_none() {
            return Ok(0);
        }
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        if self.is_postgres() {
            txn.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})"))
                .await?;
        }
        let rows = health_change::Entity::find()
            .order_by_asc(health_change::Column::Id)
            .limit(limit)
            .all(&txn)
            .await?;
        let count = rows.len();
        for row in rows {
            if let Some(change) = read_change(&row) {
                match change.turn {
                    Turn::Down => join(&txn, &change, join_ms).await?,
                    Turn::Recovered => leave(&txn, &change).await?,
                    Turn::Flapping | Turn::Settled => {}
                }
                if let Some(notice) = words(&change) {
                    self.tell_in(&txn, now, notice).await?;
                }
            }
            health_change::Entity::delete_by_id(row.id).exec(&txn).await?;
        }
        txn.commit().await?;
        Ok(count)
    }

    /// Ends what affects integrations that are gone or paused; says whether anything ended.
    pub async fn end_orphans(&self, now: i64) -> Result<bool, StoreError> {
        let open = incident_member::Entity::find()
            .filter(incident_member::Column::Until.is_null())
            .limit(1)
            .one(self.connection())
            .await?;
        if open.is_none() {
            return Ok(false);
        }
        let probed = Query::select()
            .column(integration::Column::Id)
            .from(integration::Entity)
            .and_where(integration::Column::Paused.eq(false))
            .to_owned();
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        let done = incident_member::Entity::update_many()
            .filter(incident_member::Column::Until.is_null())
            .filter(incident_member::Column::IntegrationId.not_in_subquery(probed))
            .col_expr(incident_member::Column::Until, Expr::value(now))
            .exec(&txn)
            .await?;
        if done.rows_affected > 0 {
            end_empty(&txn, now).await?;
        }
        txn.commit().await?;
        Ok(done.rows_affected > 0)
    }

    /// Incidents that people were not told the beginning, or the end, of.
    pub async fn untold_incidents(&self) -> Result<Vec<IncidentRow>, StoreError> {
        let rows = incident::Entity::find()
            .filter(incident::Column::OverToldAt.is_null())
            .filter(
                sea_orm::Condition::any()
                    .add(incident::Column::ToldAt.is_null())
                    .add(incident::Column::EndedAt.is_not_null()),
            )
            .order_by_asc(incident::Column::Id)
            .limit(500)
            .all(self.connection())
            .await?;
        self.with_members(rows).await
    }

    /// Notes that people are told the beginning of an incident, or its end; false when another node did.
    pub async fn tell_incident(
        &self,
        now: i64,
        id: &IncidentId,
        over: bool,
        notice: Option<NewNotice>,
    ) -> Result<bool, StoreError> {
        let column = if over {
            incident::Column::OverToldAt
        } else {
            incident::Column::ToldAt
        };
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        let done = incident::Entity::update_many()
            .filter(incident::Column::Id.eq(id.as_str()))
            .filter(column.is_null())
            .col_expr(column, Expr::value(now))
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            return Ok(false);
        }
        if let Some(notice) = notice {
            self.tell_in(&txn, now, notice).await?;
        }
        txn.commit().await?;
        Ok(true)
    }

    /// A page of incidents, newest first, before an identifier: the open ones, or all.
    pub async fn incidents(
        &self,
        open_only: bool,
        before: Option<&str>,
        limit: u64,
    ) -> Result<Vec<IncidentRow>, StoreError> {
        let mut query = incident::Entity::find()
            .order_by_desc(incident::Column::Id)
            .limit(limit);
        if open_only {
            query = query.filter(incident::Column::EndedAt.is_null());
        }
        if let Some(before) = before {
            query = query.filter(incident::Column::Id.lt(before));
        }
        let rows = query.all(self.connection()).await?;
        self.with_members(rows).await
    }

    /// The last incidents of an integration, newest first.
    pub async fn incidents_of(&self, id: &IntegrationId, limit: u64) -> Result<Vec<IncidentRow>, StoreError> {
        let ids: Vec<String> = incident_member::Entity::find()
            .select_only()
            .column(incident_member::Column::IncidentId)
            .filter(incident_member::Column::IntegrationId.eq(id.as_str()))
            .order_by_desc(incident_member::Column::IncidentId)
            .limit(limit)
            .into_tuple()
            .all(self.connection())
            .await?;
        let rows = incident::Entity::find()
            .filter(incident::Column::Id.is_in(ids))
            .order_by_desc(incident::Column::Id)
            .all(self.connection())
            .await?;
        self.with_members(rows).await
    }

    /// One incident.
    pub async fn incident(&self, id: &IncidentId) -> Result<IncidentRow, StoreError> {
        let row = incident::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        let rows = self.with_members(vec![row.ok_or(StoreError::Missing)?]).await?;
        rows.into_iter().next().ok_or(StoreError::Missing)
    }

    /// Notes that a person has seen an incident.
    pub async fn acknowledge(
        &self,
        now: i64,
        id: &IncidentId,
        note: &str,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let done = incident::Entity::update_many()
            .filter(incident::Column::Id.eq(id.as_str()))
            .col_expr(incident::Column::AckBy, Expr::value(audit.who.name.clone()))
            .col_expr(incident::Column::AckAt, Expr::value(now))
            .col_expr(incident::Column::AckNote, Expr::value(note))
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    async fn with_members(&self, rows: Vec<incident::Model>) -> Result<Vec<IncidentRow>, StoreError> {
        let found = incident_member::Entity::find()
            .filter(incident_member::Column::IncidentId.is_in(rows.iter().map(|row| row.id.as_str())))
            .order_by_asc(incident_member::Column::Since)
            .order_by_asc(incident_member::Column::IntegrationId)
            .all(self.connection())
            .await?;
        let mut members: BTreeMap<String, Vec<MemberRow>> = BTreeMap::new();
        for row in found {
            if let (Some(integration), Some(outcome)) = (
                IntegrationId::parse(&row.integration_id),
                Outcome::parse(&row.outcome),
            ) {
                members.entry(row.incident_id).or_default().push(MemberRow {
                    integration,
                    outcome,
                    name: row.name,
                    since: row.since,
                    until: row.until,
                });
            }
        }
        let one = |row: incident::Model| {
            Some(IncidentRow {
                id: IncidentId::parse(&row.id)?,
                vendor: VendorId::new(row.vendor),
                began_at: row.began_at,
                ended_at: row.ended_at,
                told_at: row.told_at,
                acknowledged: row.ack_at.map(|at| {
                    (
                        row.ack_by.unwrap_or_default(),
                        at,
                        row.ack_note.unwrap_or_default(),
                    )
                }),
                members: members.remove(&row.id).unwrap_or_default(),
            })
        };
        Ok(rows.into_iter().filter_map(one).collect())
    }
}

/// Puts an integration that failed into the incident of its vendor, or into a new one.
async fn join(txn: &DatabaseTransaction, change: &ChangeRow, join_ms: i64) -> Result<(), StoreError> {
    let own = change.outcome == Outcome::Credentials;
    let common = if own {
        None
    } else {
        incident::Entity::find()
            .filter(incident::Column::Vendor.eq(&change.vendor))
            .filter(incident::Column::Own.eq(false))
            .filter(incident::Column::EndedAt.is_null())
            .filter(incident::Column::JoinedAt.gte(change.at - join_ms))
            .order_by_desc(incident::Column::Id)
            .one(txn)
            .await?
    };
    let id = if let Some(found) = common {
        incident::Entity::update_many()
            .filter(incident::Column::Id.eq(&found.id))
            .col_expr(
                incident::Column::JoinedAt,
                Expr::value(change.at.max(found.joined_at)),
            )
            .exec(txn)
            .await?;
        found.id
    } else {
        let id = IncidentId::from_ulid(&fresh_ulid(change.at)).to_string();
        let row = incident::ActiveModel {
            id: Set(id.clone()),
            vendor: Set(change.vendor.clone()),
            own: Set(own),
            began_at: Set(change.at),
            joined_at: Set(change.at),
            ..Default::default()
        };
        incident::Entity::insert(row).exec_without_returning(txn).await?;
        id
    };
    let member = incident_member::ActiveModel {
        incident_id: Set(id),
        integration_id: Set(change.integration.clone()),
        name: Set(change.name.clone()),
        outcome: Set(change.outcome.as_str().to_owned()),
        since: Set(change.at),
        until: Set(None),
    };
    incident_member::Entity::insert(member)
        .on_conflict(
            OnConflict::columns([
                incident_member::Column::IncidentId,
                incident_member::Column::IntegrationId,
            ])
            .update_columns([incident_member::Column::Outcome, incident_member::Column::Until])
            .to_owned(),
        )
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Takes an integration that works again out of its incidents, and ends its snoozes.
async fn leave(txn: &DatabaseTransaction, change: &ChangeRow) -> Result<(), StoreError> {
    incident_member::Entity::update_many()
        .filter(incident_member::Column::IntegrationId.eq(&change.integration))
        .filter(incident_member::Column::Until.is_null())
        .col_expr(incident_member::Column::Until, Expr::value(change.at))
        .exec(txn)
        .await?;
    end_empty(txn, change.at).await?;
    hold::Entity::update_many()
        .filter(hold::Column::IntegrationId.eq(&change.integration))
        .filter(hold::Column::EndedAt.is_null())
        .filter(hold::Column::UntilAt.is_null())
        .col_expr(hold::Column::EndedAt, Expr::value(change.at))
        .exec(txn)
        .await?;
    Ok(())
}

/// Ends the incidents that affect nobody any more.
async fn end_empty(txn: &DatabaseTransaction, at: i64) -> Result<(), StoreError> {
    let open = Query::select()
        .column(incident_member::Column::IncidentId)
        .from(incident_member::Entity)
        .and_where(incident_member::Column::Until.is_null())
        .to_owned();
    incident::Entity::update_many()
        .filter(incident::Column::EndedAt.is_null())
        .filter(incident::Column::Id.not_in_subquery(open))
        .col_expr(incident::Column::EndedAt, Expr::value(at))
        .exec(txn)
        .await?;
    Ok(())
}

fn read_change(row: &health_change::Model) -> Option<ChangeRow> {
    Some(ChangeRow {
        integration: row.integration_id.clone(),
        vendor: row.vendor.clone(),
        name: row.name.clone(),
        turn: Turn::parse(&row.what)?,
        outcome: Outcome::parse(&row.outcome)?,
        at: row.at,
    })
}
