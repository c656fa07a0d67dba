//! Groups of every kind that Graph tells apart, among them those that it refuses to change.

use serde_json::{Value, json};

use super::people::is_licensed_by_group;
use crate::microsoft365::accounts::{group_id, user_id};
use crate::microsoft365::world::{Tenant, row};

/// What a group is; in this order they follow each other.
const KINDS: [&str; 8] = [
    "Security",
    "Team",
    "Licences",
    "Mail security",
    "Distribution",
    "Dynamic",
    "Synced",
    "Admins",
];

fn group(number: usize, at: usize, name: &str, kind: &str) -> Value {
    let mail = matches!(kind, "Team" | "Mail security" | "Distribution");
    let types = match kind {
        "Team" => json!(["Unified"]),
        "Dynamic" => json!(["DynamicMembership"]),
        _ => json!([]),
    };
    let nick = name.replace(' ', "").to_lowercase();
    json!({
        "id": group_id(number, at), "displayName": name, "description": format!("{kind} group of the first day"),
        "groupTypes": types, "mailEnabled": mail, "mailNickname": nick,
        "mail": mail.then(|| format!("{nick}@groups.example")),
        "securityEnabled": !matches!(kind, "Team" | "Distribution"),
        "onPremisesSyncEnabled": (kind == "Synced").then_some(true),
        "membershipRule": (kind == "Dynamic").then_some("(user.department -eq \"Department 1\")"),
        "isAssignableToRole": (kind == "Admins").then_some(true), "visibility": null,
        "createdDateTime": "2024-05-06T07:08:09Z", "renewedDateTime": "2024-05-06T07:08:09Z", "deletedDateTime": null,
    })
}

/// Groups of a customer; those of the largest fill more than a page, and so do the members of its first.
pub(super) fn of_a_customer(tenant: &mut Tenant, number: usize, users: usize) {
    let count = if number == 1 { 130 } else { 8 };
    for at in 0..count {
        let kind = KINDS[at % 8];
        let name = format!("{kind} {at:03}");
        tenant.groups.add(row(group(number, at, &name, kind)), 0, 0);
        let members = match at {
            0 => (0..users).filter(|user| user % 2 == 0).collect(),
            2 => (0..users)
                .filter(|user| is_licensed_by_group(number, *user))
                .collect(),
            _ => few(at, users),
        };
        let members = members.into_iter().map(|user| user_id(number, user)).collect();
        tenant.members.insert(group_id(number, at), members);
    }
}

fn few(at: usize, users: usize) -> Vec<usize> {
    let mut found: Vec<usize> = (0..3 + at % 5).map(|step| (at * 7 + step * 3) % users).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Groups of the partner: the two that come with being one, everybody, and those that relationships name.
pub(super) fn of_the_partner(tenant: &mut Tenant) {
    let groups: [(&str, &str, &[usize]); 5] = [
        ("AdminAgents", "Security", &[0, 1]),
        ("HelpdeskAgents", "Security", &[2]),
        ("All company", "Team", &[0, 1, 2, 3, 4, 5]),
        ("GDAP Lifecycle", "Security", &[1]),
        ("GDAP Readers", "Security", &[1, 3]),
    ];
    for (at, (name, kind, members)) in groups.into_iter().enumerate() {
        tenant.groups.add(row(group(0, at, name, kind)), 0, 0);
        let members = members.iter().map(|user| user_id(0, *user)).collect();
        tenant.members.insert(group_id(0, at), members);
    }
}
