//! `LoopBack`'s `filter` and `where`, read strictly: what the fact sheet does not list is refused with 400, so that a misspelt
//! field or operator does not pass for an answer.
//!
//! A top-level `or` misbehaves at the real vendor. Here it matches everything, which is the worst it can do.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::models::Model;
use crate::exchange::Received;

/// The most rows of one answer.
const LARGEST: usize = 1_000;

/// A row, by wire names.
pub(crate) type Row = Map<String, Value>;

/// What a list was asked for.
#[derive(Debug)]
pub(crate) struct Filter {
    condition: Where,
    order: Option<(String, bool)>,
    limit: usize,
    skip: usize,
    fields: Vec<String>,
}

/// A condition.
#[derive(Debug)]
pub(crate) enum Where {
    All(Vec<Where>),
    Any(Vec<Where>),
    Test { field: String, op: String, value: Value },
}

impl Filter {
    /// The filter of a list.
    pub fn read(request: &Received, model: &Model) -> Result<Self, String> {
        let mut filter = Self {
            condition: Where::All(Vec::new()),
            order: None,
            limit: LARGEST,
            skip: 0,
            fields: Vec::new(),
        };
        for (key, value) in object(&parameter(request, "filter")?)? {
            match key.as_str() {
                "where" => filter.condition = top(value, model)?,
                "order" => filter.order = Some(order(value, model)?),
                "limit" => filter.limit = count(value)?.clamp(1, LARGEST),
                "skip" => filter.skip = count(value)?,
                "fields" => filter.fields = fields(value, model)?,
                other => return Err(format!("the filter property {other} is not allowed")),
            }
        }
        Ok(filter)
    }

    /// The rows it asks for, by id where no order is given.
    pub fn rows<'a>(&self, all: impl Iterator<Item = &'a Row>) -> Vec<Value> {
        let mut found: Vec<&Row> = all.filter(|row| self.condition.holds(row)).collect();
        if let Some((field, goes_down)) = &self.order {
            found.sort_by(|left, right| {
                let order = compare(left.get(field), right.get(field)).unwrap_or(Ordering::Equal);
                if *goes_down { order.reverse() } else { order }
            });
        }
        let shown = found.into_iter().skip(self.skip).take(self.limit);
        shown.map(|row| Value::Object(self.cut(row))).collect()
    }

    fn cut(&self, row: &Row) -> Row {
        let kept = |name: &str| self.fields.is_empty() || self.fields.iter().any(|field| field == name);
        let members = row.iter().filter(|(name, _)| kept(name));
        members
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

impl Where {
    /// The `where` of a count.
    pub fn read(request: &Received, model: &Model) -> Result<Self, String> {
        top(&parameter(request, "where")?, model)
    }

    /// Whether a row meets it.
    pub fn holds(&self, row: &Row) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(row)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(row)),
            Self::Test { field, op, value } => test(row.get(field), op, value),
        }
    }
}

/// The JSON of a query parameter; an empty object where it was not given.
fn parameter(request: &Received, name: &str) -> Result<Value, String> {
    let mut given = Value::Object(Map::new());
    for (key, text) in request.pairs() {
        match key.as_str() {
            "access_token" => {}
            key if key == name => {
                given = serde_json::from_str(&text)
                    .map_err(|why| format!("The {name} parameter is not JSON: {why}"))?;
            }
            other => return Err(format!("the parameter {other} is not allowed")),
        }
    }
    Ok(given)
}

fn object(value: &Value) -> Result<&Map<String, Value>, String> {
    value
        .as_object()
        .ok_or_else(|| format!("{value} is not an object"))
}

/// A condition at the top, where `or` goes wrong.
fn top(value: &Value, model: &Model) -> Result<Where, String> {
    if object(value)?.contains_key("or") {
        return Ok(Where::All(Vec::new()));
    }
    condition(value, model)
}

fn condition(value: &Value, model: &Model) -> Result<Where, String> {
    let mut parts = Vec::new();
    for (key, value) in object(value)? {
        match key.as_str() {
            "and" => parts.push(Where::All(group(value, model)?)),
            "or" => parts.push(Where::Any(group(value, model)?)),
            field => {
                known(field, model)?;
                parts.extend(tests(field, value)?);
            }
        }
    }
    Ok(Where::All(parts))
}

fn group(value: &Value, model: &Model) -> Result<Vec<Where>, String> {
    let items = value.as_array().ok_or("and, or: an array is expected")?;
    items.iter().map(|item| condition(item, model)).collect()
}

