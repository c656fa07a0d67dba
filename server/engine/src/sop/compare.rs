//! One comparison of one field. Text is compared without case; severities by how bad they are; times as moments; patterns by
//! an engine that cannot backtrack.

use contract::{
    field::FieldError,
    routing::{Compare, Condition},
};
use regex::{Regex, RegexBuilder};
use serde_json::Value;
use std::cmp::Ordering;

/// The largest compiled pattern, in bytes.
const PATTERN_SIZE: usize = 256 * 1024;

/// The longest pattern that is written, in characters.
const PATTERN_LENGTH: usize = 500;

const SEVERITIES: [&str; 5] = ["information", "low", "moderate", "high", "critical"];

/// A comparison, ready to be made.
pub enum Comparison {
    /// Equal to this.
    Eq(Value),
    /// Not equal to this; also where the field is not there.
    Ne(Value),
    /// Holds this text, or this value among its own.
    Contains(Value),
    /// Fits this pattern.
    Matches(Box<Regex>),
    /// Greater than this.
    Gt(Value),
    /// Less than this.
    Lt(Value),
    /// One of these.
    In(Vec<Value>),
}

impl Comparison {
    /// Prepares a condition's comparison; `Err` says what is wrong with its value.
    pub fn of(condition: &Condition) -> Result<Self, FieldError> {
        let value = condition.value.clone();
        let wrong = |code: &'static str, text: String| FieldError::new("value", code, text);
        match condition.op {
            Compare::Eq if is_plain(&value) => Ok(Self::Eq(value)),
            Compare::Ne if is_plain(&value) => Ok(Self::Ne(value)),
            Compare::Contains if is_plain(&value) && !value.is_null() => Ok(Self::Contains(value)),
            Compare::Eq | Compare::Ne | Compare::Contains => Err(wrong(
                "wrong_type",
                "Write a text, a number, or true or false.".into(),
            )),
            Compare::Matches => match &value {
                Value::String(text) => pattern(text).map(|made| Self::Matches(Box::new(made))),
                _ => Err(wrong("wrong_type", "Write a pattern as text.".into())),
            },
            Compare::Gt | Compare::Lt => {
                if !is_ordered(&condition.field, &value) {
                    let text = "Write a number, a time (RFC 3339), or a severity.".into();
                    return Err(wrong("wrong_type", text));
                }
                Ok(if condition.op == Compare::Gt {
                    Self::Gt(value)
                } else {
                    Self::Lt(value)
                })
            }
            Compare::In => match value {
                Value::Array(items) if !items.is_empty() && items.iter().all(is_plain) => Ok(Self::In(items)),
                _ => Err(wrong(
                    "wrong_type",
                    "Write a list with at least one text or number.".into(),
                )),
            },
        }
    }

    /// Whether a field holds it; `is_severity` for the field that has an order of its own.
    pub fn holds(&self, found: Option<&Value>, is_severity: bool) -> bool {
        let Some(found) = found else {
            return matches!(self, Self::Ne(_));
        };
        match self {
            Self::Eq(wanted) => same(found, wanted),
            Self::Ne(wanted) => !same(found, wanted),
            Self::Contains(wanted) => contains(found, wanted),
            Self::Matches(pattern) => text_of(found).is_some_and(|text| pattern.is_match(&text)),
            Self::Gt(limit) => order(found, limit, is_severity) == Some(Ordering::Greater),
            Self::Lt(limit) => order(found, limit, is_severity) == Some(Ordering::Less),
            Self::In(wanted) => wanted.iter().any(|one| same(found, one)),
        }
    }

    /// Why it does not hold, given what was found.
    pub fn why_not(&self, field: &str, found: Option<&Value>) -> String {
        let Some(found) = found else {
            return format!("`{field}` is not there");
        };
        let found = brief(found);
        match self {
            Self::Eq(wanted) => format!("`{field}` is {found}, not {}", brief(wanted)),
            Self::Ne(wanted) => format!("`{field}` is {}", brief(wanted)),
            Self::Contains(wanted) => {
                format!("`{field}` is {found}, which does not contain {}", brief(wanted))
            }
            Self::Matches(pattern) => format!("`{field}` is {found}, which does not match `{pattern}`"),
            Self::Gt(limit) => format!("`{field}` is {found}, not greater than {}", brief(limit)),
            Self::Lt(limit) => format!("`{field}` is {found}, not less than {}", brief(limit)),
            Self::In(wanted) => {
                let list: Vec<_> = wanted.iter().take(8).map(brief).collect();
                format!("`{field}` is {found}, none of {}", list.join(", "))
            }
        }
    }
}

fn pattern(text: &str) -> Result<Regex, FieldError> {
    if text.chars().count() > PATTERN_LENGTH {
        let words = format!("The pattern may have at most {PATTERN_LENGTH} characters.");
        return Err(FieldError::new("value", "too_long", words));
    }
    let made = RegexBuilder::new(text)
        .size_limit(PATTERN_SIZE)
        .dfa_size_limit(4 * PATTERN_SIZE)
        .build();
    made.map_err(|why| {
        let words = match &why {
            regex::Error::CompiledTooBig(_) => {
                "The pattern is too large once it is written out; repeat less.".to_owned()
            }
            other => format!("The pattern cannot be read: {other}"),
        };
        FieldError::new("value", "bad_pattern", words)
    })
}

fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

fn is_ordered(field: &str, value: &Value) -> bool {
    number(value).is_some() || moment(value).is_some() || (field == "severity" && severity(value).is_some())
}

/// Equal as a person reads it: text without case, and a number as its text.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::String(left), Value::String(right)) => same_text(left, right),
        (Value::Number(_), Value::Number(_)) => number(left) == number(right),
        (Value::String(text), Value::Number(number)) | (Value::Number(number), Value::String(text)) => {
            text.trim() == number.to_string()
        }
        _ => left == right,
    }
}

