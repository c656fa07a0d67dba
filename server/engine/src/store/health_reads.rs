//! What pages of health read: every integration, narrow, and the last failures of some.

use super::{IntegrationRow, Store, StoreError, entities::integration, integration_rows::read};
use contract::{ids::IntegrationId, probe::Outcome};
use sea_orm::{ColumnTrait, EntityTrait, Iterable, QueryFilter, QuerySelect, sea_query::Expr};
use std::{collections::BTreeMap, sync::Arc};

/// The last failure of an integration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// When.
    pub at: i64,
    /// What it was.
    pub outcome: Outcome,
    /// In a sentence.
    pub detail: String,
    /// The vendor's status.
    pub status: Option<u16>,
    /// The vendor's words, whole or their beginning.
    pub message: Option<String>,
    /// The vendor's identifier of the request.
    pub request_id: Option<String>,
}

impl Store {
    /// Every integration without settings, identity, credentials and the vendor's words: what badges need, and no more.
    /// Those who ask at the same time are told the same.
    pub async fn integrations_narrow(&self) -> Result<Arc<Vec<IntegrationRow>>, StoreError> {
        self.narrow.read(|| self.read_narrow()).await
    }

    async fn read_narrow(&self) -> Result<Vec<IntegrationRow>, StoreError> {
        use integration::Column;
        let mut query = integration::Entity::find().select_only();
        for column in Column::iter() {
            query = match column {
                Column::Settings => query.expr_as(Expr::cust("'{}'"), "settings"),
                Column::Identity => query.expr_as(Expr::cust("''"), "identity"),
                Column::VendorMessage => query.expr_as(Expr::cust("CAST(NULL AS TEXT)"), "vendor_message"),
                Column::ErrorMessage => query.expr_as(Expr::cust("CAST(NULL AS TEXT)"), "error_message"),
                other => query.column(other),
            };
        }
        let rows = query
            .into_model::<integration::Model>()
            .all(self.connection())
            .await?;
        rows.into_iter().map(|row| read(row, Vec::new())).collect()
    }

    /// The last failures of some integrations since a moment, of the vendor's words at most so many characters.
    pub async fn last_errors(
        &self,
        ids: &[&str],
        since: i64,
        characters: u32,
    ) -> Result<BTreeMap<IntegrationId, ErrorRow>, StoreError> {
        use integration::Column;
        type Found = (
            String,
            Option<i64>,
            Option<String>,
            Option<String>,
            Option<i32>,
            Option<String>,
            Option<String>,
        );
        let rows: Vec<Found> = integration::Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::ErrorAt)
            .column(Column::ErrorOutcome)
            .column(Column::ErrorDetail)
            .column(Column::ErrorStatus)
            .expr(Expr::cust(format!("SUBSTR(error_message, 1, {characters})")))
            .column(Column::ErrorRequestId)
            .filter(Column::Id.is_in(ids.iter().copied()))
            .filter(Column::ErrorAt.gte(since))
            .into_tuple()
            .all(self.connection())
            .await?;
        let one = |(id, at, outcome, detail, status, message, request_id): Found| {
            let row = ErrorRow {
                at: at?,
                outcome: Outcome::parse(&outcome?)?,
                detail: detail.unwrap_or_default(),
                status: status.and_then(|status| u16::try_from(status).ok()),
                message,
                request_id,
            };
            Some((IntegrationId::parse(&id)?, row))
        };
        Ok(rows.into_iter().filter_map(one).collect())
    }
}
