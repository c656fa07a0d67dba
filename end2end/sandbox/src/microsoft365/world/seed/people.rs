//! Users: enabled and disabled, licensed by themselves and by a group, guests, synced ones, shared mailboxes and rooms.

use serde_json::{Value, json};

use super::SKUS;
use crate::microsoft365::accounts::{ADMIN, SERVICE_ACCOUNT, TECHNICIAN, group_id, user_id, uuid};
use crate::microsoft365::permissions::roles;
use crate::microsoft365::world::{Row, Tenant, row};

const FIRST: [&str; 20] = [
    "Amy", "Ben", "Cara", "Dev", "Ella", "Finn", "Gwen", "Hugo", "Iris", "Jack", "Kim", "Liam", "Mona",
    "Noor", "Omar", "Pia", "Quinn", "Rosa", "Sean", "Tess",
];
const LAST: [&str; 32] = [
    "Abbott", "Baker", "Chase", "Doyle", "Ewing", "Foster", "Grant", "Hale", "Ingram", "Jarvis", "Kerr",
    "Lowe", "Mason", "Nash", "O'Neil", "Price", "Quill", "Reid", "Shaw", "Tate", "Usher", "Vance", "Wells",
    "Young", "Zeller", "Archer", "Bishop", "Carter", "Draper", "Easton", "Fuller", "Gibson",
];

/// What somebody is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Person,
    Disabled,
    Synced,
    Guest,
    Shared,
    Room,
    /// Without a usage location, so nothing can be assigned.
    Nowhere,
}

const fn kind(at: usize) -> Kind {
    match at {
        0..=2 => Kind::Person,
        _ if at % 23 == 22 => Kind::Room,
        _ if at % 11 == 10 => Kind::Shared,
        _ if at % 13 == 12 => Kind::Guest,
        _ if at % 17 == 16 => Kind::Synced,
        _ if at % 19 == 18 => Kind::Nowhere,
        _ if at % 9 == 8 => Kind::Disabled,
        _ => Kind::Person,
    }
}

/// Makes so many users, the first a global administrator.
pub(super) fn fill(tenant: &mut Tenant, number: usize, count: usize) {
    for at in 0..count {
        let user = user(tenant, number, at);
        tenant.users.add(user, 0, 0);
    }
    let role = json!({
        "id": uuid(0x4a00_0000, number as u64), "roleDefinitionId": roles::GLOBAL_ADMINISTRATOR,
        "principalId": user_id(number, 0), "directoryScopeId": "/",
    });
    tenant.roles.add(row(role), 0, 0);
}

/// Gives every subscription the seats that are taken and those that are free.
pub(super) fn seats(tenant: &mut Tenant) {
    for mut sku in SKUS {
        sku.enabled += tenant.consumed(sku.id);
        tenant.skus.push(sku);
    }
}

fn user(tenant: &Tenant, number: usize, at: usize) -> Row {
    let (first, last) = (FIRST[at % 20], LAST[(at / 20) % 32]);
    let kind = kind(at);
    let nick = format!("{first}.{last}").to_lowercase().replace('\'', "");
    let (name, upn) = match (number, at) {
        (0, 0) => ("Ada Northgate".to_owned(), ADMIN.to_owned()),
        (0, 1) => ("Ops AI service".to_owned(), SERVICE_ACCOUNT.to_owned()),
        (0, 2) => ("Terry Technician".to_owned(), TECHNICIAN.to_owned()),
        (_, 0) => (
            format!("{} administrator", tenant.name),
            format!("admin@{}", tenant.domain),
        ),
        _ => match kind {
            Kind::Guest => (
                format!("{first} {last} (guest)"),
                format!("{nick}_supplier.example#EXT#@{}", tenant.initial_domain),
            ),
            Kind::Shared => (
                format!("Shared mailbox {at:03}"),
                format!("shared{at:03}@{}", tenant.domain),
            ),
            Kind::Room => (format!("Room {at:03}"), format!("room{at:03}@{}", tenant.domain)),
            _ => (format!("{first} {last}"), format!("{nick}@{}", tenant.domain)),
        },
    };
    let licences = licences(number, at, kind);
    let is_person = !matches!(kind, Kind::Guest | Kind::Shared | Kind::Room);
    let mail = match kind {
        Kind::Guest => json!(format!("{nick}@supplier.example")),
        Kind::Nowhere => Value::Null,
        _ => json!(upn),
    };
    row(json!({
        "id": user_id(number, at), "accountEnabled": matches!(kind, Kind::Person | Kind::Synced | Kind::Guest | Kind::Nowhere),
        "displayName": name, "givenName": is_person.then_some(first), "surname": is_person.then_some(last),
        "mail": mail, "mailNickname": upn.split('@').next(), "userPrincipalName": upn,
        "proxyAddresses": mail.as_str().map(|mail| vec![format!("SMTP:{mail}")]).unwrap_or_default(),
        "usageLocation": if matches!(kind, Kind::Nowhere | Kind::Guest) { Value::Null } else { json!("GB") },
        "userType": if kind == Kind::Guest { "Guest" } else { "Member" },
        "jobTitle": is_person.then_some("Consultant"), "department": is_person.then(|| format!("Department {}", at % 6)),
        "officeLocation": null, "businessPhones": [], "mobilePhone": null, "preferredLanguage": null, "companyName": null,
        "employeeId": null, "onPremisesSyncEnabled": (kind == Kind::Synced).then_some(true),
        "assignedLicenses": licences.iter().map(|(sku, _)| json!({"skuId": sku, "disabledPlans": []})).collect::<Vec<_>>(),
        "licenseAssignmentStates": licences.iter().map(|(sku, group)| state(sku, group.as_deref())).collect::<Vec<_>>(),
        "createdDateTime": format!("2024-{:02}-{:02}T08:00:00Z", 1 + at % 12, 1 + at % 28),
        "signInSessionsValidFromDateTime": "2024-01-01T08:00:00Z", "deletedDateTime": null,
        "_purpose": purpose(kind, &licences), "_password": format!("Sandbox-{number}-{at}!"),
    }))
}

fn purpose(kind: Kind, licences: &[(&str, Option<String>)]) -> Value {
    let mailboxes = [SKUS[0].id, SKUS[1].id, SKUS[2].id];
    match kind {
        Kind::Shared => json!("shared"),
        Kind::Room => json!("room"),
        _ if licences.iter().any(|(sku, _)| mailboxes.contains(sku)) => json!("user"),
        _ => Value::Null,
    }
}

/// What somebody holds, and through which group.
fn licences(number: usize, at: usize, kind: Kind) -> Vec<(&'static str, Option<String>)> {
    if !matches!(kind, Kind::Person | Kind::Synced | Kind::Disabled) {
        return Vec::new();
    }
    let own = match at % 3 {
        0 => SKUS[1].id,
        1 => SKUS[0].id,
        _ => SKUS[2].id,
    };
    let mut held = vec![(own, None)];
    if is_licensed_by_group(number, at) {
        held.push((SKUS[3].id, Some(group_id(number, 2))));
    }
    held
}

/// Whether the group with a licence of its own has this user.
pub(super) fn is_licensed_by_group(number: usize, at: usize) -> bool {
    number > 0 && at % 7 == 3 && matches!(kind(at), Kind::Person | Kind::Synced | Kind::Disabled)
}

fn state(sku: &str, group: Option<&str>) -> Value {
    json!({
        "skuId": sku, "disabledPlans": [], "assignedByGroup": group, "state": "Active", "error": "None",
        "lastUpdatedDateTime": "2026-01-02T03:04:05Z",
    })
}