fn tests(field: &str, value: &Value) -> Result<Vec<Where>, String> {
    let test = |op: &str, value: &Value| Where::Test {
        field: field.to_owned(),
        op: op.to_owned(),
        value: value.clone(),
    };
    let Some(operators) = value.as_object() else {
        return Ok(vec![test("eq", value)]);
    };
    let read = |(op, value): (&String, &Value)| match op.as_str() {
        "eq" | "neq" | "gt" | "gte" | "lt" | "lte" => Ok(test(op, value)),
        "inq" | "nin" if value.is_array() => Ok(test(op, value)),
        "between" if value.as_array().is_some_and(|edges| edges.len() == 2) => Ok(test(op, value)),
        "like" | "nlike" | "ilike" | "nilike" if value.is_string() => Ok(test(op, value)),
        _ => Err(format!(
            "the operator {op} of {field} is not allowed with {value}"
        )),
    };
    operators.iter().map(read).collect()
}

fn test(stored: Option<&Value>, op: &str, wanted: &Value) -> bool {
    let is = |order: fn(Ordering) -> bool| compare(stored, Some(wanted)).is_some_and(order);
    let edge = |at: usize| compare(stored, wanted.get(at));
    let among = || {
        let mut items = wanted.as_array().into_iter().flatten();
        items.any(|item| compare(stored, Some(item)) == Some(Ordering::Equal))
    };
    let like = |fold: bool| {
        let (Some(text), Some(pattern)) = (stored.and_then(Value::as_str), wanted.as_str()) else {
            return false;
        };
        if fold {
            matches(&text.to_lowercase(), &pattern.to_lowercase())
        } else {
            matches(text, pattern)
        }
    };
    match op {
        "eq" => is(Ordering::is_eq),
        "neq" => !is(Ordering::is_eq),
        "gt" => is(Ordering::is_gt),
        "gte" => is(Ordering::is_ge),
        "lt" => is(Ordering::is_lt),
        "lte" => is(Ordering::is_le),
        "between" => edge(0).is_some_and(Ordering::is_ge) && edge(1).is_some_and(Ordering::is_le),
        "inq" => among(),
        "nin" => !among(),
        "like" => like(false),
        "nlike" => !like(false),
        "ilike" => like(true),
        _ => !like(true),
    }
}

/// SQL's LIKE: `%` is any text, `_` is one character, a backslash takes their meaning away.
fn matches(text: &str, pattern: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => text.is_empty(),
        Some('%') => {
            let rest = rest.as_str();
            let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            starts.any(|at| text.get(at..).is_some_and(|tail| matches(tail, rest)))
        }
        Some(first) => {
            let (wanted, plain) = if first == '\\' {
                (rest.next(), true)
            } else {
                (Some(first), false)
            };
            let mut letters = text.chars();
            let letter = letters.next();
            let fits = letter.is_some() && (letter == wanted || (wanted == Some('_') && !plain));
            fits && matches(letters.as_str(), rest.as_str())
        }
    }
}

/// How two values stand; times by their instant, texts by their letters, and never a value of another type.
fn compare(left: Option<&Value>, right: Option<&Value>) -> Option<Ordering> {
    match (left.unwrap_or(&Value::Null), right?) {
        (Value::Null, Value::Null) => Some(Ordering::Equal),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::String(left), Value::String(right)) => {
            let instant = |text: &str| text.parse::<Timestamp>();
            match (instant(left), instant(right)) {
                (Ok(left), Ok(right)) => Some(left.cmp(&right)),
                _ => Some(left.cmp(right)),
            }
        }
        _ => None,
    }
}

fn known(field: &str, model: &Model) -> Result<(), String> {
    if model.fields.contains(&field) {
        Ok(())
    } else {
        Err(format!("{field} is not a property of {}", model.name))
    }
}

fn order(value: &Value, model: &Model) -> Result<(String, bool), String> {
    let text = value.as_str().ok_or("order: a text is expected")?;
    let (field, direction) = text.split_once(' ').unwrap_or((text, "ASC"));
    known(field, model)?;
    match direction {
        "ASC" => Ok((field.to_owned(), false)),
        "DESC" => Ok((field.to_owned(), true)),
        _ => Err(format!("{direction} is not a direction")),
    }
}

fn count(value: &Value) -> Result<usize, String> {
    let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| format!("{value} is not a count"))
}

fn fields(value: &Value, model: &Model) -> Result<Vec<String>, String> {
    let names = value.as_array().ok_or("fields: an array is expected")?;
    let read = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        known(name, model).map(|()| name.to_owned())
    };
    names.iter().map(read).collect()
}
