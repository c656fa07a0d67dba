//! Filters: parsing with the vendor's complaints, and matching as SQL does (null matches nothing).

use serde_json::Value;

use super::scalar::Scalar;
use crate::autotask::says;
use crate::autotask::schema::{Entity, Field, Kind};
use crate::autotask::tenants::Row;

/// More conditions than this within `or` groups are refused.
const MOST_ALTERNATIVES: usize = 500;

/// One condition of a query.
#[derive(Debug)]
pub(crate) enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    Test { of: Source, test: Test },
}

/// Where the tested value stands.
#[derive(Debug)]
pub(crate) enum Source {
    Field(&'static Field),
    UserDefined(String),
}

/// What is tested.
#[derive(Debug)]
pub(crate) enum Test {
    Compare(&'static str, Scalar),
    Text(&'static str, String),
    Exists(bool),
    OneOf(bool, Vec<Scalar>),
}

/// Parses a filter array. A condition with an unknown operator is dropped without a word, as the vendor
/// drops it; whatever else is wrong is refused.
pub(crate) fn parse(filter: &[Value], entity: &Entity) -> Result<Vec<Condition>, String> {
    if alternatives(filter, false) > MOST_ALTERNATIVES {
        return Err(says::TOO_MANY_OR.to_owned());
    }
    if user_defined(filter) > 1 {
        return Err(says::ONE_UDF.to_owned());
    }
    group(filter, entity)
}

fn group(filter: &[Value], entity: &Entity) -> Result<Vec<Condition>, String> {
    let parsed = filter.iter().map(|item| one(item, entity));
    Ok(parsed
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

fn one(item: &Value, entity: &Entity) -> Result<Option<Condition>, String> {
    let Some(operator) = get(item, "op").and_then(Value::as_str) else {
        return Err(says::BAD_QUERY.to_owned());
    };
    let operator = operator.to_lowercase();
    if operator == "and" || operator == "or" {
        let items = get(item, "items")
            .and_then(Value::as_array)
            .ok_or(says::BAD_QUERY)?;
        let items = group(items, entity)?;
        return Ok(Some(if operator == "and" {
            Condition::All(items)
        } else {
            Condition::Any(items)
        }));
    }
    let Some(operator) = KNOWN.into_iter().find(|known| *known == operator) else {
        return Ok(None);
    };
    let name = get(item, "field")
        .and_then(Value::as_str)
        .ok_or(says::BAD_QUERY)?;
    let unknown = || says::unknown_field(name, entity.singular);
    let (of, kind) = if is_user_defined(item) {
        let found = entity
            .user_defined
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name))
            .ok_or_else(unknown)?;
        (Source::UserDefined((*found).to_owned()), Kind::Text)
    } else {
        let field = entity
            .field(name)
            .filter(|field| field.is_queryable)
            .ok_or_else(unknown)?;
        (Source::Field(field), field.kind)
    };
    let value = get(item, "value").unwrap_or(&Value::Null);
    Ok(Some(Condition::Test {
        of,
        test: test(operator, kind, value)?,
    }))
}

const KNOWN: [&str; 13] = [
    "eq",
    "noteq",
    "gt",
    "gte",
    "lt",
    "lte",
    "beginswith",
    "endswith",
    "contains",
    "exist",
    "notexist",
    "in",
    "notin",
];

fn test(operator: &'static str, kind: Kind, value: &Value) -> Result<Test, String> {
    Ok(match operator {
        "exist" | "notexist" => Test::Exists(operator == "exist"),
        "in" | "notin" => {
            let values = value.as_array().ok_or(says::BAD_QUERY)?;
            let values = values
                .iter()
                .map(|value| Scalar::read(kind, value))
                .collect::<Result<_, _>>()?;
            Test::OneOf(operator == "in", values)
        }
        "beginswith" | "endswith" | "contains" => {
            Test::Text(operator, Scalar::read(Kind::Text, value)?.text())
        }
        _ => Test::Compare(operator, Scalar::read(kind, value)?),
    })
}

impl Condition {
    pub fn matches(&self, row: &Row) -> bool {
        match self {
            Self::All(items) => items.iter().all(|item| item.matches(row)),
            Self::Any(items) => items.iter().any(|item| item.matches(row)),
            Self::Test { of, test } => test.holds(of.value(row).as_ref()),
        }
    }
}

impl Source {
    fn value(&self, row: &Row) -> Option<Scalar> {
        let (kind, value) = match self {
            Self::Field(field) => (field.kind, row.get(field.name)?),
            Self::UserDefined(name) => {
                let all = row.get("userDefinedFields")?.as_array()?;
                (
                    Kind::Text,
                    all.iter()
                        .find(|field| get(field, "name").is_some_and(|given| given == name.as_str()))?
                        .get("value")?,
                )
            }
        };
        if value.is_null() {
            None
        } else {
            Scalar::read(kind, value).ok()
        }
    }
}

impl Test {
    fn holds(&self, value: Option<&Scalar>) -> bool {
        if let Self::Exists(wanted) = self {
            return value.is_some() == *wanted;
        }
        let Some(value) = value else { return false };
        match self {
            Self::Exists(_) => true,
            Self::OneOf(wanted, values) => values.contains(value) == *wanted,
            Self::Text(operator, part) => {
                let text = value.text();
                match *operator {
                    "beginswith" => text.starts_with(part),
                    "endswith" => text.ends_with(part),
                    _ => text.contains(part),
                }
            }
            Self::Compare(operator, with) => value.compare(with).is_some_and(|order| match *operator {
                "eq" => order.is_eq(),
                "noteq" => order.is_ne(),
                "gt" => order.is_gt(),
                "gte" => order.is_ge(),
                "lt" => order.is_lt(),
                _ => order.is_le(),
            }),
        }
    }
}

fn get<'a>(item: &'a Value, name: &str) -> Option<&'a Value> {
    item.as_object()?
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn items(item: &Value) -> &[Value] {
    get(item, "items")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn is_user_defined(item: &Value) -> bool {
    get(item, "udf").and_then(Value::as_bool).unwrap_or_default()
}

/// How many conditions stand within `or` groups, however deep.
fn alternatives(filter: &[Value], inside: bool) -> usize {
    let count = |item: &Value| {
        let is_or = get(item, "op")
            .and_then(Value::as_str)
            .is_some_and(|op| op.eq_ignore_ascii_case("or"));
        let children = items(item);
        if children.is_empty() {
            usize::from(inside)
        } else {
            alternatives(children, inside || is_or)
        }
    };
    filter.iter().map(count).sum()
}

fn user_defined(filter: &[Value]) -> usize {
    filter
        .iter()
        .map(|item| usize::from(is_user_defined(item)) + user_defined(items(item)))
        .sum()
}
