//! The vendors' records that may stand for a customer: what discovery found, and what a person said is nobody's.

use super::{
    super::{AuditRecord, Store, StoreError, entities_events::event},
    entities::{link, record},
};
use contract::{
    failure::FailureCode,
    ids::{CustomerId, IntegrationId, VendorId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict, Query},
};
use std::collections::HashMap;

/// A record as an account's list tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRecord {
    /// Its identifier at the vendor's.
    pub external_id: String,
    /// Its name there.
    pub name: String,
    /// Its domain, where the vendor tells it.
    pub domain: Option<String>,
    /// Its identifier in another system, where the vendor tells it.
    pub foreign_id: Option<String>,
}

/// A record as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// Whose record.
    pub vendor: VendorId,
    /// On which account.
    pub integration: IntegrationId,
    /// Its identifier at the vendor's.
    pub external_id: String,
    /// Its name there.
    pub name: String,
    /// Its domain, where the vendor tells it.
    pub domain: Option<String>,
    /// Its identifier in another system, where the vendor tells it.
    pub foreign_id: Option<String>,
    /// True when a person said that it is nobody's.
    pub ignored: bool,
    /// The customer it belongs to.
    pub customer: Option<CustomerId>,
}

impl Store {
    /// Every record that was found, by vendor and name, with the customer it belongs to.
    pub async fn vendor_records(&self) -> Result<Vec<RecordRow>, StoreError> {
        let rows = record::Entity::find()
            .order_by_asc(record::Column::Vendor)
            .order_by_asc(record::Column::Name)
            .order_by_asc(record::Column::ExternalId)
            .all(self.connection())
            .await?;
        let links: Vec<(String, String, String)> = link::Entity::find()
            .select_only()
            .column(link::Column::IntegrationId)
            .column(link::Column::ExternalId)
            .column(link::Column::CustomerId)
            .into_tuple()
            .all(self.connection())
            .await?;
        let owners: HashMap<(String, String), String> = links
            .into_iter()
            .map(|(integration, external, customer)| ((integration, external), customer))
            .collect();
        rows.into_iter()
            .map(|row| {
                let place = (row.integration_id.clone(), row.external_id.clone());
                let customer = owners.get(&place).and_then(|id| CustomerId::parse(id));
                let unreadable =
                    || StoreError::Unreadable(format!("record {}: integration", row.external_id));
                Ok(RecordRow {
                    integration: IntegrationId::parse(&row.integration_id).ok_or_else(unreadable)?,
                    vendor: VendorId::new(row.vendor),
                    external_id: row.external_id,
                    name: row.name,
                    domain: row.domain,
                    foreign_id: row.foreign_id,
                    ignored: row.ignored,
                    customer,
                })
            })
            .collect()
    }

    /// Keeps what an account's list told; what is known already gets its new name and domain.
    pub async fn keep_records(
        &self,
        now: i64,
        integration: &IntegrationId,
        vendor: &VendorId,
        found: Vec<FoundRecord>,
    ) -> Result<(), StoreError> {
        for chunk in found.chunks(100) {
            let rows = chunk.iter().map(|one| record::ActiveModel {
                integration_id: Set(integration.to_string()),
                external_id: Set(one.external_id.clone()),
                vendor: Set(vendor.to_string()),
                name: Set(one.name.clone()),
                domain: Set(one.domain.clone()),
                foreign_id: Set(one.foreign_id.clone()),
                ignored: Set(false),
                seen_at: Set(now),
            });
            let known = OnConflict::columns([record::Column::IntegrationId, record::Column::ExternalId])
                .update_columns([
                    record::Column::Name,
                    record::Column::Domain,
                    record::Column::ForeignId,
                    record::Column::SeenAt,
                ])
                .to_owned();
            record::Entity::insert_many(rows)
                .on_conflict(known)
                .exec_without_returning(self.connection())
                .await?;
        }
        Ok(())
    }

    /// Remembers a record that an event named, where discovery has not found it yet.
    pub async fn note_record(&self, now: i64, row: &RecordRow) -> Result<(), StoreError> {
        let new = record::ActiveModel {
            integration_id: Set(row.integration.to_string()),
            external_id: Set(row.external_id.clone()),
            vendor: Set(row.vendor.to_string()),
            name: Set(row.name.clone()),
            domain: Set(None),
            foreign_id: Set(None),
            ignored: Set(false),
            seen_at: Set(now),
        };
        let known = OnConflict::columns([record::Column::IntegrationId, record::Column::ExternalId])
            .do_nothing()
            .to_owned();
        record::Entity::insert(new)
            .on_conflict(known)
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }

    /// How many events wait or died because their record is nobody's, by account and record.
    pub async fn unmapped_events(&self) -> Result<HashMap<(String, String), u64>, StoreError> {
        let rows: Vec<(String, Option<String>, i64)> = event::Entity::find()
            .select_only()
            .column(event::Column::IntegrationId)
            .column(event::Column::CustomerRef)
            .column_as(event::Column::Id.count(), "many")
            .filter(event::Column::Code.eq(FailureCode::CustomerNotMapped.as_str()))
            .filter(event::Column::CustomerRef.is_not_null())
            .group_by(event::Column::IntegrationId)
            .group_by(event::Column::CustomerRef)
            .into_tuple()
            .all(self.connection())
            .await?;
        let place = |(integration, record, many): (String, Option<String>, i64)| {
            Some(((integration, record?), u64::try_from(many).unwrap_or(0)))
        };
        Ok(rows.into_iter().filter_map(place).collect())
    }

    /// Forgets the records of an account that its list no longer tells; a linked or ignored one stays.
    pub async fn forget_records(
        &self,
        integration: &IntegrationId,
        seen_before: i64,
    ) -> Result<u64, StoreError> {
        let linked = Query::select()
            .column(link::Column::ExternalId)
            .from(link::Entity)
            .and_where(link::Column::IntegrationId.eq(integration.as_str()))
            .to_owned();
        let gone = record::Entity::delete_many()
            .filter(record::Column::IntegrationId.eq(integration.as_str()))
            .filter(record::Column::SeenAt.lt(seen_before))
            .filter(record::Column::Ignored.eq(false))
            .filter(record::Column::ExternalId.not_in_subquery(linked))
            .exec(self.connection())
            .await?;
        Ok(gone.rows_affected)
    }

    /// Says that a record is nobody's, or takes that back; a record that only an event named is kept from now on.
    pub async fn ignore_record(
        &self,
        now: i64,
        row: RecordRow,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let done = record::Entity::update_many()
            .filter(record::Column::IntegrationId.eq(row.integration.as_str()))
            .filter(record::Column::ExternalId.eq(row.external_id.as_str()))
            .col_expr(record::Column::Ignored, Expr::value(row.ignored))
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            let new = record::ActiveModel {
                integration_id: Set(row.integration.to_string()),
                external_id: Set(row.external_id),
                vendor: Set(row.vendor.to_string()),
                name: Set(row.name),
                domain: Set(row.domain),
                foreign_id: Set(row.foreign_id),
                ignored: Set(row.ignored),
                seen_at: Set(now),
            };
            record::Entity::insert(new).exec_without_returning(&txn).await?;
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}
