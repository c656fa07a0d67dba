//! Which companies stand for customers: all that are active, but the MSP's own.

use crate::{
    connector::{CustomerSource, TicketNote, domain, row_member},
    store::FoundRecord,
};
use contract::event::EventTicket;
use serde_json::{Value, json};

/// The most that a note's title takes.
const TITLE: usize = 250;

/// The most that a note's text takes.
const TEXT: usize = 32_000;

/// The list of companies.
pub const SOURCE: CustomerSource = CustomerSource {
    operation: "companies.list",
    called: "companies",
    read,
};

/// A note on a ticket.
pub const NOTE: TicketNote = TicketNote {
    operation: "tickets.note",
    input: note,
};

fn read(row: &Value) -> Option<FoundRecord> {
    let external_id = row_member(row, "id")?;
    // 0 is the MSP itself.
    if external_id == "0" || row.get("isActive") == Some(&Value::Bool(false)) {
        return None;
    }
    Some(FoundRecord {
        name: row_member(row, "companyName").unwrap_or_else(|| external_id.clone()),
        domain: row_member(row, "webAddress").and_then(|address| domain(&address)),
        foreign_id: None,
        external_id,
    })
}

fn note(ticket: &EventTicket, title: &str, text: &str) -> Option<Value> {
    let ticket_id: i64 = ticket.id.trim().parse().ok()?;
    Some(json!({
        "ticket_id": ticket_id,
        "title": title.chars().take(TITLE).collect::<String>(),
        "description": text.chars().take(TEXT).collect::<String>(),
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_active_company_is_a_record_and_the_msp_itself_is_not() {
        let row = json!({ "id": 17, "companyName": "Northgate", "isActive": true, "webAddress": "www.northgate.example" });
        let found = read(&row).unwrap();
        assert_eq!(
            (found.external_id.as_str(), found.domain.as_deref()),
            ("17", Some("northgate.example"))
        );
        assert!(read(&json!({ "id": 0, "companyName": "Us", "isActive": true })).is_none());
        assert!(read(&json!({ "id": 5, "companyName": "Gone", "isActive": false })).is_none());
    }

    #[test]
    fn a_note_is_written_on_tickets_with_a_number_for_an_id_and_cut_to_what_is_taken() {
        let ticket = |id: &str| EventTicket {
            id: id.into(),
            ..EventTicket::default()
        };
        let input = note(&ticket("4711"), &"t".repeat(300), "text").unwrap();
        assert_eq!(
            (
                input["ticket_id"].as_i64(),
                input["title"].as_str().unwrap().len()
            ),
            (Some(4711), 250)
        );
        assert!(note(&ticket("abc"), "t", "x").is_none());
    }
}
