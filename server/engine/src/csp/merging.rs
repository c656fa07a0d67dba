//! Customers: lists that disagree, merged by tenant; and how each stands, computed from what was read.

use super::relationships::lives;
use crate::{
    clock::rfc3339,
    connector::{FoundAssignment, FoundRelationship, FoundTenant},
};
use contract::csp::{AssignmentState, ConsentState, CspCustomer, CustomerState, RelationshipStatus};
use std::collections::BTreeMap;

/// The lists.
pub struct Lists {
    /// Customers with delegated administration.
    pub delegated: Vec<FoundTenant>,
    /// Customers of the reseller.
    pub reseller: Vec<FoundTenant>,
    /// Every relationship.
    pub relationships: Vec<FoundRelationship>,
    /// What was last read of each.
    pub kept: BTreeMap<String, CspCustomer>,
    /// The roles that are wanted.
    pub wanted: Vec<String>,
}

/// A customer of whom nothing is known yet.
pub fn blank(tenant: &str, wanted: &[String]) -> CspCustomer {
    CspCustomer {
        tenant_id: tenant.to_owned(),
        name: String::new(),
        domain: None,
        in_partner_center: false,
        in_delegated_admin: false,
        state: CustomerState::NoRelationship,
        relationship: None,
        relationship_id: None,
        ends_at: None,
        auto_extend: false,
        roles_wanted: wanted.to_vec(),
        roles_granted: Vec::new(),
        roles_missing: Vec::new(),
        roles_excess: Vec::new(),
        roles_read_at: None,
        consent: ConsentState::Unknown,
        permissions_granted: Vec::new(),
        permissions_missing: Vec::new(),
        last_success: Vec::new(),
        checked_at: None,
        problem: None,
        linked_customer: None,
        gaps: Vec::new(),
    }
}

/// One row for each tenant of any list.
pub fn merged(lists: Lists) -> Vec<CspCustomer> {
    let mut rows: BTreeMap<String, CspCustomer> = BTreeMap::new();
    let row = |tenant: &str| {
        let kept = lists.kept.get(tenant).cloned();
        kept.unwrap_or_else(|| blank(tenant, &lists.wanted))
    };
    for one in &lists.reseller {
        let entry = rows.entry(one.id.clone()).or_insert_with(|| row(&one.id));
        entry.in_partner_center = true;
        entry.name.clone_from(&one.name);
        entry.domain.clone_from(&one.domain);
    }
    for one in &lists.delegated {
        let entry = rows.entry(one.id.clone()).or_insert_with(|| row(&one.id));
        entry.in_delegated_admin = true;
        // The reseller's list keeps the name of its first day.
        if !one.name.is_empty() {
            entry.name.clone_from(&one.name);
        }
    }
    for one in &lists.relationships {
        if let Some((tenant, name)) = &one.customer {
            let entry = rows.entry(tenant.clone()).or_insert_with(|| row(tenant));
            if entry.name.is_empty() {
                entry.name = name.clone().unwrap_or_default();
            }
        }
    }
    let mut all: Vec<CspCustomer> = rows.into_values().collect();
    for one in &mut all {
        related(one, &lists.relationships);
        one.roles_wanted.clone_from(&lists.wanted);
        compare(one);
        one.state = state(one);
    }
    all.sort_by(|a, b| (a.name.to_lowercase(), &a.tenant_id).cmp(&(b.name.to_lowercase(), &b.tenant_id)));
    all
}

/// The best relationship with a customer, and until when there is access.
fn related(customer: &mut CspCustomer, all: &[FoundRelationship]) {
    let own = || {
        all.iter().filter(|one| {
            one.customer
                .as_ref()
                .is_some_and(|(tenant, _)| *tenant == customer.tenant_id)
        })
    };
    let rank = |one: &&FoundRelationship| match one.status {
        RelationshipStatus::Active => 0,
        RelationshipStatus::Expiring => 1,
        RelationshipStatus::Approved | RelationshipStatus::Activating => 2,
        RelationshipStatus::ApprovalPending => 3,
        RelationshipStatus::Created => 4,
        _ => 5,
    };
    let best = own().min_by_key(|one| (rank(one), std::cmp::Reverse(one.ends_at)));
    let ends = own()
        .filter(|one| one.status.gives_access())
        .filter_map(|one| one.ends_at)
        .max();
    let (status, id, extend) = (
        best.map(|one| one.status),
        best.map(|one| one.id.clone()),
        best.is_some_and(|one| one.auto_extend),
    );
    customer.relationship = status;
    customer.relationship_id = id;
    customer.auto_extend = extend;
    customer.ends_at = ends.map(rfc3339);
}

