//! Customers: listed, and looked at one by one. What is told as granted was read in the customer's own tenant.

use super::{
    Csp,
    failure::{self, Stop},
    merging::{self, Lists, blank, compare, granted_roles},
    permissions::missing_of,
    places::{Ground, Who, refuse},
};
use crate::{
    clock::rfc3339,
    connector::{FoundRelationship, FoundTenant},
};
use contract::{
    csp::{ConsentState, CspCustomer, CspCustomers, RelationshipStatus, StepFailure},
    ids::CspSetupId,
    problem::Problem,
};
use std::collections::BTreeMap;

impl Csp {
    /// All of them, merged.
    pub async fn customers(&self, id: &CspSetupId) -> Result<CspCustomers, Problem> {
        let ground = self.connected(id).await?;
        let mut unread = Vec::new();
        let reads = ground.app_reads().await?;
        // Without relationships nothing could be told of anybody.
        let relationships = reads
            .relationships()
            .await
            .map_err(|error| ground.problem(&error))?;
        let delegated = match reads.delegated_customers().await {
            Ok(found) => found,
            Err(error) => ground.unread("Delegated administration", &error, &mut unread),
        };
        let reseller = match ground.reads(Who::Person, None).await {
            Ok(person) => match person.reseller_customers().await {
                Ok(found) => found,
                Err(error) => ground.unread("Partner Center", &error, &mut unread),
            },
            Err(Stop::Failed(failure)) => {
                unread.push(failure);
                Vec::new()
            }
            Err(stop) => return Err(refuse(stop)),
        };
        let mut kept = BTreeMap::new();
        for (tenant, document) in self.store().csp_customers(id).await? {
            if let Ok(customer) = serde_json::from_str::<CspCustomer>(&document) {
                kept.insert(tenant, customer);
            }
        }
        let held = held_by(&relationships);
        let mut items = merging::merged(Lists {
            delegated,
            reseller,
            relationships,
            kept,
            wanted: ground.document.template.roles.clone(),
        });
        if let Some(integration) = &ground.document.integration {
            for item in &mut items {
                item.linked_customer = self.store().link_owner(integration, &item.tenant_id).await?;
            }
        }
        for item in &mut items {
            let roles = held.get(&item.tenant_id).map(Vec::as_slice).unwrap_or_default();
            item.gaps = ground.gaps_of_customer(item, roles);
        }
        Ok(CspCustomers {
            items,
            unread,
            read_at: rfc3339(self.now()),
        })
    }

    /// Reads one anew.
    pub async fn check_customer(&self, id: &CspSetupId, tenant: &str) -> Result<CspCustomer, Problem> {
        let ground = self.connected(id).await?;
        let tenant = ground
            .partner
            .tenant_id(tenant)
            .ok_or_else(|| Problem::not_found("customer"))?;
        let checked = ground.checked(&tenant).await?;
        Ok(checked)
    }
}

