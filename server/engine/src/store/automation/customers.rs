//! Customers: read with their links, added, renamed, deleted.

use super::{
    super::{AuditRecord, Store, StoreError, entities::integration},
    entities::{customer, link, rule, sop},
};
use crate::clock::rfc3339;
use contract::{
    customer::{Customer, CustomerLink},
    ids::{CustomerId, IntegrationId, LinkId, VendorId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};
use std::collections::HashMap;

impl Store {
    /// Every customer with its links, by name.
    pub async fn customers(&self) -> Result<Vec<Customer>, StoreError> {
        let rows = customer::Entity::find()
            .order_by_asc(customer::Column::Name)
            .order_by_asc(customer::Column::Id)
            .all(self.connection())
            .await?;
        let links = link::Entity::find()
            .order_by_asc(link::Column::Id)
            .all(self.connection())
            .await?;
        let names = integration_names(self.connection()).await?;
        let mut of: HashMap<String, Vec<CustomerLink>> = HashMap::new();
        for row in links {
            let customer = row.customer_id.clone();
            of.entry(customer).or_default().push(read_link(row, &names)?);
        }
        rows.into_iter()
            .map(|row| {
                let links = of.remove(&row.id).unwrap_or_default();
                read(row, links)
            })
            .collect()
    }

    /// Every customer's identifier.
    pub async fn customer_ids(&self) -> Result<Vec<CustomerId>, StoreError> {
        let ids: Vec<String> = customer::Entity::find()
            .select_only()
            .column(customer::Column::Id)
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(ids.iter().filter_map(|id| CustomerId::parse(id)).collect())
    }

    /// One customer with its links.
    pub async fn customer(&self, id: &CustomerId) -> Result<Customer, StoreError> {
        let row = customer::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?
            .ok_or(StoreError::Missing)?;
        let names = integration_names(self.connection()).await?;
        let links = link::Entity::find()
            .filter(link::Column::CustomerId.eq(id.as_str()))
            .order_by_asc(link::Column::Id)
            .all(self.connection())
            .await?;
        let links = links
            .into_iter()
            .map(|row| read_link(row, &names))
            .collect::<Result<_, _>>()?;
        read(row, links)
    }

    /// Whom a vendor's record stands for, with the customer's name.
    pub async fn customer_of(
        &self,
        integration: &IntegrationId,
        external_id: &str,
    ) -> Result<Option<(CustomerId, String)>, StoreError> {
        let link = link::Entity::find()
            .filter(link::Column::IntegrationId.eq(integration.as_str()))
            .filter(link::Column::ExternalId.eq(external_id))
            .one(self.connection())
            .await?;
        let Some(link) = link else { return Ok(None) };
        let row = customer::Entity::find_by_id(&link.customer_id)
            .one(self.connection())
            .await?;
        Ok(row.and_then(|row| Some((CustomerId::parse(&row.id)?, row.name))))
    }

    /// Adds a customer.
    pub async fn insert_customer(
        &self,
        now: i64,
        id: &CustomerId,
        name: &str,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        put_customer(&txn, now, id, name).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Renames a customer.
    pub async fn rename_customer(
        &self,
        now: i64,
        id: &CustomerId,
        name: &str,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        let done = customer::Entity::update_many()
            .filter(customer::Column::Id.eq(id.as_str()))
            .col_expr(customer::Column::Name, Expr::value(name))
            .col_expr(customer::Column::UpdatedAt, Expr::value(now))
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Deletes a customer and its links; `InUse` while a rule or a SOP names it.
    pub async fn delete_customer(
        &self,
        now: i64,
        id: &CustomerId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        let by = uses(&txn, id).await?;
        if !by.is_empty() {
            return Err(StoreError::InUse { by });
        }
        let gone = customer::Entity::delete_by_id(id.as_str()).exec(&txn).await?;
        if gone.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}

/// What names a customer, in words.
async fn uses(txn: &DatabaseTransaction, id: &CustomerId) -> Result<Vec<String>, StoreError> {
    let rules = rule::Entity::find()
        .filter(rule::Column::CustomerId.eq(id.as_str()))
        .order_by_asc(rule::Column::Position)
        .all(txn)
        .await?;
    let sops = sop::Entity::find()
        .filter(sop::Column::CustomerId.eq(id.as_str()))
        .filter(sop::Column::DeletedAt.is_null())
        .order_by_asc(sop::Column::Name)
        .all(txn)
        .await?;
    let rules = rules.into_iter().map(|row| format!("the rule {}", row.name));
    let sops = sops.into_iter().map(|row| format!("the SOP {}", row.name));
    Ok(rules.chain(sops).collect())
}

pub(super) async fn put_customer(
    txn: &DatabaseTransaction,
    now: i64,
    id: &CustomerId,
    name: &str,
) -> Result<(), StoreError> {
    let row = customer::ActiveModel {
        id: Set(id.to_string()),
        name: Set(name.to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
    };
    customer::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

/// The accounts' names by their identifiers.
pub(super) async fn integration_names(
    db: &impl ConnectionTrait,
) -> Result<HashMap<String, String>, StoreError> {
    let rows: Vec<(String, String)> = integration::Entity::find()
        .select_only()
        .column(integration::Column::Id)
        .column(integration::Column::Name)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

fn read(row: customer::Model, links: Vec<CustomerLink>) -> Result<Customer, StoreError> {
    Ok(Customer {
        id: CustomerId::parse(&row.id)
            .ok_or_else(|| StoreError::Unreadable(format!("customer {}: id", row.id)))?,
        name: row.name,
        links,
        created_at: rfc3339(row.created_at),
        updated_at: rfc3339(row.updated_at),
    })
}

pub(super) fn read_link(
    row: link::Model,
    names: &HashMap<String, String>,
) -> Result<CustomerLink, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("link {}: {what}", row.id));
    Ok(CustomerLink {
        id: LinkId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        vendor: VendorId::new(row.vendor.clone()),
        integration: IntegrationId::parse(&row.integration_id).ok_or_else(|| unreadable("integration"))?,
        integration_name: names.get(&row.integration_id).cloned().unwrap_or_default(),
        external_id: row.external_id.clone(),
        name: row.name.clone(),
    })
}
