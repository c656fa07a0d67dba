//! A JSON value as a field's type sees it: what the vendor's SQL server would compare.

use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::autotask::says;
use crate::autotask::schema::Kind;

/// A comparable value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar {
    Number(f64),
    /// In lower case: the vendor's texts have no case.
    Text(String),
    Truth(bool),
    Moment(Timestamp),
}

impl Scalar {
    /// Reads a value for a field of this kind, with the vendor's complaint when it does not fit.
    pub fn read(kind: Kind, value: &Value) -> Result<Self, String> {
        match (kind, value) {
            (Kind::Integer | Kind::Long | Kind::Decimal, value) => number(value),
            (Kind::Text, Value::String(text)) => Ok(Self::Text(text.to_lowercase())),
            (Kind::Text, other) => Ok(Self::Text(other.to_string().to_lowercase())),
            (Kind::Boolean, Value::Bool(truth)) => Ok(Self::Truth(*truth)),
            (Kind::Boolean, other) => Err(says::not_a_bit(&plain(other))),
            (Kind::DateTime, Value::String(text)) => moment(text)
                .map(Self::Moment)
                .ok_or_else(|| says::BAD_DATE.into()),
            (Kind::DateTime, _) => Err(says::BAD_DATE.into()),
        }
    }

    /// `None` when the two are not of one kind.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.partial_cmp(right),
            (Self::Text(left), Self::Text(right)) => Some(left.cmp(right)),
            (Self::Truth(left), Self::Truth(right)) => Some(left.cmp(right)),
            (Self::Moment(left), Self::Moment(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }

    /// As text, for the operators that look into it.
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Truth(truth) => truth.to_string(),
            Self::Moment(moment) => moment.to_string().to_lowercase(),
        }
    }
}

fn number(value: &Value) -> Result<Scalar, String> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        // A .NET reader stops at the first letter of `true`.
        Value::Bool(truth) => return Err(says::unexpected_character(if *truth { 't' } else { 'f' })),
        _ => None,
    };
    number
        .map(Scalar::Number)
        .ok_or_else(|| says::not_an_int(&plain(value)))
}

/// ISO 8601 with `Z` or an offset; without one it is UTC, as everything at the vendor's.
fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let civil: DateTime = text.parse().ok()?;
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