impl Ground<'_> {
    fn unread(
        &self,
        what: &str,
        error: &crate::connector::CallError,
        unread: &mut Vec<StepFailure>,
    ) -> Vec<FoundTenant> {
        let mut failure = failure::of_call(self.partner, error, self.csp.now());
        failure.cause = format!("The list of {what} could not be read. {}", failure.cause);
        unread.push(failure);
        Vec::new()
    }

    /// Reads a customer: relationship and roles, consent, a call of each kind; and keeps what was found.
    pub(super) async fn checked(&self, tenant: &str) -> Result<CspCustomer, Problem> {
        let id = &self.row.id;
        let kept = self.csp.store().csp_customers(id).await?;
        let kept = kept.into_iter().find(|(one, _)| one == tenant);
        let kept = kept.and_then(|(_, document)| serde_json::from_str::<CspCustomer>(&document).ok());
        let mut one = kept.unwrap_or_else(|| blank(tenant, &self.document.template.roles));
        one.problem = None;
        let reads = self.app_reads().await?;
        let all = reads
            .relationships()
            .await
            .map_err(|error| self.problem(&error))?;
        let own: Vec<_> = all
            .iter()
            .filter(|found| found.customer.as_ref().is_some_and(|(owner, _)| owner == tenant))
            .cloned()
            .collect();
        let mut merged = merging::merged(Lists {
            delegated: Vec::new(),
            reseller: Vec::new(),
            relationships: own.clone(),
            kept: BTreeMap::from([(tenant.to_owned(), one.clone())]),
            wanted: self.document.template.roles.clone(),
        });
        if let Some(found) = merged.pop() {
            one = found;
        }
        let groups: Vec<String> = self.document.groups.values().cloned().collect();
        let mut granted = Vec::new();
        for relationship in own.iter().filter(|found| found.status.gives_access()) {
            let assignments = reads.assignments(&relationship.id).await;
            let assignments = assignments.map_err(|error| self.problem(&error))?;
            granted.extend(granted_roles(&assignments, &groups));
        }
        granted.sort();
        granted.dedup();
        let now = rfc3339(self.csp.now());
        one.roles_granted = granted;
        one.roles_read_at = Some(now.clone());
        one.checked_at = Some(now.clone());
        compare(&mut one);
        let access = one.relationship.is_some_and(RelationshipStatus::gives_access);
        if !access {
            // Nobody is let in there, so nothing can be known of it.
            one.consent = ConsentState::Unknown;
            one.permissions_granted.clear();
        } else if let Err(stop) = self.look_inside(&mut one, &now).await {
            match stop {
                Stop::Failed(failure) => one.problem = Some(failure),
                other => return Err(refuse(other)),
            }
        }
        one.state = merging::state(&one);
        let held = held_by(&own).remove(tenant).unwrap_or_default();
        one.gaps = self.gaps_of_customer(&one, &held);
        let document = serde_json::to_string(&one).unwrap_or_default();
        self.csp
            .store()
            .put_csp_customer(self.csp.now(), id, tenant, &document)
            .await?;
        Ok(one)
    }

    /// What is granted in the customer's tenant, and whether calls succeed there.
    async fn look_inside(&self, one: &mut CspCustomer, now: &str) -> Result<(), Stop> {
        one.consent = ConsentState::Missing;
        one.permissions_granted.clear();
        one.permissions_missing = self
            .partner
            .wanted()
            .iter()
            .filter(|wanted| wanted.at_customers)
            .map(|wanted| wanted.name.to_owned())
            .collect();
        let tenant = one.tenant_id.clone();
        let grants = match self.granted(Some(&tenant)).await {
            Ok(grants) => grants,
            Err(stop) => {
                if let Stop::Failed(failure) = &stop
                    && !says_no_consent(failure)
                {
                    one.consent = ConsentState::Unknown;
                }
                return Err(stop);
            }
        };
        let missing = missing_of(self.partner.wanted(), &grants, true);
        one.permissions_granted = grants.grants.iter().map(|grant| grant.name.clone()).collect();
        one.permissions_missing = missing.iter().map(|wanted| wanted.name.to_owned()).collect();
        one.consent = match (
            grants.principal.is_some() && !grants.grants.is_empty(),
            missing.is_empty(),
        ) {
            (false, _) => ConsentState::Missing,
            (true, false) => ConsentState::Partial,
            (true, true) => ConsentState::Granted,
        };
        let reads = self.reads(Who::Person, Some(&tenant)).await?;
        if let Ok(found) = reads.tenant().await {
            one.name = found.name;
            one.domain = found.domain.or_else(|| one.domain.take());
        }
        let workloads = reads.first_reads().await.map_err(|error| self.stop(&error))?;
        let mut failed = None;
        for workload in workloads {
            match workload.result {
                Ok(()) => {
                    one.last_success.retain(|(name, _)| name != workload.name);
                    one.last_success.push((workload.name.to_owned(), now.to_owned()));
                }
                Err(error) => failed = Some(self.stop(&error)),
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

/// The roles that relationships hold which give access, by customer: our groups can get these without a new approval.
fn held_by(all: &[FoundRelationship]) -> BTreeMap<String, Vec<String>> {
    let mut held: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in all.iter().filter(|one| one.status.gives_access()) {
        if let Some((tenant, _)) = &one.customer {
            held.entry(tenant.clone())
                .or_default()
                .extend(one.roles.iter().cloned());
        }
    }
    held
}

/// Whether a refused sign-in says that nobody has consented.
pub(super) fn says_no_consent(failure: &StepFailure) -> bool {
    ["AADSTS65001", "AADSTS90099", "AADSTS700016", "AADSTS7000229"]
        .iter()
        .any(|code| failure.code == *code)
}
