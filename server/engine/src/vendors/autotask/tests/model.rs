//! Reading records: typed where it helps, whole in any case.

use super::super::{
    camel::Camel,
    model::{Company, Resource, Ticket},
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct One {
    item: Ticket,
}

fn ticket(text: &str) -> Ticket {
    let Camel(One { item }) = serde_json::from_str(text).unwrap();
    item
}

#[test]
fn a_ticket_keeps_every_field_that_autotask_sent() {
    let text = include_str!("../fixtures/ticket.json");
    let read = serde_json::to_value(ticket(text)).unwrap();
    let sent: Value = serde_json::from_str(text).unwrap();
    for (name, value) in sent["item"].as_object().unwrap() {
        assert_eq!(&read[name], value, "{name}");
    }
}

#[test]
fn a_ticket_in_the_described_case_reads_the_same() {
    let read = ticket(include_str!("../fixtures/ticket-as-described.json"));
    assert_eq!(
        (read.id, read.company_id, read.queue_id),
        (412_007, Some(0), Some(8))
    );
    assert_eq!(read.ticket_number.as_deref(), Some("T20261120.0011"));
    assert_eq!(read.rest["rmmAlertID"], "al-77");
    assert_eq!(read.user_defined_fields[0].name, "Site code");
}

#[test]
fn fields_that_are_null_or_not_there_are_no_error() {
    let company: Company =
        serde_json::from_str(r#"{"id":0,"userDefinedFields":null,"isActive":null}"#).unwrap();
    assert_eq!(
        (company.id, company.is_active, company.user_defined_fields.len()),
        (0, None, 0)
    );
    let resource: Resource = serde_json::from_str(r#"{"id":5}"#).unwrap();
    assert_eq!((resource.id, resource.email), (5, None));
}
