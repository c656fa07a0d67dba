//! Every path that Ops AI uses at Autotask, below `…/V1.0/`, and the lane (Autotask's thread budget) of each.
//!
//! What is a `SearchPath` reads by POST and changes nothing.

use crate::connector::{Path, SearchPath};

/// The lane of tickets.
///
/// Rationale: the facts do not say whether a ticket's notes are counted with tickets or on their own; one lane for both
/// keeps either limit.
const TICKETS: &str = "Tickets";
const COMPANIES: &str = "Companies";
const RESOURCES: &str = "Resources";
const TIME: &str = "TimeEntries";
const CALLOUTS: &str = "TicketWebhooks";

/// Reads tickets.
pub const TICKETS_QUERY: SearchPath = SearchPath::new(TICKETS, "Tickets/query");
/// Reads companies.
pub const COMPANIES_QUERY: SearchPath = SearchPath::new(COMPANIES, "Companies/query");
/// Reads resources.
pub const RESOURCES_QUERY: SearchPath = SearchPath::new(RESOURCES, "Resources/query");

/// Where a user's zone is told; below the locator's base and not below a zone's.
pub fn zone_information() -> Path {
    Path::new("ZoneInformation", "v1.0/zoneInformation")
}

/// The tenant's use of its hourly quota.
pub fn threshold() -> Path {
    Path::new("ThresholdInformation", "ThresholdInformation")
}

/// Tickets as a whole, where they are changed.
pub fn tickets() -> Path {
    Path::new(TICKETS, "Tickets")
}

/// One ticket.
pub fn ticket(id: i64) -> Path {
    Path::new(TICKETS, format!("Tickets/{id}"))
}

/// A ticket's notes, where they are written.
pub fn ticket_notes(ticket: i64) -> Path {
    Path::new(TICKETS, format!("Tickets/{ticket}/Notes"))
}

/// One company.
pub fn company(id: i64) -> Path {
    Path::new(COMPANIES, format!("Companies/{id}"))
}

/// One resource.
pub fn resource(id: i64) -> Path {
    Path::new(RESOURCES, format!("Resources/{id}"))
}

/// Time, where it is written; there is none below a ticket.
pub fn time_entries() -> Path {
    Path::new(TIME, "TimeEntries")
}

/// An entity that tells about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entity {
    /// Tickets.
    Tickets,
    /// Notes of tickets.
    TicketNotes,
    /// Time entries.
    TimeEntries,
}

/// What the user may do with an entity.
pub fn information(of: Entity) -> Path {
    match of {
        Entity::Tickets => Path::new(TICKETS, "Tickets/entityInformation"),
        Entity::TicketNotes => Path::new(TICKETS, "TicketNotes/entityInformation"),
        Entity::TimeEntries => Path::new(TIME, "TimeEntries/entityInformation"),
    }
}

/// An entity's fields with their picklists.
pub fn fields(of: Entity) -> Path {
    match of {
        Entity::Tickets => Path::new(TICKETS, "Tickets/entityInformation/fields"),
        Entity::TicketNotes => Path::new(TICKETS, "TicketNotes/entityInformation/fields"),
        Entity::TimeEntries => Path::new(TIME, "TimeEntries/entityInformation/fields"),
    }
}

/// Callouts on tickets, where they are registered.
pub fn ticket_callouts() -> Path {
    Path::new(CALLOUTS, "TicketWebhooks")
}

/// A callout's children: `Fields` or `ExcludedResources`.
pub fn ticket_callout(id: i64, children: &str) -> Path {
    Path::new(CALLOUTS, format!("TicketWebhooks/{id}/{children}"))
}

/// The fields that a callout on tickets can tell.
pub fn ticket_callout_fields() -> Path {
    Path::new(CALLOUTS, "TicketWebhookFields/entityInformation/fields")
}
