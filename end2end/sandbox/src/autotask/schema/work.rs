//! What is written about a ticket: time and notes.

use super::picklists::{CATEGORY_WITH_NOTE_TITLES, NOTE_TYPE, PUBLISH, TIME_ENTRY_TYPE};
use super::{Entity, Field, boolean, date, decimal, id, int, long, pick, refers, text};

/// Time is created at the entity itself; there is no `Tickets/{id}/TimeEntries`.
pub(crate) const TIME_ENTRIES: Entity = Entity {
    plural: "TimeEntries",
    singular: "TimeEntry",
    fields: TIME_FIELDS,
    user_defined: &[],
    methods: &["POST", "PATCH", "PUT", "DELETE"],
};

/// Notes are read here and created below their ticket.
pub(crate) const TICKET_NOTES: Entity = Entity {
    plural: "TicketNotes",
    singular: "TicketNote",
    fields: NOTE_FIELDS,
    user_defined: &[],
    methods: &[],
};

/// Whether notes on a ticket of this category need a title.
pub(crate) fn note_needs_title(category: Option<i64>) -> bool {
    category == Some(CATEGORY_WITH_NOTE_TITLES)
}

const TIME_FIELDS: &[Field] = &[
    id(),
    date("billingApprovalDateTime").read_only(),
    int("billingApprovalLevelMostRecent").read_only(),
    refers("billingApprovalResourceID", "Resource").read_only(),
    refers("billingCodeID", "BillingCode"),
    refers("contractID", "Contract"),
    long("contractServiceBundleID"),
    long("contractServiceID"),
    date("createDateTime").read_only(),
    int("creatorUserID").read_only(),
    date("dateWorked").required(),
    date("endDateTime"),
    decimal("hoursToBill").read_only(),
    decimal("hoursWorked"),
    refers("impersonatorCreatorResourceID", "Resource").read_only(),
    refers("impersonatorUpdaterResourceID", "Resource").read_only(),
    refers("internalBillingCodeID", "BillingCode"),
    text("internalNotes", 8000),
    boolean("isNonBillable"),
    date("lastModifiedDateTime").read_only(),
    int("lastModifiedUserID").read_only(),
    decimal("offsetHours"),
    refers("resourceID", "Resource").required(),
    // Its role has a text of its own, so it is no ordinary reference here.
    int("roleID"),
    boolean("showOnInvoice"),
    date("startDateTime"),
    text("summaryNotes", 8000),
    refers("taskID", "Task"),
    refers("ticketID", "Ticket"),
    pick("timeEntryType", TIME_ENTRY_TYPE).read_only(),
];

const NOTE_FIELDS: &[Field] = &[
    id(),
    date("createDateTime").read_only(),
    refers("creatorResourceID", "Resource").read_only(),
    text("description", 32000).required(),
    refers("impersonatorCreatorResourceID", "Resource").read_only(),
    refers("impersonatorUpdaterResourceID", "Resource").read_only(),
    date("lastActivityDate").read_only(),
    pick("noteType", NOTE_TYPE).required(),
    pick("publish", PUBLISH).required(),
    refers("ticketID", "Ticket").required(),
    text("title", 250),
];
