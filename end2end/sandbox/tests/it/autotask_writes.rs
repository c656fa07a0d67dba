//! Changing tickets, notes and time.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{autotask, good, send};

/// Ticket 350000 has nobody assigned; 350003 has.
const FREE: i64 = 350_000;
const TAKEN: i64 = 350_003;

#[tokio::test]
async fn a_patch_changes_only_what_it_names() {
    let running = autotask().await;
    let before = running.row("Tickets", TAKEN).unwrap();
    let said = good(&running)
        .patch("Tickets", &json!({"id": TAKEN, "Status": 5}))
        .await;
    assert_eq!((said.status, said.text.as_str()), (200, r#"{"itemId":350003}"#));
    let after = running.row("Tickets", TAKEN).unwrap();
    assert_eq!(after["status"], 5);
    assert_eq!(after["title"], before["title"]);
    assert_ne!(after["lastActivityDate"], before["lastActivityDate"]);
    assert!(after["completedDate"].is_string());
}

#[tokio::test]
async fn a_put_empties_what_it_does_not_name() {
    let running = autotask().await;
    let whole = json!({
        "id": TAKEN, "title": "Only this", "companyID": 0, "status": 1, "priority": 2, "queueID": 8,
    });
    assert_eq!(
        send(good(&running).request(Method::PUT, "Tickets").json(&whole))
            .await
            .status,
        200
    );
    let after = running.row("Tickets", TAKEN).unwrap();
    assert_eq!(
        (&after["title"], &after["description"]),
        (&json!("Only this"), &Value::Null)
    );
    assert!(after["ticketNumber"].is_string(), "read-only fields stay");
}

#[tokio::test]
async fn wrong_ticket_values_are_refused_in_the_vendors_words_and_change_nothing() {
    let running = autotask().await;
    let before = running.row("Tickets", FREE);
    let (long, role) = ("x".repeat(256), 29_683_436);
    let pair =
        "When assigning a Resource, you must assign both a assignedResourceID and assignedResourceRoleID.";
    for (change, expected) in [
        (json!({"assignedResourceID": 29_682_885}), pair),
        (json!({"assignedResourceRoleID": role}), pair),
        (
            json!({"status": "Complete"}),
            "Conversion failed when converting the varchar value 'Complete' to data type int",
        ),
        (
            json!({"status": 77}),
            "Value does not reference an existing entity for status . ",
        ),
        (
            json!({"issueType": 11, "subIssueType": 136}),
            "Value does not reference an existing entity for subIssueType . ",
        ),
        (
            json!({"contactID": 12_345}),
            "Reference value on field: contactID of type: Contact does not exist or is invalid",
        ),
        (
            // The last resource has left.
            json!({"assignedResourceID": 29_682_892, "assignedResourceRoleID": role}),
            "Reference value on field: assignedResourceID of type: Resource does not exist or is invalid",
        ),
        (
            json!({"title": long}),
            "title must be less than or equal to 255 characters",
        ),
    ] {
        let mut body = change.clone();
        body["id"] = json!(FREE);
        let said = good(&running).patch("Tickets", &body).await;
        assert_eq!((said.status, said.error().as_str()), (500, expected), "{change}");
    }
    assert_eq!(running.row("Tickets", FREE), before);
}

#[tokio::test]
async fn all_complaints_about_a_body_come_together() {
    let running = autotask().await;
    let said = good(&running)
        .patch("Tickets", &json!({"id": FREE, "status": 77, "companyID": 5}))
        .await;
    assert_eq!(said.json()["errors"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_ticket_can_be_created_with_five_fields_and_not_with_four() {
    let running = autotask().await;
    let mut ticket = json!({"companyID": 0, "title": "New", "status": 1, "priority": 2, "queueID": 8});
    let said = good(&running).post("Tickets", &ticket).await;
    let id = said.json()["itemId"].as_i64().unwrap();
    assert_eq!(
        running.row("Tickets", id).unwrap()["ticketNumber"],
        "T20261124.0001"
    );
    ticket.as_object_mut().unwrap().remove("queueID");
    assert_eq!(good(&running).post("Tickets", &ticket).await.status, 500);
}

#[tokio::test]
async fn a_note_is_made_below_its_ticket_and_nowhere_else() {
    let running = autotask().await;
    let api = good(&running);
    let note = json!({"title": "Update", "description": "Done.", "noteType": 1, "publish": 1});
    assert_eq!(api.post("TicketNotes", &note).await.status, 404);
    let said = api.post(&format!("Tickets/{FREE}/Notes"), &note).await;
    let id = said.json()["itemId"].as_i64().unwrap();
    assert_eq!(running.row("TicketNotes", id).unwrap()["ticketID"], FREE);
    let listed = api.get(&format!("Tickets/{FREE}/Notes")).await.json();
    assert!(
        listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|note| note["id"] == id)
    );
    let wrong = json!({"description": "Done.", "noteType": 99, "publish": 1});
    let said = api.post(&format!("Tickets/{FREE}/Notes"), &wrong).await;
    assert_eq!(
        said.error(),
        "Value does not reference an existing entity for noteType . "
    );
    let said = api.post("Tickets/1/Notes", &note).await;
    assert_eq!(
        said.error(),
        "Reference value on field: ticketID of type: Ticket does not exist or is invalid"
    );
}

#[tokio::test]
async fn time_needs_the_right_role_and_true_hours() {
    let running = autotask().await;
    let role = running.row("Tickets", TAKEN).unwrap()["assignedResourceRoleID"].clone();
    let entry = json!({
        "ticketID": TAKEN, "resourceID": 29_682_885, "roleID": role, "dateWorked": "2026-11-23T00:00:00Z",
        "startDateTime": "2026-11-23T09:00:00Z", "endDateTime": "2026-11-23T09:30:00Z", "hoursWorked": 0.5,
        "summaryNotes": "Restarted spooler.", "isNonBillable": false,
    });
    let said = good(&running).post("TimeEntries", &entry).await;
    let id = said.json()["itemId"].as_i64().unwrap();
    assert_eq!(running.row("TimeEntries", id).unwrap()["hoursWorked"], 0.5);
    for (field, value, expected) in [
        (
            "roleID",
            Value::Null,
            "TimeEntries for Tickets must have a roleID",
        ),
        ("roleID", json!(1), "Role does not exist or is invalid"),
        (
            "hoursWorked",
            json!(25),
            "hoursWorked must be greater than 0 and less than or equal to 24",
        ),
    ] {
        let mut wrong = entry.clone();
        wrong[field] = value;
        assert_eq!(good(&running).post("TimeEntries", &wrong).await.error(), expected);
    }
    let api = good(&running);
    assert_eq!(
        send(api.request(Method::DELETE, &format!("TimeEntries/{id}")))
            .await
            .status,
        200
    );
    let said = send(api.request(Method::DELETE, &format!("TimeEntries/{id}"))).await;
    assert!(
        said.error().starts_with("No matching records found"),
        "{}",
        said.text
    );
}

#[tokio::test]
async fn a_write_is_not_idempotent_and_a_lost_answer_has_still_written() {
    let running = autotask().await;
    let note = json!({"description": "Twice.", "noteType": 1, "publish": 1});
    let path = format!("Tickets/{FREE}/Notes");
    let before = running.rows("TicketNotes").len();
    running.faults.next(1, sandbox::Fault::LostAnswer);
    good(&running)
        .request(Method::POST, &path)
        .json(&note)
        .send()
        .await
        .unwrap_err();
    assert_eq!(running.rows("TicketNotes").len(), before + 1);
    good(&running).post(&path, &note).await;
    assert_eq!(running.rows("TicketNotes").len(), before + 2);
    running.reset();
    assert_eq!(running.rows("TicketNotes").len(), before);
}

#[tokio::test]
async fn only_an_active_resource_can_be_impersonated() {
    let running = autotask().await;
    let as_resource = |id: i64| {
        let request = good(&running)
            .request(Method::PATCH, "Tickets")
            .json(&json!({"id": FREE, "status": 8}));
        send(request.header("ImpersonationResourceId", id))
    };
    assert_eq!(as_resource(29_682_886).await.status, 200);
    assert!(
        as_resource(29_682_892)
            .await
            .error()
            .contains("adequate permissions")
    );
}

#[tokio::test]
async fn a_body_that_is_not_announced_as_json_is_refused() {
    let running = autotask().await;
    let said = send(
        good(&running)
            .request(Method::PATCH, "Tickets")
            .body(r#"{"id":350000}"#),
    )
    .await;
    assert_eq!(said.status, 415);
}
