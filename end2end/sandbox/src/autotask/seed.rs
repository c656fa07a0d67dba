//! The synthetic data, the same at every start: made by counting, never by chance.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::credentials::Zone;
use super::running::Size;
use super::schema::{COMPANIES, Entity, RESOURCES, ROLES, TICKET_NOTES, TICKETS, TIME_ENTRIES};
use super::tenants::{Data, Row};

const FIRST_TICKET: i64 = 350_000;
const FIRST_COMPANY: i64 = 29_683_100;
const FIRST_RESOURCE: i64 = 29_682_885;
/// 2026-01-01T00:00:00Z.
const NEW_YEAR: i64 = 1_767_225_600;
const HOUR: i64 = 3_600;

const COMPANY_NAMES: [&str; 12] = [
    "Northgate IT Services",
    "Alder & Finch Solicitors",
    "Brookside Dental",
    "Café Lumière",
    "Dunmore Logistics",
    "Eastfield Primary School",
    "Fenwick Architects",
    "Gantry Engineering",
    "Hollis & O'Brien",
    "Iverson Foods",
    "Juniper Hotels",
    "Kestrel Accountants",
];
const PEOPLE: [(&str, &str); 8] = [
    ("Ada", "Marsh"),
    ("Ben", "Okafor"),
    ("Chloé", "Durand"),
    ("Dev", "Patel"),
    ("Erin", "Walsh"),
    ("Farid", "Haddad"),
    ("Ops", "Hub"),
    ("Gone", "Person"),
];
const TITLES: [&str; 6] = [
    "Printer offline",
    "Cannot sign in to e-mail",
    "Backup failed",
    "Wi-Fi drops in meeting room",
    "New starter set-up",
    "Disk space low",
];
const SITES: [&str; 4] = ["LON-1", "LON-2", "MAN-1", "EDI-1"];

/// An instant as Autotask writes it.
pub(crate) fn time(second: i64) -> String {
    Timestamp::from_second(second).unwrap_or_default().to_string()
}

/// All rows of a zone's tenant: 1,203 tickets in the main one, so that paging is real, and as many companies and resources
/// as are asked for; 7 tickets in the other.
pub(crate) fn data(zone: Zone, size: Size) -> Data {
    let (tickets, companies, people) = match zone {
        Zone::Main => (1_203, size.companies.into(), size.resources.into()),
        Zone::Other => (7, 3, 2),
    };
    // The same tickets, however many others there are.
    let (served, serving) = (companies.clamp(1, 12), people.clamp(2, 8));
    let tables = [
        (
            &TICKETS,
            table(&TICKETS, tickets, |at| ticket(at, served, serving)),
        ),
        (&COMPANIES, table(&COMPANIES, companies, company)),
        (&RESOURCES, table(&RESOURCES, people, resource)),
        (&TIME_ENTRIES, table(&TIME_ENTRIES, tickets.min(40), time_entry)),
        (&TICKET_NOTES, table(&TICKET_NOTES, tickets.min(60), note)),
    ];
    Data::new(
        tables
            .into_iter()
            .map(|(entity, rows)| (entity.plural, rows))
            .collect(),
    )
}

/// Rows with every field of the entity, absent ones null, as the wire has them.
fn table(entity: &Entity, count: i64, row: impl Fn(i64) -> Value) -> BTreeMap<i64, Row> {
    let filled = (0..count).filter_map(|at| {
        let mut whole = empty(entity);
        if let Value::Object(given) = row(at) {
            whole.extend(given);
        }
        Some((whole.get("id")?.as_i64()?, whole))
    });
    filled.collect()
}

/// A row of nulls.
pub(crate) fn empty(entity: &Entity) -> Row {
    let mut row: Row = entity
        .fields
        .iter()
        .map(|field| (field.name.to_owned(), Value::Null))
        .collect();
    row.insert(
        "userDefinedFields".to_owned(),
        entity
            .user_defined
            .iter()
            .map(|name| json!({"name": name, "value": null}))
            .collect(),
    );
    row
}

fn choose<T: Copy, const N: usize>(from: [T; N], at: i64) -> T {
    from[usize::try_from(at).unwrap_or_default() % N]
}

const fn company_id(at: i64) -> i64 {
    if at == 0 { 0 } else { FIRST_COMPANY + at }
}

const fn ticket_id(at: i64) -> i64 {
    FIRST_TICKET + 3 * at
}

