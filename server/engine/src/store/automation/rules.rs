//! Routing rules in their order. Places are 1, 2, 3 … without a gap; every change keeps them so.

use super::{
    super::{AuditRecord, Store, StoreError},
    entities::{rule, sop},
};
use crate::clock::rfc3339;
use contract::{
    ids::{RuleId, SopId},
    routing::{RoutingRule, Then, When},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, sea_query::Expr,
};

/// A rule to keep.
pub struct NewRule {
    /// Its identifier.
    pub id: RuleId,
    /// Its name.
    pub name: String,
    /// Its place; at the end when absent, where it stands when it is changed.
    pub position: Option<u32>,
    /// False while it is passed over.
    pub enabled: bool,
    /// When it fires.
    pub when: When,
    /// What follows.
    pub then: Then,
}

impl Store {
    /// Every rule, in order.
    pub async fn rules(&self) -> Result<Vec<RoutingRule>, StoreError> {
        let rows = rule::Entity::find()
            .order_by_asc(rule::Column::Position)
            .order_by_asc(rule::Column::Id)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// One rule.
    pub async fn rule(&self, id: &RuleId) -> Result<RoutingRule, StoreError> {
        let row = rule::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        read(row.ok_or(StoreError::Missing)?)
    }

    /// Adds a rule at its place; those behind it move on.
    pub async fn insert_rule(
        &self,
        now: i64,
        new: NewRule,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        alive(&txn, &new.then).await?;
        let end = count(&txn).await? + 1;
        let place = new.position.map_or(end, |wanted| at_most(wanted, end));
        shift(&txn, place, end, 1).await?;
        let row = rule::ActiveModel {
            id: Set(new.id.to_string()),
            name: Set(new.name),
            position: Set(place),
            enabled: Set(new.enabled),
            customer_id: Set(new.when.customer.clone()),
            conditions: Set(write(&new.when)),
            sop_id: Set(target(&new.then)),
            created_at: Set(now),
            updated_at: Set(now),
        };
        rule::Entity::insert(row).exec_without_returning(&txn).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Changes a rule, and moves it where a place is given.
    pub async fn update_rule(
        &self,
        now: i64,
        new: NewRule,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        alive(&txn, &new.then).await?;
        let done = rule::Entity::update_many()
            .filter(rule::Column::Id.eq(new.id.as_str()))
            .col_expr(rule::Column::Name, Expr::value(new.name))
            .col_expr(rule::Column::Enabled, Expr::value(new.enabled))
            .col_expr(rule::Column::CustomerId, Expr::value(new.when.customer.clone()))
            .col_expr(rule::Column::Conditions, Expr::value(write(&new.when)))
            .col_expr(rule::Column::SopId, Expr::value(target(&new.then)))
            .col_expr(rule::Column::UpdatedAt, Expr::value(now))
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        if let Some(place) = new.position {
            put_at(&txn, &new.id, place).await?;
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Moves a rule to a place, from 1; the others keep their order.
    pub async fn move_rule(
        &self,
        now: i64,
        id: &RuleId,
        place: u32,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        put_at(&txn, id, place).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Deletes a rule; those behind it move up.
    pub async fn delete_rule(&self, now: i64, id: &RuleId, audit: AuditRecord<'_>) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        let place = place_of(&txn, id).await?;
        rule::Entity::delete_by_id(id.as_str()).exec(&txn).await?;
        shift(&txn, place + 1, i32::MAX, -1).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}

/// Refuses a rule that leads to a SOP that is gone.
async fn alive(txn: &DatabaseTransaction, then: &Then) -> Result<(), StoreError> {
    let Then::Sop(id) = then else { return Ok(()) };
    let there = sop::Entity::find_by_id(id.as_str())
        .filter(sop::Column::DeletedAt.is_null())
        .one(txn)
        .await?;
    there.map(|_| ()).ok_or(StoreError::Missing)
}

async fn count(txn: &DatabaseTransaction) -> Result<i32, StoreError> {
    let many = rule::Entity::find().count(txn).await?;
    Ok(i32::try_from(many).unwrap_or(i32::MAX - 1))
}

async fn place_of(txn: &DatabaseTransaction, id: &RuleId) -> Result<i32, StoreError> {
    let row = rule::Entity::find_by_id(id.as_str()).one(txn).await?;
    row.map(|row| row.position).ok_or(StoreError::Missing)
}

/// Moves everything from one place to another, both included, by some places.
async fn shift(txn: &DatabaseTransaction, from: i32, to: i32, by: i32) -> Result<(), StoreError> {
    rule::Entity::update_many()
        .filter(rule::Column::Position.gte(from))
        .filter(rule::Column::Position.lte(to))
        .col_expr(rule::Column::Position, Expr::col(rule::Column::Position).add(by))
        .exec(txn)
        .await?;
    Ok(())
}

async fn put_at(txn: &DatabaseTransaction, id: &RuleId, place: u32) -> Result<(), StoreError> {
    let from = place_of(txn, id).await?;
    let to = at_most(place, count(txn).await?);
    if to < from {
        shift(txn, to, from - 1, 1).await?;
    } else {
        shift(txn, from + 1, to, -1).await?;
    }
    rule::Entity::update_many()
        .filter(rule::Column::Id.eq(id.as_str()))
        .col_expr(rule::Column::Position, Expr::value(to))
        .exec(txn)
        .await?;
    Ok(())
}

fn at_most(wanted: u32, end: i32) -> i32 {
    i32::try_from(wanted)
        .unwrap_or(i32::MAX)
        .clamp(1, Ord::max(end, 1))
}

fn target(then: &Then) -> Option<String> {
    match then {
        Then::Sop(id) => Some(id.to_string()),
        Then::Ignore(_) => None,
    }
}

/// The customer stands in its own column, which the database watches and a merge changes.
fn write(when: &When) -> String {
    let rest = When {
        customer: None,
        ..when.clone()
    };
    serde_json::to_value(rest).unwrap_or_default().to_string()
}

fn read(row: rule::Model) -> Result<RoutingRule, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("rule {}: {what}", row.id));
    let mut when: When = serde_json::from_str(&row.conditions).map_err(|_| unreadable("conditions"))?;
    when.customer.clone_from(&row.customer_id);
    let then = match &row.sop_id {
        Some(id) => Then::Sop(SopId::parse(id).ok_or_else(|| unreadable("sop"))?),
        None => Then::Ignore(true),
    };
    Ok(RoutingRule {
        id: RuleId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        name: row.name.clone(),
        position: u32::try_from(row.position).unwrap_or(0),
        enabled: row.enabled,
        when,
        then,
        created_at: rfc3339(row.created_at),
        updated_at: rfc3339(row.updated_at),
    })
}
