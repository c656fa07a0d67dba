//! Setups of a partner's tenant: kept whole as a document, changed by compare-and-swap, worked on by one node at a time.

use super::{
    AuditRecord, Moment, Store,
    entities_csp::{customer, setup},
    errors::StoreError,
    lease::{self, Lease},
};
use contract::{csp::CspPath, ids::CspSetupId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

const LEASE: Lease<setup::Entity> = Lease {
    id: setup::Column::Id,
    claim: Some(setup::Column::Claim),
    until: setup::Column::LeaseUntil,
};

/// A setup as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct CspSetupRow {
    /// Its identifier.
    pub id: CspSetupId,
    /// The partner's tenant.
    pub tenant_id: String,
    /// How it is connected.
    pub path: CspPath,
    /// Everything else, as `csp/` writes it; no secret.
    pub document: String,
    /// Counts the changes.
    pub version: i64,
    /// Whether a node is to work on it.
    pub wanted: bool,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
}

impl Store {
    /// Every setup, newest first.
    pub async fn csp_setups(&self) -> Result<Vec<CspSetupRow>, StoreError> {
        let rows = setup::Entity::find()
            .order_by_desc(setup::Column::Id)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// One setup.
    pub async fn csp_setup(&self, id: &CspSetupId) -> Result<CspSetupRow, StoreError> {
        let row = setup::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        read(row.ok_or(StoreError::Missing)?)
    }

    /// The setup of a tenant that is not over.
    pub async fn open_csp_setup(&self, tenant: &str) -> Result<Option<CspSetupRow>, StoreError> {
        let row = setup::Entity::find()
            .filter(setup::Column::OpenTenant.eq(tenant))
            .one(self.connection())
            .await?;
        row.map(read).transpose()
    }

    /// Keeps a new setup; `Taken` where the tenant has one that is not over.
    pub async fn insert_csp_setup(
        &self,
        new: &CspSetupRow,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let row = setup::ActiveModel {
            id: Set(new.id.to_string()),
            tenant_id: Set(new.tenant_id.clone()),
            open_tenant: Set(Some(new.tenant_id.clone())),
            path: Set(new.path.as_str().to_owned()),
            document: Set(new.document.clone()),
            version: Set(new.version),
            wanted: Set(i32::from(new.wanted)),
            claim: Set(None),
            lease_until: Set(0),
            created_by: Set(new.created_by.clone()),
            created_at: Set(new.created_at),
            updated_at: Set(new.updated_at),
        };
        let txn = self.begin().await?;
        setup::Entity::insert(row).exec_without_returning(&txn).await?;
        self.record(&txn, new.created_at, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Keeps a setup's document where nobody changed it since this version; answers the new version.
    pub async fn save_csp_setup(
        &self,
        now: i64,
        id: &CspSetupId,
        version: i64,
        document: &str,
        wanted: bool,
    ) -> Result<i64, StoreError> {
        let done = setup::Entity::update_many()
            .filter(setup::Column::Id.eq(id.as_str()))
            .filter(setup::Column::Version.eq(version))
            .col_expr(setup::Column::Document, Expr::value(document))
            .col_expr(setup::Column::Version, Expr::value(version + 1))
            .col_expr(setup::Column::Wanted, Expr::value(i32::from(wanted)))
            .col_expr(setup::Column::UpdatedAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        if done.rows_affected == 1 {
            Ok(version + 1)
        } else {
            Err(StoreError::Stale)
        }
    }

    /// Takes a setup that is to be worked on and that no living node has.
    pub async fn claim_csp_setup(
        &self,
        at: Moment,
        claim: &str,
        lease_ms: i64,
    ) -> Result<Option<CspSetupRow>, StoreError> {
        let wanted = Condition::all()
            .add(setup::Column::Wanted.eq(1))
            .add(LEASE.free(self.moment(at, 0)));
        let waiting = setup::Entity::find().order_by_asc(setup::Column::UpdatedAt);
        let until = self.moment(at, lease_ms);
        let taken = LEASE.take_first(self.connection(), waiting, wanted, claim, until);
        taken.await?.map(read).transpose()
    }

    /// Goes on having a setup; `Stale` where another node has it by now.
    pub async fn renew_csp_setup(
        &self,
        at: Moment,
        id: &CspSetupId,
        claim: &str,
        lease_ms: i64,
    ) -> Result<(), StoreError> {
        let renewed = LEASE
            .held(id.as_str(), claim)
            .col_expr(setup::Column::LeaseUntil, self.moment(at, lease_ms));
        lease::done(renewed, self.connection()).await
    }

    /// Puts a setup down.
    pub async fn release_csp_setup(&self, id: &CspSetupId, claim: &str) -> Result<(), StoreError> {
        let put_down = LEASE.put_down(LEASE.held(id.as_str(), claim));
        lease::is_done(put_down, self.connection()).await.map(|_| ())
    }

    /// The setup is over: its tenant may be connected anew, and what it kept sealed is gone.
    pub async fn close_csp_setup(
        &self,
        now: i64,
        id: &CspSetupId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        setup::Entity::update_many()
            .filter(setup::Column::Id.eq(id.as_str()))
            .col_expr(setup::Column::OpenTenant, Expr::value(Option::<String>::None))
            .exec(&txn)
            .await?;
        super::entities_csp::secret::Entity::delete_many()
            .filter(super::entities_csp::secret::Column::SetupId.eq(id.as_str()))
            .exec(&txn)
            .await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Forgets a setup with all that is kept of it.
    pub async fn delete_csp_setup(
        &self,
        now: i64,
        id: &CspSetupId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let done = setup::Entity::delete_by_id(id.as_str()).exec(&txn).await?;
        if done.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Keeps what was last read of a customer.
    pub async fn put_csp_customer(
        &self,
        now: i64,
        id: &CspSetupId,
        tenant: &str,
        document: &str,
    ) -> Result<(), StoreError> {
        let row = customer::ActiveModel {
            setup_id: Set(id.to_string()),
            tenant_id: Set(tenant.to_owned()),
            document: Set(document.to_owned()),
            updated_at: Set(now),
        };
        let again = OnConflict::columns([customer::Column::SetupId, customer::Column::TenantId])
            .update_columns([customer::Column::Document, customer::Column::UpdatedAt])
            .to_owned();
        customer::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }

    /// What was last read of each customer: tenant and document.
    pub async fn csp_customers(&self, id: &CspSetupId) -> Result<Vec<(String, String)>, StoreError> {
        let rows = customer::Entity::find()
            .filter(customer::Column::SetupId.eq(id.as_str()))
            .all(self.connection())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.tenant_id, row.document))
            .collect())
    }
}

fn read(row: setup::Model) -> Result<CspSetupRow, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("setup {}: {what}", row.id));
    Ok(CspSetupRow {
        id: CspSetupId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        path: CspPath::parse(&row.path).ok_or_else(|| unreadable("path"))?,
        tenant_id: row.tenant_id,
        document: row.document,
        version: row.version,
        wanted: row.wanted != 0,
        created_by: row.created_by,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
