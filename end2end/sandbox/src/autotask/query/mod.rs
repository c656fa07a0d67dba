//! The query grammar: a body of conditions to rows, in order of id.
//!
//! ```text
//! scalar.rs     a JSON value as the field's type sees it
//! condition.rs  parsing and matching of filters
//! page.rs       where a page begins and the URLs of its neighbours
//! ```

mod condition;
mod page;
mod scalar;

use serde_json::{Map, Value};

use super::behaviour::EmptyFilter;
use super::says;
use super::schema::Entity;
use super::tenants::Row;
use condition::Condition;
pub(crate) use page::{Cursor, neighbour};
pub(crate) use scalar::Scalar;

const LARGEST_PAGE: i64 = 500;

/// A parsed query.
#[derive(Debug)]
pub(crate) struct Query {
    conditions: Vec<Condition>,
    include: Vec<&'static str>,
    pub page_size: usize,
}

impl Query {
    /// Parses the JSON of a POST body or of the `search` parameter. Names of keys have no case.
    pub fn parse(text: &[u8], entity: &Entity, empty: EmptyFilter) -> Result<Self, String> {
        let body: Map<String, Value> = serde_json::from_slice(text).map_err(|_| {
            let first = String::from_utf8_lossy(text).trim_start().chars().next();
            first.map_or_else(|| says::BAD_QUERY.to_owned(), says::unexpected_character)
        })?;
        let key = |name: &str| {
            body.iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value)
        };
        let Some(filter) = key("filter").and_then(Value::as_array) else {
            return Err(says::BAD_QUERY.to_owned());
        };
        if filter.is_empty() && empty == EmptyFilter::Refused {
            return Err(says::EMPTY_FILTER.to_owned());
        }
        let conditions = condition::parse(filter, entity)?;
        let page_size = match key("MaxRecords") {
            None | Some(Value::Null) => LARGEST_PAGE,
            Some(given) => given
                .as_i64()
                .filter(|size| (1..=LARGEST_PAGE).contains(size))
                .ok_or(says::MAX_RECORDS)?,
        };
        let include = match key("IncludeFields") {
            None | Some(Value::Null) => Vec::new(),
            Some(given) => included(given, entity)?,
        };
        Ok(Self {
            conditions,
            include,
            page_size: usize::try_from(page_size).unwrap_or_default(),
        })
    }

    pub fn matches(&self, row: &Row) -> bool {
        self.conditions.iter().all(|condition| condition.matches(row))
    }

    /// Whether a result of several pages can be told apart by id.
    pub fn shows_ids(&self) -> bool {
        self.include.is_empty() || self.include.contains(&"id")
    }

    /// The row, cut to the fields asked for.
    pub fn show(&self, row: &Row) -> Value {
        if self.include.is_empty() {
            return Value::Object(row.clone());
        }
        let kept = self
            .include
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), row.get(*name)?.clone())));
        Value::Object(kept.collect())
    }
}

fn included(given: &Value, entity: &Entity) -> Result<Vec<&'static str>, String> {
    let names = given.as_array().ok_or(says::BAD_QUERY)?;
    let mut include = Vec::new();
    for name in names {
        let name = name.as_str().ok_or(says::BAD_QUERY)?;
        let field = entity.field(name).filter(|field| field.is_queryable);
        include.push(
            field
                .ok_or_else(|| says::unknown_field(name, entity.singular))?
                .name,
        );
    }
    Ok(include)
}
