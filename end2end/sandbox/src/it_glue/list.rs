//! Lists: filter, sort, cut to a page, and count.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::kinds::Kind;
use super::params::{How, Params, Test};
use super::says;
use super::seed::Record;
use crate::exchange::Answer;

/// Lists cut `quick-notes` to this many characters.
const QUICK_NOTES: usize = 250;

/// Answers a list of these records.
pub(crate) fn answer(kind: &Kind, records: &[Record], params: &Params) -> Answer {
    let mut found: Vec<&Record> = records
        .iter()
        .filter(|record| params.tests.iter().all(|test| holds(test, record)))
        .collect();
    // Without a sort key the vendor promises no order; by name is as good as any, and not by id.
    let usual = [("name".to_owned(), false)];
    let keys = if params.sort.is_empty() {
        usual.as_slice()
    } else {
        params.sort.as_slice()
    };
    found.sort_by(|left, right| {
        keys.iter()
            .map(|key| compare(key, left, right))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    let pages = found.len().div_ceil(params.size);
    let start = (params.number - 1).saturating_mul(params.size);
    let shown = found.into_iter().enumerate();
    let total = shown.len();
    let data: Vec<Value> = shown
        .filter(|(at, _)| (start..start.saturating_add(params.size)).contains(at))
        .map(|(_, record)| item(kind, record))
        .collect();
    let next = (params.number < pages).then(|| params.number + 1);
    let previous = (params.number > 1).then(|| params.number - 1);
    let mut body = json!({
        "data": data,
        "meta": {
            "current-page": params.number, "next-page": next, "prev-page": previous, "total-pages": pages,
            "total-count": total,
        },
    });
    if let (false, Some(body)) = (params.includes.is_empty(), body.as_object_mut()) {
        body.insert("included".to_owned(), json!([]));
    }
    says::document(200, &body)
}

fn item(kind: &Kind, record: &Record) -> Value {
    let mut attributes = record.attributes.clone();
    if let Some(Value::String(notes)) = attributes.get_mut("quick-notes") {
        *notes = notes.chars().take(QUICK_NOTES).collect();
    }
    json!({"id": record.id.to_string(), "type": kind.name, "attributes": attributes})
}

fn holds(test: &Test, record: &Record) -> bool {
    let value = record.text(&test.name);
    match test.how {
        How::Keep => test
            .value
            .split(',')
            .any(|wanted| value.as_ref().is_some_and(|value| same(value, wanted.trim()))),
        How::Exclude => !test
            .value
            .split(',')
            .any(|wanted| value.as_ref().is_some_and(|value| same(value, wanted.trim()))),
        How::Range => value.is_some_and(|value| within(&value, &test.value)),
    }
}

fn same(value: &str, wanted: &str) -> bool {
    value.to_lowercase() == wanted.to_lowercase()
}

/// `start, end`, each of them a value or `*`. Numbers compare as numbers, dates as their text.
fn within(value: &str, range: &str) -> bool {
    let (start, end) = range.split_once(',').unwrap_or((range, "*"));
    let order = |edge: &str| match (value.parse::<i64>(), edge.parse::<i64>()) {
        (Ok(value), Ok(edge)) => value.cmp(&edge),
        _ => value.cmp(edge),
    };
    let (start, end) = (start.trim(), end.trim());
    (start == "*" || order(start).is_ge()) && (end == "*" || order(end).is_le())
}

fn compare((name, goes_down): &(String, bool), left: &Record, right: &Record) -> Ordering {
    let order = if name == "id" {
        left.id.cmp(&right.id)
    } else {
        let key = |record: &Record| record.text(name).map(|text| text.to_lowercase());
        key(left).cmp(&key(right))
    };
    if *goes_down { order.reverse() } else { order }
}
