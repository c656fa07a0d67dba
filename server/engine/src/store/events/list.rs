//! A page of events by any filter, in bounded time over any number of them.
//!
//! One condition drives: the one that fits the fewest, each of which is an index that ends with the identifier. The others
//! are held against its rows, stretch by stretch from the newest back, until the page is full or its time is over
//! ([`BUDGET`]); where the page is not full by then, the answer says where to go on. So an answer may be short, or empty, and
//! yet not the last: only an answer without a place to go on says that there is nothing more.

use super::{
    super::{Store, StoreError, entities_events::event},
    read::summary,
};
use contract::event::EventSummary;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, Func, LikeExpr, SimpleExpr},
};
use std::time::{Duration, Instant};

/// For how long a page is looked for, before the answer says where to go on.
const BUDGET: Duration = Duration::from_millis(20);

/// How many rows the first stretch has; the next ones grow with what the time allows.
const STRETCH: u64 = 100;

/// How many rows a stretch has at most.
const LONGEST: u64 = 2_000;

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
        let questions = query.by_status();
        // Never none: one question at least.
        let share = BUDGET / u32::try_from(questions.len()).unwrap_or(1);
        let mut pages = Vec::new();
        for one in &questions {
            pages.push(self.page_of(one, before, limit, share).await?);
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
        budget: Duration,
    ) -> Result<Merged, StoreError> {
        let (driver, rest) = query.split(self.is_postgres());
        let full = usize::try_from(limit).unwrap_or(usize::MAX);
        let begun = Instant::now();
        let (mut rows, mut place) = (Vec::new(), before.map(str::to_owned));
        let mut stretch = STRETCH;
        loop {
            let within = Condition::all()
                .add(driver.clone())
                .add(query.bounds(place.as_deref()));
            // Where nothing but the index decides, the page is the stretch.
            let edge = match &rest {
                Some(_) => self.edge(&within, stretch).await?,
                None => None,
            };
            let looked = Instant::now();
            let missing = limit + 1 - rows.len() as u64;
            rows.extend(
                self.fitting(within, rest.as_ref(), edge.as_deref(), missing)
                    .await?,
            );
            if rows.len() > full {
                rows.truncate(full);
                let before = rows.last().map(|row: &event::Model| row.id.clone());
                return Ok(Merged { rows, before });
            }
            let Some(edge) = edge else {
                return Ok(Merged { rows, before: None });
            };
            let left = budget.saturating_sub(begun.elapsed());
            stretch = next_stretch(stretch, looked.elapsed(), left);
            if stretch < STRETCH {
                return Ok(Merged {
                    rows,
                    before: Some(edge),
                });
            }
            place = Some(edge);
        }
    }

    /// The last identifier of a stretch; none where it goes on to the end.
    async fn edge(&self, within: &Condition, stretch: u64) -> Result<Option<String>, StoreError> {
        Ok(event::Entity::find()
            .select_only()
            .column(event::Column::Id)
            .filter(within.clone())
            .order_by_desc(event::Column::Id)
            .offset(stretch - 1)
            .limit(1)
            .into_tuple()
            .one(self.connection())
            .await?)
    }

    /// The rows of a stretch that fit the other conditions as well, newest first.
    async fn fitting(
        &self,
        within: Condition,
        rest: Option<&SimpleExpr>,
        edge: Option<&str>,
        limit: u64,
    ) -> Result<Vec<event::Model>, StoreError> {
        let mut find = event::Entity::find().filter(within);
        if let Some(edge) = edge {
            find = find.filter(event::Column::Id.gte(edge));
        }
        if let Some(rest) = rest {
            // Rationale: behind COALESCE no other index looks promising to the database than the one that drives.
            let rest: SimpleExpr = Func::coalesce([rest.clone(), Expr::value(false)]).into();
            find = find.filter(rest);
        }
        Ok(find
            .order_by_desc(event::Column::Id)
            .limit(limit)
            .all(self.connection())
            .await?)
    }

    /// How many events a question fits; only for questions that fit few, such as dead letters.
    pub async fn count_events(&self, query: &EventQuery) -> Result<u64, StoreError> {
        let (driver, rest) = query.split(self.is_postgres());
        Ok(event::Entity::find()
            .filter(Condition::all().add(driver).add_option(rest))
            .filter(query.bounds(None))
            .count(self.connection())
            .await?)
    }
}

