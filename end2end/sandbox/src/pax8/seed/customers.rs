//! Companies and their contacts.

use serde_json::{Value, json};

use super::company_id;

/// How many companies there are.
pub(super) const COMPANIES: usize = 230;

const NAMES: [&str; 6] = [
    "Alder & Finch",
    "Brookside Dental",
    "Café Lumière",
    "Dunmore Logistics",
    "O'Brien Foods",
    "Kestrel Accountants",
];
const PLACES: [(&str, &str, &str, &str); 4] = [
    ("Denver", "CO", "80202", "US"),
    ("Leeds", "West Yorkshire", "LS1 4AP", "GB"),
    ("Austin", "TX", "78701", "US"),
    ("Hamburg", "HH", "20095", "DE"),
];

fn status(at: usize) -> &'static str {
    match at % 46 {
        22 => "Inactive",
        45 => "Deleted",
        _ => "Active",
    }
}

/// One company, as the single read shows it.
pub(super) fn company(at: usize) -> Value {
    let (city, state, postal_code, country) = PLACES[at % PLACES.len()];
    json!({
        "id": company_id(at),
        "name": format!("{} {at:03}", NAMES[at % NAMES.len()]),
        "address": {
            "street": format!("{} High Street", at + 1),
            "street2": null,
            "city": city,
            "stateOrProvince": state,
            "postalCode": postal_code,
            "country": country,
        },
        "phone": format!("555-0100-{at:03}"),
        "website": format!("https://customer{at}.example"),
        "externalId": format!("PSA-{at}"),
        "billOnBehalfOfEnabled": at.is_multiple_of(2),
        "selfServiceAllowed": at.is_multiple_of(3),
        "orderApprovalRequired": at.is_multiple_of(5),
        "status": status(at),
        "updatedDate": "2026-10-01T08:00:00Z",
    })
}

/// Its contacts; what is not active lacks primary ones. The second company has more than a page.
pub(super) fn contacts(at: usize) -> Vec<Value> {
    let count = if at == 1 { 205 } else { 3 };
    let kinds = ["Admin", "Billing", "Technical"];
    (0..count)
        .map(|number| {
            let types = match kinds.get(number) {
                Some(kind) => json!([{"type": kind, "primary": status(at) == "Active"}]),
                None => json!([]),
            };
            json!({
                "id": format!("ca000000-0000-4000-8000-{at:06x}{number:06x}"),
                "firstName": format!("Sam{number}"),
                "lastName": format!("Customer{at}"),
                "email": format!("sam{number}@customer{at}.example"),
                "phone": format!("555-0111-{number:03}"),
                "createdDate": "2026-01-05",
                "types": types,
            })
        })
        .collect()
}
