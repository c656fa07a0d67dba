//! What the tests of customers, rules, SOPs and runs share: events, drafts, and short words for asking.

use crate::house::{House, tech};
use contract::{
    event::{CustomerReference, EventDevice, EventTicket, Normalised, Severity},
    ids::{CustomerId, SopId, VendorId},
    problem::Problem,
    routing::{RuleDraft, Then, When},
    run::RunDetail,
    sop::{Mode, Sop, SopDraft, Step, StepApproval, StepKind, Triggers},
};
use serde_json::{Value, json};

/// A ticket that the double knows.
pub const TICKET: i64 = 350_003;

/// An event about that ticket.
pub fn event() -> Normalised {
    Normalised {
        source: VendorId::new("autotask"),
        kind: "ticket.created".into(),
        subject: "Disk full on FS-1".into(),
        body: "Drive D: has 2 % left.".into(),
        severity: Some(Severity::High),
        occurred_at: None,
        ticket: Some(EventTicket {
            id: TICKET.to_string(),
            number: Some("T20261124.0001".into()),
            title: Some("Disk full on FS-1".into()),
            status: None,
        }),
        device: Some(EventDevice {
            id: "d-1".into(),
            name: Some("FS-1".into()),
            kind: None,
        }),
        customer: Some(CustomerReference {
            external_id: "29683500".into(),
            name: Some("Northgate".into()),
        }),
        vendor: json!({ "priority": 2 }),
    }
}

pub fn step(id: &str, kind: StepKind, input: Value) -> Step {
    Step {
        id: id.into(),
        title: String::new(),
        kind,
        vendor: None,
        operation: None,
        integration: None,
        input,
        approval: StepApproval::None,
        on_success: None,
        on_failure: None,
        retries: 0,
    }
}

pub fn call(id: &str, operation: &str, input: Value) -> Step {
    let (vendor, operation) = operation.split_once(' ').unwrap();
    Step {
        vendor: Some(vendor.into()),
        operation: Some(operation.into()),
        ..step(id, StepKind::Operation, input)
    }
}

/// Reads the event's ticket.
pub fn get(id: &str) -> Step {
    call(
        id,
        "autotask tickets.get",
        json!({ "id": "{{ event.ticket.id | int }}" }),
    )
}

/// Writes a note with this title on the event's ticket: what became of it can be looked up.
pub fn note(id: &str, title: &str) -> Step {
    let input = json!({
        "ticket_id": "{{ event.ticket.id | int }}",
        "title": title,
        "description": "By {{ event.subject }}",
    });
    call(id, "autotask tickets.note", input)
}

pub fn draft(name: &str, steps: Vec<Step>) -> SopDraft {
    SopDraft {
        name: name.into(),
        description: String::new(),
        mode: Mode::FullAuto,
        customer: None,
        enabled: true,
        triggers: Triggers::default(),
        steps,
        version: None,
        note: None,
        template: None,
    }
}

pub fn rule(name: &str, when: When, then: Then) -> RuleDraft {
    RuleDraft {
        name: name.into(),
        position: None,
        enabled: true,
        when,
        then,
    }
}

pub async fn kept(house: &House, draft: SopDraft) -> Sop {
    house.services.sops.create(&tech(), draft).await.unwrap()
}

pub async fn run(house: &House, id: &SopId) -> RunDetail {
    house.services.sops.run(&tech(), id, event()).await.unwrap()
}

pub async fn customer(house: &House, name: &str) -> CustomerId {
    let draft = contract::customer::CustomerDraft { name: name.into() };
    house.services.customers.create(&tech(), draft).await.unwrap().id
}

pub fn outcomes(run: &RunDetail) -> Vec<(&str, &str)> {
    run.steps
        .iter()
        .map(|step| (step.id.as_str(), step.outcome.as_ref()))
        .collect()
}

pub fn codes(problem: &Problem) -> Vec<(&str, &str)> {
    problem
        .errors
        .iter()
        .map(|error| (error.field.as_str(), error.code.as_ref()))
        .collect()
}

/// The titles of the notes that SOPs wrote on the ticket.
pub fn notes(house: &House) -> Vec<String> {
    house
        .autotask
        .rows("TicketNotes")
        .into_iter()
        .filter(|row| row["ticketID"] == TICKET)
        .filter_map(|row| {
            let (title, text) = (row["title"].as_str()?, row["description"].as_str()?);
            // Those that the double was born with are not ours.
            (title.starts_with("Ops AI") || text.starts_with("By ")).then(|| title.to_owned())
        })
        .collect()
}

/// How many requests changed something at the double: it reads by POST too, and those are searches.
pub fn changes(house: &House) -> usize {
    let entries = house.autotask.journal.entries();
    entries
        .iter()
        .filter(|entry| entry.is_write() && !entry.path.ends_with("/query"))
        .count()
}