/// How many rows the next stretch has, when one of so many took so long and so much time is left; less than [`STRETCH`]
/// where no time is left for one.
fn next_stretch(rows: u64, took: Duration, left: Duration) -> u64 {
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    // Half of it: the next rows may be slower to come by.
    let fit = rows.saturating_mul(micros(left)) / Ord::max(micros(took), 1) / 2;
    Ord::min(fit, Ord::min(rows * 2, LONGEST))
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
    /// The same question, once for each status where the status drives: each is an index of its own.
    fn by_status(&self) -> Vec<EventQuery> {
        if self.statuses.len() < 2 || !self.status_drives() {
            return vec![self.clone()];
        }
        let one = |status: &&'static str| EventQuery {
            statuses: vec![*status],
            ..self.clone()
        };
        self.statuses.iter().map(one).collect()
    }

    /// True where no other condition fits fewer than the status does, as far as one can tell without asking the database.
    fn status_drives(&self) -> bool {
        let fewer = self.fingerprint.is_some() || self.customer.is_some() || self.code.is_some();
        let others = self.webhook.is_some() || self.kind.is_some() || self.vendor.is_some();
        !self.statuses.is_empty() && !fewer && (self.has_rare_status() || !others)
    }

    fn has_rare_status(&self) -> bool {
        !self.statuses.iter().any(|one| COMMON.contains(one))
    }

    /// The condition that drives, and the others, if there are any.
    fn split(&self, postgres: bool) -> (Condition, Option<SimpleExpr>) {
        let is = |column: event::Column, value: Option<&str>| value.map(|value| column.eq(value));
        let statuses =
            (!self.statuses.is_empty()).then(|| event::Column::Status.is_in(self.statuses.iter().copied()));
        let (rare, common) = if self.has_rare_status() {
            (statuses, None)
        } else {
            (None, statuses)
        };
        // Fewest first. All but the last three are an index.
        let mut conditions = [
            is(event::Column::Fingerprint, self.fingerprint.as_deref()),
            is(event::Column::CustomerId, self.customer.as_deref()),
            is(event::Column::Code, self.code),
            rare,
            is(event::Column::WebhookId, self.webhook.as_deref()),
            is(event::Column::Kind, self.kind.as_deref()),
            is(event::Column::Vendor, self.vendor.as_deref()),
            common,
            is(event::Column::Stage, self.stage),
            self.waiting.then(|| event::Column::Fingerprint.is_not_null()),
            self.text.as_deref().map(|text| contains(text, postgres)),
        ];
        let indexed = conditions.len() - 3;
        let driver = conditions[..indexed].iter_mut().find_map(Option::take);
        let rest = conditions.into_iter().flatten().reduce(|all, one| all.and(one));
        (Condition::all().add_option(driver), rest)
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

/// Text in subject or preview, whatever its case.
fn contains(text: &str, postgres: bool) -> SimpleExpr {
    let like = |text: &str| LikeExpr::new(pattern(text)).escape('\\');
    let lower = text.to_lowercase();
    let within = |column: event::Column| {
        if postgres {
            return Expr::expr(Func::lower(Expr::col(column))).like(like(&lower));
        }
        // Of SQLite's letters only those of ASCII have a case, to LIKE as to LOWER; LIKE alone is the cheaper one.
        let typed = Expr::col(column).like(like(text));
        if text.is_ascii() {
            typed
        } else {
            typed.or(Expr::col(column).like(like(&lower)))
        }
    };
    within(event::Column::Subject).or(within(event::Column::Preview))
}

fn pattern(text: &str) -> String {
    let escaped = text.chars().flat_map(|c| match c {
        '%' | '_' | '\\' => vec!['\\', c],
        c => vec![c],
    });
    format!("%{}%", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_stretch_grows_with_the_time_that_is_left_and_none_begins_where_none_is() {
        assert_eq!(next_stretch(100, MS, 20 * MS), 200, "twice as long at most");
        assert_eq!(next_stretch(LONGEST, MS, 20 * MS), LONGEST);
        assert_eq!(next_stretch(1_000, 10 * MS, 10 * MS), 500);
        assert!(next_stretch(STRETCH, 15 * MS, 5 * MS) < STRETCH);
        assert!(next_stretch(LONGEST, MS, Duration::ZERO) < STRETCH);
    }

    #[test]
    fn several_statuses_are_asked_for_one_by_one_only_where_they_drive() {
        let query = |kind: Option<&str>, statuses: &[&'static str]| EventQuery {
            statuses: statuses.to_vec(),
            kind: kind.map(str::to_owned),
            ..EventQuery::default()
        };
        assert_eq!(query(None, &["succeeded", "ignored"]).by_status().len(), 2);
        assert_eq!(
            query(Some("alert"), &["succeeded", "ignored"]).by_status().len(),
            1
        );
        assert_eq!(
            query(Some("alert"), &["rejected", "retrying"]).by_status().len(),
            2
        );
    }

    #[test]
    fn what_is_typed_is_no_pattern() {
        assert_eq!(pattern(r"50%_\"), r"%50\%\_\\%");
    }
}
