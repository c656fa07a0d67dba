//! A filter as people and programs write it, checked and made into a question to the store.

use crate::store::EventQuery;
use contract::{
    event::{EventFilter, EventStatus},
    failure::{FailureCode, Stage},
    field::FieldError,
    ids::{CustomerId, WebhookId},
};

/// The longest text to look for, in characters.
const LONGEST: usize = 200;

/// Checks a filter; every fault is named.
pub fn query(filter: &EventFilter) -> Result<EventQuery, Vec<FieldError>> {
    let mut errors = Vec::new();
    let query = EventQuery {
        statuses: statuses(filter.status.as_deref(), &mut errors),
        vendor: given(filter.vendor.as_deref()),
        webhook: id(filter.webhook.as_deref(), "webhook", &mut errors, |text| {
            WebhookId::parse(text).map(|id| id.to_string())
        }),
        code: word(filter.code.as_deref(), "code", &mut errors, |text| {
            FailureCode::parse(text).map(FailureCode::as_str)
        }),
        stage: word(filter.stage.as_deref(), "stage", &mut errors, |text| {
            Stage::parse(text).map(Stage::as_str)
        }),
        fingerprint: given(filter.fingerprint.as_deref()),
        kind: given(filter.kind.as_deref()),
        customer: id(filter.customer.as_deref(), "customer", &mut errors, |text| {
            CustomerId::parse(text).map(|id| id.to_string())
        }),
        text: given(filter.q.as_deref()).map(|text| text.chars().take(LONGEST).collect()),
        from: time(filter.from.as_deref(), "from", &mut errors),
        to: time(filter.to.as_deref(), "to", &mut errors),
        waiting: false,
    };
    if errors.is_empty() { Ok(query) } else { Err(errors) }
}

fn given(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn statuses(text: Option<&str>, errors: &mut Vec<FieldError>) -> Vec<&'static str> {
    let Some(text) = given(text) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for one in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        match EventStatus::parse(one) {
            Some(status) if !all.contains(&status.as_str()) => all.push(status.as_str()),
            Some(_) => {}
            None => errors.push(unknown(
                "status",
                EventStatus::ALL.map(EventStatus::as_str).to_vec(),
            )),
        }
    }
    // All of them are none of them.
    if all.len() == EventStatus::ALL.len() {
        Vec::new()
    } else {
        all
    }
}

fn word(
    text: Option<&str>,
    field: &'static str,
    errors: &mut Vec<FieldError>,
    parse: impl Fn(&str) -> Option<&'static str>,
) -> Option<&'static str> {
    let text = given(text)?;
    let found = parse(&text);
    if found.is_none() {
        let known = match field {
            "code" => FailureCode::ALL.map(FailureCode::as_str).to_vec(),
            _ => Stage::ALL.map(Stage::as_str).to_vec(),
        };
        errors.push(unknown(field, known));
    }
    found
}

fn unknown(field: &'static str, known: Vec<&'static str>) -> FieldError {
    let text = format!("{field} must be one of: {}.", known.join(", "));
    FieldError::new(field, "not_a_choice", text)
}

fn id(
    text: Option<&str>,
    field: &'static str,
    errors: &mut Vec<FieldError>,
    parse: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let text = given(text)?;
    let found = parse(&text);
    if found.is_none() {
        let words = format!("{field} must be an identifier as the lists give it.");
        errors.push(FieldError::new(field, "not_accepted", words));
    }
    found
}

fn time(text: Option<&str>, field: &'static str, errors: &mut Vec<FieldError>) -> Option<i64> {
    let text = given(text)?;
    match text.parse::<jiff::Timestamp>() {
        Ok(at) => Some(at.as_millisecond()),
        Err(_) => {
            let words = format!("{field} must be a time like 2026-11-24T06:00:00Z.");
            errors.push(FieldError::new(field, "not_accepted", words));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn words_are_checked_and_blank_is_absent() {
        let filter = EventFilter {
            status: Some("dead_lettered, rejected,dead_lettered".into()),
            code: Some("timeout".into()),
            vendor: Some("  ".into()),
            from: Some("2026-11-24T06:00:00Z".into()),
            ..EventFilter::default()
        };
        let query = query(&filter).unwrap();
        assert_eq!(query.statuses, ["dead_lettered", "rejected"]);
        assert_eq!((query.code, query.vendor), (Some("timeout"), None));
        assert_eq!(query.from, Some(1_795_500_000_000));
    }

    #[test]
    fn every_fault_is_named() {
        let filter = EventFilter {
            status: Some("dead".into()),
            code: Some("oops".into()),
            stage: Some("oops".into()),
            webhook: Some("evt_1".into()),
            customer: Some("x".into()),
            to: Some("yesterday".into()),
            ..EventFilter::default()
        };
        let fields: Vec<_> = query(&filter)
            .unwrap_err()
            .into_iter()
            .map(|error| error.field)
            .collect();
        assert_eq!(fields, ["status", "webhook", "code", "stage", "customer", "to"]);
    }
}
