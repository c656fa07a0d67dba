//! What there is at Microsoft: tenants with their objects, the relationships between them, and what was signed.
//!
//! ```text
//! table.rs          rows of one kind, and when they are seen
//! tenant.rs         one tenant
//! relationship.rs   a GDAP relationship and its assignments, moving by themselves
//! identity.rs       codes, refresh tokens and access tokens
//! seed/             the first day
//! ```
//!
//! Time is the count of requests ("turns") wherever Microsoft says "after a while", and a clock where it says a date.

mod identity;
mod relationship;
mod seed;
mod table;
mod tenant;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

pub(crate) use identity::{Bearer, Challenge, Code, Identity, Refresh, Who};
pub(crate) use relationship::{Assignment, Operation, Relationship, Status, days, etag};
pub(crate) use seed::world;
pub(crate) use table::{Row, Table, is, list, row, shown, text};
pub(crate) use tenant::{Sku, Tenant, of_microsoft};

use super::accounts::{PARTNER_TENANT, uuid};
use super::behaviour::Behaviour;
use super::graph::Subscription;

/// Everything.
#[derive(Debug)]
pub(crate) struct World {
    /// The partner first, then its customers, the publisher last.
    pub tenants: Vec<Tenant>,
    pub relationships: Vec<Relationship>,
    pub identity: Identity,
    /// What Partner Center answered to a change, by the caller's request id.
    pub answered: BTreeMap<String, (u16, Value)>,
    /// What Graph tells whom of.
    pub subscriptions: Vec<Subscription>,
    /// The address that Partner Center posts to.
    pub registration: Option<Value>,
    /// Counts requests.
    pub turn: u64,
    /// The time, in seconds.
    pub now: i64,
    made: u64,
}

impl World {
    /// The next request comes: time goes on, and what happens by itself happens.
    pub fn begin(&mut self, behaviour: &Behaviour) {
        self.turn += 1;
        self.now = clock(behaviour);
        for relationship in &mut self.relationships {
            relationship.settle(self.turn, self.now, behaviour);
        }
    }

    /// An id for something new.
    pub fn id(&mut self) -> String {
        self.made += 1;
        uuid(0xfe00_0000, self.made)
    }

    /// A number for something new.
    pub fn number(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    /// From when on something made now is seen.
    pub fn seen_from(&self, behaviour: &Behaviour) -> u64 {
        later(self.turn, behaviour.consistency_lag)
    }

    /// Where a tenant of this id or verified domain stands.
    pub fn place(&self, tenant: &str) -> Option<usize> {
        self.tenants.iter().position(|one| {
            [&one.id, &one.domain, &one.initial_domain]
                .into_iter()
                .any(|name| name.eq_ignore_ascii_case(tenant))
        })
    }

    /// The tenant of this id.
    pub fn tenant(&self, id: &str) -> Option<&Tenant> {
        self.tenants.get(self.place(id)?)
    }

    /// The same, to change it.
    pub fn tenant_mut(&mut self, id: &str) -> Option<&mut Tenant> {
        let at = self.place(id)?;
        self.tenants.get_mut(at)
    }

    /// An application, wherever it is registered, with its tenant.
    pub fn application(&self, app_id: &str) -> Option<(&Tenant, &Row)> {
        self.tenants.iter().find_map(|tenant| {
            let mut apps = tenant.applications.rows(self.turn);
            Some((tenant, apps.find(|app| text(app, "appId") == app_id)?))
        })
    }

    /// A person by sign-in name, with the tenant that the person is of.
    pub fn person(&self, upn: &str) -> Option<(&Tenant, &Row)> {
        self.tenants
            .iter()
            .find_map(|tenant| Some((tenant, tenant.user(upn, self.turn)?)))
    }

    /// The directory roles that a partner's user has at a customer through active relationships.
    pub fn roles_at(&self, customer: &str, user: &str) -> Vec<String> {
        let Some(partner) = self.tenant(PARTNER_TENANT) else {
            return Vec::new();
        };
        let mut found: Vec<String> = Vec::new();
        for relationship in &self.relationships {
            if relationship.customer.as_deref() != Some(customer) || !relationship.gives_access() {
                continue;
            }
            for assignment in relationship.assignments.iter().filter(|one| one.is_active()) {
                if partner.is_member(&assignment.group, user) {
                    found.extend(assignment.roles.iter().cloned());
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// All of it, for a test that compares before and after. What was deleted softly stands apart.
    pub fn to_json(&self) -> Value {
        let tenants: BTreeMap<&str, Value> = self
            .tenants
            .iter()
            .map(|tenant| (tenant.id.as_str(), tenant.to_json()))
            .collect();
        let relationships: Vec<Value> = self
            .relationships
            .iter()
            .map(|one| {
                let assignments: Vec<Value> = one.assignments.iter().map(Assignment::to_json).collect();
                json!({"relationship": one.to_json(self), "accessAssignments": assignments})
            })
            .collect();
        json!({"turn": self.turn, "tenants": tenants, "relationships": relationships})
    }
}

/// From when on something that was made at this turn is there, when it takes so many further requests.
pub(crate) fn later(turn: u64, lag: u64) -> u64 {
    if lag == 0 { turn } else { turn + lag + 1 }
}

fn clock(behaviour: &Behaviour) -> i64 {
    behaviour.now.unwrap_or_else(|| Timestamp::now().as_second())
}

/// A time as the wire has it.
pub(crate) fn instant(second: i64) -> String {
    Timestamp::from_second(second).unwrap_or_default().to_string()
}

/// The time that a text says, in seconds.
pub(crate) fn second(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(|time| time.as_second())
}
