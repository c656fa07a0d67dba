//! A point in time. The description says text; live answers carry milliseconds since 1970, some members seconds, a few
//! ISO text, and year 1 means "never". Callers get ISO text in UTC, or null.

use jiff::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;

/// Milliseconds below this are seconds: as milliseconds it is the year 1973, when there was nothing to manage.
const SECONDS_BELOW: i64 = 100_000_000_000;

/// The first second of the year 2 in milliseconds: what is earlier is "never".
const NEVER_BEFORE: i64 = -62_104_060_800_000;

/// A point in time.
#[derive(Clone, Debug, PartialEq)]
pub enum Moment {
    /// This.
    At(Timestamp),
    /// Never yet.
    Never,
    /// Something else, as it came.
    Untold(Value),
}

impl From<Value> for Moment {
    fn from(value: Value) -> Self {
        let read = match &value {
            Value::Number(number) => match number.as_i64() {
                Some(number) => from_number(number),
                // Seconds with decimals.
                None => number.as_f64().and_then(from_decimals),
            },
            Value::String(text) => text.trim().parse().ok().map(Moment::At),
            _ => None,
        };
        read.unwrap_or(Moment::Untold(value))
    }
}

fn from_number(number: i64) -> Option<Moment> {
    if number < NEVER_BEFORE {
        return Some(Moment::Never);
    }
    let read = if number.abs() < SECONDS_BELOW {
        Timestamp::from_second(number)
    } else {
        Timestamp::from_millisecond(number)
    };
    read.ok().map(Moment::At)
}

fn from_decimals(seconds: f64) -> Option<Moment> {
    let span = jiff::SignedDuration::try_from_secs_f64(seconds).ok()?;
    Timestamp::from_duration(span).ok().map(Moment::At)
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(given: D) -> Result<Self, D::Error> {
        Value::deserialize(given).map(Self::from)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Moment::At(at) => to.collect_str(&format_args!("{at:.3}")),
            Moment::Never => to.serialize_none(),
            Moment::Untold(value) => value.serialize(to),
        }
    }
}

impl JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "null"], "format": "date-time"})
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn milliseconds_seconds_and_texts_become_one_form_and_year_one_is_never() {
        for (came, goes) in [
            (json!(1_767_225_600_000_i64), json!("2026-01-01T00:00:00.000Z")),
            (json!(1_767_225_600), json!("2026-01-01T00:00:00.000Z")),
            (json!(1_767_225_600.25), json!("2026-01-01T00:00:00.250Z")),
            (
                json!("2026-01-01T01:00:00+01:00"),
                json!("2026-01-01T00:00:00.000Z"),
            ),
            (json!(-62_135_596_800_000_i64), json!(null)),
            (json!("yesterday"), json!("yesterday")),
            (json!({"odd": 1}), json!({"odd": 1})),
        ] {
            let moment: Moment = serde_json::from_value(came.clone()).unwrap();
            assert_eq!(serde_json::to_value(&moment).unwrap(), goes, "{came}");
        }
    }
}
