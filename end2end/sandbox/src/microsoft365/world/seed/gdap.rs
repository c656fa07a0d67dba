//! The relationships of the first day, one or two for each customer.

use crate::microsoft365::accounts::{LIFECYCLE_GROUP, customer_name, relationship_id, tenant_id, uuid};
use crate::microsoft365::permissions::roles;
use crate::microsoft365::world::{Assignment, Relationship, Status, days};

const DAY: i64 = 86_400;

/// What the lifecycle of users needs.
const LIFECYCLE: [&str; 6] = [
    roles::DIRECTORY_READERS,
    roles::USER_ADMINISTRATOR,
    roles::GROUPS_ADMINISTRATOR,
    roles::LICENSE_ADMINISTRATOR,
    roles::EXCHANGE_ADMINISTRATOR,
    roles::CLOUD_APPLICATION_ADMINISTRATOR,
];

/// All of them.
pub(super) fn relationships(customers: usize, now: i64) -> Vec<Relationship> {
    let mut found = Vec::new();
    for at in 1..=customers {
        if at <= 4 {
            found.push(past(at, now));
        }
        found.extend(present(at, now));
    }
    found
}

fn past(at: usize, now: i64) -> Relationship {
    let mut one = blank(at, now - 900 * DAY);
    one.id = format!(
        "{}-{}",
        uuid(0x4d10_0000, at as u64),
        uuid(0x4e00_0000, at as u64)
    );
    one.name = format!("{} (first)", customer_name(at));
    activate(&mut one, now - 899 * DAY);
    one.status = Status::Terminated;
    one
}

fn present(at: usize, now: i64) -> Option<Relationship> {
    let mut one = blank(at, now - 100 * DAY);
    match at {
        3 => {
            activate(&mut one, now - 710 * DAY);
            "PT0S".clone_into(&mut one.auto_extend);
        }
        6 => {
            one.status = Status::ApprovalPending;
            one.created = now - 12 * DAY;
        }
        7 => {
            one.customer = None;
            one.created = now - 5 * DAY;
        }
        8 => {
            activate(&mut one, now - 740 * DAY);
            one.status = Status::Expired;
            "PT0S".clone_into(&mut one.auto_extend);
        }
        9 => {
            activate(&mut one, now - 80 * DAY);
            one.status = Status::Terminated;
        }
        10 => return None,
        11 => {
            one.roles.push(roles::GLOBAL_ADMINISTRATOR.to_owned());
            "PT0S".clone_into(&mut one.auto_extend);
            activate(&mut one, now - 30 * DAY);
        }
        _ => activate(&mut one, now - 99 * DAY),
    }
    match at {
        4 => one
            .assignments
            .push(assignment(at, &[roles::DIRECTORY_READERS], now)),
        1..=3 | 5 | 11 | 13.. => one.assignments.push(assignment(at, &LIFECYCLE, now)),
        _ => {}
    }
    Some(one)
}

fn blank(at: usize, created: i64) -> Relationship {
    Relationship {
        id: relationship_id(at),
        name: format!("{} lifecycle", customer_name(at)),
        duration: "P730D".to_owned(),
        customer: Some(tenant_id(at)),
        roles: LIFECYCLE.map(str::to_owned).to_vec(),
        status: Status::Created,
        auto_extend: "P180D".to_owned(),
        created,
        modified: created,
        activated: None,
        end: None,
        version: 1,
        seen_from: 0,
        since: 0,
        assignments: Vec::new(),
        requests: Vec::new(),
        operations: Vec::new(),
    }
}

fn activate(one: &mut Relationship, when: i64) {
    one.status = Status::Active;
    one.created = when - DAY;
    one.modified = when;
    one.activated = Some(when);
    one.end = days(&one.duration).map(|days| when + days * DAY);
}

fn assignment(at: usize, roles: &[&str], now: i64) -> Assignment {
    Assignment {
        id: uuid(0x77a0_0000, at as u64),
        group: LIFECYCLE_GROUP.to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        status: "active",
        created: now - 90 * DAY,
        modified: now - 90 * DAY,
        version: 1,
        seen_from: 0,
        since: 0,
    }
}
