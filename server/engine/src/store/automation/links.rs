//! Links between vendors' records and customers: made, moved and taken away. One record has one customer at most; the unique
//! index says so, also to two people at the same moment.

use super::{
    super::{AuditRecord, Store, StoreError},
    customers::put_customer,
    entities::{customer, link, record, rule, sop},
};
use contract::ids::{CustomerId, IntegrationId, LinkId, VendorId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

/// A new customer.
pub struct NewCustomer {
    /// Its identifier.
    pub id: CustomerId,
    /// Its name.
    pub name: String,
}

/// A new link.
pub struct NewLink {
    /// Its identifier.
    pub id: LinkId,
    /// The customer.
    pub customer: CustomerId,
    /// Whose record.
    pub vendor: VendorId,
    /// On which account.
    pub integration: IntegrationId,
    /// The record's identifier at the vendor's.
    pub external_id: String,
    /// Its name at the vendor's.
    pub name: String,
}

impl Store {
    /// Links records, making customers first; all or nothing. `Taken` where a record belongs to somebody.
    pub async fn insert_links(
        &self,
        now: i64,
        customers: Vec<NewCustomer>,
        links: Vec<NewLink>,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        for new in customers {
            put_customer(&txn, now, &new.id, &new.name).await?;
        }
        for new in links {
            put_link(&txn, now, new).await?;
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Takes a link of a customer away.
    pub async fn delete_link(
        &self,
        now: i64,
        customer: &CustomerId,
        link: &LinkId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        let gone = link::Entity::delete_many()
            .filter(link::Column::Id.eq(link.as_str()))
            .filter(link::Column::CustomerId.eq(customer.as_str()))
            .exec(&txn)
            .await?;
        if gone.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Makes one customer of two: links, rules and SOPs of `from` go to `into`; `from` goes.
    pub async fn merge_customers(
        &self,
        now: i64,
        into: &CustomerId,
        from: &CustomerId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        let there = customer::Entity::find_by_id(into.as_str()).one(&txn).await?;
        if there.is_none() {
            return Err(StoreError::Missing);
        }
        let to = || Expr::value(into.as_str());
        link::Entity::update_many()
            .filter(link::Column::CustomerId.eq(from.as_str()))
            .col_expr(link::Column::CustomerId, to())
            .exec(&txn)
            .await?;
        rule::Entity::update_many()
            .filter(rule::Column::CustomerId.eq(from.as_str()))
            .col_expr(rule::Column::CustomerId, to())
            .col_expr(rule::Column::UpdatedAt, Expr::value(now))
            .exec(&txn)
            .await?;
        sop::Entity::update_many()
            .filter(sop::Column::CustomerId.eq(from.as_str()))
            .col_expr(sop::Column::CustomerId, to())
            .exec(&txn)
            .await?;
        let gone = customer::Entity::delete_by_id(from.as_str()).exec(&txn).await?;
        if gone.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Makes two customers of one: these links go to a new one. `Stale` where one of them is no longer its.
    pub async fn split_customer(
        &self,
        now: i64,
        from: &CustomerId,
        new: NewCustomer,
        links: &[LinkId],
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        put_customer(&txn, now, &new.id, &new.name).await?;
        let moved = link::Entity::update_many()
            .filter(link::Column::CustomerId.eq(from.as_str()))
            .filter(link::Column::Id.is_in(links.iter().map(LinkId::as_str)))
            .col_expr(link::Column::CustomerId, Expr::value(new.id.as_str()))
            .exec(&txn)
            .await?;
        if moved.rows_affected != links.len() as u64 {
            return Err(StoreError::Stale);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// The records of an account that belong to customers, in order.
    pub async fn linked_records(&self, integration: &IntegrationId) -> Result<Vec<String>, StoreError> {
        Ok(link::Entity::find()
            .select_only()
            .column(link::Column::ExternalId)
            .filter(link::Column::IntegrationId.eq(integration.as_str()))
            .order_by_asc(link::Column::ExternalId)
            .into_tuple()
            .all(self.connection())
            .await?)
    }

    /// The customer that a record belongs to.
    pub async fn link_owner(
        &self,
        integration: &IntegrationId,
        external_id: &str,
    ) -> Result<Option<CustomerId>, StoreError> {
        Ok(self
            .customer_of(integration, external_id)
            .await?
            .map(|(id, _)| id))
    }
}

async fn put_link(txn: &DatabaseTransaction, now: i64, new: NewLink) -> Result<(), StoreError> {
    // Who links a record no longer says that it is nobody's.
    record::Entity::update_many()
        .filter(record::Column::IntegrationId.eq(new.integration.as_str()))
        .filter(record::Column::ExternalId.eq(new.external_id.as_str()))
        .col_expr(record::Column::Ignored, Expr::value(false))
        .exec(txn)
        .await?;
    let row = link::ActiveModel {
        id: Set(new.id.to_string()),
        customer_id: Set(new.customer.to_string()),
        vendor: Set(new.vendor.to_string()),
        integration_id: Set(new.integration.to_string()),
        external_id: Set(new.external_id),
        name: Set(new.name),
        created_at: Set(now),
    };
    link::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}
