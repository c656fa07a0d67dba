//! The rules of operations that an Admin set. Every change counts the policy's version up in the same transaction, which also
//! serialises the changes: of two at once, the second sees the first as its "before".

use super::{
    AuditRecord, Store,
    entities_rules::{operation_rule, policy},
    errors::StoreError,
};
use contract::{
    ids::{IntegrationId, VendorId},
    operation_rule::OperationRule,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, ExprTrait as _, QueryFilter,
    QueryOrder, sea_query::Expr,
};

/// A rule as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRow {
    /// Whose operation.
    pub vendor: VendorId,
    /// Which operation.
    pub operation: String,
    /// On which account; none for the operation's own.
    pub integration: Option<IntegrationId>,
    /// The rule.
    pub rule: OperationRule,
    /// The policy's version with which it was set.
    pub policy_version: u64,
    /// Who set it.
    pub set_by: String,
    /// When.
    pub set_at: i64,
    /// Why.
    pub reason: Option<String>,
}

/// The rules that an Admin set for a call of one operation on one account, as far as there are any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnRules {
    /// For the operation on this account.
    pub integration: Option<OperationRule>,
    /// For the operation.
    pub operation: Option<OperationRule>,
    /// The policy's version with which they were read.
    pub policy_version: u64,
}

/// Whose rule is changed.
#[derive(Clone, Copy)]
pub struct RulePlace<'a> {
    /// Whose operation.
    pub vendor: &'a str,
    /// Which operation.
    pub operation: &'a str,
    /// On which account; none for the operation's own.
    pub integration: Option<&'a IntegrationId>,
}

impl RulePlace<'_> {
    fn id(&self) -> String {
        let account = self.integration.map_or("*", IntegrationId::as_str);
        format!("{}/{}/{account}", self.vendor, self.operation)
    }
}

impl Store {
    /// The rules that were set: all, or those of one vendor.
    pub async fn operation_rules(&self, vendor: Option<&str>) -> Result<Vec<RuleRow>, StoreError> {
        let mut query = operation_rule::Entity::find().order_by_asc(operation_rule::Column::Id);
        if let Some(vendor) = vendor {
            query = query.filter(operation_rule::Column::Vendor.eq(vendor));
        }
        let rows = query.all(self.connection()).await?;
        rows.into_iter().map(read).collect()
    }

    /// The rules that count for a call of this operation on this account.
    ///
    /// Rationale: the version is read first. A change between the two reads is then newer than the version says, so that
    /// whoever compares versions looks again; the other way round it would be missed.
    pub async fn own_rules(
        &self,
        vendor: &str,
        operation: &str,
        integration: &IntegrationId,
    ) -> Result<OwnRules, StoreError> {
        let policy_version = self.policy_version().await?;
        let rows = operation_rule::Entity::find()
            .filter(operation_rule::Column::Vendor.eq(vendor))
            .filter(operation_rule::Column::Operation.eq(operation))
            .filter(
                Condition::any()
                    .add(operation_rule::Column::IntegrationId.is_null())
                    .add(operation_rule::Column::IntegrationId.eq(integration.as_str())),
            )
            .all(self.connection())
            .await?;
        let mut own = OwnRules {
            policy_version,
            ..OwnRules::default()
        };
        for row in rows {
            let rule = read_rule(&row)?;
            if row.integration_id.is_some() {
                own.integration = Some(rule);
            } else {
                own.operation = Some(rule);
            }
        }
        Ok(own)
    }

    /// How often a rule was changed.
    pub async fn policy_version(&self) -> Result<u64, StoreError> {
        let row = policy::Entity::find_by_id(1).one(self.connection()).await?;
        let row = row.ok_or(StoreError::Missing)?;
        Ok(u64::try_from(row.version).unwrap_or(0))
    }

    /// Sets a rule, or takes it away (`None`). `audit` is told the rule that stood there before.
    pub async fn set_rule<'a>(
        &self,
        now: i64,
        place: RulePlace<'_>,
        rule: Option<OperationRule>,
        reason: Option<String>,
        audit: impl FnOnce(Option<OperationRule>, u64) -> AuditRecord<'a> + Send,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let version = count_up(&txn).await?;
        let id = place.id();
        let row = operation_rule::Entity::find_by_id(&id).one(&txn).await?;
        let before = row.as_ref().map(read_rule).transpose()?;
        operation_rule::Entity::delete_by_id(&id).exec(&txn).await?;
        let audit = audit(before, u64::try_from(version).unwrap_or(0));
        if let Some(rule) = rule {
            let row = operation_rule::ActiveModel {
                id: Set(id),
                vendor: Set(place.vendor.to_owned()),
                operation: Set(place.operation.to_owned()),
                integration_id: Set(place.integration.map(ToString::to_string)),
                rule: Set(rule.as_str().to_owned()),
                policy_version: Set(version),
                set_by: Set(audit.who.name.clone()),
                set_at: Set(now),
                reason: Set(reason),
            };
            operation_rule::Entity::insert(row)
                .exec_without_returning(&txn)
                .await?;
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}

/// Counts the version up and holds its row until the transaction ends; answers the new version.
async fn count_up(txn: &DatabaseTransaction) -> Result<i64, StoreError> {
    policy::Entity::update_many()
        .filter(policy::Column::Id.eq(1))
        .col_expr(policy::Column::Version, Expr::col(policy::Column::Version).add(1))
        .exec(txn)
        .await?;
    let row = policy::Entity::find_by_id(1).one(txn).await?;
    row.map(|row| row.version).ok_or(StoreError::Missing)
}

fn read_rule(row: &operation_rule::Model) -> Result<OperationRule, StoreError> {
    OperationRule::parse(&row.rule)
        .ok_or_else(|| StoreError::Unreadable(format!("operation rule {}: rule", row.id)))
}

fn read(row: operation_rule::Model) -> Result<RuleRow, StoreError> {
    Ok(RuleRow {
        rule: read_rule(&row)?,
        vendor: VendorId::new(row.vendor),
        operation: row.operation,
        integration: row.integration_id.as_deref().and_then(IntegrationId::parse),
        policy_version: u64::try_from(row.policy_version).unwrap_or(0),
        set_by: row.set_by,
        set_at: row.set_at,
        reason: row.reason,
    })
}