/// Wanted against granted.
pub fn compare(customer: &mut CspCustomer) {
    let minus = |these: &[String], those: &[String]| {
        these
            .iter()
            .filter(|one| !those.contains(one))
            .cloned()
            .collect::<Vec<_>>()
    };
    // Without reading nothing is known to be missing, and nothing to be there.
    let read = customer.roles_read_at.is_some();
    customer.roles_missing = if read {
        minus(&customer.roles_wanted, &customer.roles_granted)
    } else {
        Vec::new()
    };
    customer.roles_excess = minus(&customer.roles_granted, &customer.roles_wanted);
}

/// How it stands: working only where all was read and a call succeeded.
pub fn state(customer: &CspCustomer) -> CustomerState {
    if !customer
        .relationship
        .is_some_and(RelationshipStatus::gives_access)
    {
        let waits = matches!(
            customer.relationship,
            Some(
                RelationshipStatus::ApprovalPending
                    | RelationshipStatus::Approved
                    | RelationshipStatus::Activating
            )
        );
        return if waits {
            CustomerState::Invited
        } else {
            CustomerState::NoRelationship
        };
    }
    if customer.checked_at.is_none() {
        return CustomerState::NotOnboarded;
    }
    let whole = customer.roles_read_at.is_some()
        && customer.roles_missing.is_empty()
        && customer.consent == ConsentState::Granted
        && customer.problem.is_none()
        && !customer.last_success.is_empty();
    if whole {
        CustomerState::Working
    } else {
        CustomerState::Incomplete
    }
}

/// The roles that active assignments give to groups of ours, over all relationships that give access.
pub fn granted_roles(assignments: &[FoundAssignment], groups: &[String]) -> Vec<String> {
    let mut roles: Vec<String> = assignments
        .iter()
        .filter(|one| lives(one) && one.state == AssignmentState::Active && groups.contains(&one.group_id))
        .flat_map(|one| one.roles.iter().cloned())
        .collect();
    roles.sort();
    roles.dedup();
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(id: &str, name: &str) -> FoundTenant {
        FoundTenant {
            id: id.into(),
            name: name.into(),
            domain: Some(format!("{id}.example")),
        }
    }

    fn relationship(id: &str, customer: &str, status: RelationshipStatus) -> FoundRelationship {
        FoundRelationship {
            id: id.into(),
            etag: String::new(),
            name: id.into(),
            status,
            customer: Some((customer.into(), None)),
            roles: vec!["r1".into()],
            duration: "P730D".into(),
            auto_extend: false,
            created_at: None,
            activated_at: None,
            ends_at: Some(1_000),
        }
    }

    fn lists() -> Lists {
        Lists {
            delegated: vec![tenant("b", "Beta now")],
            reseller: vec![tenant("a", "Alpha"), tenant("b", "Beta then")],
            relationships: vec![
                relationship("1", "b", RelationshipStatus::Terminated),
                relationship("2", "b", RelationshipStatus::Active),
                relationship("3", "c", RelationshipStatus::ApprovalPending),
            ],
            kept: BTreeMap::new(),
            wanted: vec!["r1".into(), "r2".into()],
        }
    }

    #[test]
    fn every_tenant_of_any_list_is_there_once_with_its_best_relationship() {
        let all = merged(lists());
        let of = |id: &str| all.iter().find(|one| one.tenant_id == id);
        assert_eq!(all.len(), 3);
        assert!(
            of("a").is_some_and(|one| one.state == CustomerState::NoRelationship && one.in_partner_center)
        );
        assert!(of("b").is_some_and(|one| {
            one.name == "Beta now"
                && one.relationship_id.as_deref() == Some("2")
                && one.state == CustomerState::NotOnboarded
        }));
        assert!(of("c").is_some_and(|one| one.state == CustomerState::Invited));
    }

    #[test]
    fn nothing_works_before_all_of_it_was_read() {
        let mut one = blank("b", &["r1".to_owned()]);
        one.relationship = Some(RelationshipStatus::Active);
        assert_eq!(state(&one), CustomerState::NotOnboarded);
        one.checked_at = Some("t".into());
        assert_eq!(state(&one), CustomerState::Incomplete);
        one.roles_read_at = Some("t".into());
        one.roles_granted = vec!["r1".into()];
        one.consent = ConsentState::Granted;
        compare(&mut one);
        assert_eq!(state(&one), CustomerState::Incomplete);
        one.last_success = vec![("directory".into(), "t".into())];
        assert_eq!(state(&one), CustomerState::Working);
        one.roles_granted.clear();
        compare(&mut one);
        assert_eq!(one.roles_missing, ["r1"]);
        assert_eq!(state(&one), CustomerState::Incomplete);
    }
}
