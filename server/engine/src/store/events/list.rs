//! A page of events by any filter, in bounded time over any number of them.
//!
//! One condition drives: the one that fits the fewest, each of which is an index that ends with the identifier. The others
//! are held against at most [`SCAN`] of its rows; where the page is not full by then, the answer says where to go on.

use super::{
    super::{Store, StoreError, entities_events::event},
    read::summary,
};
use contract::event::EventSummary;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait as _, Func, LikeExpr, Order, Query, SelectStatement, SimpleExpr},
};

/// How many rows are looked at for one page, at most.
const SCAN: u64 = 10_000;

/// A page of events.
#[derive(Clone, Debug, PartialEq)]
pub struct EventPageRow {
    /// The events, newest first.
    pub items: Vec<EventSummary>,
    /// Go on before this identifier; none at the end.
    pub before: Option<String>,
}

/// What a list is narrowed to, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventQuery {
    /// One of these statuses.
    pub statuses: Vec<&'static str>,
    /// A vendor.
    pub vendor: Option<String>,
    /// A webhook.
    pub webhook: Option<String>,
    /// A failure code.
    pub code: Option<&'static str>,
    /// A stage.
    pub stage: Option<&'static str>,
    /// A group of dead letters.
    pub fingerprint: Option<String>,
    /// A kind.
    pub kind: Option<String>,
    /// A customer.
    pub customer: Option<String>,
    /// Text in subject or preview.
    pub text: Option<String>,
    /// Not before, in milliseconds.
    pub from: Option<i64>,
    /// Before, in milliseconds.
    pub to: Option<i64>,
    /// True for dead letters only that nobody has replayed.
    pub waiting: bool,
}

impl Store {
    /// A page of events, newest first, that come before an identifier.
    pub async fn events_page(
        &self,
        query: &EventQuery,
        before: Option<&str>,
        limit: u64,
    ) -> Result<EventPageRow, StoreError> {
        let names = self.webhook_names().await?;
        let mut pages = Vec::new();
        for one in query.by_status() {
            pages.push(self.page_of(&one, before, limit).await?);
        }
        let Merged { rows, before } = merge(pages, limit);
        let items = rows.into_iter().map(|row| summary(row, &names));
        Ok(EventPageRow {
            items: items.collect::<Result<_, _>>()?,
            before,
        })
    }

    async fn page_of(
        &self,
        query: &EventQuery,
        before: Option<&str>,
        limit: u64,
    ) -> Result<Merged, StoreError> {
        let (driver, rest) = query.split();
        let scan = if rest.is_empty() { limit + 1 } else { SCAN };
        // The driving rows, narrow: their identifiers come from an index alone.
        let driving = event::Entity::find()
            .select_only()
            .column(event::Column::Id)
            .filter(driver)
            .filter(query.bounds(before))
            .order_by_desc(event::Column::Id)
            .limit(scan)
            .into_query();
        let Some((last, seen)) = self.edge(&driving).await? else {
            return Ok(Merged::default());
        };
        let mut page = Query::select();
        page.columns(event::Column::iter().map(|column| (event::Entity, column)))
            .from_subquery(driving, "driving")
            .inner_join(
                event::Entity,
                Expr::col(("driving", event::Column::Id)).equals((event::Entity, event::Column::Id)),
            )
            .cond_where(rest)
            .order_by(("driving", event::Column::Id), Order::Desc)
            .limit(limit + 1);
        let statement = self.connection().get_database_backend().build(&page);
        let mut rows = event::Model::find_by_statement(statement)
            .all(self.connection())
            .await?;
        let full = usize::try_from(limit).unwrap_or(usize::MAX);
        let before = if rows.len() > full {
            rows.truncate(full);
            rows.last().map(|row| row.id.clone())
        } else {
            // The rows that were looked at ran out before the filter did.
            (seen >= scan).then_some(last)
        };
        Ok(Merged { rows, before })
    }

    /// How many events a question fits; only for questions that fit few, such as dead letters.
    pub async fn count_events(&self, query: &EventQuery) -> Result<u64, StoreError> {
        let (driver, rest) = query.split();
        Ok(event::Entity::find()
            .filter(driver)
            .filter(rest)
            .filter(query.bounds(None))
            .count(self.connection())
            .await?)
    }

    /// The last identifier of the driving rows, and how many they are; none when there are none.
    async fn edge(&self, driving: &SelectStatement) -> Result<Option<(String, u64)>, StoreError> {
        let mut edge = Query::select();
        edge.expr(Expr::col(event::Column::Id).min())
            .expr(Expr::col(event::Column::Id).count())
            .from_subquery(driving.clone(), "driving");
        let Some(row) = self.connection().query_one(&edge).await? else {
            return Ok(None);
        };
        let last: Option<String> = row.try_get_by_index(0)?;
        let seen: i64 = row.try_get_by_index(1)?;
        Ok(last.map(|last| (last, u64::try_from(seen).unwrap_or(0))))
    }
}