fn ticket(at: i64, companies: i64, people: i64) -> Value {
    let created = NEW_YEAR + at * 6 * HOUR;
    let active = created + (at % 96) * HOUR;
    let day: String = time(created)
        .chars()
        .take(10)
        .filter(char::is_ascii_digit)
        .collect();
    let status = choose([1, 8, 7, 5, 5], at);
    let (issue, sub_issue) = choose([(10, 136), (10, 137), (11, 142), (11, 143), (12, 150)], at);
    // Every fourth ticket waits for somebody to take it; the last person has left.
    let assigned = (at % 4 != 0).then(|| FIRST_RESOURCE + at % (people - 1));
    let role = assigned.map(|_| choose(ROLES, at));
    json!({
        "id": ticket_id(at), "ticketNumber": format!("T{day}.{:04}", at % 4 + 1),
        "title": format!("{} #{at}", choose(TITLES, at)),
        "description": format!("Reported by the user at {}.", choose(SITES, at)),
        "status": status, "priority": choose([2, 3, 1, 2, 4], at), "queueID": choose([29_682_833, 29_683_378, 8, 5], at),
        "ticketType": choose([1, 2, 5], at), "ticketCategory": choose([3, 3, 3, 2, 4], at),
        "issueType": issue, "subIssueType": sub_issue, "source": choose([2, 4, 8, 11], at),
        "companyID": company_id(at % companies), "contactID": 30_000_001 + at % 40,
        "assignedResourceID": assigned, "assignedResourceRoleID": role,
        "creatorResourceID": FIRST_RESOURCE, "createDate": time(created), "dueDateTime": time(created + 48 * HOUR),
        "lastActivityDate": time(active), "lastTrackedModificationDateTime": time(active),
        "completedDate": (status == 5).then(|| time(active)), "estimatedHours": 0.5,
        "userDefinedFields": [
            {"name": "Site code", "value": choose(SITES, at)}, {"name": "Asset owner", "value": null},
        ],
    })
}

fn company_name(at: i64) -> String {
    let name = choose(COMPANY_NAMES, at);
    if at < 12 {
        name.to_owned()
    } else {
        format!("{name} {at:03}")
    }
}

fn company(at: i64) -> Value {
    let created = time(NEW_YEAR - (400 - at) * 24 * HOUR);
    json!({
        "id": company_id(at), "companyName": company_name(at), "companyNumber": format!("C-{:03}", at),
        "companyType": if at == 9 { 3 } else { 1 }, "isActive": at != 10, "phone": format!("+44 20 7946 0{:03}", at),
        "address1": format!("{} High Street", at + 1), "city": choose(["London", "Manchester", "Edinburgh"], at),
        "postalCode": format!("EX{} 1AB", at + 1), "countryID": 244, "webAddress": format!("https://c{at}.example"),
        "ownerResourceID": FIRST_RESOURCE, "parentCompanyID": (at == 2).then_some(FIRST_COMPANY + 1),
        "classification": choose([200, 201, 202], at), "isClientPortalActive": false, "isTaxExempt": false,
        "createDate": created, "lastActivityDate": created, "lastTrackedModifiedDateTime": created,
        "userDefinedFields": [{"name": "Backup plan", "value": choose(["Daily", "Hourly"], at)}],
    })
}

fn resource(at: i64) -> Value {
    let (first, last) = choose(PEOPLE, at);
    let user = format!("person{at}");
    json!({
        "id": FIRST_RESOURCE + at, "firstName": first, "lastName": last, "userName": user,
        "email": format!("{user}@northgate.example"), "emailTypeCode": "PRIMARY", "isActive": at != 7,
        "licenseType": if at == 6 { 7 } else { 1 }, "locationID": 10, "defaultServiceDeskRoleID": choose(ROLES, at),
        "officePhone": format!("+44 20 7946 1{:03}", at), "title": "Technician", "resourceType": "Employee",
        "userType": 1, "dateFormat": "dd/MM/yyyy", "timeFormat": "HH:mm", "numberFormat": "X,XXX.XX",
    })
}

fn time_entry(at: i64) -> Value {
    let start = NEW_YEAR + at * 24 * HOUR + 9 * HOUR;
    json!({
        "id": 88_000 + at, "ticketID": ticket_id(at), "resourceID": FIRST_RESOURCE + at % 2, "roleID": choose(ROLES, at),
        "dateWorked": time(NEW_YEAR + at * 24 * HOUR), "startDateTime": time(start), "endDateTime": time(start + HOUR / 2),
        "hoursWorked": 0.5, "hoursToBill": 0.5, "summaryNotes": "Looked into it.", "internalNotes": "",
        "billingCodeID": 29_682_801, "isNonBillable": false, "showOnInvoice": true, "timeEntryType": 2,
        "createDateTime": time(start + HOUR), "lastModifiedDateTime": time(start + HOUR),
    })
}

fn note(at: i64) -> Value {
    let written = time(NEW_YEAR + at * 24 * HOUR + 10 * HOUR);
    json!({
        "id": 990_000 + at, "ticketID": ticket_id(at / 2), "title": format!("Note {at}"),
        "description": "The user confirmed.", "noteType": choose([1, 2, 3], at), "publish": choose([1, 2], at),
        "creatorResourceID": FIRST_RESOURCE, "createDateTime": written, "lastActivityDate": written,
    })
}
