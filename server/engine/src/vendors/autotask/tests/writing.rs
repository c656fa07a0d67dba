//! Changes: sent as Autotask wants them, once, and refused in its own words.

use super::{body, call, fails, start};
use crate::connector::{CallErrorKind, NetworkFault};
use sandbox::{
    Fault, Rule,
    autotask::{GOOD, READ_ONLY, Running},
};
use serde_json::{Value, json};

const TICKET: i64 = 350_003;

fn ticket(double: &Running) -> Value {
    double.row("Tickets", TICKET).unwrap()
}

#[tokio::test]
async fn an_update_sends_only_what_is_given_and_the_ticket_changes() {
    let (double, bench) = start().await;
    let before = ticket(&double);
    let answer = call(
        &bench,
        GOOD,
        "tickets.update",
        json!({
            "id": TICKET, "status": "Complete", "priority": 1, "queue": "monitoring alert",
            "assigned_resource_id": 29_682_886, "assigned_resource_role_id": 29_683_437,
            "due_date_time": "2026-12-01T10:00:00+01:00", "user_defined_fields": {"Site code": "EDI-1"},
        }),
    )
    .await;
    assert_eq!(answer, json!({"itemId": TICKET}));
    let sent = double.journal.last().unwrap();
    assert_eq!(
        (sent.method.as_str(), sent.path.as_str()),
        ("PATCH", "/ATServicesRest/V1.0/Tickets")
    );
    assert_eq!(
        serde_json::from_slice::<Value>(&sent.body).unwrap(),
        json!({
            "id": TICKET, "status": 5, "priority": 1, "queueID": 8, "assignedResourceID": 29_682_886,
            "assignedResourceRoleID": 29_683_437, "dueDateTime": "2026-12-01T09:00:00Z",
            "userDefinedFields": [{"name": "Site code", "value": "EDI-1"}],
        })
    );
    let after = ticket(&double);
    assert_eq!((&after["status"], &after["title"]), (&json!(5), &before["title"]));
}

#[tokio::test]
async fn a_note_is_written_below_its_ticket_with_labels_or_the_tenants_defaults() {
    let (double, bench) = start().await;
    let note = json!({"ticket_id": TICKET, "title": "Update", "description": "Spooler restarted."});
    let answer = call(&bench, GOOD, "tickets.note", note).await;
    let path = format!("/Tickets/{TICKET}/Notes");
    assert_eq!(
        body(&double, &path),
        json!({"title": "Update", "description": "Spooler restarted.", "noteType": 1, "publish": 1})
    );
    let written = double
        .row("TicketNotes", answer["itemId"].as_i64().unwrap())
        .unwrap();
    assert_eq!(
        (&written["ticketID"], &written["title"]),
        (&json!(TICKET), &json!("Update"))
    );
    let note = json!({
        "ticket_id": TICKET, "title": "Inside", "description": "x", "note_type": "task notes",
        "publish": "Internal Project Team",
    });
    call(&bench, GOOD, "tickets.note", note).await;
    let sent = body(&double, &path);
    assert_eq!((&sent["noteType"], &sent["publish"]), (&json!(3), &json!(2)));
}

#[tokio::test]
async fn time_is_written_at_time_entries_in_utc() {
    let (double, bench) = start().await;
    let role = ticket(&double)["assignedResourceRoleID"].clone();
    let time = json!({
        "ticket_id": TICKET, "resource_id": 29_682_886, "role_id": role, "start": "2026-11-23T23:30:00-02:00",
        "end": "2026-11-23T23:45:00-02:00", "hours_worked": 0.25, "summary_notes": "Restarted spooler.",
        "is_non_billable": false,
    });
    let answer = call(&bench, GOOD, "time_entries.create", time).await;
    assert_eq!(
        body(&double, "TimeEntries"),
        json!({
            "ticketID": TICKET, "resourceID": 29_682_886, "roleID": role, "dateWorked": "2026-11-24T00:00:00Z",
            "startDateTime": "2026-11-24T01:30:00Z", "endDateTime": "2026-11-24T01:45:00Z", "hoursWorked": 0.25,
            "summaryNotes": "Restarted spooler.", "isNonBillable": false,
        })
    );
    assert!(
        double
            .row("TimeEntries", answer["itemId"].as_i64().unwrap())
            .is_some()
    );
}

#[tokio::test]
async fn a_missing_right_is_told_apart_from_a_bad_request() {
    let (_double, bench) = start().await;
    let change = json!({"id": TICKET, "priority": 1});
    let error = fails(&bench, READ_ONLY, "tickets.update", change).await;
    assert_eq!(error.kind, CallErrorKind::Permission);
    let error = fails(
        &bench,
        GOOD,
        "tickets.update",
        json!({"id": TICKET, "contact_id": 5}),
    )
    .await;
    assert_eq!(error.kind, CallErrorKind::Rejected);
    assert!(
        error
            .said
            .unwrap()
            .body
            .contains("Reference value on field: contactID")
    );
    let error = fails(&bench, GOOD, "tickets.update", json!({"id": 1, "priority": 1})).await;
    assert_eq!(error.kind, CallErrorKind::NotFound);
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_not_sent_again() {
    let (double, bench) = start().await;
    for fault in [Fault::LostAnswer, Fault::Empty { status: 503 }] {
        double.reset();
        double
            .faults
            .add(Rule::always(fault).on_path("Notes").on_method("POST"));
        let note =
            json!({"ticket_id": TICKET, "title": "x", "description": "y", "note_type": 1, "publish": 1});
        let error = fails(&bench, GOOD, "tickets.note", note).await;
        let expected = [
            CallErrorKind::Network(NetworkFault::Cut),
            CallErrorKind::VendorDown,
        ];
        assert!(expected.contains(&error.kind), "{error}");
        assert_eq!((error.attempts, double.journal.to_path("Notes").len()), (1, 1));
    }
}
