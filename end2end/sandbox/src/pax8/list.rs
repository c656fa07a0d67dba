//! Lists: sort, cut to a page, and count. Pages begin at 0.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::params::Params;
use crate::exchange::Answer;

/// A page of these records.
pub(crate) fn page(mut found: Vec<Value>, params: &Params, page_is_told: bool) -> Answer {
    if let Some(sort) = &params.sort {
        let (key, falls) = match sort.split_once(',') {
            Some((key, way)) => (key, way == "desc"),
            None => (sort.as_str(), false),
        };
        found.sort_by(|a, b| {
            let order = compare(value(a, key), value(b, key));
            if falls { order.reverse() } else { order }
        });
    }
    let total = found.len();
    let rows: Vec<Value> = found
        .into_iter()
        .skip(params.page.saturating_mul(params.size))
        .take(params.size)
        .collect();
    let mut body = json!({"content": rows});
    if page_is_told {
        body["page"] = json!({
            "size": params.size,
            "totalElements": total,
            "totalPages": total.div_ceil(params.size),
            "number": params.page,
        });
    }
    Answer::json(200, &body)
}

/// A list without pages: details, pricing, history.
pub(crate) fn whole(rows: &[Value]) -> Answer {
    Answer::json(200, &json!({"content": rows}))
}

/// The value that a sort key looks at; a company's address lies one deeper, a product's vendor is called otherwise.
fn value<'a>(record: &'a Value, key: &str) -> &'a Value {
    let key = if key == "vendor" { "vendorName" } else { key };
    let deeper = record.get("address").and_then(|address| address.get(key));
    record.get(key).or(deeper).unwrap_or(&Value::Null)
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => a.as_str().cmp(&b.as_str()),
    }
}