fn same_text(left: &str, right: &str) -> bool {
    left == right
        || (left.len() == right.len() && left.eq_ignore_ascii_case(right))
        || (!(left.is_ascii() && right.is_ascii()) && left.to_lowercase() == right.to_lowercase())
}

fn contains(found: &Value, wanted: &Value) -> bool {
    match found {
        Value::Array(items) => items.iter().any(|item| same(item, wanted)),
        Value::String(text) => {
            text_of(wanted).is_some_and(|part| text.to_lowercase().contains(&part.to_lowercase()))
        }
        _ => false,
    }
}

fn order(found: &Value, limit: &Value, is_severity: bool) -> Option<Ordering> {
    if is_severity && let (Some(found), Some(limit)) = (severity(found), severity(limit)) {
        return Some(found.cmp(&limit));
    }
    if let (Some(found), Some(limit)) = (number(found), number(limit)) {
        return found.partial_cmp(&limit);
    }
    Some(moment(found)?.cmp(&moment(limit)?))
}

fn severity(value: &Value) -> Option<usize> {
    let word = value.as_str()?;
    SEVERITIES
        .iter()
        .position(|known| known.eq_ignore_ascii_case(word))
}

/// A number, also one that is written as text.
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn moment(value: &Value) -> Option<jiff::Timestamp> {
    value.as_str()?.trim().parse().ok()
}

fn text_of(value: &Value) -> Option<std::borrow::Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.as_str().into()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string().into()),
        _ => None,
    }
}

/// A value for a sentence, cut where it is long.
fn brief(value: &Value) -> String {
    const LONG: usize = 60;
    let whole = match value {
        Value::String(text) => format!("“{text}”"),
        other => other.to_string(),
    };
    if whole.chars().count() <= LONG {
        return whole;
    }
    let mut cut: String = whole.chars().take(LONG).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use serde_json::json;

    fn holds(op: Compare, found: Value, value: Value) -> bool {
        let condition = Condition {
            field: "severity".into(),
            op,
            value,
        };
        Comparison::of(&condition).unwrap().holds(Some(&found), true)
    }

    #[test]
    fn each_comparison_holds_for_what_a_person_means_by_it() {
        use Compare::{Contains, Eq, Gt, In, Lt, Matches, Ne};
        for (op, found, value) in [
            (Eq, json!("Critical"), json!("critical")),
            (Eq, json!("ÄRGER"), json!("ärger")),
            (Eq, json!(5), json!("5")),
            (Eq, json!(5.0), json!(5)),
            (Eq, json!(true), json!(true)),
            (Ne, json!("low"), json!("high")),
            (Contains, json!("Backup FAILED"), json!("failed")),
            (Contains, json!(["a", "Disk"]), json!("disk")),
            (Contains, json!("error 512"), json!(512)),
            (Matches, json!("FS-12"), json!("^FS-\\d+$")),
            (Matches, json!(4711), json!("^47")),
            (Gt, json!("critical"), json!("high")),
            (Gt, json!("90"), json!(85.5)),
            (
                Gt,
                json!("2026-11-24T07:00:00Z"),
                json!("2026-11-24T07:59:00+01:00"),
            ),
            (Lt, json!("low"), json!("moderate")),
            (Lt, json!(-1), json!(0)),
            (In, json!("EU"), json!(["us", "eu"])),
        ] {
            assert!(holds(op, found.clone(), value.clone()), "{op:?} {found} {value}");
        }
        for (op, found, value) in [
            (Eq, json!("5"), json!(6)),
            (Ne, json!("HIGH"), json!("high")),
            (Contains, json!({"a": 1}), json!("a")),
            (Matches, json!(["FS-1"]), json!("FS")),
            (Gt, json!("high"), json!("high")),
            (Gt, json!("words"), json!(1)),
            (In, json!("asia"), json!(["us", "eu"])),
        ] {
            assert!(!holds(op, found.clone(), value.clone()), "{op:?} {found} {value}");
        }
    }

    #[test]
    fn a_value_that_cannot_be_compared_so_is_refused_with_what_to_write() {
        let refused = |field: &str, op, value| {
            let condition = Condition {
                field: field.into(),
                op,
                value,
            };
            Comparison::of(&condition)
                .err()
                .map(|error| error.code.to_string())
        };
        assert_eq!(refused("a", Compare::Eq, json!([1])), Some("wrong_type".into()));
        assert_eq!(refused("a", Compare::In, json!("x")), Some("wrong_type".into()));
        assert_eq!(refused("a", Compare::In, json!([])), Some("wrong_type".into()));
        assert_eq!(
            refused("a", Compare::Gt, json!("high")),
            Some("wrong_type".into())
        );
        assert_eq!(refused("severity", Compare::Gt, json!("high")), None);
        assert_eq!(
            refused("a", Compare::Matches, json!("(")),
            Some("bad_pattern".into())
        );
        assert_eq!(
            refused("a", Compare::Matches, json!("(?:a{1000}){1000}")),
            Some("bad_pattern".into())
        );
        assert_eq!(
            refused("a", Compare::Matches, json!("(a)\\1")),
            Some("bad_pattern".into())
        );
        let long = "a".repeat(501);
        assert_eq!(
            refused("a", Compare::Matches, json!(long)),
            Some("too_long".into())
        );
    }

    #[test]
    fn a_pattern_that_ruins_backtracking_engines_ends_at_once_on_a_long_text() {
        let text = "a".repeat(100_000);
        assert!(!holds(Compare::Matches, json!(text), json!("^(a+)+$b")));
    }
}