/// Rows of one page, and where to go on.
#[derive(Default)]
struct Merged {
    rows: Vec<event::Model>,
    before: Option<String>,
}

/// One page of several: nothing is shown that lies behind the place up to which each of them was looked at.
fn merge(pages: Vec<Merged>, limit: u64) -> Merged {
    let edge = pages.iter().filter_map(|page| page.before.clone()).max();
    let mut rows: Vec<event::Model> = pages.into_iter().flat_map(|page| page.rows).collect();
    rows.sort_by(|one, other| other.id.cmp(&one.id));
    if let Some(edge) = &edge {
        rows.retain(|row| row.id >= *edge);
    }
    let full = usize::try_from(limit).unwrap_or(usize::MAX);
    if rows.len() > full {
        rows.truncate(full);
        let before = rows.last().map(|row| row.id.clone());
        return Merged { rows, before };
    }
    Merged { rows, before: edge }
}

impl EventQuery {
    /// The same question, once for each status: each is an index of its own.
    fn by_status(&self) -> Vec<EventQuery> {
        if self.statuses.len() < 2 {
            return vec![self.clone()];
        }
        let one = |status: &&'static str| EventQuery {
            statuses: vec![*status],
            ..self.clone()
        };
        self.statuses.iter().map(one).collect()
    }

    /// The condition that drives, and the others.
    fn split(&self) -> (Condition, Condition) {
        let column = |column: event::Column, value: &str| Some(column.eq(value));
        let statuses = (!self.statuses.is_empty()).then_some(&self.statuses);
        // Fewest first, as far as one can tell without asking the database.
        let rare_status = statuses.filter(|all| !all.iter().any(|one| COMMON.contains(one)));
        let mut conditions: Vec<SimpleExpr> = [
            self.fingerprint
                .as_deref()
                .and_then(|value| column(event::Column::Fingerprint, value)),
            self.customer
                .as_deref()
                .and_then(|value| column(event::Column::CustomerId, value)),
            self.code.and_then(|value| column(event::Column::Code, value)),
            rare_status.map(|all| event::Column::Status.is_in(all.iter().copied())),
            self.webhook
                .as_deref()
                .and_then(|value| column(event::Column::WebhookId, value)),
            self.kind
                .as_deref()
                .and_then(|value| column(event::Column::Kind, value)),
            self.vendor
                .as_deref()
                .and_then(|value| column(event::Column::Vendor, value)),
            statuses
                .filter(|_| rare_status.is_none())
                .map(|all| event::Column::Status.is_in(all.iter().copied())),
            self.stage.and_then(|value| column(event::Column::Stage, value)),
            self.waiting.then(|| event::Column::Fingerprint.is_not_null()),
            self.text.as_deref().map(contains),
        ]
        .into_iter()
        .flatten()
        .collect();
        let drives = !conditions.is_empty() && self.has_index();
        let rest = if drives {
            conditions.split_off(1)
        } else {
            conditions.split_off(0)
        };
        let all = |conditions: Vec<_>| conditions.into_iter().fold(Condition::all(), Condition::add);
        (all(conditions), all(rest))
    }

    /// True when one of the conditions is an index.
    fn has_index(&self) -> bool {
        self.fingerprint.is_some()
            || self.customer.is_some()
            || self.code.is_some()
            || self.webhook.is_some()
            || self.kind.is_some()
            || self.vendor.is_some()
            || !self.statuses.is_empty()
    }

    /// Identifiers sort by time, so a time is a bound of identifiers.
    fn bounds(&self, before: Option<&str>) -> Condition {
        let mut bounds = Condition::all();
        if let Some(before) = before {
            bounds = bounds.add(event::Column::Id.lt(before));
        }
        if let Some(from) = self.from {
            bounds = bounds.add(event::Column::Id.gte(first_id_of(from)));
        }
        if let Some(to) = self.to {
            bounds = bounds.add(event::Column::Id.lt(first_id_of(to)));
        }
        bounds
    }
}

/// Statuses that most events have.
const COMMON: [&str; 2] = ["succeeded", "ignored"];

/// The least identifier that an event of this moment can have.
pub fn first_id_of(ms: i64) -> String {
    let ulid = ulid::Ulid::from_parts(u64::try_from(ms).unwrap_or(0), 0);
    format!("evt_{}", ulid.to_string().to_ascii_lowercase())
}

fn contains(text: &str) -> SimpleExpr {
    let escaped: String = text
        .to_lowercase()
        .chars()
        .flat_map(|c| match c {
            '%' | '_' | '\\' => vec!['\\', c],
            c => vec![c],
        })
        .collect();
    let like = || LikeExpr::new(format!("%{escaped}%")).escape('\\');
    let lower = |column| Expr::expr(Func::lower(Expr::col(column)));
    lower(event::Column::Subject)
        .like(like())
        .or(lower(event::Column::Preview).like(like()))
}
